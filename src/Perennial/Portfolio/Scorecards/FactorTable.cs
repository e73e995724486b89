namespace Perennial.Portfolio.Scorecards;

/// <summary>The six factors of n customers, in the order of the scores.</summary>
public sealed class FactorTable
{
    /// <summary>Gives the n scores, 0 to 10; NaN where no factor is known.</summary>
    public required double[] Score { get; init; }

    /// <summary>Gives, factor by factor, n values from 0 to 10; NaN where not known.</summary>
    public required IReadOnlyList<double[]> Values { get; init; }

    /// <summary>Gives, factor by factor, what it adds to each score; they add up to it.</summary>
    public required IReadOnlyList<double[]> Contributions { get; init; }

    /// <summary>Gives what the report shows.</summary>
    public required FactorRecord Record { get; init; }
}

/// <summary>The six factors in short.</summary>
/// <param name="Factors">The factors.</param>
/// <param name="Scored">Customers with a score.</param>
/// <param name="Mean">Mean of their scores, 0 to 10; null without any.</param>
/// <param name="ImportanceRows">Customers on whom importance was found; null where it was not.</param>
/// <param name="RSquared">How much of the order of revenue of the year after the factors went with, 0 to 1.</param>
public sealed record FactorRecord(IReadOnlyList<FactorRow> Factors, int Scored, double? Mean, int? ImportanceRows, double? RSquared);

/// <summary>One factor.</summary>
/// <param name="Name">usage_patterns, feature_adoption, support_tickets, payment_history, engagement, expansion_interest.</param>
/// <param name="Weight">Its declared weight, per cent.</param>
/// <param name="Signals">The signals it is made of.</param>
/// <param name="Known">Customers of whom it is known.</param>
/// <param name="Mean">Mean of its values, 0 to 10; null without any.</param>
/// <param name="Adds">Mean of what it adds to the scores.</param>
/// <param name="Fitted">Its share of what all factors went with, 0 to 1; null where that was not found.</param>
/// <param name="Correlation">Rank correlation with it, -1 to 1; null likewise, or where all customers had the same.</param>
public sealed record FactorRow(string Name, double Weight, IReadOnlyList<string> Signals, int Known, double? Mean, double Adds, double? Fitted, double? Correlation);

/// <summary>What factors went with.</summary>
/// <param name="Rows">Customers it was found on.</param>
/// <param name="RSquared">R² of the ranks.</param>
/// <param name="Correlations">Rank correlation of each factor with the revenue that came.</param>
/// <param name="Shares">Share of each factor, adding up to 1 where anything was found.</param>
public sealed record FactorImportance(int Rows, double RSquared, IReadOnlyList<double> Correlations, IReadOnlyList<double> Shares);
