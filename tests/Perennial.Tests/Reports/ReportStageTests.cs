using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Tests.Reports;

public sealed class ReportStageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-reports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Stage_writes_every_file_and_leaves_no_temporary_one()
    {
        Write(SampleRun.Record(), SampleRun.Scores());
        Assert.Equal(["model-card.md", "quarantine.csv", "report.html", "run.json", "scores.csv", "scores.parquet"], Files());
    }

    [Fact]
    public void Scores_have_the_promised_columns_in_csv_and_parquet()
    {
        const string columns = "customer_id,first_purchase,last_purchase,orders,revenue_to_date,frequency,recency,t,mean_spend,p_alive,p_zero,expected_orders,expected_spend,clv,clv_p50,clv_p10,clv_p90,clv_p025,clv_p975,percentile,quality,model,as_of,horizon,definition_id,currency";
        Write(SampleRun.Record(), SampleRun.Scores());
        Assert.Equal(columns, File.ReadLines(In("scores.csv")).First());
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        Assert.Equal(columns, engine.Scalar<string>($"SELECT string_agg(column_name, ',') FROM (DESCRIBE SELECT * FROM '{In("scores.parquet")}')"));
    }

    [Fact]
    public void Ids_come_back_from_csv_and_parquet_and_none_can_run_in_a_spreadsheet()
    {
        ScoreTable scores = SampleRun.Scores();
        Write(SampleRun.Record(), scores);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        IReadOnlyList<string?> csv = engine.List($"SELECT customer_id FROM read_csv('{In("scores.csv")}', all_varchar = true, header = true)", row => row.String(0));
        Assert.All(csv, id => Assert.DoesNotContain(id![0], "=+-@\t\r\n"));
        Assert.Equal(scores.CustomerId, csv.Select(id => id![0] == '\'' ? id[1..] : id));
        Assert.Equal(scores.CustomerId, engine.List($"SELECT customer_id FROM '{In("scores.parquet")}'", row => row.String(0)));
        Assert.Contains("0007", csv);
    }

    [Fact]
    public void Csv_and_parquet_hold_the_very_same_values()
    {
        ScoreTable scores = SampleRun.Scores(10_000);
        double[] odd = [0, -0.0, 5e-324, 1e-5, 0.0001, 1.0 / 3, 1, 123456789, 1e15, 1e16, 1.5e300, double.NaN, double.PositiveInfinity];
        odd.CopyTo(scores.PZero.AsSpan());
        scores.CustomerId[0] = "a \"quoted\", comma";
        Write(SampleRun.Record(), scores);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        engine.Execute($"CREATE TABLE p AS SELECT * REPLACE (CASE WHEN regexp_matches(customer_id, '^[=+\\-@''\\t\\r\\n]') THEN '''' || customer_id ELSE customer_id END AS customer_id) FROM '{In("scores.parquet")}'; CREATE TABLE c AS FROM p LIMIT 0");
        engine.Execute($"COPY c FROM '{In("scores.csv")}' (HEADER, NULLSTR '')");

        Assert.Equal(10_000, engine.Scalar<long>("SELECT count(*) FROM c"));
        Assert.Equal(0, engine.Scalar<long>("SELECT count(*) FROM (FROM p EXCEPT FROM c)"));
        Assert.Equal(0, engine.Scalar<long>("SELECT count(*) FROM (FROM c EXCEPT FROM p)"));
    }

    [Fact]
    public void Abstained_values_are_empty_cells_and_never_NaN()
    {
        Write(SampleRun.Record(), SampleRun.Scores(40, amounts: false));
        string csv = File.ReadAllText(In("scores.csv"));
        Assert.DoesNotContain("nan", csv, StringComparison.OrdinalIgnoreCase);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        Assert.Equal(0L, engine.Scalar<long>($"SELECT count(clv) FROM '{In("scores.parquet")}'"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Same_scores_give_the_same_bytes_on_one_and_two_threads()
    {
        ScoreTable scores = SampleRun.Scores(300_000);
        Write(SampleRun.Record(), scores, threads: 1);
        byte[][] one = [File.ReadAllBytes(In("scores.csv")), File.ReadAllBytes(In("scores.parquet"))];
        Write(SampleRun.Record(), scores, threads: 2);
        Assert.Equal(one[0], File.ReadAllBytes(In("scores.csv")));
        Assert.Equal(one[1], File.ReadAllBytes(In("scores.parquet")));
    }

    [Fact]
    public void Quarantine_keeps_the_place_the_value_and_the_reason_of_each_row()
    {
        Write(SampleRun.Record(), SampleRun.Scores());
        Assert.Equal(["file,line,column,value,reason", "orders-2023.csv,90,ordered,31.02.2023,not a date", "orders-2023.csv,91,total,'=1+1,not an amount"], File.ReadAllLines(In("quarantine.csv")));
    }

    [Fact]
    public void A_folder_that_cannot_be_is_refused_with_its_name()
    {
        File.WriteAllText(In("taken"), string.Empty);
        PerennialException e = Assert.Throws<PerennialException>(() => Write(SampleRun.Record(), SampleRun.Scores(3), folder: In("taken")));
        Assert.StartsWith("store/", e.Code, StringComparison.Ordinal);
        Assert.Contains("taken", e.Message, StringComparison.Ordinal);
    }

    private void Write(RunRecord run, ScoreTable scores, int threads = 2, string? folder = null)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = threads });
        using DuckDbConnection engine = database.Connect();
        engine.Execute("CREATE TABLE ingest_quarantine (file VARCHAR, line BIGINT, \"column\" VARCHAR, value VARCHAR, reason VARCHAR)");
        engine.Execute("INSERT INTO ingest_quarantine VALUES ('orders-2023.csv', 90, 'ordered', '31.02.2023', 'not a date'), ('orders-2023.csv', 91, 'total', '=1+1', 'not an amount')");
        using WorkspaceWriter workspace = Workspace.Open(Path.Combine(folder ?? _folder, "workspace")).Write("test");
        using ExportSet exports = workspace.Exports();
        ReportStage.Write(engine, run, scores, exports, new ReportOptions(), SilentLog.Instance);
        ReportStage.WriteRecord(exports, run);
        using RunWriter publishing = workspace.Begin();
        publishing.Publish(new Manifest { RunId = "test", CodeVersion = "1.2.3", Seed = 1 }, exports);
    }

    [Fact]
    public void A_workbook_of_an_earlier_run_does_not_stay_beside_other_scores()
    {
        File.WriteAllText(In("perennial.xlsx"), "of yesterday");
        Write(SampleRun.Record(), SampleRun.Scores());
        Assert.DoesNotContain("perennial.xlsx", Files());
    }

    private string In(string name) => Path.Combine(_folder, name);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);
}
