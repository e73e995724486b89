using Perennial.DuckDb;
using Perennial.Ingest.Snapshots;
using Perennial.Kernel;
using Perennial.Reports.Snapshots;
using Perennial.Training.Snapshots;

namespace Perennial;

/// <summary>The way of a table with one row a customer: rows come in, become curves and chances, and are told. It has no dates, so nothing of it becomes money entries or a run.</summary>
public static class SnapshotPath
{
    /// <summary>Reads, learns and writes.</summary>
    /// <param name="inputs">Files of one shape.</param>
    /// <param name="options">What is stated of them.</param>
    /// <param name="folder">Folder of the results.</param>
    /// <param name="threads">Threads; 0 takes all cores. Never changes a result.</param>
    /// <param name="log">What is said meanwhile.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>What came in, what was learned, and the files written.</returns>
    /// <exception cref="PerennialException">The files cannot be read or used (<c>source/…</c>, <c>ingest/snapshot-…</c>), or the results cannot be written (<c>store/…</c>).</exception>
    public static (SnapshotTable Table, StayRecord Stay, StayScores Scores, IReadOnlyList<string> Files) Run(
        IReadOnlyList<string> inputs, SnapshotOptions options, string folder, int threads, IRunLog log, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        SnapshotTable table;
        using (DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = threads }))
        {
            using DuckDbConnection engine = database.Connect();
            table = SnapshotStage.Run(engine, inputs, options, log, cancellation);
        }

        (StayRecord stay, StayScores scores) = new StayTraining(table, log, threads > 0 ? threads : Environment.ProcessorCount).Run(cancellation);
        log.Stage("Reports", "the whole is told");
        return (table, stay, scores, StayFiles.Write(folder, table, stay, scores, Pipeline.Version));
    }
}
