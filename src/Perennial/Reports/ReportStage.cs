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
    /// <exception cref="PerennialException"><c>reports/not-written</c>: the folder cannot be written or the disk is full.</exception>
    public static string Write(DuckDbConnection engine, RunRecord run, ScoreTable scores, ReportOptions options, IRunLog log)
    {
        log.Stage("Reports", "writing scores and report");
        string report = Path.Combine(options.Out, "report.html");
        try
        {
            ScoreFiles.Load(engine, run, scores);
            ScoreFiles.Write(engine, options.Out);
            log.Progress(0.5);
            Quarantine(engine, options.Out);
            AtomicFile.Write(report, stream => stream.Write(Encoding.UTF8.GetBytes(ReportPage.Draw(run, scores))));
            AtomicFile.Write(Path.Combine(options.Out, "run.json"), stream => RunJson.Write(stream, run));
            log.Progress(1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DuckDbException { Kind: DuckDbErrorKind.InputOutput })
        {
            throw new PerennialException("reports/not-written", Fault.World, $"The results could not be written to '{options.Out}': {e.Message} The folder must be writable and the disk have room. Free some, or choose another folder with --out.", e);
        }

        return report;
    }

    private static void Quarantine(DuckDbConnection engine, string folder)
    {
        SqlFile.Of("Reports", "30_quarantine").Execute(engine);
        AtomicFile.Through(Path.Combine(folder, "quarantine.csv"), path => ScoreFiles.Copy(engine, "reports_quarantine", path, "FORMAT csv, HEADER"));
    }
}
