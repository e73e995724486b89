using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Scorecards;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>scorecard.parquet</c>: the scorecard of every customer, with what each dimension adds.</summary>
internal static class ScorecardFiles
{
    public const string Name = "scorecard.parquet";

    public static void Write(DuckDbConnection engine, ScoreTable scores, ScorecardTable card, ExportSet exports)
    {
        SqlFile.Of("Reports", "62_scorecard").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_scorecard"))
        {
            appender.Append(
                scores.CustomerId, ScoreFiles.Finite(card.Score), card.Rank,
                ScoreFiles.Finite(card.Values[0]), ScoreFiles.Finite(card.Values[1]), ScoreFiles.Finite(card.Values[2]), ScoreFiles.Finite(card.Values[3]), ScoreFiles.Finite(card.Values[4]),
                Adds(card, 0), Adds(card, 1), Adds(card, 2), Adds(card, 3), Adds(card, 4));
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (nullif(rank, 0) AS rank) FROM reports_scorecard)", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
    }

    // What is not known adds nothing that could be shown.
    private static DuckDbColumn Adds(ScorecardTable card, int dimension) =>
        ScoreFiles.Finite([.. card.Contributions[dimension].Zip(card.Values[dimension], (adds, value) => double.IsNaN(value) ? double.NaN : adds)]);
}
