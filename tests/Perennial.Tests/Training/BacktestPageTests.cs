using System.Globalization;
using System.Text;
using System.Text.Json;
using Perennial.Features;
using Perennial.Ingest.Simulated;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Testing;
using Perennial.Training;

namespace Perennial.Tests.Training;

/// <summary>What hidden months said of every model on public data and on simulated companies, as the page docs/backtests.md.</summary>
public sealed class BacktestPageTests
{
    private const string Page = "docs/backtests.md";

    // A forecast that loses less than this share of its CRPS to another is no worse in practice.
    private const double Margin = 0.01;

    private static readonly string[] Titles = ["model", "predicted", "error", "MAE", "RMSE", "CRPS"];

    /// <summary>A log, and the split other programs published figures for.</summary>
    private sealed record Set(string Title, Func<BookedLog> Open, DateOnly First, DateOnly AsOf, BacktestWindow? Published, IReadOnlyDictionary<string, string> Peers);

    private static readonly Dictionary<string, string> NoPeers = [];

    private static IEnumerable<Set> Sets()
    {
        BacktestWindow cdnow = new(new(1997, 9, 30), new(1998, 6, 30));
        const string Orders = "SELECT {1} AS customer_id, CAST({2} AS DATE) AS day, {3} AS amount, NULL AS order_id, 1 AS kind FROM {0}";
        yield return new(
            "CDNOW, one tenth", () => Log("cdnow/cdnow_sample.csv", Named(Orders, "sample_id", "date", "dollar_value")), new(1997, 1, 1), new(1998, 6, 30), cdnow,
            Peers("lifetimes_cdnow_sample_bgnbd", "lifetimes_cdnow_sample_mbgnbd", "lifetimes_cdnow_sample_pnbd"));
        yield return new(
            "CDNOW, all customers", () => Log("cdnow/cdnow_master.csv", Named(Orders, "customer_id", "date", "dollar_value")), new(1997, 1, 1), new(1998, 6, 30), cdnow,
            Peers("lifetimes_cdnow_full_bgnbd", null, "lifetimes_cdnow_full_pnbd"));
        yield return new(
            "apparel", () => Log("apparel/apparel_trans.csv", Named(Orders, "Id", "Date", "Price")), new(2005, 1, 2), new(2010, 12, 20), new(new(2006, 12, 31), new(2010, 12, 20)),
            Peers(null, null, "clvtools_apparel_pnbd"));
        yield return new("online retail", () => Log("online_retail/online_retail.csv.gz", """
            SELECT CAST(CAST(CustomerID AS DOUBLE) AS INTEGER) AS customer_id, CAST(InvoiceDate AS TIMESTAMP) AS day,
              CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(12, 4)) AS amount, InvoiceNo AS order_id, CASE WHEN CAST(Quantity AS INTEGER) < 0 THEN 2 ELSE 1 END AS kind
            FROM {0} WHERE CustomerID IS NOT NULL
            """), new(2010, 12, 1), new(2011, 12, 9), null, NoPeers);
        foreach ((string model, double[] parameters) in ((string, double[])[])[("bg-nbd", [0.75, 9, 0.9, 2.5]), ("mbg-nbd", [0.75, 9, 0.9, 2.5]), ("pareto-nbd", [0.75, 9, 0.7, 14])])
        {
            TransactionLogOptions company = new() { Model = model, Parameters = parameters, Customers = 6000, Seed = 11 };
            yield return new($"6000 simulated customers of {model}", () => Simulated(company), company.Start, company.End, null, NoPeers);
        }
    }

    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void The_page_holds_what_hidden_months_say_and_no_choice_is_worse_than_what_was_left()
    {
        StringBuilder page = new();
        page.Append("""
            # Backtests

            What hidden months said of every model that a run tries, on public data and on simulated companies. Written by a test that fails where one of our models does
            not match the figures another program's same model has on the same split, or where the chosen model is worse than one that was left.

            Under *the published split* every model is fitted on the known part and scored on the hidden one, beside the other program's figures. Under *as a run does it*
            the model is chosen, and its intervals are recalibrated, on earlier origins only; the last window is scored once. A difference in CRPS is the model's less the
            chosen one's, with the 95 % interval of a bootstrap over customers: above zero the chosen one is better.

            """.ReplaceLineEndings("\n"));
        foreach (Set set in Sets())
        {
            using BookedLog log = set.Open();
            page.Append(CultureInfo.InvariantCulture, $"\n## {set.Title}\n");
            if (set.Published is { } window)
            {
                Published(page, set, log.Features(), window);
            }

            AsARun(page, set, log.Features());
        }

        string text = page.ToString();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Repository.Path(Page), text);
        }

        Assert.True(Repository.Read(Page).ReplaceLineEndings("\n") == text, $"{Page} is not what the backtests give:\n{text}\nIf that is right, write it anew: PERENNIAL_WRITE_GOLDEN=1, then this test.");
    }

    private static void Published(StringBuilder page, Set set, FeaturesStage features, BacktestWindow window)
    {
        OriginTest test = Test(features, window, Candidates.Always);
        double[] actual = Actual(test);
        page.Append(CultureInfo.InvariantCulture, $"\nThe published split: known to {window.Origin:yyyy-MM-dd}, hidden to {window.End:yyyy-MM-dd}; {actual.Length} customers bought {actual.Sum():0} times more.\n\n");
        Head(page, "other program", "predicted there", "MAE there", "RMSE there");
        foreach ((string name, OriginTest.ModelForecast model) in test.Models)
        {
            HoldoutScore score = model.Purchases.Score(actual, null, counts: true);
            string theirs = "| – | | | ";
            if (set.Peers.GetValueOrDefault(name) is { } file)
            {
                using var json = JsonDocument.Parse(File.ReadAllText(RealData.Reference(file + ".json")));
                JsonElement holdout = json.RootElement.TryGetProperty("holdout_39w", out JsonElement weeks) ? weeks : json.RootElement.GetProperty("holdout");
                double predicted = holdout.GetProperty("predicted_total").GetDouble(), mae = holdout.GetProperty("mae").GetDouble(), rmse = holdout.GetProperty("rmse").GetDouble();
                Assert.Equal(holdout.GetProperty("actual_total").GetDouble(), actual.Sum());
                Assert.Equal(predicted, score.Predicted, 1e-4 * predicted);
                Assert.Equal(mae, score.Mae, 1e-4 * mae);
                Assert.Equal(rmse, score.Rmse, 1e-4 * rmse);
                string program = string.Join(' ', json.RootElement.GetProperty("peer").GetString()!.Split(' ')[..2]);
                theirs = string.Create(CultureInfo.InvariantCulture, $"| {program} | {predicted:0.0} | {mae:0.0000} | {rmse:0.0000} ");
            }

            page.Append(Row(name, score)).Append(theirs).Append("|\n");
        }
    }

    private static void AsARun(StringBuilder page, Set set, FeaturesStage features)
    {
        TrainingResult result = new TrainingStage(features, new TrainingOptions(), SilentLog.Instance).Run(features.Run(set.AsOf), set.First, money: true, null, CancellationToken.None);
        HoldoutRecord holdout = result.Holdout!;
        OriginTest test = Test(features, new(holdout.Origin, holdout.End), [.. result.Candidates.Where(candidate => candidate.Tried).Select(candidate => candidate.Model)]);
        double[] actual = Actual(test), mine = test.Models[holdout.Chosen].Purchases.Crps;
        page.Append(CultureInfo.InvariantCulture, $"\nAs a run does it: {holdout.EarlierOrigins.Count} earlier origins chose {holdout.Chosen}; known to {holdout.Origin:yyyy-MM-dd}, hidden to {holdout.End:yyyy-MM-dd}; {actual.Length} customers bought {actual.Sum():0} times more. ");
        page.Append(CultureInfo.InvariantCulture, $"The 80 % intervals held {100 * holdout.Coverage80:0.0} %: {(holdout.CoveragePasses ? "passes" : "fails, and the run says so")}{(holdout.Recalibrated ? ", after recalibration" : "")}.\n\n");
        Head(page, "CRPS less the chosen one's");
        foreach ((string name, OriginTest.ModelForecast model) in test.Models)
        {
            LossComparison difference = PairedBootstrap.Compare(model.Purchases.Crps, mine, seed: 1);
            Assert.True(difference.High >= 0 || -difference.Difference < Margin * mine.Average(), $"{set.Title}: {holdout.Chosen} loses to {name} by {-difference.High} at least.");
            page.Append(Row(name, model.Purchases.Score(actual, null, counts: true)))
                .Append(name == holdout.Chosen ? "| chosen |\n" : string.Create(CultureInfo.InvariantCulture, $"| {Four(difference.Difference)} ({Four(difference.Low)} to {Four(difference.High)}) |\n"));
        }

        (string best, HoldoutScore baseline) = holdout.Baselines.MinBy(b => b.Value.Crps);
        page.Append(Row($"best baseline: {best}", baseline)).Append("| |\n");
    }

    private static OriginTest Test(FeaturesStage features, BacktestWindow window, IReadOnlyList<string> models) => OriginTest.Run(
        window, OriginTest.Read(features, window, Candidates.Detail(models, null), TestSample.MostCustomers), models, TimeUnit.Week, money: false, new Dictionary<string, Recalibration>(StringComparer.Ordinal));

    private static double[] Actual(OriginTest test) => [.. test.Sample.Purchases.Select(count => (double)count)];

    private static void Head(StringBuilder page, params string[] more)
    {
        string[] all = [.. Titles, .. more];
        page.Append($"| {string.Join(" | ", all)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", all.Length - 1))}\n");
    }

    private static string Row(string name, HoldoutScore score) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {score.Predicted:0.0} | {100 * ((score.Predicted / score.Actual) - 1):0.0} % | {score.Mae:0.0000} | {score.Rmse:0.0000} | {score.Crps:0.0000} ");

    // Without the sign of a zero.
    private static string Four(double value) => (Math.Round(value, 4) + 0.0).ToString("0.0000", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Peers(string? bg, string? mbg, string? pareto) => new (string Name, string? File)[] { ("bg-nbd", bg), ("mbg-nbd", mbg), ("pareto-nbd", pareto) }
        .Where(peer => peer.File is not null).ToDictionary(peer => peer.Name, peer => peer.File!, StringComparer.Ordinal);

    private static string Named(string select, string customer, string day, string amount) =>
        select.Replace("{1}", customer, StringComparison.Ordinal).Replace("{2}", day, StringComparison.Ordinal).Replace("{3}", amount, StringComparison.Ordinal);

    private static BookedLog Log(string file, string select) => BookedLog.OfFile(RealData.Path(file), select).Booked();

    private static BookedLog Simulated(TransactionLogOptions company)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-backtest-").FullName;
        try
        {
            string path = Path.Combine(folder, "log.csv");
            using (FileStream rows = File.Create(path))
            {
                TransactionLog.Write(company, rows, Stream.Null, SilentLog.Instance, CancellationToken.None);
            }

            return BookedLog.OfFile(path, "SELECT customer_id, CAST(ordered_at AS TIMESTAMP) AS day, amount, NULL AS order_id, 1 AS kind FROM {0}").Booked();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
