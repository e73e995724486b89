namespace Perennial.Decisions.Plans;

/// <summary>Internal rates of return: annual rates at which the present value of monthly flows is nothing.</summary>
public static class InternalRates
{
    private const double Lowest = -0.99, Highest = 1e6;
    private const int Brackets = 4000;

    /// <summary>Finds all that lie from -99 % to a million times a year: brackets on an even grid of ln(1 + rate), each halved.</summary>
    /// <param name="flows">Flows by month.</param>
    /// <returns>The rates, the lowest first. Two that lie in one bracket are missed together.</returns>
    public static IReadOnlyList<double> Of(IReadOnlyList<double> flows)
    {
        ArgumentNullException.ThrowIfNull(flows);
        List<double> roots = [];
        double from = Math.Log(1 + Lowest), step = (Math.Log(1 + Highest) - from) / Brackets;
        double before = Value(from);
        for (int i = 1; i <= Brackets; i++)
        {
            double at = from + (i * step), value = Value(at);
            if (value == 0 || (before < 0 && value > 0) || (before > 0 && value < 0))
            {
                roots.Add(Math.Exp(value == 0 ? at : Halve(at - step, at, before)) - 1);
            }

            before = value;
        }

        return flows.All(flow => flow == 0) ? [] : roots;

        double Value(double log) => InvestmentCase.Present(flows, Math.Exp(log) - 1);

        double Halve(double low, double high, double atLow)
        {
            for (int i = 0; i < 80; i++)
            {
                double middle = (low + high) / 2;
                (low, high) = Value(middle) > 0 == atLow > 0 ? (middle, high) : (low, middle);
            }

            return (low + high) / 2;
        }
    }

    /// <summary>Says what the number of rates means.</summary>
    public static string Say(IReadOnlyList<double> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        return rates.Count switch
        {
            0 => "no rate makes the present value nothing: it has the same sign at every rate",
            1 => PlanNumber.Write(rates[0], PlanUnit.Share) + " a year",
            _ => $"{string.Join(" and ", rates.Select(rate => PlanNumber.Write(rate, PlanUnit.Share)))} a year: the flows change sign more than once, so that no single rate says anything; use the present value",
        };
    }
}
