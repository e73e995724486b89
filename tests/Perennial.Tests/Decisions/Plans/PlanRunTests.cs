using Perennial.Decisions.Plans;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Testing;
using Perennial.Valuation.Net;

namespace Perennial.Tests.Decisions.Plans;

/// <summary>A simulated company's run fills a plan, and a plan beside its tables is held against the run.</summary>
public sealed class PlanRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-plan-").FullName;

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("plan.value.v1")]
    [Golden("plan.cost.v1")]
    public void A_plan_is_drafted_from_a_run_and_tracked_in_the_next_with_figures_that_tie()
    {
        string company = Path.Combine(_folder, "company"), output = Path.Combine(_folder, "out");
        Directory.CreateDirectory(company);
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 100, Months = 26, Seed = 5 },
            name => name.StartsWith("truth", StringComparison.Ordinal) ? new MemoryStream() : File.Create(Path.Combine(company, name)), SilentLog.Instance, CancellationToken.None);
        RunRecord first = Run(company, output);
        Assert.Null(first.Plan);
        PlanActuals actuals = PlanPath.Actuals(PlanPath.Runs(output)[^1]);

        // What is kept ties to the facts of recurring revenue, values to those of all customers, costs to their quarters.
        RecurringRetention kept = first.Recurring!.Retention!;
        Assert.Equal(1 - kept.LogoChurn!.Value, actuals.Find("retention")!.Value, 1e-12);
        Assert.Equal(kept.Nrr!.Value, actuals.Find("nrr")!.Value, 1e-12);
        Assert.Equal(
            actuals.Find("expansion")!.Value, new[] { "expansion_seats", "expansion_features", "expansion_integrations", "expansion_price" }.Sum(kind => actuals.Find(kind)!.Value), 1e-12);
        Assert.Equal(first.Recurring.Customers, actuals.Customers);
        Assert.InRange(actuals.Find("clv")!.Value * actuals.Customers, 0.9 * first.Net!.Horizons[0].Net, 1.1 * first.Net.Horizons[0].Net);
        Assert.Equal(actuals.Find("clv")!.Value * actuals.Customers, actuals.Groups("clv", "segment").Sum(group => group.Value * group.Customers), 1e-6);
        Assert.Equal(actuals.Find("clv")!.Value, (actuals.Factors!.Revenue - actuals.Factors.Cost) * ValueFactors.Annuity(actuals.Factors.Retention, 0, 0.10, 365 / 365.25), 1e-6);
        IGrouping<DateOnly, CostQuarter> last = first.Net.CostTrend.Where(quarter => quarter.Quarter.AddMonths(3) <= first.AsOf.AddDays(1)).GroupBy(quarter => quarter.Quarter).MaxBy(quarter => quarter.Key)!;
        Assert.Equal(4 * (double)last.Sum(quarter => quarter.Serve) / last.Sum(quarter => quarter.Customers), actuals.Find("cost_to_serve")!.Value, 1e-9);
        Assert.True(actuals.Find("retention")!.History.Count > 12);
        Assert.Equal(["Enterprise", "Mid-Market", "SMB", "Solo"], actuals.Groups("clv", "segment").Select(group => group.Name).Order(StringComparer.Ordinal));
        Assert.NotEmpty(actuals.Groups("retention", "industry"));

        Plan draft = PlanDraft.Of(actuals);
        Assert.All(PlanTrack.Of(PlanReader.Read(new StringReader(PlanWriter.Write(draft)), "draft"), actuals).Findings, finding => Assert.Equal("target-open", finding.Code));
        Plan set = draft with { Goals = [.. draft.Goals.Select(goal => goal with { InTwelveMonths = goal.Current * 1.05m })] };
        File.WriteAllText(Path.Combine(company, PlanFile.Name), PlanWriter.Write(set));
        RunRecord second = Run(company, output);
        Assert.NotEqual(first.RunId, second.RunId);
        Assert.Equal(set.Goals.Count, second.Plan!.Standings.Count(standing => standing.Place.StartsWith("goals", StringComparison.Ordinal)));
        Assert.All(second.Plan.Standings.Where(standing => standing.Place.StartsWith("goals", StringComparison.Ordinal)), standing => Assert.NotNull(standing.Actual));
        Assert.Equal(5, second.Plan.Recommendations.Count);
        Assert.NotEmpty(second.Plan.Tornado);
        Assert.Contains("id=\"plan\"", File.ReadAllText(Path.Combine(output, "report.html")), StringComparison.Ordinal);
        Assert.StartsWith("place,name,unit,", File.ReadAllText(Path.Combine(output, "plan.csv")), StringComparison.Ordinal);

        // Without the plan its table goes away.
        File.Delete(Path.Combine(company, PlanFile.Name));
        Run(company, output);
        Assert.False(File.Exists(Path.Combine(output, "plan.csv")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RunRecord Run(string company, string output) => Pipeline.Run(new RunOptions { Inputs = [company], Out = output }, SilentLog.Instance, CancellationToken.None);
}
