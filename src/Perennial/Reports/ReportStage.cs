using System.Text;
using Perennial.Decisions.Plans;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Books;
using Perennial.Portfolio.Scorecards;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Tiers;
using Perennial.Portfolio.Trajectories;
using Perennial.Reports.Card;
using Perennial.Reports.Finance;
using Perennial.Reports.Page;
using Perennial.Reports.Roles;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>The door of the room: from the record of a run and its scores to the files people open.</summary>
/// <remarks>Reads <c>ingest_quarantine</c>. The files wait in the set and go out together when the run is published.</remarks>
public static class ReportStage
{
    private const string WorkbookName = "perennial.xlsx", PlanName = "plan.csv";

    /// <summary>Writes scores, report, model card, quarantine and workbook into the set.</summary>
    /// <param name="engine">The engine session of the run, with <c>ingest_quarantine</c>.</param>
    /// <param name="run">All that the run found.</param>
    /// <param name="scores">The scores, ordered by customer id; may be empty.</param>
    /// <param name="exports">Where they wait.</param>
    /// <param name="options">Whether with a workbook.</param>
    /// <param name="log">Who is told.</param>
    /// <param name="net">Gross and net values in the order of the scores; null where nothing is known of costs.</param>
    /// <param name="bridge">What moved values since the run before; null where there is none.</param>
    /// <param name="card">The scorecard in the order of the scores; null without a company's tables.</param>
    /// <param name="tiers">Tiers in the order of the scores; null where nothing is said of values.</param>
    /// <param name="trajectories">Where customers go, in the order of the scores; null where that is not told.</param>
    /// <param name="book">Customers by value at stake, for the pages of roles; null where that is not told.</param>
    /// <param name="segments">Segments in the order of the scores; null where nothing is said of values.</param>
    /// <param name="factors">The six factors in the order of the scores; null without a company's tables.</param>
    /// <exception cref="PerennialException"><c>store/…</c>: the folder cannot be written or the disk is full.</exception>
    public static void Write(DuckDbConnection engine, RunRecord run, ScoreTable scores, ExportSet exports, ReportOptions options, IRunLog log, NetTable? net = null, BridgeTable? bridge = null, ScorecardTable? card = null, TierTable? tiers = null, TrajectoryTable? trajectories = null, AccountBook? book = null, SegmentTable? segments = null, FactorTable? factors = null)
    {
        log.Stage("Reports", "writing scores and report");
        if (!options.Xlsx)
        {
            exports.Drop(WorkbookName);
        }

        foreach (ReportRole role in ReportRoles.All.Except(options.Roles))
        {
            exports.Drop(role.FileName());
        }

        // Only what the engine makes needs the session; the rest is drawn and written meanwhile.
        SideBySide.With(
            () => WriteByEngine(engine, run, scores, exports, options, log, net, bridge, card, tiers, trajectories, segments, factors),
            [
                () => ScoreFiles.WriteLines(run, scores, net, tiers, exports),
                () => exports.Write(ModelCard.FileName, Encoding.UTF8.GetBytes(ModelCard.Write(run, options.Label))),
                () => exports.Write("report.html", Encoding.UTF8.GetBytes(ReportPage.Draw(run, scores, net, options, trajectories, segments))),
                () => WritePlan(run, exports),
                .. options.Roles.Select(role => (Action)(() => exports.Write(role.FileName(), Encoding.UTF8.GetBytes(RolePage.Draw(role, new(run, scores, net, book, options.Label)))))),
                .. options.Xlsx ? (Action[])[() => WriteWorkbook(exports, run, scores, options.Label)] : [],
            ]);
        if (options.Xlsx && scores.Count >= Workbook.MaxRows)
        {
            log.Note($"{WorkbookName} holds the first {Figure.Count(Workbook.MaxRows - 1)} of {Figure.Count(scores.Count)} customers: a sheet has no room for more. All are in scores.csv and scores.parquet.");
        }

        log.Progress(1);
    }

    private static void WriteByEngine(DuckDbConnection engine, RunRecord run, ScoreTable scores, ExportSet exports, ReportOptions options, IRunLog log, NetTable? net, BridgeTable? bridge, ScorecardTable? card, TierTable? tiers, TrajectoryTable? trajectories, SegmentTable? segments, FactorTable? factors)
    {
        ScoreFiles.Load(engine, run, scores, net);
        if (tiers is null)
        {
            exports.Drop(TierFiles.Name);
        }
        else
        {
            TierFiles.Load(engine, scores, tiers);
            TierFiles.Write(engine, exports);
        }

        ScoreFiles.WriteParquet(engine, scores, net, tiers, exports);
        if (net is null)
        {
            exports.Drop(NetFiles.Name);
        }
        else
        {
            NetFiles.Write(engine, net, exports);
        }

        if (card is null)
        {
            exports.Drop(ScorecardFiles.Name);
        }
        else
        {
            ScorecardFiles.Write(engine, scores, card, exports);
        }

        if (trajectories is null)
        {
            exports.Drop(TrajectoryFiles.Name);
        }
        else
        {
            TrajectoryFiles.Write(engine, scores, trajectories, exports);
        }

        if (segments is null || trajectories is null)
        {
            exports.Drop(SegmentFiles.Customers);
            exports.Drop(SegmentFiles.Contrasts);
        }
        else
        {
            SegmentFiles.Write(engine, scores, segments, trajectories, exports);
        }

        if (factors is null)
        {
            exports.Drop(FactorFiles.Name);
        }
        else
        {
            FactorFiles.Write(engine, scores, factors, exports);
        }

        StanceFiles.Write(engine, run, exports);
        if (run.Recurring?.Presets is null)
        {
            exports.Drop(PresetFiles.Name);
            exports.Drop(PresetFiles.Lines);
        }
        else
        {
            PresetFiles.Write(engine, exports);
        }

        GroupFiles.Write(engine, run, exports);
        ConcentrationFiles.Write(engine, run, exports);
        if (bridge is null || run.Bridge?.Why is not null)
        {
            exports.Drop(BridgeFiles.Name);
        }
        else
        {
            BridgeFiles.Write(engine, bridge, exports);
        }

        log.Progress(0.5);
        SqlFile.Of("Reports", "30_quarantine").Execute(engine);
        exports.Write("quarantine.csv", path => ScoreFiles.Copy(engine, "reports_quarantine", path, "FORMAT csv, HEADER"));
        if (options.Xlsx && run.Recurring is { Months.Count: > 0 })
        {
            FinanceInputs inputs = FinanceInputs.Read(engine, run);
            exports.Write(FinanceWorkbook.FileName, path =>
            {
                using FileStream stream = File.Create(path);
                FinanceWorkbook.Write(stream, run, inputs);
            });
        }
        else
        {
            exports.Drop(FinanceWorkbook.FileName);
        }
    }

    private static void WritePlan(RunRecord run, ExportSet exports)
    {
        if (run.Plan is { } plan)
        {
            exports.Write(PlanName, Encoding.UTF8.GetBytes(PlanCsv.Write(plan)));
        }
        else
        {
            exports.Drop(PlanName);
        }
    }

    /// <summary>Writes the run's record into the set, last of all: it says how long everything else took.</summary>
    /// <param name="exports">Where it waits.</param>
    /// <param name="run">All that the run found, timings included.</param>
    public static void WriteRecord(ExportSet exports, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(exports);
        exports.Write("run.json", path =>
        {
            using FileStream stream = File.Create(path);
            RunJson.Write(stream, run);
        });
    }

    private static void WriteWorkbook(ExportSet exports, RunRecord run, ScoreTable scores, string label) => exports.Write(WorkbookName, path =>
    {
        using FileStream stream = File.Create(path, 1 << 16);
        Workbook.Write(stream, run, scores, label);
    });
}
