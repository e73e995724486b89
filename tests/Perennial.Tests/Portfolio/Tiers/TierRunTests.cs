using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio.Concentrations;
using Perennial.Portfolio.Tiers;
using Perennial.Reports;
using Perennial.Reports.Lineage;

namespace Perennial.Tests.Portfolio.Tiers;

/// <summary>Tiers and concentration of whole runs: files that agree, a second run that compares with the first, planted value that is found again.</summary>
public sealed class TierRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-tiers-").FullName;

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_second_run_compares_with_the_first_and_every_file_says_the_same()
    {
        string company = Company("saas", 250, 30);
        RunRecord first = Run(company, new DateOnly(2024, 12, 31)), second = Run(company, new DateOnly(2025, 6, 30));

        Assert.Null(first.Tiers!.Migration);
        TierMigration migration = second.Tiers!.Migration!;
        Assert.Equal((first.RunId, first.AsOf), (migration.FromRun, migration.FromDay));
        Assert.Equal(first.Tiers.Tiers.Sum(tier => tier.Customers), migration.Cells.Where(cell => !cell.IsNew).Sum(cell => cell.Customers));
        Assert.Equal(second.Tiers.Tiers.Sum(tier => tier.Customers), migration.Cells.Where(cell => !cell.IsGone).Sum(cell => cell.Customers));
        Assert.Equal(first.Tiers.Tiers.Sum(tier => tier.Value), migration.Cells.Sum(cell => cell.Before), 1e-3);
        Assert.Equal(second.Tiers.Tiers.Sum(tier => tier.Value), migration.Cells.Sum(cell => cell.Now), 1e-3);
        Assert.Equal(second.Net!.Horizons[0].Net, second.Tiers.Tiers.Sum(tier => tier.Value), 1e-3);

        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        string tiers = DuckDbSql.Literal(Path.Combine(_folder, "out", "tiers.parquet")), scores = DuckDbSql.Literal(Path.Combine(_folder, "out", "scores.parquet")), lines = DuckDbSql.Literal(Path.Combine(_folder, "out", "scores.csv"));
        Assert.Equal(0, engine.Scalar<long>($"SELECT count(*) FROM {tiers} t JOIN {scores} s USING (customer_id) JOIN read_csv({lines}) c USING (customer_id) WHERE t.tier IS DISTINCT FROM s.tier OR c.tier IS DISTINCT FROM s.tier OR t.ranked_by IS DISTINCT FROM s.clv_net"));
        Assert.Equal(second.Tiers.Tiers.Sum(tier => tier.Held), engine.Scalar<long>($"SELECT count(*) FROM {tiers} WHERE held"));
        Assert.Equal(migration.Cells.Where(cell => cell.IsUp).Sum(cell => cell.Customers), engine.Scalar<long>($"SELECT count(*) FROM {tiers} WHERE tier < tier_before"));

        // Retention by tier adds up to that of all, cost to serve to the ledger, and the ledger's concentration is that of the last quarter, which ends on the day.
        TierRetention[] year = [.. second.TierHistory!.Retention.Where(part => part.To == second.AsOf)];
        Assert.Equal(second.Recurring!.Retention!.Nrr!.Value, (double)(year.Sum(part => part.Kept) / year.Sum(part => part.Opening)), 1e-12);
        Assert.NotEmpty(second.TierHistory.SinceBefore);
        Assert.Equal(
            second.Net.CostTrend.Sum(quarter => quarter.Serve), second.TierHistory.Costs.Sum(part => part.Serve));
        ConcentrationMeasure revenue = second.Concentration!.Measures[0];
        Assert.Equal(revenue.Shares.Hhi, second.Concentration.Trend[^1].Hhi, 1e-6);
        Assert.Equal(revenue.Top10, second.Concentration.Trend[^1].Top10, 1e-9);
        Assert.Equal("p_churn_365d", second.Concentration.Loss!.Chance);

        // Without its largest account the company is what the report says.
        TopAccount largest = second.Concentration.Top[0];
        WithoutCustomers left = WithoutCustomers.Of(Path.Combine(_folder, "out", Pipeline.WorkspaceFolder), [largest.CustomerId]);
        Assert.Equal((largest.Value, "clv_net"), (left.Gone[0].Value!.Value, left.Measure));
        Assert.Equal(largest.EquityAfter, left.After.Sum, 1e-3);
        Assert.Equal(largest.HhiAfter, left.After.Hhi, 1e-6);
        Assert.Equal(largest.Top10After, left.After.Top10, 1e-9);
        Assert.Equal("reports/no-customer", Assert.Throws<PerennialException>(() => WithoutCustomers.Of(Path.Combine(_folder, "out", Pipeline.WorkspaceFolder), ["nobody"])).Code);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Planted_value_is_found_again_in_the_tiers_of_a_shop()
    {
        string company = Company("shop", 1200, 30);
        RunRecord run = Run(company, null);

        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        string tiers = DuckDbSql.Literal(Path.Combine(_folder, "out", "tiers.parquet")), truth = DuckDbSql.Literal(Path.Combine(_folder, "truth.csv"));
        IReadOnlyList<double> means = engine.List($"SELECT avg(net_1y ORDER BY customer_id) FROM (SELECT * FROM {tiers} JOIN (SELECT customer_id, expected_year_net_value AS net_1y FROM read_csv({truth})) USING (customer_id)) GROUP BY tier_no ORDER BY tier_no", row => row.Double(0));

        // Truth falls from tier to tier, and the first is worth several times the second.
        Assert.Equal(means.OrderDescending(), means);
        Assert.True(means[0] > 1.5 * means[1], string.Join(" ", means));
        Assert.Equal("p_zero", run.Concentration!.Loss!.Chance);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Company(string kind, int customers, int months)
    {
        string folder = Path.Combine(_folder, "in");
        Directory.CreateDirectory(folder);
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = kind, Customers = customers, Months = months, Seed = 3 },
            name => name.EndsWith("truth_customers.csv", StringComparison.Ordinal) ? File.Create(Path.Combine(_folder, "truth.csv")) : name.StartsWith("truth", StringComparison.Ordinal) ? new MemoryStream() : File.Create(Path.Combine(folder, name)),
            SilentLog.Instance, CancellationToken.None);
        return folder;
    }

    private RunRecord Run(string company, DateOnly? asOf) =>
        Pipeline.Run(new RunOptions { Inputs = [company], Out = Path.Combine(_folder, "out"), Ingest = new IngestOptions { AsOf = asOf } }, SilentLog.Instance, CancellationToken.None);
}
