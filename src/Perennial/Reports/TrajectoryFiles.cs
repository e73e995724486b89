using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>trajectories.parquet</c>: where each customer goes, how soon, and the slopes seen.</summary>
internal static class TrajectoryFiles
{
    public const string Name = "trajectories.parquet";

    public static void Write(DuckDbConnection engine, ScoreTable scores, TrajectoryTable table, ExportSet exports)
    {
        SqlFile.Of("Reports", "63_trajectories").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_trajectories"))
        {
            appender.Append(
            [
                scores.CustomerId, table.Basis, .. Chances(table.Chances), (string?[])[.. table.Chances.Select(one => one.IsKnown ? TrajectoryTelling.Word(one.Likeliest) : null)],
                (string?[])[.. table.Direction.Select(one => one == TrajectoryDirection.Unknown ? null : TrajectoryTelling.Word(one))],
                (string?[])[.. table.Chances.Select(one => one.IsKnown ? TrajectoryTelling.Word(one.Change) : null)], ScoreFiles.Finite(table.LeadMonths),
                .. Chances(table.Chances90), .. Slopes(table.Revenue), .. Slopes(table.Use), .. Slopes(table.Leaving),
            ]);
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_trajectories", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
    }

    private static DuckDbColumn[] Chances(TrajectoryChances[] chances) =>
        [.. ((Func<TrajectoryChances, double>[])[c => c.Expansion, c => c.Stable, c => c.Contraction, c => c.Churn]).Select(of => ScoreFiles.Finite(Array.ConvertAll(chances, c => of(c))))];

    private static DuckDbColumn[] Slopes(SlopeColumns slopes) => [ScoreFiles.Finite(slopes.Slope), ScoreFiles.Finite(slopes.Low), ScoreFiles.Finite(slopes.High), ScoreFiles.Finite(slopes.PValue)];
}
