using System.Globalization;

namespace Perennial.Ingest.Tables;

/// <summary>Something that must hold in a table: what is measured and which measures are allowed.</summary>
public sealed record ContractRule
{
    /// <summary>Gives a stable name, such as <c>ends-before-start</c> or <c>duplicateValues</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gives what is measured.</summary>
    public required RuleMeasure Measure { get; init; }

    /// <summary>Gives the rule in words.</summary>
    public required string Description { get; init; }

    /// <summary>Gives the columns it is about; empty where it is about the row.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Gives the condition of rows that break it, or the query that counts them.</summary>
    public string Sql { get; init; } = string.Empty;

    /// <summary>Gives how the measure is compared.</summary>
    public required RuleOperator Operator { get; init; }

    /// <summary>Gives the threshold, the lower one of two.</summary>
    public required double Threshold { get; init; }

    /// <summary>Gives the upper threshold of <see cref="RuleOperator.Between"/> and <see cref="RuleOperator.NotBetween"/>.</summary>
    public double Upper { get; init; }

    /// <summary>Tells whether the measure is a percentage of the rows, not their number.</summary>
    public bool Percent { get; init; }

    /// <summary>Tells whether breaking it stops the run; else it is only said.</summary>
    public bool Stops { get; init; }

    /// <summary>Tells whether the rule holds.</summary>
    /// <param name="count">Rows that were counted.</param>
    /// <param name="rows">All rows of the table.</param>
    public bool Holds(long count, long rows)
    {
        double measured = Percent ? rows == 0 ? 0 : 100.0 * count / rows : count;
        return Operator switch
        {
            RuleOperator.Equal => measured == Threshold,
            RuleOperator.NotEqual => measured != Threshold,
            RuleOperator.Greater => measured > Threshold,
            RuleOperator.GreaterOrEqual => measured >= Threshold,
            RuleOperator.Less => measured < Threshold,
            RuleOperator.LessOrEqual => measured <= Threshold,
            RuleOperator.Between => measured >= Threshold && measured <= Upper,
            RuleOperator.NotBetween => measured < Threshold || measured > Upper,
            _ => throw new InvalidOperationException("No such operator."),
        };
    }

    /// <summary>Gives what is allowed, in words: "less than 20 percent".</summary>
    public string Allowed()
    {
        string unit = Percent ? " percent of the rows" : " rows";
        string text = Threshold.ToString(CultureInfo.InvariantCulture);
        return Operator switch
        {
            RuleOperator.Equal => $"{text}{unit}",
            RuleOperator.NotEqual => $"anything but {text}{unit}",
            RuleOperator.Greater => $"more than {text}{unit}",
            RuleOperator.GreaterOrEqual => $"at least {text}{unit}",
            RuleOperator.Less => $"less than {text}{unit}",
            RuleOperator.LessOrEqual => $"at most {text}{unit}",
            RuleOperator.Between => string.Create(CultureInfo.InvariantCulture, $"from {Threshold} to {Upper}{unit}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"below {Threshold} or above {Upper}{unit}"),
        };
    }
}

/// <summary>What a rule measures.</summary>
public enum RuleMeasure
{
    /// <summary>Rows of the table.</summary>
    RowCount,

    /// <summary>Rows beyond the first of their key.</summary>
    DuplicateValues,

    /// <summary>Rows with a cell that cannot be read, or is none of the values allowed.</summary>
    InvalidValues,

    /// <summary>Rows with an empty cell.</summary>
    MissingValues,

    /// <summary>Rows for which the condition holds; they are set aside.</summary>
    Condition,

    /// <summary>What a query counts.</summary>
    Query,
}

/// <summary>How a measure is compared with its threshold.</summary>
public enum RuleOperator
{
    /// <summary>mustBe.</summary>
    Equal,

    /// <summary>mustNotBe.</summary>
    NotEqual,

    /// <summary>mustBeGreaterThan.</summary>
    Greater,

    /// <summary>mustBeGreaterOrEqualTo.</summary>
    GreaterOrEqual,

    /// <summary>mustBeLessThan.</summary>
    Less,

    /// <summary>mustBeLessOrEqualTo.</summary>
    LessOrEqual,

    /// <summary>mustBeBetween.</summary>
    Between,

    /// <summary>mustNotBeBetween.</summary>
    NotBetween,
}
