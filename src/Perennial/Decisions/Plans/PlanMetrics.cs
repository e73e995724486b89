namespace Perennial.Decisions.Plans;

/// <summary>The unit of a metric.</summary>
public enum PlanUnit
{
    /// <summary>The currency.</summary>
    Money,

    /// <summary>A share of one, shown as a percentage.</summary>
    Share,

    /// <summary>A ratio to one.</summary>
    Ratio,

    /// <summary>From 0 to 10.</summary>
    OfTen,

    /// <summary>A count or a mean of counts.</summary>
    Count,
}

/// <summary>Something a plan can set a target for and a run can measure.</summary>
/// <param name="Id">The id a plan names.</param>
/// <param name="Name">What a reader sees.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Better">1 where more is better, -1 where less is.</param>
/// <param name="DefinitionId">Its definition.</param>
/// <param name="Action">What the rule advises, by standing: well ahead, on the way, behind.</param>
public sealed record PlanMetric(string Id, string Name, PlanUnit Unit, int Better, string DefinitionId, (string Ahead, string OnTheWay, string Behind) Action);

/// <summary>The metrics there are.</summary>
public static class PlanMetrics
{
    /// <summary>Value of a customer.</summary>
    public const string Clv = "clv";

    /// <summary>That by what one costs to win.</summary>
    public const string ClvCac = "clv_cac";

    /// <summary>What a customer costs to win.</summary>
    public const string Cac = "cac";

    /// <summary>Customers kept over a year.</summary>
    public const string Retention = "retention";

    /// <summary>Expansion over a year.</summary>
    public const string Expansion = "expansion";

    /// <summary>Net revenue retention.</summary>
    public const string Nrr = "nrr";

    /// <summary>What serving a customer costs a year.</summary>
    public const string CostToServe = "cost_to_serve";

    /// <summary>Gives all of them, in the order in which they are told.</summary>
    public static IReadOnlyList<PlanMetric> All { get; } =
    [
        new(Clv, "Customer lifetime value", PlanUnit.Money, 1, "plan.value.v1", ("hold the course", "continue optimization", "look at the drivers of value")),
        new(ClvCac, "CLV to CAC", PlanUnit.Ratio, 1, "clv-cac.v1", ("room to spend more on winning customers", "maintain efficiency", "lower the cost of winning customers, or raise their value")),
        new(Cac, "Cost of acquisition", PlanUnit.Money, -1, "cac.v1", ("hold", "maintain efficiency", "lower the cost of winning customers")),
        new(Retention, "Customer retention", PlanUnit.Share, 1, "churn.logo.v1", ("hold retention", "enhance retention", "find who leaves and why")),
        new("grr", "Gross revenue retention", PlanUnit.Share, 1, "grr.v1", ("hold retention", "enhance retention", "find what is lost and why")),
        new(Nrr, "Net revenue retention", PlanUnit.Share, 1, "nrr.v1", ("hold", "keep losses low and expansion up", "stop losses first, then expand")),
        new(Expansion, "Expansion revenue", PlanUnit.Share, 1, "expansion.v1", ("hold expansion", "accelerate expansion", "find which kind of expansion is missing")),
        new("satisfaction", "Customer satisfaction", PlanUnit.OfTen, 1, "satisfaction.v1", ("hold satisfaction", "improve satisfaction", "ask those who answered low")),
        new("recommendation", "Willingness to recommend", PlanUnit.OfTen, 1, "recommendation.v1", ("hold", "carry on", "ask those who answered low")),
        new("feature_usage", "Features used", PlanUnit.Share, 1, "usage.features.v1", ("hold adoption", "carry on with adoption programs", "train on the features that are left aside")),
        new("usage_frequency", "Frequency of use", PlanUnit.Count, 1, "usage.frequency.v1", ("hold", "carry on", "give a reason to come back")),
        new("usage_depth", "Depth of use", PlanUnit.Share, 1, "usage.depth.v1", ("hold", "carry on", "train on features used once or twice")),
        new("usage_breadth", "Breadth of use", PlanUnit.Share, 1, "usage.breadth.v1", ("hold", "carry on", "bring in people whose seats lie idle")),
        new("expansion_seats", "Expansion by seats", PlanUnit.Share, 1, "expansion.kind.v1", ("hold", "carry on", "look at accounts whose seats are full")),
        new("expansion_features", "Expansion by features", PlanUnit.Share, 1, "expansion.kind.v1", ("hold", "carry on", "offer the next plan where it is used up")),
        new("expansion_usage", "Expansion by usage", PlanUnit.Share, 1, "expansion.kind.v1", ("hold", "carry on", "look at metered use")),
        new("expansion_integrations", "Expansion by integrations", PlanUnit.Share, 1, "expansion.kind.v1", ("hold", "carry on", "offer integrations where data are moved by hand")),
        new("expansion_price", "Expansion by price", PlanUnit.Share, 1, "expansion.kind.v1", ("hold", "carry on", "look at prices beside value")),
        new("product_quality", "Product quality", PlanUnit.OfTen, 1, "quality.product.v1", ("hold", "carry on", "look at the incidents that met most customers")),
        new("support_quality", "Support", PlanUnit.OfTen, 1, "quality.support.v1", ("hold", "carry on", "look at tickets rated low")),
        new("onboarding", "Onboarding", PlanUnit.Share, 1, "onboarding.v1", ("hold", "carry on", "find where newcomers stop")),
        new(CostToServe, "Cost to serve a customer a year", PlanUnit.Money, -1, "plan.cost.v1", ("hold", "carry on", "look at the dearest pools")),
    ];

    /// <summary>Gives a metric by its id, or null.</summary>
    public static PlanMetric? Find(string? id) => All.FirstOrDefault(metric => metric.Id == id);
}
