using Perennial.Reports.Page.Sections;
using Perennial.Reports.Roles;
using Perennial.Scoring;

namespace Perennial.Reports.Page;

/// <summary>report.html: one file that needs nothing else. Every section gives an honest sentence where there is nothing to draw.</summary>
internal static class ReportPage
{
    public static string Draw(RunRecord run, ScoreTable scores, RunTables? tables = null, ReportOptions? options = null)
    {
        options ??= new();
        tables ??= new();
        MoneyFormat money = new(run.Currency);
        List<Section> sections =
        [
            WarningsSection.Draw(run),
            DataSection.Draw(run, money),
            QualitySection.Draw(run),
            FactsSection.Draw(run, money),
            RecurringSection.Draw(run, money),
            ContractSection.Draw(run, money),
            CostSection.Draw(run, money),
            SignalSection.Draw(run),
            LeavingSection.Draw(run, money),
            TestSection.Draw(run, money),
            ModelSection.Draw(run, money),
            ValueSection.Draw(run, scores, money),
            GroupSection.Draw(run, money),
            SensitivitySection.Draw(run, money),
            NetSection.Draw(run, tables.Net, money),
            HealthSection.Draw(run, money),
            TierSection.Draw(run, money),
            ConcentrationSection.Draw(run, money),
            TrajectorySection.Draw(run, scores, tables.Trajectories, money),
            SegmentSection.Draw(run, scores, tables.Trajectories, tables.Segments, money),
            ScorecardSection.Draw(run),
            StanceSection.Draw(run, money),
            EffortSection.Draw(run, money),
            BridgeSection.Draw(run, money),
            ApplicabilitySection.Draw(run),
            AcquisitionSection.Draw(run, money),
            GamingSection.Draw(run, scores, money),
            PlanSection.Draw(run, money),
            DefinitionsSection.Draw(run),
            RunSection.Draw(run),
        ];
        return PageFrame.Draw(
            $"Customer value, as of {Figure.Day(run.AsOf)}", Headline.Draw(run, scores, money), sections,
            Markup.Of($"Perennial {run.Version}, run {run.RunId}. Every figure is in <code>run.json</code>, every customer in <code>scores.csv</code> and <code>scores.parquet</code>, every unread row in <code>quarantine.csv</code>.{Pages(options)}"),
            money,
            options.Label);
    }

    // Pages of roles lie beside this one.
    private static Markup Pages(ReportOptions options) => options.Roles.Count == 0
        ? Markup.Empty
        : Markup.Of($" For one reader each: {Markup.Join(options.Roles.Select(role => Markup.Of($"<a href=\"{role.FileName()}\">{role.Word()}</a> ")))}");
}
