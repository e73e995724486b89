using System.Diagnostics;
using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Exports;
using Perennial.Ingest.Exports.Cube;
using Perennial.Ingest.Reading;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>A company's files come in: each becomes a table of the contract, every record accounted for, with what was found beside it.</summary>
/// <remarks>
/// Leaves in the session one table <c>ingest_NAME</c> a table of the contract that came in (the contract's columns, <c>trait_…</c> of customers, <c>file_no</c>, <c>rule</c> = 0
/// where the row is used, <c>superseded_at</c>), and <c>ingest_quarantine(file, line, column, value, reason)</c>. Files are told apart by name and columns, so their order does not matter.
/// </remarks>
public static class CompanyStage
{
    private const string NotUsed = "not used";

    /// <summary>Tells whether an input is a company, not a log: a folder, or a company.yaml.</summary>
    public static bool IsCompany(string input) => Directory.Exists(input) || (Path.GetExtension(input) is ".yaml" or ".yml" && File.Exists(input));

    /// <summary>Reads, types, accounts and checks.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="path">The company's folder, or a company.yaml in it.</param>
    /// <param name="options">How rows come in; here time zone and sheet.</param>
    /// <param name="log">What is said meanwhile.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="PerennialException">The folder, its mapping or its contract cannot be used, or no file is a table.</exception>
    public static CompanyTables Run(DuckDbConnection connection, string path, IngestOptions options, IRunLog log, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        IngestChecks.Options(connection, options);
        log.Stage("Ingest", "tables come in");
        CompanyFolder folder = CompanyFolder.Open(path);
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("perennial-ingest-");
        try
        {
            connection.Execute("CREATE OR REPLACE TABLE ingest_quarantine(file VARCHAR, line BIGINT, \"column\" VARCHAR, \"value\" VARCHAR, reason VARCHAR)");
            var files = new List<CompanyFile>();
            var arrived = new SortedDictionary<int, Arrival>();
            var exports = new ExportArrivals(connection);
            foreach (string file in folder.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                string workplace = Path.Combine(temporary.FullName, files.Count.ToString(CultureInfo.InvariantCulture));
                files.Add(ReadFile(connection, folder, file, files.Count + 1, options, workplace, arrived, exports, log, cancellation));
                log.Progress(0.8 * files.Count / folder.Files.Count);
            }

            IReadOnlyList<ExportPart> parts = exports.Parts(folder.Contract, files.Count);
            foreach (ExportPart part in parts)
            {
                Put(connection, folder.Contract, part.Source, part.Match, part.Block, options, arrived, cancellation);
            }

            if (arrived.Count == 0)
            {
                throw new PerennialException("ingest/no-tables", Fault.Data, $"No file of '{path}' is a table of the contract: {string.Join("; ", files.Take(8).Select(file => $"{Path.GetFileName(file.Path)}: {file.Why}"))}. Name files like the tables ({string.Join(", ", folder.Contract.Tables.Select(table => table.Name))}), or say in company.yaml which is which.");
            }

            TableFinding[] named = [.. parts.Where(part => part.Named && arrived.Values.Any(table => table.Table.Name == "customers")).Select(part => ExportNames.Resolve(connection, part.Match.Table.Name, part.Block)).OfType<TableFinding>()];
            foreach (Arrival table in arrived.Values)
            {
                TableKeys.Settle(connection, table, arrived.Values);
            }

            TableAccount[] accounts = [.. arrived.Values.Select(table => Account(connection, table))];
            foreach (Arrival table in arrived.Values)
            {
                TableQuarantine.Add(connection, table, files);
            }

            MakeAbsent(connection, folder.Contract, arrived.Values);
            MakeFiles(connection, files, arrived.Values, parts);
            for (int i = 0; i < files.Count; i++)
            {
                files[i] = files[i] with { Account = files[i].Source is null ? AccountOf(connection, files[i], i + 1, arrived.Values) : exports.Account(i + 1, [.. arrived.Values]) };
            }

            exports.Drop();
            IReadOnlyList<TableFinding> findings = TableChecks.Of(connection, arrived.Values, accounts, files);
            log.Progress(1);
            return new CompanyTables { Files = files, Tables = accounts, Findings = [.. findings, .. named, .. files.SelectMany(file => file.Findings)], Rules = folder.Rules };
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    /// <summary>Makes of a company's tables what the pipeline goes on with: what was sold, as <c>ingest_rows</c>.</summary>
    /// <param name="connection">The engine session with the tables.</param>
    /// <param name="company">What <see cref="Run"/> gave.</param>
    /// <param name="options">How rows come in.</param>
    /// <exception cref="PerennialException">The tables break the contract, or none says what was sold.</exception>
    public static IngestResult Sales(DuckDbConnection connection, CompanyTables company, IngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(company);
        ArgumentNullException.ThrowIfNull(options);
        TableChecks.Require(company);
        return CompanySales.Of(connection, company, options);
    }

    // Tables that did not come in are there, empty: SQL need not ask which exist.
    private static void MakeAbsent(DuckDbConnection connection, DataContract contract, IEnumerable<Arrival> arrived)
    {
        foreach (ContractTable table in contract.Tables.ExceptBy(arrived.Select(arrival => arrival.Table.Name), table => table.Name))
        {
            string columns = string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.EngineType}"));
            string superseded = table.Find("recorded_at") is null ? string.Empty : ", superseded_at TIMESTAMP";
            connection.Execute($"CREATE OR REPLACE TABLE ingest_{table.Name}({columns}, file_no USMALLINT, rule UTINYINT{superseded})");
        }
    }

    private static CompanyFile ReadFile(
        DuckDbConnection connection,
        CompanyFolder folder,
        string file,
        int fileNo,
        IngestOptions options,
        string workplace,
        SortedDictionary<int, Arrival> arrived,
        ExportArrivals exports,
        IRunLog log,
        CancellationToken cancellation)
    {
        folder.Stated.TryGetValue(file, out StatedTable? stated);
        if (stated is { Table: null })
        {
            return new CompanyFile(new InputFile(file, string.Empty, 0, 0, string.Empty, NotUsed), null, "left out, as company.yaml says", new Dictionary<string, string>(StringComparer.Ordinal), []);
        }

        SourceTable source;
        try
        {
            source = SourceReader.Read([file], options, connection, workplace, log, cancellation);
        }
        catch (PerennialException e) when (e.Code is "source/no-rows" or "source/empty")
        {
            // A company without refunds exports a table of refunds without a row.
            return new CompanyFile(new InputFile(file, string.Empty, 0, 0, string.Empty, NotUsed), null, "it has no record", new Dictionary<string, string>(StringComparer.Ordinal), []);
        }

        SourceFile found = source.Files[0];
        if (stated is null && ExportFinder.Find(folder.Exports, source.Columns) is { } known)
        {
            exports.Add(known.Mapping, known.File, source, fileNo);
            TakeRejected(connection, file);
            return Exported(known.Mapping, known.File, source);
        }

        var job = new FileJob(1, file, file, workplace, options, connection, new RejectSpool(workplace), log, cancellation);
        if (stated is null && CubeReader.Read(connection, source, job, folder.Cubes.TryGetValue(Path.GetFileName(file), out CubeMeasure said) ? said : null) is { } cube)
        {
            exports.Add(cube, source, fileNo);
            TakeRejected(connection, file);
            return Exported(CustomerCube.Mapping, cube.File, source) with { Why = cube.Words, Unused = cube.Unused, SeenUntil = cube.Until, Columns = new Dictionary<string, string>(StringComparer.Ordinal), Findings = [.. cube.Findings(Path.GetFileName(file))] };
        }

        (TableMatch? match, string why) = stated?.Table is { } table
            ? (ColumnMatcher.Match(table, source.Columns, stated.Columns), "as company.yaml says")
            : TableFinder.Find(folder.Contract, file, source.Columns);
        if (match is not null && match.Lacking.Count > 0)
        {
            throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The file '{file}' is said to hold {match.Table.Name}, but has no column for {string.Join(", ", match.Lacking)}. Its columns are {string.Join(", ", source.Columns.Take(30).Select(column => $"'{Mapping.Printable.Text(column.Name)}'"))}; say in company.yaml which is which.");
        }

        if (match is null)
        {
            return new CompanyFile(Input(found, NotUsed), null, why, new Dictionary<string, string>(StringComparer.Ordinal), [.. source.Columns.Select(column => column.Name)]);
        }

        IReadOnlyDictionary<string, SourceColumn> traits = Put(connection, folder.Contract, source, match, fileNo, options, arrived, cancellation);
        TakeRejected(connection, file);
        HashSet<string> kept = [.. traits.Values.Select(column => column.Name)];
        return new CompanyFile(
            Input(found, match.Table.Name),
            match.Table.Name,
            why,
            match.Columns.ToDictionary(pair => pair.Key.Name, pair => pair.Value.Name, StringComparer.Ordinal),
            [.. TableReader.Unused(match, source).Select(column => column.Name).Where(name => !kept.Contains(name))]);
    }

    // Puts a file's records, or what an export gives a table, into the table.
    private static IReadOnlyDictionary<string, SourceColumn> Put(
        DuckDbConnection connection, DataContract contract, SourceTable source, TableMatch match, int block, IngestOptions options, SortedDictionary<int, Arrival> arrived, CancellationToken cancellation)
    {
        int place = contract.Tables.ToList().FindIndex(table => table.Name == match.Table.Name);
        bool first = !arrived.TryGetValue(place, out Arrival? arrival);
        arrival ??= arrived[place] = new Arrival(match.Table);
        IReadOnlyDictionary<string, SourceColumn> traits = TableReader.Traits(match, source);
        long rows = TableReader.Read(connection, source, match, traits, block, first, options.TimeZone, cancellation);
        source.RequireWhole(rows);
        arrival.Add(block, source, match, traits.Keys, rows);
        return traits;
    }

    private static void TakeRejected(DuckDbConnection connection, string file) => connection.Execute(
        "INSERT INTO ingest_quarantine SELECT $path, line_no, column_name, \"value\", reason FROM ingest_rejects ORDER BY line_no",
        new DuckDbParameter("path", file));

    private static CompanyFile Exported(ExportMapping mapping, ExportFile file, SourceTable source)
    {
        string tables = string.Join(", ", file.Tables.Select(table => table.Table).Distinct(StringComparer.Ordinal));
        HashSet<string> used = [.. file.KnownBy.Concat(file.Also).Select(ExportMappingReader.Plain)];
        return new CompanyFile(
            Input(source.Files[0], tables),
            file.Explains ? "none of its own" : tables,
            $"{mapping.Title} export of {file.Name}, by its columns",
            file.Tables.SelectMany(table => table.Columns.Select(column => (Name: $"{table.Table}.{column.Key}", Sql: column.Value))).DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.Sql, StringComparer.Ordinal),
            [.. source.Columns.Select(column => column.Name).Where(name => !used.Contains(ExportMappingReader.Plain(name)))]) { Source = mapping.Source };
    }

    private static RowAccount AccountOf(DuckDbConnection connection, CompanyFile file, int no, IEnumerable<Arrival> tables)
    {
        if (tables.FirstOrDefault(table => table.Table.Name == file.Table) is not { } table)
        {
            return new RowAccount(file.Rows, 0, 0, file.Rows == 0 ? new Dictionary<string, long>(StringComparer.Ordinal) : new Dictionary<string, long>(StringComparer.Ordinal) { ["file-not-used"] = file.Rows });
        }

        var counts = connection.List(string.Create(CultureInfo.InvariantCulture, $"SELECT rule, count(*) FROM {table.EngineName} WHERE file_no = {no} GROUP BY rule ORDER BY rule"), row => (Rule: row.Int32(0), Rows: row.Int64(1)));
        return new RowAccount(
            file.Rows,
            counts.Where(c => c.Rule == TableRules.Used).Sum(c => c.Rows),
            counts.Where(c => c.Rule == TableRules.Quarantined).Sum(c => c.Rows) + file.Input.Rejected,
            counts.Where(c => c.Rule > TableRules.Quarantined).ToDictionary(c => TableRules.Name(table.Table, c.Rule), c => c.Rows, StringComparer.Ordinal));
    }

    private static InputFile Input(SourceFile file, string layout) => new(file.Path, file.Sha256, file.Bytes, file.Rows, file.Format, layout) { Rejected = file.Rejected, FirstLine = (file.Lines as EvenLines)?.First };

    // Where a row of a table stands among all records of all files that could be read: what leads back from a number to its line.
    private static void MakeFiles(DuckDbConnection connection, IReadOnlyList<CompanyFile> files, IEnumerable<Arrival> arrived, IReadOnlyList<ExportPart> parts)
    {
        connection.Execute("CREATE OR REPLACE TABLE ingest_files(file_no USMALLINT, first BIGINT, before BIGINT, input_no INTEGER)");
        connection.Execute("CREATE OR REPLACE TABLE ingest_origins(file_no USMALLINT, position BIGINT, \"row\" BIGINT)");
        foreach ((int block, long first) in arrived.SelectMany(table => table.FirstRows))
        {
            int no = parts.FirstOrDefault(part => part.Block == block)?.FileNo ?? block;
            long before = files.Take(no - 1).Sum(file => file.Input.Rows - file.Input.Rejected);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ingest_files VALUES ({block}, {first}, {before}, {no})"));
            if (no != block)
            {
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ingest_origins SELECT {block}, rowid, \"row\" FROM {ExportArrivals.PartName(block)} ORDER BY rowid"));
            }
        }
    }

    private static TableAccount Account(DuckDbConnection connection, Arrival table)
    {
        var counts = connection.List($"SELECT rule, count(*) FROM {table.EngineName} GROUP BY rule ORDER BY rule", row => (Rule: row.Int32(0), Rows: row.Int64(1))).ToDictionary(c => c.Rule, c => c.Rows);
        long quarantined = counts.GetValueOrDefault(TableRules.Quarantined) + table.Rejected;
        var setAside = counts.Where(c => c.Key > TableRules.Quarantined).ToDictionary(c => TableRules.Name(table.Table, c.Key), c => c.Value, StringComparer.Ordinal);
        long used = counts.GetValueOrDefault(TableRules.Used);
        return table.Records == used + quarantined + setAside.Values.Sum()
            ? new TableAccount(table.Table.Name, new RowAccount(table.Records, used, quarantined, setAside), [.. table.Columns.Select(column => column.Name)], [.. table.Traits])
            : throw new UnreachableException($"Rows of {table.Table.Name} in are {table.Records}, but used {used} + quarantined {quarantined} + set aside {setAside.Values.Sum()}. This is a mistake of the program; please report it.");
    }
}
