using Perennial.Portfolio.Areas;

namespace Perennial.Decisions.Plans;

/// <summary>What a run measured of the metrics a plan can name.</summary>
public sealed record PlanActuals
{
    /// <summary>Gives the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Gives the day everything is known up to.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives the currency, or null.</summary>
    public string? Currency { get; init; }

    /// <summary>Gives the definition of the values.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Gives the effective annual discount rate.</summary>
    public double Discount { get; init; } = 0.10;

    /// <summary>Gives the horizon of the values in years; a lifetime is cut at <see cref="ValueFactors.Lifetime"/>.</summary>
    public double Years { get; init; } = 1;

    /// <summary>Gives customers the values are of.</summary>
    public long Customers { get; init; }

    /// <summary>Gives what the value of a customer is made of; null where it or retention is not known; without costs they are nothing.</summary>
    public ValueFactors? Factors { get; init; }

    /// <summary>Gives the range of what a customer costs to win, and where it comes from; null where it is not known.</summary>
    public (double Low, double High, string From)? CacRange { get; init; }

    /// <summary>Gives who stayed after using the product more or less.</summary>
    public IReadOnlyList<AreaEvidence> Evidence { get; init; } = [];

    /// <summary>Gross value by revenue: a driver that no goal names.</summary>
    public const string Margin = AreaMeasures.Margin;

    /// <summary>Gives what was measured; metrics of which nothing is known are left out.</summary>
    public required IReadOnlyList<PlanActual> Metrics { get; init; }

    /// <summary>Gives a metric of everybody, or of a group; null where nothing is known.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="dimension">The column of the group; empty for everybody.</param>
    /// <param name="name">The group; empty for everybody.</param>
    public PlanActual? Find(string? metric, string dimension = "", string name = "") => Metrics.FirstOrDefault(one => one.Metric == metric && one.Dimension == dimension && one.Name == name);

    /// <summary>Gives a metric of every group of a column.</summary>
    public IEnumerable<PlanActual> Groups(string metric, string dimension) => Metrics.Where(one => one.Metric == metric && one.Dimension == dimension && one.Name.Length > 0);
}

/// <summary>A metric of everybody or of a group.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Dimension">The column of the group; empty for everybody.</param>
/// <param name="Name">The group; empty for everybody.</param>
/// <param name="Value">Its value on the as-of day.</param>
/// <param name="Customers">Customers it rests on.</param>
/// <param name="History">Its values on earlier days, the oldest first, and on the as-of day.</param>
public sealed record PlanActual(string Metric, string Dimension, string Name, double Value, long Customers, IReadOnlyList<PlanPoint> History);

/// <summary>A value on a day.</summary>
public sealed record PlanPoint(DateOnly Day, double Value);
