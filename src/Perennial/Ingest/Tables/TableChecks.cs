using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Ingest.Tables;

/// <summary>Holds the tables against the contract, and against each other.</summary>
internal static class TableChecks
{
    /// <summary>Gives everything found, what stops a run first, then by how much is concerned.</summary>
    public static IReadOnlyList<TableFinding> Of(DuckDbConnection connection, IEnumerable<Arrival> tables, IReadOnlyList<TableAccount> accounts, IReadOnlyList<CompanyFile> files)
    {
        Arrival[] arrived = [.. tables];
        IEnumerable<TableFinding> found =
        [
            .. files.Where(file => file.Table is null && file.Rows > 0).Select(file => new TableFinding(Path.GetFileName(file.Path), "file-not-used", $"The file is not used: {file.Why}.", file.Rows, 1, [], "left out; say in company.yaml which table it is")),
            .. arrived.Zip(accounts).SelectMany(pair => Rules(connection, pair.First, pair.Second.Rows)),
            .. arrived.SelectMany(table => Damage(connection, table)),
            .. arrived.SelectMany(table => References(connection, table, arrived)),
            .. TableConsistency.Of(connection, arrived),
        ];
        return [.. found.OrderBy(finding => !finding.Stops).ThenByDescending(finding => finding.Share).ThenBy(finding => finding.Table, StringComparer.Ordinal).ThenBy(finding => finding.Rule, StringComparer.Ordinal)];
    }

    /// <summary>Refuses tables that break a threshold of the contract.</summary>
    /// <exception cref="PerennialException">One does (<c>ingest/contract-broken</c>).</exception>
    public static void Require(CompanyTables tables)
    {
        TableFinding[] broken = [.. tables.Findings.Where(finding => finding.Stops)];
        if (broken.Length > 0)
        {
            throw new PerennialException(
                "ingest/contract-broken",
                Fault.Data,
                $"The tables break the contract in {broken.Length} places: {string.Join(" ", broken.Take(5).Select(finding => $"{finding.Table}, {finding.Rule}: {finding.Description} {finding.Count:N0} rows, {finding.Share:P1}; {finding.Done}."))} Correct the export, or state other thresholds in a contract of your own (*.odcs.yaml) in the folder.");
        }
    }

    private static IEnumerable<TableFinding> Rules(DuckDbConnection connection, Arrival arrival, RowAccount rows)
    {
        IReadOnlyList<ContractRule> conditions = TableRules.Conditions(arrival.Table);
        foreach (ContractRule rule in arrival.Table.Rules)
        {
            ContractColumn[] columns = [.. rule.Columns.Select(name => arrival.Table.Find(name)).OfType<ContractColumn>().Where(arrival.Columns.Contains)];
            if (rule.Columns.Count > 0 && columns.Length < rule.Columns.Count && rule.Measure is not RuleMeasure.MissingValues)
            {
                continue;
            }

            long count = rule.Measure switch
            {
                RuleMeasure.RowCount => rows.In,
                RuleMeasure.DuplicateValues => Duplicates(connection, arrival, rule, rows),
                RuleMeasure.InvalidValues => Invalid(connection, arrival, rule),
                RuleMeasure.MissingValues => connection.Scalar<long>($"SELECT count(*) FROM {arrival.EngineName} WHERE {string.Join(" OR ", rule.Columns.Select(column => $"{column} IS NULL"))}"),
                RuleMeasure.Condition => rows.SetAside.GetValueOrDefault(rule.Name),
                _ => connection.Scalar<long>($"SELECT CAST(({rule.Sql.Replace("{object}", $"(SELECT * FROM {arrival.EngineName} WHERE rule = 0)", StringComparison.Ordinal)}) AS BIGINT)"),
            };
            bool holds = rule.Holds(count, rows.In);
            if (!holds || (count > 0 && rule.Measure is RuleMeasure.DuplicateValues or RuleMeasure.Condition))
            {
                yield return new TableFinding(
                    arrival.Table.Name,
                    rule.Columns.Count == 1 ? $"{rule.Name}: {rule.Columns[0]}" : rule.Name,
                    rule.Description,
                    count,
                    Share(count, rows.In),
                    [],
                    !holds ? $"allowed is {rule.Allowed()}" : rule.Measure == RuleMeasure.Condition ? "set aside" : IsKey(arrival, rule) ? "the last row of a key counts, the others are set aside" : "kept")
                {
                    Stops = !holds && rule.Stops,
                };
            }
        }

        if (arrival is { HasKey: false, Table.RowsAreAddedUp: false })
        {
            long same = connection.Scalar<long>($"SELECT coalesce(CAST(sum(n - 1) AS BIGINT), 0) FROM (SELECT count(*) AS n FROM {arrival.EngineName} WHERE rule = 0 GROUP BY {string.Join(", ", arrival.Table.Columns.Select(column => column.Name))})");
            if (same > 0)
            {
                yield return new TableFinding(arrival.Table.Name, "same-row", $"Rows like another in every column; without {string.Join(", ", arrival.Table.Key.Where(column => !arrival.Columns.Contains(column)).Select(column => column.Name))} nobody can tell whether they are copies.", same, Share(same, rows.In), [], "kept");
            }
        }
    }

    private static bool IsKey(Arrival arrival, ContractRule rule) => arrival.HasKey && arrival.Table.Key.Select(column => column.Name).ToHashSet(StringComparer.Ordinal).SetEquals(rule.Columns);

    private static long Duplicates(DuckDbConnection connection, Arrival arrival, ContractRule rule, RowAccount rows)
    {
        if (IsKey(arrival, rule))
        {
            return rows.SetAside.GetValueOrDefault(TableRules.Name(arrival.Table, TableRules.Repeated)) + rows.SetAside.GetValueOrDefault(TableRules.Name(arrival.Table, TableRules.SameKey));
        }

        string columns = string.Join(", ", rule.Columns);
        string filled = string.Join(" AND ", rule.Columns.Select(column => $"{column} IS NOT NULL"));
        return connection.Scalar<long>($"SELECT coalesce(CAST(sum(n - 1) AS BIGINT), 0) FROM (SELECT count(*) AS n FROM {arrival.EngineName} WHERE rule = 0 AND {filled} GROUP BY {columns})");
    }

    private static long Invalid(DuckDbConnection connection, Arrival arrival, ContractRule rule)
    {
        if (rule.Columns.Count == 0)
        {
            return connection.Scalar<long>($"SELECT count(*) FROM {arrival.EngineName} WHERE damage IS NOT NULL OR (rule = 1 AND wrong_text IS NOT NULL)") + arrival.Rejected;
        }

        int place = arrival.Table.Columns.ToList().FindIndex(column => column.Name == rule.Columns[0]) + 1;
        string name = DuckDbSql.Literal($"{rule.Columns[0]}: ");
        return connection.Scalar<long>(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT count(*) FROM {arrival.EngineName} WHERE starts_with(damage, {name}) OR contains(damage, chr(31) || {name}) OR (wrong_column = {place} AND wrong_text IS NOT NULL)"));
    }

    // Cells that cannot be read cost the cell, not the row; what they were is said.
    private static IEnumerable<TableFinding> Damage(DuckDbConnection connection, Arrival arrival)
    {
        IReadOnlyList<(string Column, string Text, long Count)> cells = connection.List(
            $"SELECT cell[1:instr(cell, ': ') - 1] AS name, cell[instr(cell, ': ') + 2:] AS found, count(*) AS n FROM (SELECT unnest(string_split(damage, chr(31))) AS cell FROM {arrival.EngineName} WHERE damage IS NOT NULL AND rule = 0) GROUP BY ALL ORDER BY n DESC, found",
            row => (row.String(0)!, row.String(1)!, row.Int64(2)));
        foreach (IGrouping<string, (string Column, string Text, long Count)> column in cells.GroupBy(cell => cell.Column, StringComparer.Ordinal))
        {
            ContractColumn known = arrival.Table.Find(column.Key)!;
            long count = column.Sum(cell => cell.Count);
            string allowed = known.Choices.Count > 0 ? $"one of {string.Join(", ", known.Choices)}" : known.Type switch
            {
                ContractType.Date or ContractType.Timestamp => "a date of the column's form",
                ContractType.Boolean => "true or false",
                _ => "a number within its bounds",
            };
            yield return new TableFinding(arrival.Table.Name, $"unread: {column.Key}", $"Cells of {column.Key} that are not {allowed}.", count, Share(count, arrival.Records), [.. column.Take(5).Select(cell => Printable.Text(cell.Text))], "the cell counts as empty");
        }
    }

    private static IEnumerable<TableFinding> References(DuckDbConnection connection, Arrival arrival, Arrival[] all)
    {
        foreach (ContractColumn column in arrival.Columns.Where(column => column.Refers is not null))
        {
            string[] to = column.Refers!.Split('.');
            if (all.FirstOrDefault(other => other.Table.Name == to[0]) is not { } other || !other.Columns.Any(c => c.Name == to[1]))
            {
                continue;
            }

            IReadOnlyList<(string Value, long Count)> unknown = connection.List(
                $"SELECT {column.Name}, count(*) AS n FROM {arrival.EngineName} ANTI JOIN (SELECT DISTINCT {to[1]} AS id FROM {other.EngineName} WHERE rule = 0) AS known ON known.id = {column.Name} WHERE rule = 0 AND {column.Name} IS NOT NULL GROUP BY {column.Name} ORDER BY n DESC, {column.Name}",
                row => (row.String(0)!, row.Int64(1)));
            if (unknown.Count > 0)
            {
                long count = unknown.Sum(value => value.Count);
                yield return new TableFinding(
                    arrival.Table.Name,
                    $"unknown: {column.Name}",
                    $"Rows whose {column.Name} is not in {to[0]}.",
                    count,
                    Share(count, arrival.Records),
                    [.. unknown.Take(5).Select(value => Printable.Text(value.Value))],
                    to[0] == "customers" ? "kept; the customer has no traits" : "kept");
            }
        }
    }

    private static double Share(long count, long of) => of == 0 ? 0 : Math.Min(1, (double)count / of);
}
