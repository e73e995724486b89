using System.Text;
using System.Text.Json;
using Perennial.Cli.Commands;
using Perennial.DuckDb;
using Perennial.Reports.Lineage;
using Perennial.Store;

namespace Perennial.Cli.Tests;

/// <summary>The commands that read what runs left: runs, explain; and inspect, which reads what runs will read.</summary>
public sealed class WorkspaceTests
{
    [Fact]
    public void Explain_leads_from_the_value_back_to_file_and_record()
    {
        using var shell = new Shell();
        Publish(shell);
        Assert.Equal(0, shell.Run("explain", "--customer", "007", "--out", shell.In("out"), "--json"));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        JsonElement row = document.RootElement.GetProperty("rows")[1];
        Assert.Equal("b.csv", row.GetProperty("path").GetString());
        Assert.Equal(2, row.GetProperty("record").GetInt64());
        Assert.Equal(-5.5m, row.GetProperty("amount").GetDecimal());
        Assert.Equal("return", row.GetProperty("kind").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal("3", document.RootElement.GetProperty("tables").GetProperty("features_histories")[0].GetProperty("frequency").GetString());
        Assert.Equal("clv.revenue.365d.mid.d10.v1", document.RootElement.GetProperty("definition_id").GetString());

        Assert.Equal(0, shell.Run("explain", "--customer", "007", "--out", shell.In("out")));
        Assert.Contains("b.csv, record 2", shell.Out, StringComparison.Ordinal);
        Assert.Contains("frequency 3", shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demo_runs_the_whole_way_and_explain_names_the_line_of_the_log()
    {
        using var shell = new Shell { Pipeline = (options, log, cancellation) => Perennial.Pipeline.Run(options, log, cancellation) };
        Assert.Equal(0, shell.Run("demo", "--customers", "400", "--weeks", "60", "--out", shell.In("demo"), "--quiet"));
        Assert.Contains("pareto-nbd alpha", shell.Out, StringComparison.Ordinal);
        Assert.Contains("the truth lies", shell.Out, StringComparison.Ordinal);

        string[] log = File.ReadAllLines(shell.In("demo/company/transactions.csv"))[1..];
        int[] lines = [.. log.Select((line, i) => (line, i)).Where(l => l.line.StartsWith("C00000042,", StringComparison.Ordinal)).Select(l => l.i + 1)];
        Assert.Equal(0, shell.Run("explain", "--customer", "C00000042", "--out", shell.In("demo"), "--json"));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        Assert.Equal(lines.Order(), document.RootElement.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("record").GetInt32()).Order());
        Assert.All(document.RootElement.GetProperty("rows").EnumerateArray(), r => Assert.Equal(r.GetProperty("record").GetInt32() + 1, r.GetProperty("line").GetInt32()));
        Assert.All(document.RootElement.GetProperty("rows").EnumerateArray(), r => Assert.EndsWith("transactions.csv", r.GetProperty("path").GetString(), StringComparison.Ordinal));

        Assert.Equal(0, shell.Run("whatif", "--without", "C00000042", "--out", shell.In("demo")));
        Assert.Matches(@"Leaves\s+C00000042: [\d.,]+", shell.Out);
        Assert.Equal(0, shell.Run("whatif", "--without", "C00000042", "--without", "C00000042", "--out", shell.In("demo"), "--json"));
        using JsonDocument left = JsonDocument.Parse(shell.Out);
        Assert.Equal(
            left.RootElement.GetProperty("before").GetProperty("sum").GetDouble() - Assert.Single(left.RootElement.GetProperty("gone").EnumerateArray()).GetProperty("value").GetDouble(),
            left.RootElement.GetProperty("after").GetProperty("sum").GetDouble(), 1e-6);

        Assert.Equal(0, shell.Run("runs", "--out", shell.In("demo")));
        Assert.Contains("transactions.csv", shell.Out, StringComparison.Ordinal);
        Assert.Matches(@"\* 1\s+\d{8}-[0-9a-f]{12}", shell.Out);
        Assert.Equal(0, shell.Run("runs", "--out", shell.In("demo"), "--json"));
        using JsonDocument runs = JsonDocument.Parse(shell.Out);
        Assert.True(Assert.Single(runs.RootElement.EnumerateArray()).GetProperty("published").GetBoolean());
    }

    [Fact]
    public void Explain_finds_the_lines_of_a_file_whose_records_are_uneven_and_says_when_it_has_changed()
    {
        using var shell = new Shell { Pipeline = (options, log, cancellation) => Perennial.Pipeline.Run(options, log, cancellation) };
        string[] records = Safety.SmallLog.Text(30).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string text = string.Join('\n', records.Select((record, i) => i == 0 ? record + ",note" : i % 5 == 0 ? record + ",\"two\nlines\"\n" : i == 7 ? "\"X\",never,1.00,bad" : record + ",plain")) + "\n";
        string uneven = shell.Put("uneven.csv", text);
        string[] lines = text.Split('\n');
        int[] expected = [.. lines.Select((line, i) => (line, i)).Where(l => l.line.StartsWith("\"C0004\",", StringComparison.Ordinal)).Select(l => l.i + 1)];

        Assert.Equal(0, shell.Run(Safety.SmallLog.Quick(uneven, shell.In("out"))));
        Assert.Equal(0, shell.Run("explain", "--customer", "C0004", "--out", shell.In("out"), "--json"));
        Assert.Equal(expected, Lines(shell.Out).Order());

        File.AppendAllText(uneven, "\n");
        Assert.Equal(0, shell.Run("explain", "--customer", "C0004", "--out", shell.In("out")));
        Assert.Contains("is not there any more, or has changed since the run", shell.Out, StringComparison.Ordinal);

        static IEnumerable<int> Lines(string json)
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("line").GetInt32())];
        }
    }

    [Fact]
    public void Explain_tells_a_lost_zero_from_a_stranger_and_an_empty_folder_from_both()
    {
        using var shell = new Shell();
        Assert.Equal(2, shell.Run("explain", "--customer", "7", "--out", shell.In("out")));
        Assert.Contains("Nothing is published", shell.Error, StringComparison.Ordinal);
        Publish(shell);
        Assert.Equal(2, shell.Run("explain", "--customer", "7", "--out", shell.In("out")));
        Assert.Contains("There are '007'.", shell.Error, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("explain", "--out", shell.In("out")));
        Assert.Contains("--customer", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_lists_what_is_published()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("runs", "--out", shell.In("out")));
        Assert.Contains("No run is published", shell.Out, StringComparison.Ordinal);
        Publish(shell);
        Assert.Equal(0, shell.Run("runs", "--out", shell.In("out")));
        Assert.Contains("0123456789abcdef", shell.Out, StringComparison.Ordinal);
        Assert.Contains("a.csv, b.csv", shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_shows_columns_with_evidence_and_where_every_row_goes_and_keeps_the_mapping()
    {
        using var shell = new Shell();
        string rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"00{i % 20},2023-{1 + (i % 12):00}-{1 + (i % 28):00},{10 + i}.50\n"));
        string file = shell.Put("log.csv", "customer_id,order_date,amount\n" + rows);
        Assert.Equal(0, shell.Run("inspect", file, "--map", "amount=amount", "--save-map", shell.In("map.json")));
        Assert.Contains("Rows     60 in = 60 used + 0 quarantined", shell.Out, StringComparison.Ordinal);
        Assert.Contains("customer_id", shell.Out, StringComparison.Ordinal);
        Assert.Contains("\"customer_id\"", File.ReadAllText(shell.In("map.json")), StringComparison.Ordinal);

        Assert.Equal(0, shell.Run("inspect", file, "--mapping", shell.In("map.json"), "--json"));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        Assert.Equal(60, document.RootElement.GetProperty("rows").GetProperty("used").GetInt64());
        Assert.Equal(["customer", "date", "amount"], document.RootElement.GetProperty("mapping").GetProperty("columns").EnumerateArray().Take(3).Select(c => c.GetProperty("role").GetString()));
    }

    [Fact]
    public void Inspect_of_a_file_that_is_not_there_says_so_in_one_sentence()
    {
        using var shell = new Shell();
        Assert.InRange(shell.Run("inspect", shell.In("nowhere.csv")), 1, 3);
        Assert.Contains("nowhere.csv", shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shell.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clv.revenue.365d.mid.d10.v1")]
    [InlineData("clv.margin35.lifetime.mid.d10.v1")]
    public void A_definition_is_found_by_its_id(string id)
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("definitions", id));
        Assert.Contains("Formula", shell.Out, StringComparison.Ordinal);
        Assert.Equal(2, shell.Run("definitions", "nonsense"));
    }

    private static void Publish(Shell shell)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        using WorkspaceWriter writer = Workspace.Open(Path.Combine(shell.In("out"), "workspace")).Write("test");
        connection.Execute("CREATE TABLE ids AS SELECT unnest(['007', '8']) AS customer_id");
        writer.Vault.Assign(connection, "ids");
        string raw = writer.AddRaw(connection, """
            SELECT * FROM (VALUES
              (1, DATE '2023-01-02', 0::BIGINT, 1, 10.0::DECIMAL(18,4), 'o1', 1),
              (1, DATE '2023-02-02', 1011::BIGINT, 2, -5.5::DECIMAL(18,4), 'o2', 2),
              (2, DATE '2023-01-05', 1::BIGINT, 1, 7.0::DECIMAL(18,4), NULL, 1)) AS rows(customer_key, day, row_no, file_no, amount, order_id, kind)
            ORDER BY customer_key, day, row_no
            """);
        using RunWriter run = writer.Begin();
        run.Table(connection, "features_histories", "SELECT unnest([1, 2]) AS customer_key, unnest([3, 0]) AS frequency", "customer_key");
        RunOptions options = new() { Inputs = ["a.csv", "b.csv"] };
        run.Document(CustomerLineage.RecordName, Encoding.UTF8.GetBytes(RunVerb.Json(Records.Of(options))));
        run.Publish(new Manifest { RunId = "0123456789abcdef", CodeVersion = "0.1.0", Seed = 1, AsOf = new DateOnly(2023, 12, 31), Raw = [raw], Inputs = [new("a.csv", "x", 1010), new("b.csv", "y", 1010)] });
    }
}
