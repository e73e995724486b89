namespace Perennial.Ingest.Snapshots;

/// <summary>What is stated of a table with one row a customer; what is not is recognised by name and content.</summary>
public sealed record SnapshotOptions
{
    /// <summary>Gives the column with the time a customer has stayed, or null.</summary>
    public string? Tenure { get; init; }

    /// <summary>Gives the unit of that time: day, week, month or year; null where the column's name is to say it.</summary>
    public string? Unit { get; init; }

    /// <summary>Gives the column that says who left, or null; <c>COLUMN=VALUE</c> also says which value means it.</summary>
    public string? Left { get; init; }

    /// <summary>Gives the column of customer ids, or null.</summary>
    public string? Id { get; init; }

    /// <summary>Gives the column by which customers are compared, or null.</summary>
    public string? By { get; init; }

    /// <summary>Gives the column of what a customer pays a month, or null.</summary>
    public string? Value { get; init; }

    /// <summary>Gives columns nothing is to be learned from.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Gives columns that are to be learned from although they look as if they knew the future.</summary>
    public IReadOnlyList<string> Use { get; init; } = [];

    /// <summary>Gives within how many months before the table was drawn those in it left; null where the table holds everybody who ever joined.</summary>
    public double? LeftWithin { get; init; }
}
