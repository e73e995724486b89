namespace Perennial.Ingest.Mapping;

/// <summary>Finds the roles that only help: product, currency, status, type. They need a name that says so and values that fit.</summary>
internal static class OtherChooser
{
    private const double Named = 0.6;

    /// <summary>Decides the roles among the columns that are not taken.</summary>
    public static void Choose(Evidence evidence, Decision decision)
    {
        Take(Role.Currency, column => column.Share(column.ThreeLetters) >= 0.9 ? 0.9 : 0, column => $"{column.Share(column.ThreeLetters):P0} have three letters", evidence, decision);
        Take(Role.Status, column => column.Distinct <= 50 && column.Share(column.StatusWords) > 0.3 ? 0.9 : 0, column => $"{column.Share(column.StatusWords):P0} are words of an order's state", evidence, decision);
        Take(Role.Type, column => column.Distinct <= 20 && column.Share(column.TypeWords) > 0.9 ? 0.9 : 0, column => $"{column.Share(column.TypeWords):P0} are words for sale or return", evidence, decision);
        Take(Role.Product, column => column.Filled > 0 && column.FractionShare < 0.01 && !DateChooser.IsDate(column) ? (column.MeanLength <= 40 ? 0.7 : 0.5) : 0, column => $"{column.Distinct:N0} values", evidence, decision);
    }

    private static void Take(Role role, Func<ColumnProfile, double> content, Func<ColumnProfile, string> why, Evidence evidence, Decision decision)
    {
        if (decision[role] is not null)
        {
            return;
        }

        Choice? best = evidence.Columns
            .Where(column => !decision.Takes(column) && Evidence.Name(role, column) >= Named)
            .Select(column => new Choice(column, Evidence.Join(Evidence.Name(role, column), content(column)), $"by name; by content: {why(column)}"))
            .Where(choice => choice.Confidence > 0)
            .OrderByDescending(choice => choice.Confidence)
            .ThenBy(choice => choice.Column.Index)
            .FirstOrDefault();
        if (best is not null)
        {
            decision.Roles[role] = best;
        }
    }
}
