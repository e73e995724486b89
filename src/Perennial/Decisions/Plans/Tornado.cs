namespace Perennial.Decisions.Plans;

/// <summary>How the value of a customer, less what one costs to win, moves with each driver over the range the data show (plan.sensitivity.v1).</summary>
/// <param name="Of">The driver.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Today">Where it stands.</param>
/// <param name="Low">The lower end of its range.</param>
/// <param name="High">The upper end.</param>
/// <param name="AtLow">The value with the lower end.</param>
/// <param name="Base">The value as it is.</param>
/// <param name="AtHigh">The value with the upper end.</param>
/// <param name="Range">Where the range comes from, in words.</param>
public sealed record TornadoBar(string Of, PlanUnit Unit, double Today, double Low, double High, double AtLow, double Base, double AtHigh, string Range);

/// <summary>The bars, the widest first.</summary>
public static class Tornado
{
    private const int FewestGroups = 4, FewestMonths = 8;

    // How far a rate of discount is moved: no data say how far it may be.
    private const double Points = 0.02;

    /// <summary>Finds them; none where the value, retention or cost of a customer is not known.</summary>
    /// <param name="run">What a run measured.</param>
    /// <param name="dimension">The column whose groups give ranges.</param>
    public static IReadOnlyList<TornadoBar> Of(PlanActuals run, string dimension)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Factors is not { } factors)
        {
            return [];
        }

        double cac = run.Find(PlanMetrics.Cac)?.Value ?? 0, expansion = run.Find(PlanMetrics.Expansion)?.Value ?? 0;
        double whole = Value(factors, 0, run.Discount, 1, 1);
        List<TornadoBar> bars = [];
        Add(PlanMetrics.Retention, "Retention", PlanUnit.Share, x => Value(factors with { Retention = x }, 0, run.Discount, 1, 1));
        Add(PlanMetrics.Expansion, "Expansion", PlanUnit.Share, x => Value(factors, ((1 + x) / (1 + expansion)) - 1, run.Discount, 1, 1));
        Add(PlanActuals.Margin, "Gross margin", PlanUnit.Share, x => Value(factors, 0, run.Discount, x / run.Find(PlanActuals.Margin)!.Value, 1));
        Add(PlanMetrics.CostToServe, "Cost to serve", PlanUnit.Money, x => Value(factors, 0, run.Discount, 1, x / run.Find(PlanMetrics.CostToServe)!.Value));
        if (run.CacRange is { } range && cac > 0)
        {
            Bar("Cost of acquisition", PlanUnit.Money, cac, range.Low, range.High, x => whole + cac - x, range.From);
        }

        Bar("Discount rate", PlanUnit.Share, run.Discount, Math.Max(0, run.Discount - Points), run.Discount + Points, x => Value(factors, 0, x, 1, 1), "two points less and more: stated, no data say it");
        return [.. bars.OrderByDescending(bar => Math.Abs(bar.AtHigh - bar.AtLow)).ThenBy(bar => bar.Of, StringComparer.Ordinal)];

        double Value(ValueFactors with, double growth, double discount, double margin, double cost) =>
            (with.Revenue * margin * ValueFactors.Annuity(with.Retention, growth, discount, run.Years)) - (with.Cost * cost * ValueFactors.Annuity(with.Retention, 0, discount, run.Years)) - cac;

        void Add(string metric, string name, PlanUnit unit, Func<double, double> value)
        {
            if (run.Find(metric) is { } today && Range(run, metric, dimension) is { } found)
            {
                Bar(name, unit, today.Value, found.Low, found.High, value, found.From);
            }
        }

        void Bar(string name, PlanUnit unit, double today, double low, double high, Func<double, double> value, string from)
        {
            if (double.IsFinite(value(low)) && double.IsFinite(value(high)))
            {
                bars.Add(new(name, unit, today, low, high, value(low), whole, value(high), from));
            }
        }
    }

    /// <summary>Gives the middle half of a metric over groups or, where there are few, over months; null where neither says anything.</summary>
    public static (double Low, double High, string From)? Range(PlanActuals run, string metric, string dimension)
    {
        ArgumentNullException.ThrowIfNull(run);
        double[] groups = [.. run.Groups(metric, dimension).Where(one => one.Customers > 0).Select(one => one.Value).Order()];
        if (groups.Length >= FewestGroups)
        {
            return (Quantile(groups, 0.25), Quantile(groups, 0.75), PlanNumber.Text($"middle half of {groups.Length} groups by {dimension}"));
        }

        double[] months = [.. (run.Find(metric)?.History ?? []).Select(point => point.Value).Order()];
        return months.Length >= FewestMonths ? (Quantile(months, 0.25), Quantile(months, 0.75), PlanNumber.Text($"middle half of {months.Length} earlier days")) : null;
    }

    /// <summary>Gives a quantile of ordered values, between neighbours by a straight line.</summary>
    public static double Quantile(IReadOnlyList<double> ordered, double share)
    {
        ArgumentNullException.ThrowIfNull(ordered);
        double at = share * (ordered.Count - 1);
        int below = (int)at;
        return below + 1 < ordered.Count ? ordered[below] + ((at - below) * (ordered[below + 1] - ordered[below])) : ordered[below];
    }
}
