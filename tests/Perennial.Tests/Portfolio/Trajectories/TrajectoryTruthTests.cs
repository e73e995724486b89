using Perennial.DuckDb;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Models.Assessing;
using Perennial.Portfolio.Trajectories;
using Perennial.Reports;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Trajectories;

/// <summary>Where customers of a simulated company go, beside what was planted and what came.</summary>
public sealed class TrajectoryTruthTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("trajectory.test.v1")]
    public void Accounts_go_where_it_was_planted_and_hidden_months_say_so()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-paths-").FullName, output = Path.Combine(folder, "out"), company = Path.Combine(folder, "in");
        try
        {
            Directory.CreateDirectory(company);
            SimulatedCompany.Write(
                new SimulatedCompanyOptions { Kind = "saas", Customers = 400, Months = 36, Seed = 7 },
                name => File.Create(name.StartsWith("truth", StringComparison.Ordinal) ? Path.Combine(folder, Path.GetFileName(name)) : Path.Combine(company, name)), SilentLog.Instance, CancellationToken.None);
            Pipeline.Run(new RunOptions { Inputs = [company], Out = output }, SilentLog.Instance, CancellationToken.None);
            using FileStream json = File.OpenRead(Path.Combine(output, "run.json"));
            RunRecord run = RunJson.Read(json);
            using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
            using DuckDbConnection engine = database.Connect();
            string paths = Path.Combine(output, "trajectories.parquet"), truth = Path.Combine(folder, "truth_customers.csv"), scores = Path.Combine(output, "scores.parquet");

            // The four add up to one, and leaving is that of the scores.
            Assert.Equal(0, engine.Scalar<long>($"SELECT count(*) FROM '{paths}' WHERE abs(p_expansion + p_stable + p_contraction + p_churn - 1) > 1e-9 OR abs(p_expansion_90d + p_stable_90d + p_contraction_90d + p_churn_90d - 1) > 1e-9"));
            Assert.Equal(0, engine.Scalar<long>($"SELECT count(*) FROM '{paths}' AS paths JOIN '{scores}' AS told USING (customer_id) WHERE abs(p_churn - p_churn_365d) > 1e-9 OR abs(paths.p_churn_90d - told.p_churn_90d) > 1e-9"));

            // What was planted: chances a month of growth by segment, and the chance of each account to be there in a year.
            var rows = engine.List(
                $"SELECT segment, p_expansion / (1 - p_churn), p_churn, expected_alive_year FROM '{paths}' JOIN read_csv('{truth}') USING (customer_id) WHERE basis = 'contract' ORDER BY customer_id",
                row => (Segment: row.String(0)!, Up: row.Double(1), Leaves: row.Double(2), Stays: row.Double(3)));
            string[] order = [.. rows.GroupBy(row => row.Segment).OrderByDescending(group => group.Average(row => row.Up)).Select(group => group.Key)];
            Assert.Equal(["Enterprise", "Mid-Market", "SMB", "Solo"], order);
            Assert.True(Ranking.Spearman([.. rows.Select(row => 1 - row.Leaves)], [.. rows.Select(row => row.Stays)]).Value > 0.5);

            // Hidden months: better than the shares seen before, and expansion within its interval.
            TrajectoryTest test = run.Trajectories!.Tests.Single(one => one.Basis == "contract");
            Assert.True(test.LogScore > test.BaseLogScore);
            Assert.Equal(1, test.Words.Sum(word => word.Predicted), 1e-9);
            Assert.Equal(1, test.Words.Sum(word => word.Seen), 1e-9);
            Assert.All(test.Words, word => Assert.InRange(Math.Abs(word.Predicted - word.Seen), 0, 0.12));
            TestedFifth[] up = [.. test.Fifths.Where(fifth => fifth.Trajectory == "expansion")];
            Assert.True(up[^1].Seen > up[0].Seen + 0.1);
            Assert.InRange(test.Expansion!.Seen, 0.5 * test.Expansion.Low, 1.5 * test.Expansion.High);
            Assert.Equal(12, run.Trajectories.Months.Count);

            // Segments and factors are there for everybody of whom something is said, and add up.
            Assert.Equal(run.Segments!.Segments.Sum(one => one.Customers) + run.Segments.None, engine.Scalar<long>($"SELECT count(*) FROM '{Path.Combine(output, "segments.parquet")}'"));
            Assert.Equal(run.Segments.Tested, engine.Scalar<long>($"SELECT count(*) FROM read_csv('{Path.Combine(output, "segments.csv")}')"));
            Assert.Equal(0, engine.Scalar<long>($"""
                SELECT count(*) FROM '{Path.Combine(output, "factors.parquet")}'
                WHERE abs(score - coalesce(adds_usage_patterns, 0) - coalesce(adds_feature_adoption, 0) - coalesce(adds_support_tickets, 0) - coalesce(adds_payment_history, 0) - coalesce(adds_engagement, 0) - coalesce(adds_expansion_interest, 0)) > 1e-9
                """));
            Assert.Equal(1, run.Factors!.Factors.Sum(factor => factor.Fitted ?? 0), 1e-9);
            string page = File.ReadAllText(Path.Combine(output, "report.html"));
            Assert.All((string[])["trajectories", "value-segments"], id => Assert.Contains($"<h2 id=\"h-{id}\">", page, StringComparison.Ordinal));
            Assert.Contains("Six weighted factors", page, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
