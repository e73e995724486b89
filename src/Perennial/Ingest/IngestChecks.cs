using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Ingest;

/// <summary>What must hold before and after the rows come in.</summary>
internal static class IngestChecks
{
    /// <summary>Refuses options that cannot be.</summary>
    public static void Options(DuckDbConnection connection, IngestOptions options)
    {
        bool known = connection.Scalar<bool>("SELECT count(*) > 0 FROM pg_timezone_names() WHERE name = $zone", new DuckDbParameter("zone", options.TimeZone));
        if (!known)
        {
            throw new PerennialException(
                "ingest/time-zone", Fault.Usage, $"The time zone '{Printable.Text(options.TimeZone)}' is not known. Write an IANA name such as UTC, Europe/Berlin or America/New_York.");
        }

        if (options.QuarantineLimit is not (>= 0 and <= 1))
        {
            throw new PerennialException("ingest/quarantine-limit", Fault.Usage, $"The quarantine limit is {options.QuarantineLimit}. It is a share from 0 to 1, such as 0.05.");
        }
    }

    /// <summary>Refuses data of which too much cannot be read, or nothing can be used.</summary>
    public static void Enough(DuckDbConnection connection, RowAccount rows, IngestOptions options)
    {
        if (rows.Quarantined > options.QuarantineLimit * rows.In)
        {
            throw new PerennialException(
                "ingest/quarantine-limit",
                Fault.Data,
                $"{rows.Quarantined:N0} of {rows.In:N0} rows cannot be read; the limit is {options.QuarantineLimit:P0}. Most often: {Reasons(connection)}. Correct the file, or state the right column with --map, or raise the limit.");
        }

        if (rows.Used == 0)
        {
            string where = string.Join(", ", rows.SetAside.Select(rule => $"{rule.Value:N0} by the rule {rule.Key}").Append($"{rows.Quarantined:N0} in quarantine"));
            throw new PerennialException(
                "ingest/no-rows", Fault.Data, $"None of {rows.In:N0} rows can be used: {where}. A row needs a customer and a date, and must not fall under a rule. Look at the mapping with 'perennial inspect', state columns with --map, or choose another --as-of.");
        }
    }

    private static string Reasons(DuckDbConnection connection)
    {
        IEnumerable<string> reasons = connection.List(
            "SELECT \"column\", reason, min(\"value\"), count(*) AS n FROM ingest_quarantine GROUP BY ALL ORDER BY n DESC, reason LIMIT 3",
            row => $"{row.Int64(3):N0} times '{Printable.Text(row.String(0) ?? "")}' {row.String(1)}{(row.String(2) is { } value ? $" (such as '{Printable.Text(value)}')" : "")}");
        return string.Join("; ", reasons);
    }
}
