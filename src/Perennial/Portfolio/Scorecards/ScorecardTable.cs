namespace Perennial.Portfolio.Scorecards;

/// <summary>The scorecard of n customers, in the order of the scores.</summary>
public sealed class ScorecardTable
{
    /// <summary>Gives the n scores, 0 to 100; NaN where nothing is said of the customer's value.</summary>
    public required double[] Score { get; init; }

    /// <summary>Gives the n places, 1 for the highest score, equal scores by net value, then customer; 0 without a score.</summary>
    public required int[] Rank { get; init; }

    /// <summary>Gives, dimension by dimension, n values from 0 to 100; NaN where not known.</summary>
    public required IReadOnlyList<double[]> Values { get; init; }

    /// <summary>Gives, dimension by dimension, what it adds to each score; they add up to it.</summary>
    public required IReadOnlyList<double[]> Contributions { get; init; }

    /// <summary>Gives what the report shows.</summary>
    public required ScorecardRecord Record { get; init; }
}

/// <summary>The scorecard in short.</summary>
/// <param name="Dimensions">The five dimensions with their weights.</param>
/// <param name="Scored">Customers with a score.</param>
/// <param name="Leading">The customers with the highest scores.</param>
public sealed record ScorecardRecord(IReadOnlyList<ScorecardDimension> Dimensions, int Scored, IReadOnlyList<ScorecardRow> Leading);

/// <summary>A dimension.</summary>
/// <param name="Name">net_revenue_potential, retention_probability, cost_to_serve, expansion_likelihood, strategic_value.</param>
/// <param name="Weight">Its weight; only the ratio to the others counts.</param>
/// <param name="Known">Customers of whom it is known.</param>
/// <param name="Mean">Mean of what it adds to the scores.</param>
public sealed record ScorecardDimension(string Name, double Weight, int Known, double Mean);

/// <summary>A customer's score and its parts.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="Contributions">What each dimension adds, in order; null where it is not known, and its weight is left to the others.</param>
public sealed record ScorecardRow(string CustomerId, double Score, IReadOnlyList<double?> Contributions);
