using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Tiers;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>scores.csv and scores.parquet: the same rows, ordered by customer id, the same bytes for the same scores.</summary>
/// <remarks>
/// Texts in the CSV that a spreadsheet could run as a formula get one apostrophe in front, and so do texts that begin with an apostrophe;
/// taking one leading apostrophe away gives every id back. The Parquet file holds ids as they are. What is not a number is an empty cell or NULL.
/// </remarks>
internal static class ScoreFiles
{
    public static void Load(DuckDbConnection engine, RunRecord run, ScoreTable s, NetTable? net)
    {
        SqlFile.Of("Reports", "10_scores").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_scores"))
        {
            bool[] noAmounts = run.HasAmounts() ? [] : [.. Enumerable.Repeat(true, s.Count)];
            appender.Append(
                s.CustomerId, s.FirstPurchase, s.LastPurchase, s.Orders, DuckDbColumn.Decimals(s.RevenueToDate, noAmounts), s.Frequency,
                Finite(s.Recency), Finite(s.T), Finite(s.MeanSpend), Finite(s.PAlive), Finite(s.PZero), Finite(s.ExpectedOrders), Finite(s.ExpectedSpend),
                Finite(s.Clv), Finite(s.ClvP50), Finite(s.ClvP10), Finite(s.ClvP90), Finite(s.ClvP025), Finite(s.ClvP975), Finite(s.Percentile), s.Quality);
            appender.Flush();
        }

        engine.Execute(
            "CREATE OR REPLACE TEMP TABLE reports_run AS SELECT $model::VARCHAR AS model, $as_of::DATE AS as_of, $horizon::VARCHAR AS horizon, $definition::VARCHAR AS definition_id, $currency::VARCHAR AS currency",
            new("model", run.Chosen), new("as_of", run.AsOf), new("horizon", run.Horizon), new("definition", run.DefinitionId), new("currency", run.Currency));
        SqlFile.Of("Reports", "20_score_exports").Execute(engine);
        if (s.Contracts is { } c)
        {
            SqlFile.Of("Reports", "21_contract_scores").Execute(engine);
            using DuckDbAppender appender = engine.Appender("reports_contracts");
            appender.Append(s.CustomerId, DuckDbColumn.Strings(c.Model), Finite(c.PChurn30), Finite(c.PChurn90), Finite(c.PChurn365), Finite(c.LifetimeMonths), Finite(c.Mrr));
            appender.Flush();
        }

        if (net is not null)
        {
            NetFiles.Load(engine, s, net);
            if (s.Contracts is not null)
            {
                SqlFile.Of("Reports", "52_contract_net_exports").Execute(engine);
            }
        }
    }

    /// <summary>Writes scores.csv; needs no session.</summary>
    public static void WriteLines(RunRecord run, ScoreTable scores, NetTable? net, TierTable? tiers, ExportSet exports) => exports.Write("scores.csv", path =>
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        new ScoreLines(run, scores, net, tiers).Write(file);
    });

    /// <summary>Writes scores.parquet from what was loaded.</summary>
    public static void WriteParquet(DuckDbConnection engine, ScoreTable scores, NetTable? net, TierTable? tiers, ExportSet exports) => exports.Write("scores.parquet", path => Copy(
        engine,
        Tiered(net is null ? "reports_scores_parquet" : scores.Contracts is null ? "reports_net_scores_parquet" : "reports_contract_net_parquet", tiers),
        path,
        $"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT {ParquetFile.MostWords}, ROW_GROUP_SIZE 122880"));

    private static string Tiered(string scores, TierTable? tiers) => tiers is null ? scores : $"(SELECT scores.*, tiers.tier FROM {scores} AS scores POSITIONAL JOIN reports_tiers AS tiers)";

    public static void Copy(DuckDbConnection engine, string relation, string path, string options) =>
        engine.Execute($"COPY (FROM {relation}) TO '{path.Replace("'", "''", StringComparison.Ordinal)}' ({options})");

    public static DuckDbColumn Finite(double[] values)
    {
        if (Array.TrueForAll(values, double.IsFinite))
        {
            return DuckDbColumn.Doubles(values);
        }

        return DuckDbColumn.Doubles(values, Array.ConvertAll(values, v => !double.IsFinite(v)));
    }
}
