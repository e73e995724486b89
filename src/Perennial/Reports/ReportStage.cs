using System.Text;
using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Reports.Page;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary>The door of the room: from the record of a run and its scores to the files people open.</summary>
/// <remarks>Reads <c>ingest_quarantine</c>. Each file is whole or absent: written beside its place, synced, renamed. <c>run.json</c> comes last.</remarks>
public static class ReportStage
{
    /// <summary>Writes all results into the folder.</summary>
    /// <param name="engine">The engine session of the run, with <c>ingest_quarantine</c>.</param>
    /// <param name="run">All that the run found.</param>
    /// <param name="scores">The scores, ordered by customer id; may be empty.</param>
    /// <param name="options">Where to, and whether with a workbook.</param>
    /// <param name="log">Who is told.</param>
    /// <returns>The path of the report.</returns>
    /// <exception cref="PerennialException"><c>store/…</c>: the folder cannot be written or the disk is full.</exception>
    public static string Write(DuckDbConnection engine, RunRecord run, ScoreTable scores, ReportOptions options, IRunLog log)
    {
        log.Stage("Reports", "writing scores and report");
        ExportFolder folder = new(options.Out);
        ScoreFiles.Load(engine, run, scores);
        ScoreFiles.Write(engine, folder);
        log.Progress(0.5);
        SqlFile.Of("Reports", "30_quarantine").Execute(engine);
        folder.Write("quarantine.csv", path => ScoreFiles.Copy(engine, "reports_quarantine", path, "FORMAT csv, HEADER"));
        string report = folder.Write("report.html", Encoding.UTF8.GetBytes(ReportPage.Draw(run, scores)));
        if (options.Xlsx)
        {
            WriteWorkbook(folder, run, scores, log);
        }

        folder.Write("run.json", path =>
        {
            using FileStream stream = File.Create(path);
            RunJson.Write(stream, run);
        });
        log.Progress(1);
        return report;
    }

    private static void WriteWorkbook(ExportFolder folder, RunRecord run, ScoreTable scores, IRunLog log)
    {
        folder.Write("perennial.xlsx", path =>
        {
            using FileStream stream = File.Create(path, 1 << 16);
            Workbook.Write(stream, run, scores);
        });
        if (scores.Count >= Workbook.MaxRows)
        {
            log.Note($"perennial.xlsx holds the first {Figure.Count(Workbook.MaxRows - 1)} of {Figure.Count(scores.Count)} customers: a sheet has no room for more. All are in scores.csv and scores.parquet.");
        }
    }
}
