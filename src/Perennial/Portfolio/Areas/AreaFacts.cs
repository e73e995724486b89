namespace Perennial.Portfolio.Areas;

/// <summary>What a plan can be held against: measures of all customers and of groups, on the as-of day and on earlier ones.</summary>
/// <param name="Measures">By measure, column, group and day.</param>
/// <param name="Evidence">Who stayed after using the product more or less; none where that cannot be told.</param>
public sealed record AreaFacts(IReadOnlyList<AreaMeasure> Measures, IReadOnlyList<AreaEvidence> Evidence);

/// <summary>One measure of one group on one day.</summary>
/// <param name="Of">What is measured: a name of <see cref="AreaMeasures"/>.</param>
/// <param name="Dimension">The column the group is of: segment, channel, country, industry; empty for everybody.</param>
/// <param name="Name">The group; empty for everybody.</param>
/// <param name="Day">The day.</param>
/// <param name="Value">Its value.</param>
/// <param name="Customers">Customers of whom it is known.</param>
public sealed record AreaMeasure(string Of, string Dimension, string Name, DateOnly Day, double Value, long Customers);

/// <summary>Who of a segment was still there a year later.</summary>
/// <param name="Family">usage (days with use in four weeks), adoption (features used in eight weeks), or engagement (people by seats).</param>
/// <param name="Segment">The segment; empty where none is known.</param>
/// <param name="More">Customers above the median of the segment.</param>
/// <param name="MoreStayed">Of them, those still there.</param>
/// <param name="Less">The others.</param>
/// <param name="LessStayed">Of them, those still there.</param>
public sealed record AreaEvidence(string Family, string Segment, long More, long MoreStayed, long Less, long LessStayed);

/// <summary>Names of measures.</summary>
public static class AreaMeasures
{
    /// <summary>Mean value of a customer over the run's horizon: net, or revenue or margin where nothing is said of costs (plan.value.v1).</summary>
    public const string Value = "clv";

    /// <summary>Of it, what is left after cost of revenue.</summary>
    public const string Gross = "clv_gross";

    /// <summary>What serving takes off it.</summary>
    public const string Cost = "clv_cost";

    /// <summary>Gross value by expected revenue.</summary>
    public const string Margin = "gross_margin";

    /// <summary>Customers of the opening who are still there (1 - churn.logo.v1).</summary>
    public const string Retention = "retention";

    /// <summary>Gross revenue retention (grr.v1).</summary>
    public const string GrossRetention = "grr";

    /// <summary>Net revenue retention (nrr.v1).</summary>
    public const string NetRetention = "nrr";

    /// <summary>Expansion of the customers of the opening by their recurring revenue then (expansion.v1).</summary>
    public const string Expansion = "expansion";

    /// <summary>Standard error of <see cref="Expansion"/>, customers drawn anew.</summary>
    public const string ExpansionError = "expansion_error";

    /// <summary>Gives measures of signals, in the order of their query.</summary>
    internal static IReadOnlyList<string> OfSignals { get; } =
        ["feature_usage", "usage_frequency", "usage_depth", "usage_breadth", "satisfaction", "recommendation", "support_quality", "product_quality", "onboarding"];
}
