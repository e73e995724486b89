using System.Security.Cryptography;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Reports.Lineage;
using Perennial.Testing;
using Perennial.Training;

namespace Perennial.Tests;

/// <summary>The main path, from a file to its results.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-pipeline-");

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private RunRecord Run(string input, string output, Func<RunOptions, RunOptions>? change = null)
    {
        var options = new RunOptions { Inputs = [input], Out = In(output) };
        return Pipeline.Run(change is null ? options : change(options), SilentLog.Instance, CancellationToken.None);
    }

    private string Log(string name, string content)
    {
        File.WriteAllText(In(name), content);
        return In(name);
    }

    /// <summary>Writes a log of customers who buy on days given by a fixed rule: no two alike, no randomness.</summary>
    private string Rule(int customers)
    {
        var text = new System.Text.StringBuilder("customer,date,amount\n");
        for (int c = 0; c < customers; c++)
        {
            DateOnly day = new DateOnly(2023, 1, 2).AddDays(c * 7 % 60);
            for (int k = 0; k <= c * c % 7; k++)
            {
                text.Append("c-").Append(c).Append(',').Append(day.ToString("yyyy-MM-dd")).Append(',').Append(10 + (c * 13 % 17) + k).Append(".50\n");
                day = day.AddDays(5 + (c * 11 % 43) + k);
            }
        }

        return Log($"rule-{customers}.csv", text.ToString());
    }

    [Fact]
    public void CDNOW_gives_the_published_parameters()
    {
        RunRecord record = Run(RealData.Path("cdnow/cdnow_sample.csv"), "out", options => options with
        {
            Ingest = options.Ingest with { AsOf = new DateOnly(1997, 9, 30) },
            Training = new TrainingOptions { HoldoutDays = 0, Model = "bg-nbd" },
        });

        void Agrees(string model, params double[] expected) => Assert.All(
            record.Models.Single(m => m.Name == model).Parameters.Values.Zip(expected),
            pair => Assert.Equal(1, pair.First / pair.Second, 1e-6));
        Agrees("bg-nbd", .2425945302, 4.4136021816, .7929219753, 2.4259066547);
        Agrees("pareto-nbd", .553277, 10.577684, .606240, 11.668735);
        Agrees("gamma-gamma", 6.2495716, 3.7442247, 15.4435229);
        Assert.Equal(-9582.4292066739, record.Models[0].LogLikelihood, 1e-6);
        Assert.Equal("bg-nbd", record.Chosen);
        Assert.Equal(6919, record.Rows.In);
        Assert.Equal(record.Rows.In, record.Rows.Used + record.Rows.Quarantined + record.Rows.SetAside.Values.Sum());
        using FileStream json = File.OpenRead(Path.Combine(In("out"), "run.json"));
        Assert.Equal(record.Models[0].Parameters["r"], RunJson.Read(json).Models[0].Parameters["r"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("equity.v1")]
    [Golden("percentile.v1")]
    [Golden("quality.v1")]
    public void Equity_is_the_sum_of_the_values_percentiles_rank_them_and_quality_says_what_they_carry()
    {
        RunRecord record = Run(Rule(160), "out", options => options with { Training = new TrainingOptions { HoldoutDays = 0, Model = "bg-nbd" } });
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection engine = database.Connect();
        string scores = $"'{Path.Combine(In("out"), "scores.parquet")}'";
        Assert.Equal(1, record.Equity!.Mean / engine.Scalar<double>($"SELECT sum(clv) FROM {scores}"), 0.05);
        Assert.InRange(record.Equity.Mean, record.Equity.P10, record.Equity.P90);
        Assert.Equal(0L, engine.Scalar<long>(
            $"SELECT count(*) FROM {scores} s WHERE abs(percentile - (SELECT 100.0 * (count(*) FILTER (o.clv < s.clv) + count(*) FILTER (o.clv = s.clv) / 2) / count(o.clv) FROM {scores} o)) > 1e-9"));
        Assert.Equal("ok", engine.Scalar<string>($"SELECT string_agg(DISTINCT quality) FROM {scores}"));

        Run(Rule(60), "few", options => options with { Training = new TrainingOptions { HoldoutDays = 0, Model = "bg-nbd" } });
        Assert.Equal("abstain 0", engine.Scalar<string>($"SELECT string_agg(DISTINCT quality) || ' ' || count(percentile) FROM '{Path.Combine(In("few"), "scores.parquet")}'"));
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void The_same_inputs_options_and_seed_give_the_same_bytes_on_one_thread_or_two()
    {
        string log = Rule(300);
        RunRecord first = Run(log, "one", options => options with { Threads = 1 });
        RunRecord second = Run(log, "two", options => options with { Threads = 2 });

        Assert.Equal(first.RunId, second.RunId);
        foreach (string table in new[] { "scores.csv", "scores.parquet", "quarantine.csv", "groups.csv" })
        {
            Assert.Equal(Hash(Path.Combine(In("one"), table)), Hash(Path.Combine(In("two"), table)));
        }

        foreach (string table in Directory.GetFiles(Path.Combine(In("one"), Pipeline.WorkspaceFolder), "*.parquet", SearchOption.AllDirectories))
        {
            Assert.Equal(Hash(table), Hash(table.Replace(In("one"), In("two"), StringComparison.Ordinal)));
        }
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void A_second_run_in_the_same_folder_gives_the_same_scores_and_keeps_the_first()
    {
        string log = Rule(120);
        Run(log, "out");
        string[] before = WithoutTiers(Path.Combine(In("out"), "scores.csv"));
        Run(log, "out", options => options with { Training = options.Training with { Model = "bg-nbd" } });
        Run(log, "out");

        // Who is near a cut keeps the tier of the run before: tiers alone depend on it.
        Assert.Equal(before, WithoutTiers(Path.Combine(In("out"), "scores.csv")));
        Assert.True(Perennial.Store.Workspace.Open(Path.Combine(In("out"), Pipeline.WorkspaceFolder)).Runs().Count >= 2);
    }

    private static string[] WithoutTiers(string csv)
    {
        string[][] rows = [.. File.ReadLines(csv).Select(line => line.Split(','))];
        int tier = Array.IndexOf(rows[0], "tier");
        Assert.True(tier >= 0);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        return [.. rows.Select(row => string.Join(',', row.Where((_, column) => column != tier)))];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public void Few_customers_get_facts_and_an_honest_sentence(int customers)
    {
        RunRecord record = Run(Rule(customers), "out");

        Assert.Equal(customers, record.Facts.Customers);
        Assert.DoesNotContain(customers < 10 ? "beat" : "NaN", record.Holdout?.Verdict ?? string.Empty, StringComparison.Ordinal);
        Assert.Contains(customers < 10 ? "nothing is predicted" : "not supported yet", record.Usability, StringComparison.Ordinal);
        Assert.All(File.ReadLines(Path.Combine(In("out"), "scores.csv")).Skip(1), line => Assert.Contains(",abstain,", line, StringComparison.Ordinal));
        Assert.True(new FileInfo(Path.Combine(In("out"), "report.html")).Length > 10_000);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_log_without_amounts_gets_everything_but_money()
    {
        string log = Log("events.csv", string.Join('\n', File.ReadLines(Rule(200)).Select(line => string.Join(',', line.Split(',')[..2]))));
        RunRecord record = Run(log, "out");

        Assert.DoesNotContain(record.Models, model => model.Name == "gamma-gamma");
        Assert.NotEqual("none", record.Chosen);
        Assert.Null(record.Equity);
        string[] header = File.ReadLines(Path.Combine(In("out"), "scores.csv")).First().Split(',');
        string[] row = File.ReadLines(Path.Combine(In("out"), "scores.csv")).ElementAt(1).Split(',');
        Assert.NotEqual(string.Empty, row[Array.IndexOf(header, "p_alive")]);
        Assert.Equal(string.Empty, row[Array.IndexOf(header, "clv")]);
    }

    [Trait("Speed", "Slow")]
    [Fact]
    public void What_is_serious_about_the_data_is_said_beside_the_values()
    {
        string log = Log("copy.csv", File.ReadAllText(Rule(160)).TrimEnd('\n') + "\nreturned-only,2023-02-01,-12.50\n");
        RunRecord once = Run(log, "once", options => options with { Ingest = options.Ingest with { ControlTotal = "1" } });
        Assert.DoesNotContain("settle", once.Usability, StringComparison.Ordinal);
        Assert.Contains(once.Warnings, warning => warning.StartsWith("1 of 161 customers only returned", StringComparison.Ordinal));
        Assert.Contains(once.Warnings, warning => warning.StartsWith("Control total: the data hold", StringComparison.Ordinal));

        Assert.DoesNotContain(once.Warnings, warning => warning.StartsWith("Nothing was bought", StringComparison.Ordinal));
        RunRecord late = Run(log, "late", options => options with { Ingest = options.Ingest with { AsOf = new DateOnly(2030, 1, 1) } });
        Assert.Contains(late.Warnings, warning => warning.StartsWith("Nothing was bought", StringComparison.Ordinal) && warning.Contains("--as-of", StringComparison.Ordinal));

        CustomerLineage lineage = CustomerLineage.Of(Path.Combine(In("once"), Pipeline.WorkspaceFolder), "returned-only");
        Assert.Contains("never bought anything", Assert.Single(ValueSteps.Of(lineage)), StringComparison.Ordinal);

        RunRecord twice = Run(log, "twice", options => options with { Inputs = [log, log] });
        Assert.Contains("first settle", twice.Usability, StringComparison.Ordinal);
        Assert.Contains(twice.Warnings, warning => warning.StartsWith("Data: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancelled_run_publishes_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Pipeline.Run(new RunOptions { Inputs = [Rule(100)], Out = In("out") }, SilentLog.Instance, stop.Token));
        Assert.False(File.Exists(Path.Combine(In("out"), "report.html")));
        Assert.Empty(Perennial.Store.Workspace.Open(Path.Combine(In("out"), Pipeline.WorkspaceFolder)).Runs());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_workspace_holds_no_id_of_a_customer_outside_the_vault()
    {
        Run(Rule(60), "out");
        string workspace = Path.Combine(In("out"), Pipeline.WorkspaceFolder);
        Assert.All(
            Directory.GetFiles(workspace, "*", SearchOption.AllDirectories).Where(file => !file.Contains("vault", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("c-42", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void An_undiscounted_lifetime_value_is_refused_with_the_reason()
    {
        PerennialException refusal = Assert.Throws<PerennialException>(() => Run(Rule(200), "out", options => options with
        {
            Valuation = options.Valuation with { Horizon = Horizon.Lifetime, Discount = 0 },
        }));

        Assert.Equal("valuation/infinite-lifetime", refusal.Code);
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public void Dispose() => _folder.Delete(recursive: true);
}
