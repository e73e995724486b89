using System.Diagnostics;
using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;
using Perennial.Kernel;
using Perennial.Models.Assessing;

namespace Perennial.Ingest.Snapshots;

/// <summary>A table with one row a customer comes in: who stayed how long, who left, and what may be learned from. Every row is accounted for.</summary>
public static class SnapshotStage
{
    private const int MostWords = 20;
    private const double MostConcordance = 0.97;
    private const double MostGrowing = 0.7;
    private const string NoTime = "no-time-at-risk";

    /// <summary>Reads.</summary>
    /// <param name="connection">The engine session; leaves <c>ingest_snapshot</c> in it.</param>
    /// <param name="inputs">Files of one shape.</param>
    /// <param name="options">What is stated of them.</param>
    /// <param name="log">What is said meanwhile.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="PerennialException">The files cannot be read (<c>source/…</c>), a column is missing (<c>ingest/snapshot-column</c>), or too few rows are left (<c>ingest/snapshot-rows</c>).</exception>
    public static SnapshotTable Run(DuckDbConnection connection, IReadOnlyList<string> inputs, SnapshotOptions options, IRunLog log, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        log.Stage("Ingest", "rows come in");
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("perennial-ingest-");
        try
        {
            SourceTable source = SourceReader.Read(inputs, new IngestOptions(), connection, temporary.FullName, log, cancellation);
            IReadOnlyList<ColumnProfile> columns = ColumnProfiler.Profile(connection, source);
            var roles = SnapshotRoles.Of(columns, options);
            Materialise(connection, source, columns, roles);
            return Account(connection, source, columns, roles, options);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    private static void Materialise(DuckDbConnection connection, SourceTable source, IReadOnlyList<ColumnProfile> columns, SnapshotRoles roles) => connection.Execute(IngestSql.Text(
        "90_snapshot",
        ("texts", string.Join(", ", columns.Select(column => $"t{column.Index}"))),
        ("numbers", string.Join(", ", columns.Select(column => $"{(IsNumber(column) || column == roles.Tenure || column == roles.Value ? $"CAST({NumberReading.Of(column).Sql($"t{column.Index}")} AS DOUBLE)" : "CAST(NULL AS DOUBLE)")} AS n{column.Index}"))),
        ("cells", string.Join(", ", columns.Select(column => $"{Cell.Clean(Cell.Name(column.Index))} AS t{column.Index}"))),
        ("relation", source.Relation)));

    private static bool IsNumber(ColumnProfile column) => column.NumberShare > 0.95;

    private static SnapshotTable Account(DuckDbConnection connection, SourceTable source, IReadOnlyList<ColumnProfile> columns, SnapshotRoles roles, SnapshotOptions options)
    {
        string?[] Texts(ColumnProfile column) => [.. connection.List($"SELECT t{column.Index} FROM ingest_snapshot ORDER BY rowid", row => row.String(0))];
        double[] Numbers(ColumnProfile column) => [.. connection.List($"SELECT n{column.Index} FROM ingest_snapshot ORDER BY rowid", row => row.IsNull(0) ? double.NaN : row.Double(0))];
        string?[] left = Texts(roles.Left), tenureText = Texts(roles.Tenure);
        double[] tenure = Numbers(roles.Tenure);
        source.RequireWhole(tenure.Length);
        string? stayed = left.OfType<string>().Where(word => roles.HasLeft(word, null) != true).GroupBy(word => word, StringComparer.OrdinalIgnoreCase).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        List<int> used = [];
        List<UnreadRow> unread = [];
        long noTime = 0;
        for (int i = 0; i < tenure.Length; i++)
        {
            bool? gone = roles.HasLeft(left[i], stayed);
            if (!(tenure[i] >= 0))
            {
                unread.Add(Unread(source, i, roles.Tenure.Name, tenureText[i], "A time stayed is a number of at least 0."));
            }
            else if (gone is null)
            {
                unread.Add(Unread(source, i, roles.Left.Name, left[i], $"It says neither that the customer left nor '{stayed}'; state the word for leaving with --left '{roles.Left.Name}=WORD'."));
            }
            else if (tenure[i] == 0 && gone == false)
            {
                noTime++;
            }
            else
            {
                used.Add(i);
            }
        }

        List<(string Column, string Value, string Reason, long Line)> rejects = [.. connection.List("SELECT column_name, value, reason, line_no FROM ingest_rejects ORDER BY file_no, line_no", row => (row.String(0) ?? string.Empty, row.String(1) ?? string.Empty, row.String(2) ?? string.Empty, row.Int64(3)))];
        unread.AddRange(rejects.Select(reject => new UnreadRow(reject.Line, reject.Column, reject.Value, reject.Reason)));
        int[] rows = [.. used];
        bool[] leavers = Array.ConvertAll(rows, i => roles.HasLeft(left[i], stayed) == true);
        if (leavers.Count(one => one) < 2 || leavers.All(one => one))
        {
            throw new PerennialException("ingest/snapshot-rows", Fault.Data, string.Create(
                CultureInfo.InvariantCulture,
                $"Of {source.Rows} rows {rows.Length} can be used, and {leavers.Count(one => one)} of them left, by column '{roles.Left.Name}'. At least two that left and one that stayed are needed. State other columns with --left and --tenure."));
        }

        double[] months = Array.ConvertAll(rows, i => Math.Max(tenure[i] * roles.MonthsPerUnit, 0.5));
        string[]? ids = roles.Id is { } id ? [.. Texts(id).Select((text, i) => text ?? $"row {i + 1}")] : null;
        HashSet<int> taken = [roles.Left.Index, roles.Tenure.Index, .. roles.Id is { } own ? [own.Index] : Array.Empty<int>()];
        List<LeftOutColumn> leftOut = [];
        List<SnapshotColumn> learned = [];
        SnapshotColumn? by = null;
        foreach (ColumnProfile profile in columns.Where(column => !taken.Contains(column.Index)))
        {
            SnapshotColumn column = IsNumber(profile)
                ? new(profile.Name, Take(Numbers(profile), rows), null)
                : new(profile.Name, null, Take(Texts(profile), rows));
            if (roles.By?.Index == profile.Index)
            {
                by = new(profile.Name, null, Take(Texts(profile), rows));
            }

            if (Unfit(column, months, leavers, options) is { } why)
            {
                leftOut.Add(new(profile.Name, why));
            }
            else
            {
                learned.Add(column);
            }
        }

        RowAccount account = new(source.Rows, rows.Length, unread.Count, noTime == 0 ? new Dictionary<string, long>() : new Dictionary<string, long> { [NoTime] = noTime });
        return account.In != account.Used + account.Quarantined + noTime
            ? throw new UnreachableException($"Rows in are {account.In}, but used {account.Used} + quarantined {account.Quarantined} + set aside {noTime} are not. This is a mistake of the program; please report it.")
            : new()
            {
                Inputs = [.. source.Files.Select(file => new InputFile(file.Path, file.Sha256, file.Bytes, file.Rows, file.Format, "snapshot") { Rejected = file.Rejected })],
                Rows = account,
                Roles = roles.Found,
                LeftOut = leftOut,
                Quarantine = unread,
                Id = ids is null ? Array.ConvertAll(rows, i => string.Create(CultureInfo.InvariantCulture, $"row {i + 1}")) : Take(ids, rows),
                Months = months,
                Left = leavers,
                Entry = [.. months.Select(stay => options.LeftWithin is { } within ? Math.Max(0, stay - within) : 0)],
                Value = roles.Value is { } value ? Take(Numbers(value), rows) : null,
                By = by,
                Columns = learned,
            };
    }

    private static UnreadRow Unread(SourceTable source, int position, string column, string? value, string reason)
    {
        (int file, long row) = source.Locate(position);
        return new(source.LineNumber(file, row), column, value ?? string.Empty, reason);
    }

    // What knows the future, says nothing, or says too much of a single customer.
    private static string? Unfit(SnapshotColumn column, double[] months, bool[] left, SnapshotOptions options)
    {
        if (options.LeaveOut.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
        {
            return "left out as stated";
        }

        int known = column.Numbers?.Count(number => !double.IsNaN(number)) ?? column.Words!.Count(word => word is not null);
        int distinct = column.Numbers?.Where(number => !double.IsNaN(number)).Distinct().Count() ?? column.Words!.OfType<string>().Distinct(StringComparer.Ordinal).Count();
        if (distinct <= 1 && (known == 0 || known == left.Length))
        {
            return "one value only";
        }

        if (column.Words is not null && distinct > MostWords)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{distinct} different words; at most {MostWords} can be compared");
        }

        if (options.Use.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        if (SnapshotRoles.SpeaksOfLeaving(column.Name))
        {
            return "its name speaks of leaving, so it was written down after the fact, or is somebody's forecast";
        }

        if (SnapshotRoles.IsForecast(column.Name))
        {
            return "its name says that it is a forecast, which may have been made with what came after";
        }

        double[] outcome = Array.ConvertAll(left, one => one ? 1.0 : 0.0);
        double[] numbers = column.Numbers is { } own ? Filled(own) : Array.ConvertAll(column.Words!, word => word is null ? 0.0 : 1.0);
        double alone = Ranking.Concordance(numbers, outcome);
        if (Math.Max(alone, 1 - alone) > MostConcordance)
        {
            return string.Create(CultureInfo.InvariantCulture, $"alone it tells nearly surely who left (concordance {Math.Max(alone, 1 - alone):0.00}), the mark of what was written down after the fact");
        }

        double growing = column.Numbers is null ? 0 : Ranking.Spearman(numbers, months).Value;
        return Math.Abs(growing) > MostGrowing
            ? string.Create(CultureInfo.InvariantCulture, $"it goes with how long customers stayed (rank correlation {growing:0.00}), so it would tell the end from itself")
            : null;
    }

    private static double[] Filled(double[] numbers)
    {
        double low = numbers.Where(number => !double.IsNaN(number)).DefaultIfEmpty(0).Min();
        return Array.ConvertAll(numbers, number => double.IsNaN(number) ? low - 1 : number);
    }

    private static T[] Take<T>(T[] column, int[] rows) => Array.ConvertAll(rows, i => column[i]);
}
