using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Ingest.Quality;

/// <summary>Compares net revenue with the ledger, by month.</summary>
internal static class ControlTotal
{
    /// <summary>Gives one row a month that either side knows, then the total. A single number is compared with the total alone.</summary>
    /// <param name="connection">The session with <c>ingest_rows</c>.</param>
    /// <param name="given">A number, or the path of a CSV of month (yyyy-MM) and total.</param>
    /// <exception cref="PerennialException">It is neither.</exception>
    public static IReadOnlyList<ControlTotalMonth> Compare(DuckDbConnection connection, string given)
    {
        var data = connection.List(IngestSql.Text("70_months"), row => (Month: row.String(0)!, Net: row.Decimal(1))).ToDictionary(row => row.Month, row => row.Net, StringComparer.Ordinal);
        decimal net = data.Values.Sum();
        if (Number(given) is { } total)
        {
            return [new ControlTotalMonth("total", net, total, net - total)];
        }

        SortedDictionary<string, decimal> ledger = Read(given);
        var months = new SortedSet<string>(data.Keys, StringComparer.Ordinal);
        months.UnionWith(ledger.Keys);
        decimal all = ledger.Values.Sum();
        return
        [
            .. months.Select(month => Row(month, data.GetValueOrDefault(month), ledger.GetValueOrDefault(month))),
            Row("total", net, all),
        ];
    }

    private static ControlTotalMonth Row(string month, decimal data, decimal ledger) => new(month, data, ledger, data - ledger);

    private static SortedDictionary<string, decimal> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Bad($"'{Printable.Text(path)}' is neither a number nor a file that can be read", e);
        }

        var ledger = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }

            int cut = lines[i].IndexOfAny([',', ';', '\t']);
            string month = cut < 0 ? lines[i].Trim() : lines[i][..cut].Trim().Trim('"');
            if (cut > 0 && Month(month) is { } known && Number(lines[i][(cut + 1)..].Trim().Trim('"')) is { } value)
            {
                ledger[known] = ledger.GetValueOrDefault(known) + value;
            }
            else if (i > 0)
            {
                throw Bad($"line {i + 1} of '{Printable.Text(path)}' is '{Printable.Text(lines[i])}'", null);
            }
        }

        return ledger.Count > 0 ? ledger : throw Bad($"'{Printable.Text(path)}' holds no month", null);
    }

    private static string? Month(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM", "yyyy-MM-dd", "yyyy/MM", "yyyyMM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day.ToString("yyyy-MM", CultureInfo.InvariantCulture) : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    private static PerennialException Bad(string found, Exception? inner) => new(
        "ingest/control-total",
        Fault.Usage,
        $"The control total cannot be read: {found}. Give one number (2500315.63), or a CSV with a month (1997-01) and a total with a decimal point on each line.",
        inner);
}
