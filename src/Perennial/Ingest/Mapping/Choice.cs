namespace Perennial.Ingest.Mapping;

/// <summary>A column taken for a role.</summary>
/// <param name="Column">The column.</param>
/// <param name="Confidence">0 to 1; 1 where the user said so.</param>
/// <param name="Evidence">Why.</param>
internal sealed record Choice(ColumnProfile Column, double Confidence, string Evidence)
{
    public MappingCandidate ToCandidate() => new(Column.Name, Column.Index + 1, Confidence, Evidence, Column.Samples, $"{Column.Index + 1}");
}

/// <summary>What was decided about the columns.</summary>
internal sealed class Decision
{
    public Dictionary<Role, Choice> Roles { get; } = [];

    /// <summary>Gives sentences on what was close and on what was left out.</summary>
    public List<string> Warnings { get; } = [];

    public Choice? this[Role role] => Roles.TryGetValue(role, out Choice? choice) ? choice : null;

    public bool Takes(ColumnProfile column) => Roles.Values.Any(choice => choice.Column.Index == column.Index);
}
