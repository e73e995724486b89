using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Tiers;
using Perennial.Scoring;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>tiers.parquet</c>: the tier of every customer, whether it is held by the margin, and which tiers the interval of the value reaches.</summary>
internal static class TierFiles
{
    public const string Name = "tiers.parquet";

    /// <summary>Loads <c>reports_tiers</c> in the order of the scores.</summary>
    public static void Load(DuckDbConnection engine, ScoreTable scores, TierTable tiers)
    {
        int n = scores.Count;
        string?[] NameOf(int[] tier) => Array.ConvertAll(tier, t => t < 0 ? null : tiers.Names[t]);
        SqlFile.Of("Reports", "66_tiers").Execute(engine);
        using DuckDbAppender appender = engine.Appender("reports_tiers");
        appender.Append(
            scores.CustomerKey, scores.CustomerId, NameOf(tiers.Tier), DuckDbColumn.Int32s(Array.ConvertAll(tiers.Tier, tier => tier + 1), Array.ConvertAll(tiers.Tier, tier => tier < 0)), ScoreFiles.Finite(tiers.Value), tiers.Held,
            NameOf(tiers.Before), (bool[])[.. Enumerable.Range(0, n).Select(tiers.Straddles)], NameOf(tiers.Highest), NameOf(tiers.Lowest), ScoreFiles.Finite(tiers.Chance));
        appender.Flush();
    }

    /// <summary>Writes the file from what was loaded.</summary>
    public static void Write(DuckDbConnection engine, ExportSet exports) =>
        exports.Write(Name, path => ScoreFiles.Copy(engine, "(SELECT * EXCLUDE (customer_key) FROM reports_tiers)", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
}
