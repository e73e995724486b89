using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Portfolio.Scorecards;
using Perennial.Reports;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Scorecards;

/// <summary>Scorecards: weighted means whose parts add up; net value speaks, recurring revenue does not.</summary>
public sealed class ScorecardTests
{
    [Fact]
    public void The_six_factors_of_the_framework_give_8_04()
    {
        WeightedScore score = WeightedScore.Of([25, 20, 15, 15, 15, 10], [8.2, 7.8, 8.5, 9.0, 7.5, 6.8]);
        Assert.Equal(8.04, score.Score, 0.005);
        Assert.Equal([2.05, 1.56, 1.275, 1.35, 1.125, 0.68], score.Contributions, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(score.Score, score.Contributions.Sum(), 1e-12);
    }

    [Fact]
    public void What_is_not_known_leaves_its_weight_to_the_rest_and_wrong_weights_are_refused()
    {
        WeightedScore score = WeightedScore.Of([3, 1, 2], [50, double.NaN, 80]);
        Assert.Equal((150 + 160) / 5.0, score.Score, 1e-12);
        Assert.Equal(0, score.Contributions[1]);
        Assert.True(double.IsNaN(WeightedScore.Of([1, 0], [double.NaN, 5]).Score));
        Assert.Contains("finite weight of at least 0", Assert.Throws<ArgumentException>(() => WeightedScore.Of([1, -2], [1, 1])).Message, StringComparison.Ordinal);
    }

    private static readonly double[] NoNumbers = [];

    private static SignalColumns NoSignals => new()
    {
        CustomerKey = [], Landmark = [], Day = [], Active = [], Segments = [string.Empty], Segment = [], Values = [.. SignalCatalogue.All.Select(_ => NoNumbers)],
    };

    [Fact]
    [Golden("scorecard.v1")]
    public void Five_dimensions_by_hand()
    {
        // Values 10, 30, 30, 90: percentiles 12.5, 50, 50, 87.5; staying 90 %, 50 %, 70 %, 20 %; nothing else is known, and both weigh 3.
        ScorecardTable card = ScorecardPortfolio.Of(SmallScores.Of([10, 30, 30, 90], [0.1, 0.5, 0.3, 0.8], [1, 1, 1, 1]), null, NoSignals, new Dictionary<string, double>());
        Assert.Equal([51.25, 50, 60, 53.75], card.Score, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([3, 4, 1, 2], card.Rank);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(card.Score[i], card.Contributions.Sum(part => part[i]), 1e-9));
        Assert.All(card.Values[2], value => Assert.True(double.IsNaN(value)));

        // All weight on staying.
        ScorecardTable staying = ScorecardPortfolio.Of(SmallScores.Of([10, 30, 30, 90], [0.1, 0.5, 0.3, 0.8], [1, 1, 1, 1]), null, NoSignals, new Dictionary<string, double> { ["net_revenue_potential"] = 0 });
        Assert.Equal([1, 3, 2, 4], staying.Rank);
    }

    [Fact]
    public void Recurring_revenue_alone_never_puts_one_customer_before_another()
    {
        Pcg64 random = new(5, 1);
        for (int round = 0; round < 50; round++)
        {
            double[] clv = [.. Enumerable.Range(0, 40).Select(_ => Math.Round((200 * random.NextDouble()) - 50))], leaves = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
            ScorecardTable one = ScorecardPortfolio.Of(SmallScores.Of(clv, leaves, [.. clv.Select(_ => 1e4 * random.NextDouble())]), null, NoSignals, new Dictionary<string, double>());
            ScorecardTable other = ScorecardPortfolio.Of(SmallScores.Of(clv, leaves, [.. clv.Select(value => 1e4 - value)]), null, NoSignals, new Dictionary<string, double>());
            Assert.Equal(one.Rank, other.Rank);

            // Alike in everything else, the higher net value stands first.
            ScorecardTable alike = ScorecardPortfolio.Of(SmallScores.Of(clv, new double[40], [.. clv.Select(value => 1e4 - value)]), null, NoSignals, new Dictionary<string, double>());
            int[] order = [.. Enumerable.Range(0, 40).OrderBy(i => alike.Rank[i])];
            Assert.Equal(clv.OrderDescending(), order.Select(i => clv[i]));
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("scorecard: {retention_probability: medium, strategic_value: 0}", null)]
    [InlineData("scorecard: {growth: high}", "the scorecard speaks of 'growth'; its dimensions are net_revenue_potential")]
    [InlineData("scorecard: {strategic_value: huge}", "a weight is high, medium, contextual, or a number from 0 to 100")]
    public void A_company_states_its_weights_and_every_customer_has_a_card(string rules, string? refused)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-card-").FullName, output = Path.Combine(folder, "out"), company = Path.Combine(folder, "in");
        try
        {
            Directory.CreateDirectory(company);
            SimulatedCompany.Write(
                new SimulatedCompanyOptions { Kind = "saas", Customers = 150, Months = 24, Seed = 3 },
                name => name.StartsWith("truth", StringComparison.Ordinal) ? new MemoryStream() : File.Create(Path.Combine(company, name)), SilentLog.Instance, CancellationToken.None);
            File.AppendAllText(Path.Combine(company, "company.yaml"), rules + "\n");
            void Run() => Pipeline.Run(new RunOptions { Inputs = [company], Out = output }, SilentLog.Instance, CancellationToken.None);
            if (refused is not null)
            {
                Assert.Contains(refused, Assert.Throws<PerennialException>(Run).Message, StringComparison.Ordinal);
                return;
            }

            Run();
            using FileStream json = File.OpenRead(Path.Combine(output, "run.json"));
            ScorecardRecord card = RunJson.Read(json).Scorecard!;
            Assert.Equal([3, 2, 3, 2, 0], card.Dimensions.Select(one => one.Weight));
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
            using DuckDbConnection engine = database.Connect();
            string file = Path.Combine(output, "scorecard.parquet");
            Assert.Equal(0, engine.Scalar<long>($"SELECT count(*) FROM '{file}' WHERE abs(score - adds_net_revenue_potential - adds_retention_probability - adds_cost_to_serve - adds_expansion_likelihood - adds_strategic_value) > 1e-9"));
            Assert.Equal(card.Scored, engine.Scalar<long>($"SELECT count(DISTINCT rank) FROM '{file}'"));
            Assert.True(engine.Scalar<long>($"SELECT count(*) FROM '{file}' WHERE cost_to_serve IS NOT NULL AND expansion_likelihood IS NOT NULL AND strategic_value IS NOT NULL") > 0);
            Assert.Contains("<h2 id=\"h-scorecard\">", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
