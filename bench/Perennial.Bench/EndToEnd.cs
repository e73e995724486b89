using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Perennial.DuckDb;

namespace Perennial.Bench;

/// <summary>The whole run on a simulated log, beside the engine's bare day-level aggregation of the same file in the same minute.</summary>
/// <remarks>The ratio is what to keep: seconds depend on the machine and on what else it does.</remarks>
internal static class EndToEnd
{
    // With the simulator's other parameters a customer leaves about ten rows in two years, between one and some hundred.
    private const string TenRowsEach = "2.58";

    /// <summary>One size: what it cost.</summary>
    private sealed record Cost(long Rows, long Customers, double BareSeconds, double RunSeconds, double PeakMiB, IReadOnlyDictionary<string, double> Stages);

    /// <summary>Runs the bench for each size and writes a table to standard output and, where asked, to a file.</summary>
    /// <param name="rows">Sizes in rows; a tenth as many customers each.</param>
    /// <param name="result">Markdown file to write, or null.</param>
    public static int Run(IReadOnlyList<long> rows, string? result)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-bench-").FullName;
        try
        {
            var costs = new List<Cost>();
            foreach (long size in rows)
            {
                costs.Add(Measure(folder, size));
                Console.Error.WriteLine($"{size} rows: run {costs[^1].RunSeconds:0.00} s, bare {costs[^1].BareSeconds:0.00} s, peak {costs[^1].PeakMiB:0} MiB");
            }

            string table = Table(costs);
            Console.WriteLine(table);
            if (result is not null)
            {
                File.WriteAllText(result, table);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Cost Measure(string folder, long rows)
    {
        long customers = rows / 10;
        string company = Path.Combine(folder, $"company-{rows}");
        string log = Path.Combine(company, "transactions.csv");
        string output = Path.Combine(folder, $"out-{rows}");
        CommandLine.Run(["simulate", "--customers", Text(customers), "--alpha", TenRowsEach, "--out", company, "--seed", "7", "--quiet"], out _);
        double bare = Bare(log, out long found);
        double run = CommandLine.Run(["run", log, "--out", output, "--quiet"], out double peak);
        bare = Math.Min(bare, Bare(log, out _));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "run.json")));
        var stages = json.RootElement.GetProperty("timings").EnumerateObject()
            .ToDictionary(stage => stage.Name, stage => stage.Value.GetDouble(), StringComparer.Ordinal);
        long used = json.RootElement.GetProperty("rows").GetProperty("in").GetInt64();
        if (used != found)
        {
            throw new InvalidOperationException($"The engine counted {found} rows, the run {used}.");
        }

        long people = json.RootElement.GetProperty("facts").GetProperty("customers").GetInt64();
        Directory.Delete(company, recursive: true);
        Directory.Delete(output, recursive: true);
        return new Cost(found, people, bare, run, peak, stages);
    }

    /// <summary>What the engine alone needs: read the file, sum by customer and day.</summary>
    private static double Bare(string log, out long rows)
    {
        using var database = DuckDbDatabase.Open(new DuckDbOptions { Threads = Environment.ProcessorCount });
        using DuckDbConnection connection = database.Connect();
        long start = Stopwatch.GetTimestamp();
        connection.Execute($"""
            CREATE TABLE days AS
            SELECT column0 AS customer, CAST(column1 AS DATE) AS day, sum(CAST(column2 AS DECIMAL(18, 4))) AS net, count(*) AS records
            FROM read_csv('{log.Replace("'", "''", StringComparison.Ordinal)}', header = false, skip = 1, delim = ',', columns =
                 {"{"}'column0': 'VARCHAR', 'column1': 'TIMESTAMP', 'column2': 'DECIMAL(18, 4)'{"}"})
            GROUP BY ALL
            """);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        rows = connection.Scalar<long>("SELECT CAST(sum(records) AS BIGINT) FROM days");
        return seconds;
    }

    private static string Table(IReadOnlyList<Cost> costs)
    {
        var text = new StringBuilder();
        text.AppendLine($"Machine: {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, engine {DuckDbDatabase.LibraryVersion}, .NET {Environment.Version}.");
        text.AppendLine();
        text.AppendLine("| rows | customers | bare aggregation s | whole run s | ratio | run s per million rows | peak MiB |");
        text.AppendLine("|---:|---:|---:|---:|---:|---:|---:|");
        foreach (Cost cost in costs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {cost.Rows} | {cost.Customers} | {cost.BareSeconds:0.00} | {cost.RunSeconds:0.00} | {cost.RunSeconds / cost.BareSeconds:0.0} | {cost.RunSeconds / cost.Rows * 1e6:0.00} | {cost.PeakMiB:0} |");
        }

        text.AppendLine();
        text.AppendLine("Seconds by stage:");
        text.AppendLine();
        text.AppendLine($"| stage | {string.Join(" | ", costs.Select(c => Text(c.Rows)))} |");
        text.AppendLine($"|---|{string.Concat(costs.Select(_ => "---:|"))}");
        foreach (string stage in costs[^1].Stages.Keys)
        {
            text.AppendLine($"| {stage} | {string.Join(" | ", costs.Select(c => c.Stages.GetValueOrDefault(stage).ToString("0.00", CultureInfo.InvariantCulture)))} |");
        }

        return text.ToString();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
