using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio.Stances;
using Perennial.Reports;
using Perennial.Reports.Lineage;

namespace Perennial.Tests.Portfolio.Stances;

/// <summary>Stances through whole runs: decisions of people are followed, explained, and never move a value.</summary>
[Trait("Speed", "Slow")]
public sealed class StanceRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-stances-").FullName;

    [Fact]
    public void What_people_enter_moves_no_value_and_what_became_of_it_is_told_a_quarter_later()
    {
        string company = Path.Combine(_folder, "in"), output = Path.Combine(_folder, "out");
        Directory.CreateDirectory(company);
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 120, Months = 24, Seed = 6 },
            name => name.StartsWith("truth", StringComparison.Ordinal) ? new MemoryStream() : File.Create(Path.Combine(company, name)), SilentLog.Instance, CancellationToken.None);
        DateOnly early = new(2024, 8, 20);
        File.WriteAllText(Path.Combine(company, "overrides.csv"), "customer_id,stance,reason,owner,entered_on,expires_on\n"
            + string.Concat(Enumerable.Range(1, 120).Where(c => c % 5 == 0).Select(c => FormattableString.Invariant($"C{c:00000000},protect,renewal talks,kim,{early.AddDays(-30):yyyy-MM-dd},{early.AddDays(60):yyyy-MM-dd}\n"))));

        RunRecord first = Run(company, output, early);
        Assert.Empty(first.Stances!.Accuracy);
        Assert.NotEmpty(first.Stances.Overridden);
        HashSet<string> then = Ids(output), overridden = [.. first.Stances.Overridden.Select(one => one.CustomerId)];
        RunRecord second = Run(company, output, null);
        HashSet<string> now = Ids(output);

        // The decisions have expired; customers of then are told by what the rules said, and whether people decided.
        Assert.Empty(second.Stances!.Overridden);
        IReadOnlyList<OverrideAccuracy> accuracy = second.Stances.Accuracy;
        Assert.Equal((first.Stances.Customers, then.Count(id => !now.Contains(id))), (accuracy.Sum(one => one.Customers), accuracy.Sum(one => one.Left)));
        Assert.Equal(overridden.Count, accuracy.Where(one => one.Decided == Stance.Protect).Sum(one => one.Customers));
        Assert.Equal(overridden.Count(id => !now.Contains(id)), accuracy.Where(one => one.Decided is not null).Sum(one => one.Left));
        Assert.All(accuracy, one => Assert.Equal(early, one.Since));
        Assert.Contains(accuracy, one => one.Contribution > 0);
        Assert.Equal(first.RunId, second.Options["stances-from"]);
        Assert.Contains("What became of the stances of", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);

        // One customer's stance, with the rule and its quantities; what people wrote is not kept where nothing is rewritten.
        string someone = second.Stances.Leading[0].CustomerId;
        var lineage = CustomerLineage.Of(Path.Combine(output, "workspace"), someone);
        TableRows kept = lineage.Tables.Single(table => table.Table == "portfolio_stances");
        Assert.Equal(second.Stances.Leading[0].Rules[0], kept.Rows[0][kept.Columns.ToList().IndexOf("deciding_rule")]);
        Assert.DoesNotContain("override_reason", kept.Columns);
        Assert.Equal(StanceRules.All.Sum(rule => rule.Ways.Sum(way => way.Count)), lineage.Tables.Single(table => table.Table == "portfolio_stance_tests").Rows.Count);

        // Effort, strategic customers and segments are there, and add up.
        EffortAlignment alignment = second.Stances.Alignment!;
        Assert.True(alignment.Kinds.Count >= 3 && alignment.Over.Count > 0 && alignment.Under.Count > 0);
        Assert.Equal(second.Stances.Customers, second.Stances.Segments.Sum(one => one.Customers));
        Assert.Equal(second.Stances.Customers, second.Stances.Sums.Sum(one => one.Customers));
        Assert.All(second.Stances.Eroding.Where(one => one.Kind == "customer"), one => Assert.True(one.Net < 0 && one.Now > one.Before));

        // No score differs without what people entered; a tier alone may, which remembers the run before.
        File.Move(Path.Combine(output, "scores.parquet"), Path.Combine(_folder, "with.parquet"));
        File.Delete(Path.Combine(company, "strategic_scores.csv"));
        File.Delete(Path.Combine(company, "overrides.csv"));
        _ = Run(company, output, null);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        string with = $"SELECT * EXCLUDE (tier) FROM '{Path.Combine(_folder, "with.parquet")}'", without = $"SELECT * EXCLUDE (tier) FROM '{Path.Combine(output, "scores.parquet")}'";
        Assert.Equal(0, engine.Scalar<long>($"SELECT count(*) FROM (({with} EXCEPT {without}) UNION ALL ({without} EXCEPT {with}))"));
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RunRecord Run(string company, string output, DateOnly? asOf) =>
        Pipeline.Run(new RunOptions { Inputs = [company], Out = output, Ingest = new IngestOptions { AsOf = asOf } }, SilentLog.Instance, CancellationToken.None);

    private static HashSet<string> Ids(string output)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        return [.. engine.List($"SELECT customer_id FROM '{Path.Combine(output, "stances.parquet")}'", row => row.String(0)!)];
    }
}
