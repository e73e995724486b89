namespace Perennial.Ingest.Mapping;

/// <summary>Finds the column that says who bought.</summary>
internal static class CustomerChooser
{
    /// <summary>Gives the columns that could name customers, the likeliest first.</summary>
    /// <remarks>
    /// With orders known, the customer is the finest thing an order has one of and that comes back on other orders. Without, it is what repeats without being a count, a category or prose.
    /// </remarks>
    public static IReadOnlyList<Choice> Rank(Evidence evidence, ColumnProfile? order)
    {
        ColumnProfile[] possible = [.. evidence.Columns.Where(column => Ids.Possible(column) && !DateChooser.IsDate(column) && column.Index != order?.Index)];
        ColumnProfile[] ofOrder = order is null ? [] : [.. possible.Where(column => OnePerOrder(evidence, order, column))];
        long finest = ofOrder.Length == 0 ? 0 : ofOrder.Max(column => column.Distinct);
        var choices = new List<Choice>();
        foreach (ColumnProfile column in possible)
        {
            double name = Evidence.Name(Role.Customer, column);
            (double content, string why) = ofOrder.Contains(column)
                ? (0.35 + (0.5 * column.Distinct / finest) + (0.1 * Ids.CodeLikeness(column)), $"one on each order, {column.Repeats:0.0} rows each")
                : ofOrder.Length > 0 ? (0.1, "not one on each order") : Alone(column);
            bool namedSo = possible.Any(other => other.Index != column.Index && Evidence.Name(Role.Customer, other) >= 0.9 && other.Distinct < column.Distinct && !OneValueAmongMany(other));
            double factor = 1;
            if (namedSo && column.Unique)
            {
                (content, why, factor) = (0.15, "never comes back, unlike another column named so", 0.7);
            }

            choices.Add(new Choice(column, Evidence.Join(name, content) * factor, name > 0 ? $"by name; by content: {why}" : $"by content: {why}"));
        }

        return [.. choices.OrderByDescending(choice => choice.Confidence).ThenByDescending(choice => Ids.CodeLikeness(choice.Column)).ThenBy(choice => choice.Column.Index)];
    }

    private static bool OneValueAmongMany(ColumnProfile column) => column.Distinct < 0.05 * column.Filled;

    private static bool OnePerOrder(Evidence evidence, ColumnProfile order, ColumnProfile column)
    {
        (long groups, double share) = evidence.Determines(order, column);
        return groups >= 3 && share >= 0.98 && column.Distinct > 1 && column.Distinct < 0.97 * order.Distinct && !Ids.LooksLikeCounts(column);
    }

    private static (double Content, string Why) Alone(ColumnProfile column)
    {
        if (column.Distinct <= 1)
        {
            return (column.Rows <= 50 ? 0.3 : 0.05, "a single value");
        }

        if (column.CountsRows)
        {
            return (0.1, "counts the rows");
        }

        if (column.Unique)
        {
            return (0.3, "different in every row");
        }

        double content = 0.5 + (0.35 * (Ids.CodeLikeness(column) - 0.3)) + (column.Repeats >= 1.1 ? 0.2 : 0);
        bool category = column.Distinct < 25 && column.Rows > 40 * column.Distinct;
        if (Ids.LooksLikeCounts(column))
        {
            content -= 0.45;
        }

        if (category)
        {
            content -= 0.3;
        }

        if (column.MeanLength > 25 && column.Share(column.WithBlanks) > 0.5)
        {
            content -= 0.25;
        }

        return (Math.Clamp(content, 0.05, 1), $"{column.Distinct:N0} values, {column.Repeats:0.0} rows each");
    }
}
