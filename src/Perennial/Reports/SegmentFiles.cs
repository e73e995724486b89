using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>segments.parquet</c>: which segment of value and direction each customer is in. <c>segments.csv</c>: what tells the segments apart.</summary>
internal static class SegmentFiles
{
    public const string Customers = "segments.parquet", Contrasts = "segments.csv";

    public static void Write(DuckDbConnection engine, ScoreTable scores, SegmentTable table, TrajectoryTable trajectories, ExportSet exports)
    {
        SqlFile.Of("Reports", "66_segments").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_segments"))
        {
            appender.Append(
                scores.CustomerId, (string?[])[.. table.Level.Select(level => level == ValueLevel.Unknown ? null : level.ToString().ToLowerInvariant())],
                (string?[])[.. trajectories.Direction.Select(one => one == TrajectoryDirection.Unknown ? null : TrajectoryTelling.Word(one))],
                (string?[])[.. table.Segment.Select(one => one == ValueSegment.None ? null : ValueSegments.Name(one))], table.Sure);
            appender.Flush();
        }

        exports.Write(Customers, path => ScoreFiles.Copy(engine, "reports_segments", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
        if (table.Contrasts is not { Count: > 0 } all)
        {
            exports.Drop(Contrasts);
            return;
        }

        using (DuckDbAppender appender = engine.Appender("reports_contrasts"))
        {
            appender.Append(
                (string[])[.. all.Select(c => c.Segment)], (string[])[.. all.Select(c => c.Feature)], (string[])[.. all.Select(c => c.Family)], (string[])[.. all.Select(c => c.Measure)],
                (double[])[.. all.Select(c => c.Effect)], (double[])[.. all.Select(c => c.PValue)], (double[])[.. all.Select(c => c.FalseDiscovery)],
                (double[])[.. all.Select(c => c.Inside)], (double[])[.. all.Select(c => c.Outside)], (int[])[.. all.Select(c => c.CustomersInside)], (int[])[.. all.Select(c => c.CustomersOutside)],
                (bool[])[.. all.Select(c => c.ByDefinition)], (string[])[.. all.Select(c => c.Sentence)]);
            appender.Flush();
        }

        exports.Write(Contrasts, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (reports_cell(feature) AS feature, reports_cell(sentence) AS sentence) FROM reports_contrasts)", path, "FORMAT csv, HEADER"));
    }
}
