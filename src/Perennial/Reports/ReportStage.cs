using System.Text;
using Perennial.Decisions.Plans;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Reports.Card;
using Perennial.Reports.Finance;
using Perennial.Reports.Page;
using Perennial.Reports.Roles;
using Perennial.Scoring;
using Perennial.Store;

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
    /// <param name="tables">What is known of each customer beside the scores; null for nothing.</param>
    /// <exception cref="PerennialException"><c>store/…</c>: the folder cannot be written or the disk is full.</exception>
    public static void Write(DuckDbConnection engine, RunRecord run, ScoreTable scores, ExportSet exports, ReportOptions options, IRunLog log, RunTables? tables = null)
    {
        tables ??= new();
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
            () => WriteByEngine(engine, run, scores, exports, options, log, tables),
            [
                () => ScoreFiles.WriteLines(run, scores, tables.Net, tables.Tiers, exports),
                () => exports.Write(ModelCard.FileName, Encoding.UTF8.GetBytes(ModelCard.Write(run, options.Label))),
                () => exports.Write("report.html", Encoding.UTF8.GetBytes(ReportPage.Draw(run, scores, tables, options))),
                () => WritePlan(run, exports),
                .. options.Roles.Select(role => (Action)(() => exports.Write(role.FileName(), Encoding.UTF8.GetBytes(RolePage.Draw(role, new(run, scores, tables, options.Label)))))),
                .. options.Xlsx ? (Action[])[() => WriteWorkbook(exports, run, scores, options.Label)] : [],
            ]);
        if (options.Xlsx && scores.Count >= Workbook.MaxRows)
        {
            log.Note($"{WorkbookName} holds the first {Figure.Count(Workbook.MaxRows - 1)} of {Figure.Count(scores.Count)} customers: a sheet has no room for more. All are in scores.csv and scores.parquet.");
        }

        log.Progress(1);
    }

    private static void WriteByEngine(DuckDbConnection engine, RunRecord run, ScoreTable scores, ExportSet exports, ReportOptions options, IRunLog log, RunTables tables)
    {
        ScoreFiles.Load(engine, run, scores, tables.Net);
        Optional(tables.Tiers, [TierFiles.Name], tiers =>
        {
            TierFiles.Load(engine, scores, tiers);
            TierFiles.Write(engine, exports);
        });
        ScoreFiles.WriteParquet(engine, scores, tables.Net, tables.Tiers, exports);
        Optional(tables.Net, [NetFiles.Name], net => NetFiles.Write(engine, net, exports));
        Optional(tables.Card, [ScorecardFiles.Name], card => ScorecardFiles.Write(engine, scores, card, exports));
        Optional(tables.Trajectories, [TrajectoryFiles.Name], trajectories => TrajectoryFiles.Write(engine, scores, trajectories, exports));
        Optional(
            tables.Trajectories is null ? null : tables.Segments, [SegmentFiles.Customers, SegmentFiles.Contrasts],
            segments => SegmentFiles.Write(engine, scores, segments, tables.Trajectories!, exports));
        Optional(tables.Factors, [FactorFiles.Name], factors => FactorFiles.Write(engine, scores, factors, exports));
        StanceFiles.Write(engine, run, exports);
        Optional(run.Recurring?.Presets, [PresetFiles.Name, PresetFiles.Lines], _ => PresetFiles.Write(engine, exports));
        GroupFiles.Write(engine, run, exports);
        ConcentrationFiles.Write(engine, run, exports);
        Optional(run.Bridge?.Why is null ? tables.Bridge : null, [BridgeFiles.Name], bridge => BridgeFiles.Write(engine, bridge, exports));
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

        // A file of an earlier run that this one has nothing for must not stay.
        void Optional<T>(T? table, string[] files, Action<T> write)
            where T : class
        {
            if (table is null)
            {
                Array.ForEach(files, exports.Drop);
            }
            else
            {
                write(table);
            }
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
