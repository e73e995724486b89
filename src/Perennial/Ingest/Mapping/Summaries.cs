using Perennial.Kernel;

namespace Perennial.Ingest.Mapping;

/// <summary>Recognises a table of customer summaries, which other programs take in place of transactions.</summary>
internal static class Summaries
{
    private static readonly string[][] Measures =
    [
        ["frequency", "x", "repeat_purchases"],
        ["recency", "t.x", "t_x", "tx"],
        ["T", "T.cal", "T_cal", "age", "tenure"],
    ];

    /// <summary>Tells whether the columns hold frequency, recency and the length of observation, under the names the field uses, and none is called a date.</summary>
    public static bool Are(IReadOnlyList<ColumnProfile> columns) =>
        Measures.All(names => columns.Any(column => column.Named && names.Any(name => string.Equals(column.Name.Trim(), name, StringComparison.OrdinalIgnoreCase))))
        && columns.All(column => Evidence.Name(Role.Date, column) < 0.7);

    /// <summary>Says what was found and what is needed.</summary>
    public static PerennialException Refusal(IReadOnlyList<ColumnProfile> columns) => new(
        "ingest/customer-summaries",
        Fault.Data,
        $"These are customer summaries (frequency, recency, T), one row a customer, not transactions: the columns are {string.Join(", ", columns.Select(column => $"'{Printable.Text(column.Name)}'"))}. Perennial computes the summaries itself and needs the log they were made from: one row a purchase, with a customer, a date and, if there is one, an amount.");
}
