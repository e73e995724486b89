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
                card.Contributions[0], card.Contributions[1], card.Contributions[2], card.Contributions[3], card.Contributions[4]);
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (nullif(rank, 0) AS rank) FROM reports_scorecard)", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
    }
}
