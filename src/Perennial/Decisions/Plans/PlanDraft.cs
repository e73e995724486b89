namespace Perennial.Decisions.Plans;

/// <summary>Writes a plan from what a run measured: today's values are filled in, targets are for people to set.</summary>
public static class PlanDraft
{
    private static readonly string[] OfGoals = [PlanMetrics.Clv, PlanMetrics.ClvCac, PlanMetrics.Cac, PlanMetrics.Retention, PlanMetrics.Nrr, PlanMetrics.Expansion, "satisfaction", PlanMetrics.CostToServe];
    private static readonly (string Family, string[] Metrics)[] OfAreas =
    [
        ("usage", ["feature_usage", "usage_frequency", "usage_depth", "usage_breadth"]), ("expansion", ["expansion_seats", "expansion_features", "expansion_usage", "expansion_integrations", "expansion_price"]),
        ("retention", [PlanMetrics.Retention, "product_quality", "support_quality", "onboarding"]),
    ];

    private static readonly (string Family, string[] Metrics)[] OfDrivers = [("revenue", ["usage_frequency", "feature_usage", PlanMetrics.Expansion]), ("retention", [PlanMetrics.Retention, "product_quality", "support_quality", "onboarding"]), ("cost", [PlanMetrics.CostToServe])];

    /// <summary>Drafts it.</summary>
    /// <param name="run">What the run measured.</param>
    /// <param name="dimension">The column customers are told apart by.</param>
    public static Plan Of(PlanActuals run, string dimension = "segment")
    {
        ArgumentNullException.ThrowIfNull(run);
        return new Plan
        {
            Head = new("Plan from run " + run.RunId, null, "planned", null, run.AsOf, run.AsOf, run.Currency, (decimal)run.Discount, run.DefinitionId, "Confidential"),
            Goals = [.. OfGoals.Where(metric => run.Find(metric) is not null).Select(metric => new PlanGoal(metric, Round(metric, run.Find(metric)!.Value), null, null, null, null, null))],
            Dimension = dimension,
            Segments =
            [
                .. PlanTrack.Segments(new Plan { Head = new(string.Empty, null, "planned", null, run.AsOf, null, null, 0, null, null), Dimension = dimension }, run)
                    .Select(segment => new PlanSegment(segment.Name, Rounded(PlanMetrics.Clv, segment.Value), null, null, null, Rounded(PlanMetrics.Retention, segment.Retention), Rounded(PlanMetrics.Expansion, segment.Expansion), null, null, null, null, [])),
            ],
            Drivers = Tables(run, OfDrivers),
            Areas = Tables(run, OfAreas),
            Milestones =
            [
                new("Targets set, and the plan checked", run.AsOf.AddDays(30), null, null, null, false, []), new("First tracking of the plan", run.AsOf.AddDays(90), null, null, null, false, []),
                new("Targets of twelve months", run.AsOf.AddMonths(12), null, null, null, false, []),
            ],
        };
    }

    private static PlanTable[] Tables(PlanActuals run, (string Family, string[] Metrics)[] families) =>
    [
        .. families.Select(family => new PlanTable(
            family.Family,
            [.. family.Metrics.Where(metric => run.Find(metric) is not null).Select(metric => new PlanRow(PlanMetrics.Find(metric)!.Name, metric, new(Round(metric, run.Find(metric)!.Value), null), null, null, null, null))],
            null, null, null, [])).Where(table => table.Rows.Count > 0),
    ];

    private static decimal? Rounded(string metric, double? value) => value is { } v && double.IsFinite(v) ? Round(metric, v) : null;

    // As many digits as the figure is shown with: money to the cent, shares to a tenth of a point.
    private static decimal Round(string metric, double value) => Math.Round((decimal)value, PlanMetrics.Find(metric)!.Unit == PlanUnit.Share ? 3 : 2, MidpointRounding.ToEven);
}
