using Perennial.DuckDb;

namespace Perennial.Ingest.Mapping;

/// <summary>Finds the column that says when the purchase was made.</summary>
internal static class DateChooser
{
    /// <summary>Gives the columns that hold dates, the likeliest purchase date first.</summary>
    public static IReadOnlyList<Choice> Rank(Evidence evidence, ColumnProfile? order, ColumnProfile? customer, DuckDbConnection connection)
    {
        var choices = new List<Choice>();
        foreach (ColumnProfile column in evidence.Columns)
        {
            double name = Evidence.Name(Role.Date, column);
            (double content, string why) = Content(column, name);
            if (content > 0)
            {
                (double factor, string relation) = Relations(evidence, column, order, customer);
                string by = name > 0 ? $"by name; by content: {why}{relation}" : $"by content: {why}{relation}";
                choices.Add(new Choice(column, Evidence.Join(name, content) * factor, by));
            }
        }

        return PreferEarlier([.. choices.OrderByDescending(choice => choice.Confidence).ThenBy(choice => choice.Column.Index)], connection);
    }

    /// <summary>Tells whether a column is a date whatever its name: full dates, not numbers that could be anything.</summary>
    public static bool IsDate(ColumnProfile column) => column.BestDate is { Share: >= 0.9, Format: not (DateFormat.ExcelSerial or DateFormat.EpochSeconds or DateFormat.EpochMilliseconds) };

    private static (double Content, string Why) Content(ColumnProfile column, double name)
    {
        (DateFormat format, double share) = column.BestDate;
        double needed = name >= 0.7 ? 0.3 : 0.6;
        if (share < needed || column.Filled == 0)
        {
            return (0, "");
        }

        double strength = format switch
        {
            DateFormat.Compact => 0.85,
            DateFormat.ExcelSerial => name >= 0.7 ? 0.8 : 0.15,
            DateFormat.EpochSeconds or DateFormat.EpochMilliseconds => name >= 0.7 ? 0.8 : 0.4,
            _ => 1.0,
        };
        return (strength * share * (0.4 + (0.6 * column.FilledShare)), $"{share:P0} have the shape of {format.Words()}");
    }

    private static (double Factor, string Why) Relations(Evidence evidence, ColumnProfile column, ColumnProfile? order, ColumnProfile? customer)
    {
        if (order is not null && order.Index != column.Index)
        {
            (long groups, double share) = evidence.Determines(order, column);
            if (groups >= 3 && share < 0.9)
            {
                return (0.35, "; but lines of one order differ in it");
            }
        }

        if (customer is not null && customer.Repeats > 1.2)
        {
            (long groups, double share) = evidence.Determines(customer, column);
            if (groups >= 3 && share > 0.98 && column.Distinct > 1)
            {
                return (0.3, "; but it never changes within a customer");
            }
        }

        return (1, "");
    }

    /// <summary>
    /// Of two dates of one order the purchase comes first: a column that is never later than the other wins where names do not decide.
    /// A few days only, beside days that vary from row to row, are those of an export, a campaign or a cohort: no purchases, however early.
    /// </summary>
    private static IReadOnlyList<Choice> PreferEarlier(List<Choice> choices, DuckDbConnection connection)
    {
        for (int other = 1; other < choices.Count; other++)
        {
            Choice first = choices[0];
            Choice second = choices[other];
            if (first.Confidence - second.Confidence >= Evidence.Margin)
            {
                break;
            }

            if (Few(first.Column, second.Column) || Few(second.Column, first.Column))
            {
                (Choice varied, Choice few) = Few(first.Column, second.Column) ? (second, first) : (first, second);
                choices[0] = varied with { Evidence = $"{varied.Evidence}; varies from row to row, where '{Printable.Text(few.Column.Name)}' has {few.Column.Distinct} different values" };
                choices[other] = few with { Confidence = few.Confidence * 0.6 };
                continue;
            }

            (long both, double notLater, double notEarlier, double same) = Compare(first.Column, second.Column, connection);
            if (both < 20 || same == 1)
            {
                continue;
            }

            if (notLater >= 0.995 && notEarlier < 0.9)
            {
                choices[0] = first with { Evidence = $"{first.Evidence}; never later than '{Printable.Text(second.Column.Name)}'" };
                choices[other] = second with { Confidence = second.Confidence * 0.6 };
            }
            else if (notEarlier >= 0.995 && notLater < 0.9)
            {
                choices[0] = second with { Evidence = $"{second.Evidence}; never later than '{Printable.Text(first.Column.Name)}'" };
                choices[other] = first with { Confidence = first.Confidence * 0.6 };
            }
        }

        return [.. choices.OrderByDescending(choice => choice.Confidence).ThenBy(choice => choice.Column.Index)];
    }

    /// <summary>Tells whether a column has very few different values, and the other at least ten times as many.</summary>
    private static bool Few(ColumnProfile column, ColumnProfile other) => column.Distinct <= 5 && other.Distinct >= 10 * column.Distinct;

    private static (long Both, double NotLater, double NotEarlier, double Same) Compare(ColumnProfile a, ColumnProfile b, DuckDbConnection connection)
    {
        string sql = IngestSql.Text("15_earlier", ("a", Instant(a)), ("b", Instant(b)));
        return connection.List(sql, row => row.Int64(0) == 0
            ? (0L, 0.0, 0.0, 0.0)
            : (row.Int64(0), (double)row.Int64(1) / row.Int64(0), (double)row.Int64(2) / row.Int64(0), (double)row.Int64(3) / row.Int64(0)))[0];
    }

    private static string Instant(ColumnProfile column)
    {
        DateFormat format = column.BestDate.Format;
        return new DateReading(format, false, false).Day(Cell.Clean(Cell.Name(column.Index)), "UTC");
    }
}
