using Perennial.DuckDb;
using Perennial.Ingest.Simulated;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Testing;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;

namespace Perennial.Tests.Valuation.Bridges;

/// <summary>Why values moved from one run of a workspace to the next: planted changes are told by their own step, and everything adds up.</summary>
public sealed class BridgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-bridge-").FullName;

    // Values that are products, whose shares are known: factors of one size share alike.
    [Fact]
    [Golden("clv.bridge.v1")]
    [Golden("clv.bridge.gained.v1")]
    [Golden("clv.bridge.lost.v1")]
    [Golden("clv.bridge.data.v1")]
    [Golden("clv.bridge.time.v1")]
    [Golden("clv.bridge.currency.v1")]
    [Golden("clv.bridge.behaviour.v1")]
    [Golden("clv.bridge.untold.v1")]
    [Golden("clv.bridge.model.v1")]
    [Golden("clv.bridge.horizon.v1")]
    [Golden("clv.bridge.discount.v1")]
    [Golden("clv.bridge.margin.v1")]
    [Golden("clv.bridge.net.v1")]
    public void Each_change_has_its_step_and_products_share_what_they_do_together()
    {
        var old = new ValuationOptions { Horizon = Horizon.OfDays(100), Discount = 0, Margin = 0.5 };
        var renewed = new ValuationOptions { Horizon = Horizon.OfDays(200), Discount = 1, Margin = 1 };

        // Value = level × model × horizon × margin / (1 + discount): ladder 10, 11, 12, 14, 17; model 1 to 2.
        var factors = new Factors([1, 2], [10, 11, 12, 14, 17]);
        var then = new Dictionary<int, double> { [1] = 10 * 100 * 0.5, [2] = 10 * 100 * 0.5, [4] = 3, [5] = 8 };
        var now = new Dictionary<int, double> { [1] = 17 * 2 * 200 / 2.0, [2] = 17 * 2 * 200 / 2.0, [3] = 7.25, [5] = 6 };
        BridgeTable bridge = BridgeStage.Build(new("run", default, "clv", "m"), then, now, (old, renewed), [factors], new HashSet<int> { 3 }, new HashSet<int> { 2 });
        BridgeRecord record = bridge.Record;
        Assert.Equal(record.End, record.Start + record.Steps.Sum(step => step.Amount));
        Assert.Equal(7.25m, Amount(record, BridgeSteps.Gained));
        Assert.Equal(-2m, Amount(record, BridgeSteps.Untold));
        Assert.Equal(Of(1, BridgeSteps.Behaviour), Of(2, BridgeSteps.Lost));
        Assert.Equal(0, Of(2, BridgeSteps.Behaviour));
        Assert.Equal((2 * Of(1, BridgeSteps.Data)) - 3m, Amount(record, BridgeSteps.Data));

        // Doubling the horizon, halving by the rate and doubling the margin meet alike: the horizon adds what the margin adds and the rate takes.
        Assert.Equal(Of(1, BridgeSteps.Horizon), Of(1, BridgeSteps.Margin));
        Assert.Equal(Of(1, BridgeSteps.Horizon), Of(1, BridgeSteps.Model));
        Assert.True(Of(1, BridgeSteps.Discount) < 0 && Of(1, BridgeSteps.Time) > 0 && Of(1, BridgeSteps.Currency) > Of(1, BridgeSteps.Time));
        Assert.All((int[])[1, 2, 3, 4, 5], key => Assert.Equal(
            Math.Round((decimal)now.GetValueOrDefault(key), 4) - Math.Round((decimal)then.GetValueOrDefault(key), 4), bridge.CustomerKey.Index().Where(row => row.Item == key).Sum(row => bridge.Amount[row.Index])));
        Assert.All(BridgeSteps.All, step => Assert.NotNull(Definitions.Find(BridgeSteps.DefinitionId(step))));

        decimal Of(int key, string step) => bridge.CustomerKey.Index().Where(row => row.Item == key && bridge.Step[row.Index] == step).Sum(row => bridge.Amount[row.Index]);
    }

    /// <summary>Customers with purchases: a day later in nothing but what is planted.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Of_purchases_each_planted_change_is_told_by_its_step()
    {
        string log = Path.Combine(_folder, "log.csv"), output = Path.Combine(_folder, "out");
        string[] rows = Log();
        DateOnly first = new(2023, 10, 31), second = new(2024, 6, 30);
        File.WriteAllLines(log, rows);
        RunRecord start = Run(log, output, first, new());
        Assert.Null(start.Bridge);
        Assert.DoesNotContain("bridge-from", start.Options.Keys);

        // The rate alone.
        RunRecord rate = Run(log, output, first, new ValuationOptions { Discount = 0.2 });
        Assert.All(rate.Bridge!.Steps, step => Assert.True(step.Id == BridgeSteps.Discount ? step.Amount < 0 : step.Amount == 0, step.ToString()));
        Adds(rate, start, output);

        // The horizon and the margin, nothing else.
        RunRecord both = Run(log, output, first, new ValuationOptions { Discount = 0.2, Horizon = Horizon.OfDays(730), Margin = 0.4 });
        Assert.All(both.Bridge!.Steps, step => Assert.True(step.Id switch { BridgeSteps.Horizon => step.Amount > 0, BridgeSteps.Margin => step.Amount < 0, _ => step.Amount == 0 }, step.ToString()));
        Adds(both, rate, output);

        // A row corrected: one customer's purchases before the day are worth more.
        RunRecord again = Run(log, output, first, new ValuationOptions { Discount = 0.2, Horizon = Horizon.OfDays(730), Margin = 0.4 });
        Assert.Equal(both.RunId, again.RunId);
        Assert.Equal(both.Bridge, again.Bridge! with { Steps = both.Bridge.Steps });
        string customer = rows.Skip(1).Where(row => string.CompareOrdinal(row.Split(',')[1], "2023-08") > 0 && string.CompareOrdinal(row.Split(',')[1], "2023-11") < 0).GroupBy(row => row.Split(',')[0]).MaxBy(g => g.Count())!.Key;
        File.WriteAllLines(log, rows.Select(row => row.StartsWith(customer + ",", StringComparison.Ordinal) ? row.Split(',') is var cell ? $"{cell[0]},{cell[1]},9{cell[2]}" : row : row));
        RunRecord corrected = Run(log, output, first, new ValuationOptions { Discount = 0.2, Horizon = Horizon.OfDays(730), Margin = 0.4 });
        Assert.All(corrected.Bridge!.Steps.Where(step => step.Id is not (BridgeSteps.Data or BridgeSteps.Model)), step => Assert.Equal(0, step.Amount));
        Assert.True(Amount(corrected.Bridge, BridgeSteps.Data) > 0);
        Assert.Equal(1, corrected.Bridge.Steps.Single(step => step.Id == BridgeSteps.Data).Customers);
        Adds(corrected, both, output);

        // Later purchases: customers gained, time, behaviour and what was learned of it; nothing is revised, and no definition moves.
        RunRecord later = Run(log, output, second, new ValuationOptions { Discount = 0.2, Horizon = Horizon.OfDays(730), Margin = 0.4 });
        Assert.Equal(0, Amount(later.Bridge!, BridgeSteps.Data));
        Assert.True(Amount(later.Bridge!, BridgeSteps.Gained) > 0);
        Assert.NotEqual(0, Amount(later.Bridge!, BridgeSteps.Behaviour));
        Assert.DoesNotContain(later.Bridge!.Steps, step => step.Id is BridgeSteps.Discount or BridgeSteps.Horizon or BridgeSteps.Margin or BridgeSteps.Untold);
        Adds(later, corrected, output);
        Assert.Contains("<section id=\"bridge\"", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);

        // To an earlier day there is no way, and it is said.
        RunRecord back = Run(log, output, first, new());
        Assert.Contains("a bridge leads from the earlier day to the later", back.Bridge!.Why, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(output, "bridge.parquet")));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Of_subscriptions_each_planted_change_is_told_by_its_step()
    {
        string company = Path.Combine(_folder, "company"), output = Path.Combine(_folder, "out");
        Directory.CreateDirectory(company);
        string[] needed = ["customers.csv", "subscriptions.csv", "invoices.csv", "invoice_lines.csv", "cancellations.csv"];
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Customers = 220, Months = 30, Seed = 3 }, name => needed.Contains(name) ? File.Create(Path.Combine(company, name)) : new MemoryStream(), SilentLog.Instance, CancellationToken.None);
        DateOnly first = new(2025, 2, 28), second = new(2025, 5, 31);
        RunRecord start = Run(company, output, first, new());
        RunRecord rate = Run(company, output, first, new ValuationOptions { Discount = 0.2 });
        Assert.All(rate.Bridge!.Steps, step => Assert.True(step.Id == BridgeSteps.Discount ? step.Amount < 0 : step.Amount == 0, step.ToString()));
        Adds(rate, start, output);

        RunRecord later = Run(company, output, second, new ValuationOptions { Discount = 0.2 });
        Assert.Equal(0, Amount(later.Bridge!, BridgeSteps.Data));
        Assert.True(Amount(later.Bridge!, BridgeSteps.Gained) > 0);
        Assert.True(Amount(later.Bridge!, BridgeSteps.Lost) < 0);
        Assert.DoesNotContain(later.Bridge!.Steps, step => step.Id is BridgeSteps.Discount or BridgeSteps.Untold);
        Adds(later, rate, output);

        // A stretch corrected in price: the account's value moves by the data, nobody's by time or behaviour.
        string file = Path.Combine(company, "subscriptions.csv");
        string[] lines = File.ReadAllLines(file), head = lines[0].Split(',');
        int amount = Array.FindIndex(head, c => c is "amount" or "mrr"), ends = Array.IndexOf(head, "ends_on");
        int running = Array.FindLastIndex(lines, line => line.Split(',')[ends].Length == 0 && string.CompareOrdinal(line.Split(',')[Array.IndexOf(head, "starts_on")], "2025-05-01") < 0);
        string[] cells = lines[running].Split(',');
        cells[amount] = "9" + cells[amount];
        lines[running] = string.Join(',', cells);
        File.WriteAllLines(file, lines);
        RunRecord corrected = Run(company, output, second, new ValuationOptions { Discount = 0.2 });
        Assert.All(corrected.Bridge!.Steps.Where(step => step.Id is not (BridgeSteps.Data or BridgeSteps.Model)), step => Assert.Equal(0, step.Amount));
        Assert.True(Amount(corrected.Bridge, BridgeSteps.Data) > 0);
        Adds(corrected, later, output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static decimal Amount(BridgeRecord record, string step) => record.Steps.SingleOrDefault(s => s.Id == step)?.Amount ?? 0;

    private static RunRecord Run(string input, string output, DateOnly asOf, ValuationOptions valuation) => Pipeline.Run(
        new RunOptions { Inputs = [input], Out = output, Ingest = new() { AsOf = asOf }, Valuation = valuation }, SilentLog.Instance, CancellationToken.None);

    // The record adds up, leads from the run before, and the file holds the same.
    private static void Adds(RunRecord run, RunRecord before, string output)
    {
        BridgeRecord bridge = run.Bridge!;
        Assert.Equal(before.RunId, bridge.From);
        Assert.Equal(before.RunId, run.Options["bridge-from"]);
        Assert.Equal(bridge.End, bridge.Start + bridge.Steps.Sum(step => step.Amount));
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        foreach (BridgeStep step in bridge.Steps)
        {
            Assert.Equal(step.Amount, engine.Scalar<decimal>($"SELECT coalesce(sum(amount), 0)::DECIMAL(18, 4) FROM read_parquet({DuckDbSql.Literal(Path.Combine(output, "bridge.parquet"))}) WHERE step = '{step.Id}'"));
        }

        Assert.Equal((double)bridge.End, engine.Scalar<double>($"SELECT sum(clv) FROM read_parquet({DuckDbSql.Literal(Path.Combine(output, "scores.parquet"))})"), 0.05);
    }

    private static string[] Log()
    {
        using MemoryStream transactions = new(), customers = new();
        TransactionLog.Write(new TransactionLogOptions { Customers = 500, Weeks = 104, Seed = 5 }, transactions, customers, SilentLog.Instance, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(transactions.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Factors(double[] model, double[] levels) : IRescoring
    {
        public IReadOnlyList<int> Keys { get; } = [1, 2];

        public double[] Value(BridgeLevel level, bool renewed, ValuationOptions definition)
        {
            double value = levels[(int)level] * model[renewed ? 1 : 0] * definition.Horizon.Days!.Value * definition.Margin!.Value / (1 + definition.Discount);
            return [value, value];
        }
    }
}
