namespace Perennial.Ingest.Tables;

/// <summary>The numbers under which rows of a table are kept: what became of each.</summary>
internal static class TableRules
{
    public const int Used = 0;

    /// <summary>A required cell is missing or cannot be read.</summary>
    public const int Quarantined = 1;

    /// <summary>The same record once more.</summary>
    public const int Repeated = 2;

    /// <summary>Another record of the same key, known at the same time; the last one counts.</summary>
    public const int SameKey = 3;

    /// <summary>The first condition of the contract; the others follow.</summary>
    public const int FirstCondition = 10;

    /// <summary>Gives the conditions of a table that set rows aside, in order.</summary>
    public static IReadOnlyList<ContractRule> Conditions(ContractTable table) => [.. table.Rules.Where(rule => rule.Measure == RuleMeasure.Condition)];

    /// <summary>Gives the name of a rule.</summary>
    public static string Name(ContractTable table, int rule) => rule switch
    {
        Used => "used",
        Quarantined => "quarantined",
        Repeated => "repeated-row",
        SameKey => "same-key",
        _ => Conditions(table)[rule - FirstCondition].Name,
    };
}
