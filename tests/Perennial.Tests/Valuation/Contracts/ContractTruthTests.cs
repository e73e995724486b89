using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Models.Assessing;
using Perennial.Reports;
using Perennial.Valuation;

namespace Perennial.Tests.Valuation.Contracts;

/// <summary>Values of customers with subscriptions against the truth of simulated companies.</summary>
public sealed class ContractTruthTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-truth-").FullName;

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1)]
    [InlineData(4)]
    public void Net_value_of_the_next_year_is_right_in_total_in_order_and_in_its_intervals(int seed)
    {
        string company = Path.Combine(_folder, "company"), truth = Path.Combine(_folder, "truth");
        Directory.CreateDirectory(company);
        Directory.CreateDirectory(truth);
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 500, Months = 36, Seed = (ulong)seed },
            name => File.Create(Path.Combine(name.StartsWith("truth", StringComparison.Ordinal) ? truth : company, name)),
            SilentLog.Instance,
            CancellationToken.None);
        string output = Path.Combine(_folder, "out");
        RunRecord record = Pipeline.Run(new RunOptions { Inputs = [company], Out = output }, SilentLog.Instance, CancellationToken.None);

        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        var rows = engine.List(
            $"""
            SELECT scores.clv_gross, scores.clv_net, scores.clv_net_p10, scores.clv_net_p90, truth.expected_year_gross_value, truth.expected_year_net_value, truth.realised_year_net_value, truth.alive_at_end
            FROM read_parquet({DuckDbSql.Literal(Path.Combine(output, "scores.parquet"))}) AS scores
            JOIN read_csv({DuckDbSql.Literal(Path.Combine(truth, "truth_customers.csv"))}, types = {"{"}'customer_id': 'VARCHAR'{"}"}) AS truth USING (customer_id)
            ORDER BY customer_id
            """,
            row => (Gross: row.Double(0), Net: row.Double(1), Low: row.Double(2), High: row.Double(3), ExpectedGross: row.Double(4), ExpectedNet: row.Double(5), Came: row.Double(6), Alive: row.Boolean(7)));
        Assert.Equal(500, rows.Count);

        // The total is off by no more than three of the standard deviations that its own interval claims.
        EquityRecord equity = record.Equity!;
        double deviation = (equity.P90 - equity.P10) / 2.563 / equity.Mean;
        double gross = (rows.Sum(r => r.Gross) / rows.Sum(r => r.ExpectedGross)) - 1, net = (rows.Sum(r => r.Net) / rows.Sum(r => r.ExpectedNet)) - 1;
        double order = Ranking.Spearman([.. rows.Select(r => r.Net)], [.. rows.Select(r => r.ExpectedNet)]).Value;
        var alive = rows.Where(r => r.Alive).ToArray();
        double held = alive.Average(r => r.Low <= r.Came && r.Came <= r.High ? 1.0 : 0.0);
        string told = string.Create(CultureInfo.InvariantCulture, $"{record.Chosen}: gross {gross:+0.0%;-0.0%}, net {net:+0.0%;-0.0%} (claimed deviation {deviation:0.0%}), Spearman {order:0.000}, held {held:0.0%} of {alive.Length}");
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(Math.Abs(gross) < 3 * deviation && Math.Abs(net) < 3 * deviation, told);
        Assert.True(order > 0.95, told);
        Assert.True(held is > 0.65 and < 0.95, told);
        Assert.DoesNotContain(record.Warnings, warning => warning.Contains("look contractual", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
