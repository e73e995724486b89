namespace Perennial.Portfolio.Plausibility;

/// <summary>What somebody says of customer value, a run of itself or a slide of a company; what is not said is null.</summary>
public sealed record Claims
{
    /// <summary>Gives the value of a customer, in currency.</summary>
    public double? Clv { get; init; }

    /// <summary>Gives what a customer costs to win, in currency.</summary>
    public double? Cac { get; init; }

    /// <summary>Gives value by cost of acquisition.</summary>
    public double? Ratio { get; init; }

    /// <summary>Gives the share of customers (or of revenue) that leaves in a year, 0 to 1.</summary>
    public double? AnnualChurn { get; init; }

    /// <summary>Gives the highest share kept over a year that any cohort showed, 0 to 1.</summary>
    public double? BestCohortRetention { get; init; }

    /// <summary>Gives for how many years customers have been observed.</summary>
    public double? HistoryYears { get; init; }

    /// <summary>Gives the share of the value that lies further ahead than customers have been observed, 0 to 1.</summary>
    public double? BeyondHistory { get; init; }

    /// <summary>Gives the effective annual discount rate.</summary>
    public double? Discount { get; init; }

    /// <summary>Gives the gross margin as a share of revenue.</summary>
    public double? Margin { get; init; }

    /// <summary>Gives percentages by name, with the denominator each states, or null.</summary>
    public IReadOnlyList<(string Name, string? Denominator)> Percentages { get; init; } = [];
}

/// <summary>Something that does not look right.</summary>
/// <param name="Rule">A stable name.</param>
/// <param name="Sentence">What was found, and what to ask.</param>
public sealed record PlausibilityFinding(string Rule, string Sentence);
