using Perennial.Portfolio.Areas;

namespace Perennial.Decisions.Plans;

/// <summary>One of the five families of what can be done, with what the data say for it (plan.recommendation.v1).</summary>
/// <param name="Family">usage, adoption, engagement, expansion or retention.</param>
/// <param name="Title">What is recommended.</param>
/// <param name="Gain">What it would add to the value of all customers; null where the data say nothing for it.</param>
/// <param name="Low">10 % end of the gain, or null.</param>
/// <param name="High">90 % end, or null.</param>
/// <param name="Cost">What the plan spends on it; null where no plan says.</param>
/// <param name="Evidence">On what it rests, or why nothing is recommended.</param>
/// <param name="Measured">Whether it rests on a measured effect; else it is what goes with it.</param>
public sealed record Recommendation(string Family, string Title, double? Gain, double? Low, double? High, double? Cost, string Evidence, bool Measured)
{
    /// <summary>Gives the gain by unit of money.</summary>
    public double? PerUnit => Cost > 0 ? Gain / Cost : null;
}

/// <summary>Ranks the families by what they add by unit of money, then, where no plan says what they cost, by what they add.</summary>
public static class Recommendations
{
    private const double Z90 = 1.2815515655446004;
    private const int FewestCustomers = 5;

    private static readonly (string Family, string Title, string Signal, string[] Metrics)[] OfUse =
    [
        ("usage", "Focus on usage: bring customers back more often", "days with use in four weeks", ["usage_frequency"]),
        ("adoption", "Feature adoption: more of the features that are there", "features used in eight weeks", ["feature_usage", "usage_depth"]),
        ("engagement", "Engagement: more of the people who have seats", "people who use it by seats", ["usage_breadth"]),
    ];

    /// <summary>Gives all five, the best first; those the data say nothing for are last, with the reason.</summary>
    /// <param name="run">What a run measured.</param>
    /// <param name="plan">The plan that says what they cost, or null.</param>
    public static IReadOnlyList<Recommendation> Of(PlanActuals run, Plan? plan)
    {
        ArgumentNullException.ThrowIfNull(run);
        string dimension = plan?.Dimension ?? "segment";
        List<Recommendation> all = [.. OfUse.Select(family => Use(run, plan, family))];
        all.Add(Driver(run, plan, "expansion", "Expansion: bring segments to what the better ones do", PlanMetrics.Expansion, dimension, ["expansion", "expansion_seats", "expansion_features", "expansion_usage", "expansion_integrations"]));
        all.Add(Driver(run, plan, "retention", "Retention: bring segments to what the better ones keep", PlanMetrics.Retention, dimension, ["retention", "product_quality", "support_quality", "onboarding"]));
        return [.. all.OrderBy(one => one.PerUnit is null).ThenByDescending(one => one.PerUnit ?? 0).ThenBy(one => one.Gain is null).ThenByDescending(one => one.Gain ?? 0)];
    }

    // The half of customers who use it less, were they to stay as the others of their segment do.
    private static Recommendation Use(PlanActuals run, Plan? plan, (string Family, string Title, string Signal, string[] Metrics) family)
    {
        AreaHalves halves = AreaHalves.Of(run.Evidence.Where(one => one.Family == family.Family));
        if (run.Factors is not { } factors || halves.Less == 0 || halves.Deviation is not { } deviation)
        {
            return new(family.Family, family.Title, null, null, null, Cost(plan, family.Metrics), run.Factors is null ? "Nothing is said: the value of a customer or who stays is not known." : $"Nothing is said: {family.Signal} was not known of enough customers a year ago.", false);
        }

        string said = PlanNumber.Text($"Of {halves.More + halves.Less} customers a year ago, those above the median of their segment in {family.Signal} stayed {Math.Abs(halves.Difference) * 100:0.0} points {(halves.Difference < 0 ? "less" : "more")} often (± {Z90 * deviation * 100:0.0}, 80 %). It goes with staying; no test says that it is why.");
        if (halves.Difference < Z90 * deviation)
        {
            return new(family.Family, family.Title, null, null, null, Cost(plan, family.Metrics), "Not recommended: " + char.ToLowerInvariant(said[0]) + said[1..], false);
        }

        double each = Retained(run, factors, factors.Retention + halves.Difference) - Retained(run, factors, factors.Retention), customers = run.Customers * (double)halves.Less / (halves.More + halves.Less);
        double low = Retained(run, factors, factors.Retention + halves.Difference - (Z90 * deviation)) - Retained(run, factors, factors.Retention);
        double high = Retained(run, factors, factors.Retention + halves.Difference + (Z90 * deviation)) - Retained(run, factors, factors.Retention);
        return new(family.Family, family.Title, customers * each, customers * low, customers * high, Cost(plan, family.Metrics), said, false);
    }

    // Groups below the upper quartile, were they to reach it as far as they differ by more than chance.
    private static Recommendation Driver(PlanActuals run, Plan? plan, string family, string title, string metric, string dimension, string[] metrics)
    {
        (PlanActual Group, double Error)[] groups = [.. run.Groups(metric, dimension).Where(group => group.Customers >= FewestCustomers).Select(group => (group, Error(run, group))).Where(one => one.Item2 > 0)];
        if (run.Factors is not { } factors || groups.Length < 2)
        {
            string why = run.Factors is null ? "the value of a customer or who stays is not known" : PlanNumber.Text($"there are fewer than two groups by {dimension} of {FewestCustomers} customers to compare");
            return new(family, title, null, null, null, Cost(plan, metrics), $"Nothing is said: {why}.", false);
        }

        double weights = groups.Sum(one => 1 / (one.Error * one.Error)), centre = groups.Sum(one => one.Group.Value / (one.Error * one.Error)) / weights;
        double spread = groups.Sum(one => Math.Pow((one.Group.Value - centre) / one.Error, 2)), real = Math.Max(0, 1 - ((groups.Length - 1) / spread));
        double reach = Tornado.Quantile([.. groups.Select(one => one.Group.Value).Order()], 0.75), gain = 0, mean = run.Find(metric)?.Value ?? 0, all = groups.Sum(one => (double)one.Group.Customers);
        foreach ((PlanActual group, _) in groups.Where(one => one.Group.Value < reach))
        {
            double step = real * (reach - group.Value), share = group.Customers / all;
            double value = run.Find(PlanMetrics.Clv, dimension, group.Name)?.Value is { } own && run.Find(PlanMetrics.Clv)?.Value is { } whole and > 0 ? Math.Max(0, own) / whole : 1;
            gain += run.Customers * share * value * (metric == PlanMetrics.Retention
                ? Retained(run, factors, factors.Retention + step) - Retained(run, factors, factors.Retention)
                : Grown(run, factors, step / (1 + mean)) - Grown(run, factors, 0));
        }

        string said = PlanNumber.Text($"The upper quartile of {groups.Length} groups by {dimension} is {reach * 100:0.0} %, the mean {mean * 100:0.0} %; {real * 100:0} % of how they differ is more than chance, and so much of the way is counted. Groups differ in more than this; it is no measured effect.");
        return gain > 0 ? new(family, title, gain, null, null, Cost(plan, metrics), said, false) : new(family, title, null, null, null, Cost(plan, metrics), PlanNumber.Text($"Not recommended: {groups.Length} groups by {dimension} differ no more than chance."), false);
    }

    // Of shares the binomial law, drawn in by half a customer; of expansion as it was measured.
    private static double Error(PlanActuals run, PlanActual group)
    {
        double share = ((group.Value * group.Customers) + 0.5) / (group.Customers + 1);
        return group.Metric == PlanMetrics.Retention ? Math.Sqrt(share * (1 - share) / group.Customers) : run.Find(AreaMeasures.ExpansionError, group.Dimension, group.Name)?.Value ?? 0;
    }

    private static double Retained(PlanActuals run, ValueFactors factors, double retention) => (factors.Revenue - factors.Cost) * ValueFactors.Annuity(Math.Clamp(retention, 0.001, 1), 0, run.Discount, run.Years);

    private static double Grown(PlanActuals run, ValueFactors factors, double growth) => factors.Revenue * ValueFactors.Annuity(factors.Retention, growth, run.Discount, run.Years);

    private static double? Cost(Plan? plan, string[] metrics)
    {
        PlanRow[] rows = [.. (plan?.Areas ?? []).SelectMany(area => area.Rows).Where(row => row.Amount > 0 && metrics.Contains(row.Metric, StringComparer.Ordinal))];
        rows = rows.Length > 0 ? rows : [.. (plan?.Drivers ?? []).SelectMany(driver => driver.Rows).Where(row => row.Amount > 0 && metrics.Contains(row.Metric, StringComparer.Ordinal))];
        return rows.Length > 0 ? (double)rows.Sum(row => row.Amount!.Value) : null;
    }
}
