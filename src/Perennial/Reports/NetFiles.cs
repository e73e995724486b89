using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>Gross and net values: columns of the scores over the run's own horizon, and <c>values.parquet</c> with all horizons side by side.</summary>
internal static class NetFiles
{
    /// <summary>The file with all horizons: a row a customer and horizon.</summary>
    public const string Name = "values.parquet";

    /// <summary>Loads <c>reports_net</c> in the order of the scores, and <c>reports_values</c>.</summary>
    public static void Load(DuckDbConnection engine, ScoreTable scores, NetTable net)
    {
        SqlFile.Of("Reports", "50_net").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_net"))
        {
            appender.Append(
                net.MarginToDate, net.NetToDate, ScoreFiles.Finite(net.Own.Gross), ScoreFiles.Finite(net.Own.CostToServe), ScoreFiles.Finite(net.Own.Net),
                ScoreFiles.Finite(net.P50), ScoreFiles.Finite(net.P10), ScoreFiles.Finite(net.P90));
            appender.Flush();
        }

        using (DuckDbAppender appender = engine.Appender("reports_values"))
        {
            foreach (NetValues values in net.SideBySide)
            {
                string[] horizon = new string[scores.Count];
                Array.Fill(horizon, values.Horizon.ToString());
                appender.Append(scores.CustomerId, horizon, net.NetToDate, ScoreFiles.Finite(values.Gross), ScoreFiles.Finite(values.CostToServe), ScoreFiles.Finite(values.Net));
            }

            appender.Flush();
        }

        engine.Execute("CREATE OR REPLACE TEMP TABLE reports_net_run AS SELECT $definition::VARCHAR AS net_definition_id", new DuckDbParameter("definition", net.DefinitionId));
        SqlFile.Of("Reports", "51_net_exports").Execute(engine);
    }

    /// <summary>Writes the file with all horizons.</summary>
    public static void Write(DuckDbConnection engine, NetTable net, ExportSet exports) =>
        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_values", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
}
