using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio.Groups;
using Perennial.Reports;
using Perennial.Scoring;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;
using Perennial.Valuation;

namespace Perennial.Tests.Portfolio.Groups;

/// <summary>Groups add up to the whole, no money counts twice, and accounts that belong together are told as one.</summary>
public sealed class ValueGroupTests : IDisposable
{
    private static readonly DateOnly AsOf = new(2024, 12, 31);
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-groups-").FullName;

    [Fact]
    [Golden("value.group.v1")]
    public void Groups_add_up_and_intervals_join_own_chance_with_what_all_have_in_common()
    {
        // Values of 100 and 300, each spread evenly over a width of 240: variance 4800 but for the tails; the total of 400 holds what is common beside them.
        ScoreTable scores = Scores([100, 300], [new(2022, 2, 1), new(2024, 5, 1)], [120, 0]);
        var equity = new EquityRecord(400, 100, 700, null, 0, "made up");
        IReadOnlyList<ValueGroup> groups = new ValueGroups(null!, scores, null, equity, AsOf).Groups(company: false);
        Assert.Equal(["cohort 2022 Q1 100", "cohort 2024 Q2 300", "band 0: nothing 300", "band 1: something 100"], groups.Select(group => $"{group.Dimension} {group.Name} {group.Value}"));
        double whole = Math.Pow(600 / (2 * 1.2815515655446004), 2), own = Own(100) + Own(300), common = (whole - own) / (400.0 * 400);
        double half = 1.2815515655446004 * Math.Sqrt(Own(300) + (common * 300 * 300));
        Assert.Equal((300 - half, 300 + half), (groups[1].Low!.Value, groups[1].High!.Value));
        Assert.All(new ValueGroups(null!, scores, null, null, AsOf).Groups(company: false), group => Assert.Null(group.Low));

        // Of quantiles at value -60, -48, 0, 48, 60: stretches of widths .075, .4, .4, .075 beside the flat start and the tail.
        static double Own(double value)
        {
            (double Width, double A, double B)[] parts = [(0.025, -60, -60), (0.075, -60, -48), (0.4, -48, 0), (0.4, 0, 48), (0.075, 48, 60), (0.025, 60, 72)];
            double mean = parts.Sum(p => p.Width * (value + ((p.A + p.B) / 2)));
            return parts.Sum(p => p.Width * (((value + p.A) * (value + p.A)) + ((value + p.A) * (value + p.B)) + ((value + p.B) * (value + p.B))) / 3) - (mean * mean);
        }
    }

    [Fact]
    [Golden("value.line.v1")]
    [Golden("account.family.v1")]
    [Golden("account.at-risk.v1")]
    [Trait("Speed", "Slow")]
    public void Product_lines_share_a_customer_out_and_a_family_is_its_accounts_together()
    {
        // holding is no customer; a and b belong to it, c to a; d and e are each other's parents; f is alone and its own parent. g bought without a subscription.
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,parent_id,segment,channel\na,holding,SMB,ads\nb,holding,SMB,\nc,a,Solo,ads\nd,e,Solo,mail\ne,d,Solo,mail\nf,f,,\ng,,,\n")
            .With("products.csv", "product_id,product_line\ncore,Platform\nreports,Platform\nhelp,Services\n")
            .With("subscriptions.csv", "subscription_id,customer_id,product_id,starts_on,ends_on,amount,billing_months,term_months\n" +
                "s1,a,core,2022-01-01,,60,1,12\ns2,a,help,2022-01-01,,40,1,12\ns3,b,core,2023-01-01,,100,1,1\ns4,c,help,2023-03-01,,50,1,24\ns5,d,other,2023-01-01,,10,1,1\ns6,e,core,2023-01-01,2024-01-01,10,1,1\ns7,f,reports,2023-01-01,,10,1,1\n");
        company.Read();
        BookedCompany.Book(company, new Perennial.Ingest.IngestOptions { AsOf = AsOf });
        new Perennial.Features.Signals.SignalStage(company.Connection).Run(AsOf, new Perennial.Features.Signals.SignalOptions());
        string[] ids = [.. company.Connection.List("SELECT customer_id FROM identity_customers ORDER BY customer_key", row => row.String(0)!)];
        Assert.Equal(["a", "b", "c", "d", "e", "f"], ids);
        ScoreTable scores = Scores([1000, 500, 200, 50, 0, 80], [.. ids.Select(_ => new DateOnly(2023, 1, 1))], [1, 1, 1, 1, 1, 1], [100, 100, 50, 10, 0, 10], [0.1, 0.2, 0.3, 0.5, double.NaN, 0.5]);
        var groups = new ValueGroups(company.Connection, scores, null, null, AsOf);
        ValueGroup[] lines = [.. groups.Groups(company: true).Where(group => group.Dimension == "product line")];
        Assert.Equal(["Platform", "Services", "other"], lines.Select(line => line.Name));
        Assert.Equal([600 + 500 + 0 + 80, 400 + 200, 50], lines.Select(line => line.Value!.Value));
        Assert.Equal([4, 2, 1], lines.Select(line => line.Customers));
        Assert.Equal(1830, lines.Sum(line => line.Value));
        Assert.All(groups.Groups(company: true).GroupBy(group => group.Dimension), dimension => Assert.Equal(1830, dimension.Sum(group => group.Value!.Value), 1e-9));
        Assert.Equal([" 80", "SMB 1500", "Solo 250"], groups.Groups(company: true).Where(group => group.Dimension == "segment").Select(group => $"{group.Name} {group.Value}"));

        IReadOnlyList<AccountFamily> families = groups.Families();
        Assert.Equal(["holding", "d"], families.Select(family => family.Top));
        AccountFamily holding = families[0];
        Assert.Equal((3, 3, 250.0, 1700.0), (holding.Customers, holding.Paying, holding.Mrr, holding.Value!.Value));
        Assert.Equal((24, (int?)null), (holding.ContractMonths, holding.Contacts));
        Assert.Equal(((100 * 0.1) + (100 * 0.2) + (50 * 0.3)) / 250, holding.AtRisk!.Value, 1e-12);
        Assert.Equal((2, 1, 10.0), (families[1].Customers, families[1].Paying, families[1].Mrr));
    }

    /// <summary>Of a simulated company the year to come is known: groups hold what they came to about as often as they say.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Values_of_groups_of_a_simulated_company_are_those_it_was_made_with()
    {
        string company = Path.Combine(_folder, "company"), truth = Path.Combine(_folder, "truth"), output = Path.Combine(_folder, "out");
        Directory.CreateDirectory(company);
        Directory.CreateDirectory(truth);
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 500, Months = 36, Seed = 2 },
            name => File.Create(Path.Combine(name.StartsWith("truth", StringComparison.Ordinal) ? truth : company, name)), SilentLog.Instance, CancellationToken.None);
        RunRecord record = Pipeline.Run(new RunOptions { Inputs = [company], Out = output }, SilentLog.Instance, CancellationToken.None);
        Assert.Equal(["cohort", "band", "segment", "channel", "product line"], record.Groups.Select(group => group.Dimension).Distinct());
        Assert.All(record.Groups.GroupBy(group => group.Dimension), dimension =>
        {
            Assert.Equal(record.Equity!.Mean, dimension.Sum(group => group.Value!.Value), 1e-6 * record.Equity.Mean);
            Assert.Equal(record.Net!.Horizons[0].Net, dimension.Sum(group => group.Net ?? 0), 1e-6 * Math.Abs(record.Net.Horizons[0].Net));
            Assert.All(dimension.Where(group => group.Value > 0), group => Assert.True(group.Low < group.Value && group.Value < group.High));
        });

        using var database = Perennial.DuckDb.DuckDbDatabase.Open(new Perennial.DuckDb.DuckDbOptions());
        using Perennial.DuckDb.DuckDbConnection engine = database.Connect();
        var came = engine.List(
            $"SELECT segment, sum(realised_year_revenue), sum(expected_year_revenue) FROM read_csv({Perennial.DuckDb.DuckDbSql.Literal(Path.Combine(truth, "truth_customers.csv"))}, types = {"{"}'customer_id': 'VARCHAR'{"}"}) GROUP BY segment ORDER BY segment",
            row => (Segment: row.String(0)!, Came: row.Double(1), Expected: row.Double(2)));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", came.Select(c => $"{c.Segment} {c.Came:0} {c.Expected:0} {record.Groups.Single(g => g.Dimension == "segment" && g.Name == c.Segment)}")));
        int held = came.Count(c => record.Groups.Single(g => g.Dimension == "segment" && g.Name == c.Segment) is var group && group.Low <= 0.955 * c.Came && 0.955 * c.Came <= group.High);
        Assert.True(held >= came.Count - 2, $"{held} of {came.Count} segments were held.");
        Assert.Contains("product line", File.ReadAllText(Path.Combine(output, "groups.csv")), StringComparison.Ordinal);
        Assert.True(record.Families!.Count > 5);
        Assert.Equal([true, true, false], record.Applicability.Select(rule => rule.Holds));
        Assert.Equal(record.Equity!.Mean, record.Sensitivity!.Shifts[0].Value, 1e-6 * record.Equity.Mean);
        Assert.All(record.Sensitivity.Shifts, shift => Assert.True(shift.Of is "churn" or "discount rate" ? shift.Less > shift.Value && shift.Value > shift.More : shift.Less < shift.Value && shift.Value < shift.More));
        Assert.True(File.Exists(Path.Combine(output, "families.csv")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ScoreTable Scores(double[] value, DateOnly[] first, decimal[] revenue, double[]? mrr = null, double[]? leaves = null)
    {
        int n = value.Length;
        double[] nothing = new double[n];
        double[] Shifted(double by) => [.. value.Select(v => v + by)];
        return new()
        {
            CustomerKey = [.. Enumerable.Range(1, n)], CustomerId = [.. Enumerable.Range(1, n).Select(i => $"c{i}")], FirstPurchase = first, LastPurchase = first, Orders = new int[n], RevenueToDate = revenue,
            Frequency = new int[n], Recency = nothing, T = nothing, MeanSpend = nothing, PAlive = nothing, PZero = nothing, ExpectedOrders = nothing, ExpectedSpend = nothing, Clv = value,
            ClvP025 = Shifted(-60), ClvP10 = Shifted(-48), ClvP50 = value, ClvP90 = Shifted(48), ClvP975 = Shifted(60), Percentile = nothing, Quality = [.. value.Select(_ => "ok")],
            Contracts = mrr is null ? null : new() { Model = new string?[n], PChurn30 = leaves!, PChurn90 = leaves!, PChurn365 = leaves!, LifetimeMonths = nothing, Mrr = mrr },
        };
    }
}
