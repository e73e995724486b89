using System.Globalization;
using System.Text;
using Perennial.Features;
using Perennial.Ingest.Simulated;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Testing;
using Perennial.Training;

namespace Perennial.Tests.Training.Backtests;

/// <summary>What hidden months said of every model on public data and on simulated companies, as the page docs/backtests.md.</summary>
public sealed class BacktestPageTests
{
    private const string Page = "docs/backtests.md";

    // In a run the chosen model may lose so much of another's CRPS to it, with 95 % confidence.
    private const double Margin = 0.01;

    private static readonly string[] Titles = ["model", "predicted", "error", "MAE", "RMSE", "CRPS"];

    /// <summary>A log, and the split other programs published figures for.</summary>
    private sealed record Set(string Title, Func<BookedLog> Open, DateOnly First, DateOnly AsOf, Func<PublishedSplit>? Published = null);

    private static IEnumerable<Set> Sets()
    {
        const string Orders = "SELECT {1} AS customer_id, CAST({2} AS DATE) AS day, {3} AS amount, NULL AS order_id, 1 AS kind FROM {0}";
        yield return new(
            "CDNOW, one tenth", () => Log("cdnow/cdnow_sample.csv", Named(Orders, "sample_id", "date", "dollar_value")), new(1997, 1, 1), new(1998, 6, 30), () => Cdnow("cdnow/cdnow_sample.csv", 1,
            [
                PeerHoldout.Of("lifetimes_cdnow_sample_bgnbd", "BG/NBD", "bg-nbd"),
                PeerHoldout.Of("clvtools_cdnow_sample_bgnbd", "BG/NBD", "bg-nbd"),
                PeerHoldout.Of("btydplus_cdnow_bgcnbd_k", "BG/CNBD-k", "bg-cnbd-k"),
                PeerHoldout.Of("lifetimes_cdnow_sample_mbgnbd", "MBG/NBD", "mbg-nbd"),
                PeerHoldout.Of("btydplus_cdnow_mbgcnbd_k", "MBG/CNBD-k", "mbg-cnbd-k"),
                PeerHoldout.Of("lifetimes_cdnow_sample_pnbd", "Pareto/NBD", "pareto-nbd"),
                PeerHoldout.Of("clvtools_cdnow_sample_pnbd", "Pareto/NBD", "pareto-nbd"),
                PeerHoldout.Of("btyd_cdnow_sample_pnbd", "Pareto/NBD", "pareto-nbd"),
                new("BTYDplus 1.2.0", "Pareto/NBD, hierarchical Bayes", "pareto-nbd", (1623.2, 0.7500, 1.6123), null),
                PeerHoldout.Of("clvtools_cdnow_sample_ggomnbd", "GGompertz/NBD", "ggom-nbd"),
                PeerHoldout.Of("btydplus_cdnow_pggg", "Pareto/GGG", "pareto-ggg"),
                PeerHoldout.Of("btydplus_cdnow_abe", "Pareto/NBD of Abe", null),
            ],
            "bg-cnbd-k", "mbg-cnbd-k", "ggom-nbd", "pareto-ggg"));
        yield return new(
            "CDNOW, all customers", () => Log("cdnow/cdnow_master.csv", Named(Orders, "customer_id", "date", "dollar_value")), new(1997, 1, 1), new(1998, 6, 30), () => Cdnow("cdnow/cdnow_master.csv", 0,
            [
                PeerHoldout.Of("lifetimes_cdnow_full_bgnbd", "BG/NBD", "bg-nbd"),
                new("lifetimes 0.11.3", "MBG/NBD", "mbg-nbd", (15933.60, 0.79454, 1.73962), new Dictionary<string, double>(StringComparer.Ordinal) { ["r"] = 0.63714, ["alpha"] = 7.31029, ["a"] = 0.807474, ["b"] = 1.228394 }) { Precision = 1e-5 },
                PeerHoldout.Of("lifetimes_cdnow_full_pnbd", "Pareto/NBD", "pareto-nbd"),
            ]));
        yield return new(
            "apparel", () => Log("apparel/apparel_trans.csv", Named(Orders, "Id", "Date", "Price")), new(2005, 1, 2), new(2010, 12, 20), () => Apparel(
            [
                PeerHoldout.Of("clvtools_apparel_pnbd", "Pareto/NBD", "pareto-nbd"),
                PeerHoldout.Of("clvtools_apparel_ggomnbd", "GGompertz/NBD", "ggom-nbd"),
                PeerHoldout.Of("clvtools_apparel_staticcov_pnbd", "Pareto/NBD, gender and channel", "pareto-nbd with Gender, Channel"),
                PeerHoldout.Of("clvtools_apparel_dyncov_pnbd", "Pareto/NBD, season, gender and channel by week", "pareto-nbd with High.Season, Gender, Channel by time"),
            ]));
        yield return new("online retail", () => Log("online_retail/online_retail.csv.gz", """
            SELECT CAST(CAST(CustomerID AS DOUBLE) AS INTEGER) AS customer_id, CAST(InvoiceDate AS TIMESTAMP) AS day,
              CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(12, 4)) AS amount, InvoiceNo AS order_id, CASE WHEN CAST(Quantity AS INTEGER) < 0 THEN 2 ELSE 1 END AS kind
            FROM {0} WHERE CustomerID IS NOT NULL
            """), new(2010, 12, 1), new(2011, 12, 9));
        foreach ((string model, double[] parameters) in ((string, double[])[])[("bg-nbd", [0.75, 9, 0.9, 2.5]), ("mbg-nbd", [0.75, 9, 0.9, 2.5]), ("pareto-nbd", [0.75, 9, 0.7, 14])])
        {
            TransactionLogOptions company = new() { Model = model, Parameters = parameters, Customers = 6000, Seed = 11 };
            yield return new($"6000 simulated customers of {model}", () => Simulated(company), company.Start, company.End);
        }
    }

    private static PublishedSplit Cdnow(string file, int customer, IReadOnlyList<PeerHoldout> peers, params string[] also) =>
        new(PublicLog.Read(file, customer, customer + 1, customer + 3), new(1997, 9, 30), new(1998, 6, 30), peers) { Also = also };

    private static PublishedSplit Apparel(IReadOnlyList<PeerHoldout> peers)
    {
        var log = PublicLog.Read("apparel/apparel_trans.csv", 0, 1, 2);
        return new(log, new(2006, 12, 31), new(2010, 12, 20), peers) { Constant = log.Fixed(), Weekly = log.Weekly(), Also = ["ggom-nbd"] };
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
            not match the figures another program's same model has on the same split, or where the chosen model may be worse than one it could have been.

            Under *the published split* every model is fitted on the known part and scored on the hidden one, and one of them is chosen on earlier origins within the known
            part; covariates take part where the data bring them. Below stand the figures of other programs on that split. At their parameters our formulas give their figures to six digits, so that
            what they say of every customer is known: *the chosen one's less its* is the difference in mean CRPS with the 95 % interval of a bootstrap over customers, and
            *worst case* its upper end in per cent of theirs, which the test holds to 3 at most. That is what 600 customers can tell; thousands tell it to within one. Where another
            program has drawn its parameters, by short chains, only errors are compared: those of the chosen model may be 3 % larger at most.

            Under *as a run does it* the model is chosen, and its intervals are recalibrated, on earlier origins only; the last window is scored once; a run reads no covariates.
            There the difference is the model's less the chosen one's, above zero where the chosen one is better, and the test holds its lower end to -1 % of the model's CRPS.

            """.ReplaceLineEndings("\n"));
        foreach (Set set in Sets())
        {
            using BookedLog log = set.Open();
            page.Append(CultureInfo.InvariantCulture, $"\n## {set.Title}\n");
            set.Published?.Invoke().Write(page, set.Title);
            AsARun(page, set, log.Features());
        }

        string text = page.ToString();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Repository.Path(Page), text);
        }

        Assert.True(Repository.Read(Page).ReplaceLineEndings("\n") == text, $"{Page} is not what the backtests give:\n{text}\nIf that is right, write it anew: PERENNIAL_WRITE_GOLDEN=1, then this test.");
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
            double its = model.Purchases.Crps.Average();
            Assert.True(PairedBootstrap.Compare(mine, model.Purchases.Crps, seed: 1).FirstIsNonInferior(Margin * its), $"{set.Title}: {holdout.Chosen} may lose {-difference.Low} of {its} to {name}.");
            page.Append(Row(name, model.Purchases.Score(actual, null, counts: true)))
                .Append(name == holdout.Chosen ? "| chosen |\n" : string.Create(CultureInfo.InvariantCulture, $"| {Four(difference.Difference)} ({Four(difference.Low)} to {Four(difference.High)}) |\n"));
        }

        (string best, HoldoutScore baseline) = holdout.Baselines.MinBy(b => b.Value.Crps);
        page.Append(Row($"best baseline: {best}", baseline)).Append("| |\n");
        if (!holdout.CoveragePasses)
        {
            MissedCoverage.Write(page, test, holdout.Chosen, holdout.EarlierOrigins.Select(origin => Test(features, new(origin, origin.AddDays(test.Window.Days)), [holdout.Chosen])));
        }
    }

    private static OriginTest Test(FeaturesStage features, BacktestWindow window, IReadOnlyList<string> models) => OriginTest.Run(
        window, OriginTest.Read(features, window, Candidates.Detail(models, null), TestSample.MostCustomers), models, TimeUnit.Week, null, new Dictionary<string, Recalibration>(StringComparer.Ordinal));

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
