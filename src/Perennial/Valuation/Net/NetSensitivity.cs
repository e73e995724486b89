using Perennial.Kernel;

namespace Perennial.Valuation.Net;

/// <summary>How the net value of all customers moves with what it assumes.</summary>
/// <param name="Customers">Customers it was worked out on: every k-th of many, in proportion.</param>
/// <param name="Rates">Effective annual discount rates of the rows of <paramref name="Net"/>.</param>
/// <param name="Horizons">Horizons of its columns.</param>
/// <param name="Net">Net value by rate and horizon; null where it is not finite.</param>
/// <param name="Shifts">What ten per cent more or less of one assumption does over the run's own horizon.</param>
public sealed record NetSensitivity(int Customers, IReadOnlyList<double> Rates, IReadOnlyList<string> Horizons, IReadOnlyList<IReadOnlyList<double?>> Net, IReadOnlyList<NetShift> Shifts)
{
    private const int MostCustomers = 5000;
    internal static readonly double[] Usual = [0, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20];

    internal static NetSensitivity Of(NetBasis all, ValuationOptions options)
    {
        NetBasis part = all.Every(MostCustomers);
        double scale = (double)all.Valued.Count(v => v) / Math.Max(1, part.Valued.Count(v => v));
        NetValues own = part.Values(options.Horizon, options);
        double net = Total(own.Net), gross = Total(own.Gross), serve = Total(own.CostToServe);
        double churn = Churn(part, options);
        double? more = Net(part.Rates, options.Horizon, 0.1 * churn), less = Net(part.Rates, options.Horizon, -0.1 * churn);
        return new NetSensitivity(
            part.Valued.Count(v => v),
            Usual,
            [.. NetStage.SideBySide.Select(h => h.ToString())],
            [.. Usual.Select(rate => (IReadOnlyList<double?>)[.. NetStage.SideBySide.Select(h => Net([.. part.Rates.Select(_ => rate)], h, 0))])],
            [
                new("gross margin", net - (0.1 * gross), net, net + (0.1 * gross)),
                new("cost to serve", net + (0.1 * serve), net, net - (0.1 * serve)),
                new("churn", less, net, more),
            ]);

        double Total(double[] values) => scale * values.Where(double.IsFinite).Sum();

        // A hazard that is higher by h discounts what is expected as a rate that is higher by h does.
        double? Net(double[] rates, Horizon horizon, double hazard)
        {
            double[] moved = hazard == 0 ? rates : [.. rates.Select(rate => Math.Max(0, ((1 + rate) * Math.Exp(hazard)) - 1))];
            return horizon.Days is null && moved.Any(rate => rate <= 0) ? null : Total(part.Values(horizon, options, moved).Net);
        }
    }

    // The hazard of leaving that the next two years of expected purchases imply: the second is the first times e^-h.
    private static double Churn(NetBasis part, ValuationOptions options)
    {
        double[] nothing = [.. part.Rates.Select(_ => 0.0)];
        double one = Sum(part.Discounted(Horizon.OfDays(365), options, nothing)), two = Sum(part.Discounted(Horizon.OfDays(730), options, nothing));
        return one > 0 && two > one ? Math.Max(0, -Math.Log((two - one) / one)) : 0;

        double Sum(double[] values) => values.Where((value, i) => part.Valued[i] && double.IsFinite(value)).Sum();
    }
}

/// <summary>What ten per cent less and more of one assumption makes of the net value.</summary>
/// <param name="Of">gross margin, cost to serve or churn.</param>
/// <param name="Less">With ten per cent less of it; null where not finite.</param>
/// <param name="Net">As it is.</param>
/// <param name="More">With ten per cent more of it; null where not finite.</param>
public sealed record NetShift(string Of, double? Less, double Net, double? More);
