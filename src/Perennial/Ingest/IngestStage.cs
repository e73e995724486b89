using System.Diagnostics;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Quality;
using Perennial.Ingest.Reading;
using Perennial.Kernel;

namespace Perennial.Ingest;

/// <summary>Rows come in: files become the view <c>ingest_rows</c>, every record accounted for, with the quality report beside it.</summary>
/// <remarks>
/// Leaves in the session: <c>ingest_rows</c> (one record of the input, in input order), <c>ingest_buyers</c> (who owns the used ones), <c>ingest_rules</c> (what the dispositions mean) and
/// <c>ingest_quarantine(file, line, column, value, reason)</c>. Guesses no value: what cannot be read is quarantined, what is left out is left out by a named rule.
/// </remarks>
public static class IngestStage
{
    /// <summary>Reads, maps, converts, accounts and judges.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="inputs">Files of one shape, in order.</param>
    /// <param name="options">How rows come in.</param>
    /// <param name="log">What is said meanwhile.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="AmbiguousMappingException">A role is truly ambiguous.</exception>
    /// <exception cref="PerennialException">The inputs cannot be read, mapped or used (<c>source/…</c>, <c>ingest/…</c>).</exception>
    public static IngestResult Run(
        DuckDbConnection connection,
        IReadOnlyList<string> inputs,
        IngestOptions options,
        IRunLog log,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        IngestChecks.Options(connection, options);
        log.Stage("Ingest", "rows come in");
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("perennial-ingest-");
        try
        {
            SourceTable source = SourceReader.Read(inputs, options, connection, temporary.FullName, log, cancellation);
            return Run(connection, source, options, log, cancellation);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>The same for records that are already text columns.</summary>
    internal static IngestResult Run(
        DuckDbConnection connection,
        SourceTable source,
        IngestOptions options,
        IRunLog log,
        CancellationToken cancellation)
    {
        IReadOnlyList<ColumnProfile> columns = ColumnProfiler.Profile(connection, source);
        log.Progress(0.2);
        StatedMapping stated = StatedMapping.Read(options, columns);
        Decision decision = Mapper.Decide(connection, columns, stated);
        Layout layout = Layouts.Of(decision, columns, source);
        (Readings readings, Conversion conversion) = Reread.Convert(connection, source, columns, decision, layout, stated, options, cancellation);
        log.Progress(0.6);

        string? currency = RunCurrency.Choose(connection, conversion, options);
        IReadOnlyList<(DateOnly Day, long Rows)> days = connection.List(IngestSql.Text("32_days"), row => (row.Date(0), row.Int64(1)));
        DateOnly asOf = options.AsOf ?? (days.Count > 0 ? AsOfDay.Last(days) : DateOnly.MinValue);
        RowsView.Make(connection, source, decision, conversion, currency, asOf);
        Quarantine.Make(connection, source, decision, readings);
        RowAccount rows = Account(connection, source);
        IngestChecks.Enough(connection, rows, options);
        connection.Execute(IngestSql.Text("34_buyers"));
        log.Progress(0.8);

        ColumnMapping mapping = MappingReport.Of(decision, readings);
        var facts = new QualityFacts(connection, source, decision, readings, conversion, layout, rows, days, asOf, currency, options);
        IReadOnlyList<QualityFinding> quality = QualityReport.Make(facts);
        connection.Execute("ALTER TABLE ingest_typed DROP COLUMN row_hash");
        log.Progress(1);
        return new IngestResult
        {
            Inputs = [.. source.Files.Select(file => new InputFile(file.Path, file.Sha256, file.Bytes, file.Rows, file.Format, layout.Word()) { Rejected = file.Rejected, FirstLine = (file.Lines as EvenLines)?.First })],
            Rows = rows,
            Mapping = mapping,
            Quality = quality,
            Currency = currency,
            HasAmounts = conversion.HasAmount,
            AsOf = asOf,
            FirstDay = connection.List("SELECT min(day) FROM ingest_rows WHERE disposition = 0", row => row.Date(0))[0],
            ControlTotal = options.ControlTotal is null ? [] : Quality.ControlTotal.Compare(connection, options.ControlTotal),
        };
    }

    /// <summary>Counts where the records went, and checks that none is lost.</summary>
    private static RowAccount Account(DuckDbConnection connection, SourceTable source)
    {
        var counts = connection.List(IngestSql.Text("31_account"), row => ((Disposition)row.Int32(0), row.Int64(1))).ToDictionary();
        long used = counts.GetValueOrDefault(Disposition.Used);
        long quarantined = counts.GetValueOrDefault(Disposition.Quarantined) + source.Rejected;
        var setAside = IngestRules.Precedence
            .Where(rule => rule != Disposition.Quarantined && counts.ContainsKey(rule))
            .ToDictionary(rule => rule.Name(), rule => counts[rule], StringComparer.Ordinal);
        long listed = connection.Scalar<long>("SELECT count(*) FROM ingest_quarantine");
        long sum = used + quarantined + setAside.Values.Sum();
        return sum == source.Rows && listed == quarantined
            ? new RowAccount(source.Rows, used, quarantined, setAside)
            : throw new UnreachableException($"Rows in are {source.Rows}, but used {used} + quarantined {quarantined} ({listed} listed) + set aside {setAside.Values.Sum()} are {sum}. This is a mistake of the program; please report it.");
    }
}
