using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Scorecards;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>factors.parquet</c>: the six factors of every customer, with what each adds.</summary>
internal static class FactorFiles
{
    public const string Name = "factors.parquet";

    public static void Write(DuckDbConnection engine, ScoreTable scores, FactorTable card, ExportSet exports)
    {
        SqlFile.Of("Reports", "64_factors").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_factors"))
        {
            appender.Append(
            [
                scores.CustomerId, ScoreFiles.Finite(card.Score), .. card.Values.Select(ScoreFiles.Finite),
                .. card.Contributions.Zip(card.Values, (adds, values) => ScoreFiles.Finite([.. adds.Zip(values, (part, value) => double.IsNaN(value) ? double.NaN : part)])),
            ]);
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_factors", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
    }
}
