namespace Perennial.Ingest.Mapping;

/// <summary>Finds the column that names the order, invoice or receipt of a row.</summary>
internal static class OrderChooser
{
    /// <summary>Gives the columns that could name orders, the likeliest first.</summary>
    public static IReadOnlyList<Choice> Rank(Evidence evidence)
    {
        var choices = new List<Choice>();
        ColumnProfile[] dates = [.. evidence.Columns.Where(DateChooser.IsDate)];
        foreach (ColumnProfile column in evidence.Columns)
        {
            double name = Evidence.Name(Role.Order, column);
            (double content, string why) = Content(evidence, column, dates, name);
            if (content > 0)
            {
                choices.Add(new Choice(column, Evidence.Join(name, content), name > 0 ? $"by name; by content: {why}" : $"by content: {why}"));
            }
        }

        return [.. choices.OrderByDescending(choice => choice.Confidence).ThenByDescending(choice => choice.Column.Distinct).ThenBy(choice => choice.Column.Index)];
    }

    private static (double Content, string Why) Content(Evidence evidence, ColumnProfile column, ColumnProfile[] dates, double name)
    {
        bool possible = Ids.Possible(column) && !DateChooser.IsDate(column) && column.Distinct > 1;
        if (!possible)
        {
            return (0, "");
        }

        if (column.CountsRows && name < 0.7)
        {
            return (0.1, "counts the rows");
        }

        if (column.Unique)
        {
            return (0.4, "different in every row");
        }

        foreach (ColumnProfile date in dates)
        {
            (long groups, double share) = evidence.Determines(column, date);
            (long back, double dateShare) = evidence.Determines(date, column);
            bool several = groups >= Math.Max(2, column.Distinct / 200);
            if (several && share >= 0.97 && !(back > 0 && dateShare > 0.999 && date.Distinct >= column.Distinct))
            {
                return (0.9, $"lines with one value share one date ({share:P0} of {groups:N0})");
            }
        }

        return (0.15, "repeats over several dates");
    }
}
