using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Exports.Cube;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;
using Perennial.Ingest.Tables;
using Perennial.Kernel;

namespace Perennial.Ingest.Exports;

/// <summary>The exports of known programs that have come in: kept as they are until all are there, for one explains another; then made into parts of the contract's tables.</summary>
/// <remarks>
/// Working tables: <c>ingest_export_SOURCE_NAME(file_no, row, left_out, columns as text)</c>, one row a record in the order of the file, and <c>ingest_export_part_BLOCK(c0 …, row)</c>,
/// one row a row of a table; <c>row</c> leads back to the record, from 1.
/// </remarks>
internal sealed class ExportArrivals(DuckDbConnection connection)
{
    private readonly List<(ExportMapping Mapping, ExportFile File, SourceTable Source, int No)> _arrived = [];
    private readonly List<ExportPart> _parts = [];
    private readonly SortedSet<string> _tables = new(StringComparer.Ordinal);

    /// <summary>Keeps the records of a customer cube.</summary>
    public void Add(CustomerCube cube, SourceTable source, int fileNo)
    {
        Prepare(CustomerCube.Mapping);
        cube.Fill(connection, Name(CustomerCube.Mapping, cube.File), fileNo);
        _tables.Add("ingest_cube_cells");
        _arrived.Add((CustomerCube.Mapping, cube.File, source, fileNo));
    }

    /// <summary>Keeps the records of one file.</summary>
    public void Add(ExportMapping mapping, ExportFile file, SourceTable source, int fileNo)
    {
        Prepare(mapping);
        var found = source.Columns.GroupBy(column => ExportMappingReader.Plain(column.Name), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        string[] cells =
        [
            .. file.KnownBy.Concat(file.Also).DistinctBy(ExportMappingReader.Identifier).Select(name =>
                $"{(found.TryGetValue(ExportMappingReader.Plain(name), out SourceColumn? column) ? Cell.Clean(Cell.Name(column.Index)) : "CAST(NULL AS VARCHAR)")} AS {DuckDbSql.Identifier(ExportMappingReader.Identifier(name))}"),
        ];
        connection.Execute($"CREATE OR REPLACE TEMP TABLE ingest_export_rows AS SELECT {string.Join(", ", cells)} FROM {source.Relation} AS source");
        source.RequireWhole(connection.Scalar<long>("SELECT count(*) FROM ingest_export_rows"));
        string left = file.Leave.Count == 0 ? "CAST(NULL AS VARCHAR)" : $"CASE {string.Join(' ', file.Leave.Select(rule => $"WHEN {rule.Condition} THEN {DuckDbSql.Literal(rule.Reason)}"))} END";
        Execute(mapping, file, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {Name(mapping, file)} SELECT {fileNo}, rowid + 1, {left}, * FROM ingest_export_rows ORDER BY rowid"));
        connection.Execute("DROP TABLE ingest_export_rows");
        _arrived.Add((mapping, file, source, fileNo));
    }

    /// <summary>Makes the parts of the contract's tables.</summary>
    /// <param name="contract">The tables.</param>
    /// <param name="files">Files of the company: parts are numbered after them.</param>
    public IReadOnlyList<ExportPart> Parts(DataContract contract, int files)
    {
        foreach ((ExportMapping mapping, ExportFile file, SourceTable source, int no) in _arrived)
        {
            bool first = true;
            foreach (ExportTable table in file.Tables.Where(table => !table.Unless.Any(name => _arrived.Exists(other => other.Mapping == mapping && other.File.Name == name))))
            {
                int block = files + _parts.Count + 1;
                (string Name, string Sql)[] columns = [.. table.Columns.Select(column => (column.Key, column.Value)), .. table.Traits.Select(trait => (trait.Key, trait.Value))];
                string from = table.Query is null ? Name(mapping, file) : $"({IngestSql.Text(table.Query, ("export", Name(mapping, file))).TrimEnd(';', '\n')})";
                Execute(mapping, file, string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE OR REPLACE TEMP TABLE {PartName(block)} AS SELECT {string.Join(", ", columns.Select((column, i) => $"CAST({column.Sql} AS VARCHAR) AS c{i}"))}, \"row\" FROM {from} AS export WHERE file_no = {no}{(table.Query is null ? " AND left_out IS NULL" : string.Empty)} AND {(table.Where is null ? "true" : $"({table.Where})")} ORDER BY \"row\"{(table.Query is null ? string.Empty : ", place")}"));
                long rows = connection.Scalar<long>($"SELECT count(*) FROM {PartName(block)}");
                if (rows == 0)
                {
                    continue;
                }

                long rejected = first ? source.Rejected : 0;
                first = false;
                _parts.Add(new ExportPart(block, no, table.Named, Match(contract.Table(table.Table), columns), new SourceTable
                {
                    Files = [source.Files[0] with { Rows = rows + rejected, Rejected = rejected, Lines = new PartLines(connection, PartName(block), source) }],
                    Columns = [.. columns.Select((column, i) => new SourceColumn(i, column.Name, []))],
                    Relation = $"(SELECT {string.Join(", ", columns.Select((_, i) => $"c{i}"))} FROM {PartName(block)})",
                    HasHeader = true,
                    Findings = [],
                }));
            }
        }

        return _parts;
    }

    /// <summary>Gives where each record of a file went: used where any of its rows is, else quarantined, else set aside.</summary>
    public RowAccount Account(int fileNo, IReadOnlyList<Arrival> tables)
    {
        (ExportMapping mapping, ExportFile file, SourceTable source, int _) = _arrived.Single(other => other.No == fileNo);
        string[] became =
        [
            .. from part in _parts
               where part.FileNo == fileNo
               let table = tables.Single(table => table.Table.Name == part.Match.Table.Name)
               let at = table.FirstRows.Single(place => place.No == part.Block).First
               select string.Create(CultureInfo.InvariantCulture, $"SELECT part.\"row\", kept.rule, {Case(table.Table)} AS ruled FROM {PartName(part.Block)} AS part JOIN {table.EngineName} AS kept ON kept.rowid = part.rowid + {at}"),
        ];
        string rows = became.Length == 0 ? "SELECT CAST(0 AS BIGINT) AS \"row\", CAST(0 AS UTINYINT) AS rule, '' AS ruled WHERE false" : string.Join(" UNION ALL ", became);
        var went = connection.List(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT went, count(*) FROM (
                  SELECT CASE WHEN left_out IS NOT NULL THEN left_out WHEN {(file.Explains ? "true" : "false")} OR rule = 0 THEN 'used' WHEN rule = 1 THEN 'quarantined' WHEN rule IS NOT NULL THEN ruled ELSE 'said-elsewhere' END AS went
                  FROM (SELECT "row", left_out FROM {Name(mapping, file)} WHERE file_no = {fileNo}) AS export
                  LEFT JOIN (SELECT "row", min(rule) AS rule, arg_min(ruled, rule) AS ruled FROM ({rows}) GROUP BY "row") USING ("row")
                ) GROUP BY went ORDER BY went
                """),
            row => (Went: row.String(0)!, Rows: row.Int64(1)));
        return new RowAccount(
            source.Rows,
            went.Where(g => g.Went == "used").Sum(g => g.Rows),
            went.Where(g => g.Went == "quarantined").Sum(g => g.Rows) + source.Rejected,
            went.Where(g => g.Went is not ("used" or "quarantined")).ToDictionary(g => g.Went, g => g.Rows, StringComparer.Ordinal));

        static string Case(ContractTable table) =>
            $"CASE kept.rule {string.Join(' ', Enumerable.Range(0, TableRules.FirstCondition + TableRules.Conditions(table).Count).Where(rule => rule <= TableRules.SameKey || rule >= TableRules.FirstCondition).Select(rule => $"WHEN {rule} THEN {DuckDbSql.Literal(TableRules.Name(table, rule))}"))} END";
    }

    /// <summary>Removes the working tables.</summary>
    public void Drop()
    {
        foreach (string table in _tables.Concat(_parts.Select(part => PartName(part.Block))))
        {
            connection.Execute($"DROP TABLE IF EXISTS {table}");
        }
    }

    /// <summary>Gives the working table of a part.</summary>
    public static string PartName(int block) => string.Create(CultureInfo.InvariantCulture, $"ingest_export_part_{block}");

    private static string Name(ExportMapping mapping, ExportFile file) => $"ingest_export_{mapping.Source}_{file.Name}";

    private void Prepare(ExportMapping mapping)
    {
        if (_tables.Count == 0)
        {
            connection.Execute(IngestSql.Text("70_words"));
        }

        foreach (ExportFile sibling in _arrived.Exists(other => other.Mapping == mapping) ? [] : mapping.Files)
        {
            string columns = string.Concat(sibling.Columns.Select(column => $", {DuckDbSql.Identifier(column)} VARCHAR"));
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {Name(mapping, sibling)}(file_no USMALLINT, \"row\" BIGINT, left_out VARCHAR{columns})");
            _tables.Add(Name(mapping, sibling));
        }
    }

    // What a mapping says is SQL; what the engine does not understand of it is the mapping's mistake.
    private void Execute(ExportMapping mapping, ExportFile file, string sql)
    {
        try
        {
            connection.Execute(sql);
        }
        catch (DuckDbException e) when (e.Kind != DuckDbErrorKind.Interrupt)
        {
            throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping of {mapping.Title} cannot be used for its export of {file.Name}: {e.Message.Split('\n')[0]} Values and conditions are SQL over the export's columns ({string.Join(", ", file.Columns)}). docs/how-to/exports.md shows the format.", e);
        }
    }

    private static TableMatch Match(ContractTable table, (string Name, string Sql)[] columns) =>
        new(table, columns.Select((column, i) => (Column: table.Find(column.Name), Index: i, column.Name)).Where(c => c.Column is not null).ToDictionary(c => c.Column!, c => new SourceColumn(c.Index, c.Name, [])), []);

    private sealed class PartLines(DuckDbConnection connection, string table, SourceTable source) : IRowLines
    {
        public IReadOnlyList<long> Find(IReadOnlyList<long> rowNos)
        {
            if (rowNos.Count == 0)
            {
                return [];
            }

            var rows = connection.List(
                $"SELECT rowid + 1, \"row\" FROM {table} WHERE rowid + 1 IN ({string.Join(", ", rowNos.Select(no => no.ToString(CultureInfo.InvariantCulture)))})",
                row => (No: row.Int64(0), Row: row.Int64(1))).ToDictionary(pair => pair.No, pair => pair.Row);
            return source.LineNumbers(1, [.. rowNos.Select(no => rows[no])]);
        }
    }
}

/// <summary>What one file gives one table.</summary>
/// <param name="Block">Its number: the rows carry it as their file_no.</param>
/// <param name="FileNo">The file, from 1.</param>
/// <param name="Named">Whether customers may be named by their names.</param>
/// <param name="Match">The table, and which column of the part is which.</param>
/// <param name="Source">The rows as text.</param>
internal sealed record ExportPart(int Block, int FileNo, bool Named, TableMatch Match, SourceTable Source);
