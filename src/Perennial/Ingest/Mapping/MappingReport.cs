namespace Perennial.Ingest.Mapping;

/// <summary>Puts the decision into the words of the result.</summary>
internal static class MappingReport
{
    public static ColumnMapping Of(Decision decision, Readings readings)
    {
        var columns = new List<MappedColumn>();
        foreach (Role role in RoleNames.All)
        {
            if (decision[role] is { } choice)
            {
                string? format = role == Role.Date ? readings.Date.Format.Words() : readings.Numbers.TryGetValue(role, out NumberReading? number) ? number.Mark.Words() : null;
                columns.Add(new MappedColumn(role.Word(), choice.Column.Name, Math.Round(choice.Confidence, 3), choice.Evidence, choice.Column.Samples, format));
            }
        }

        return new ColumnMapping(columns, decision.Warnings);
    }
}
