using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;
using Perennial.Valuation.Bridges;

namespace Perennial.Reports;

/// <summary><c>bridge.parquet</c>: what moved the value of each customer since the run before, a row a customer and step.</summary>
internal static class BridgeFiles
{
    /// <summary>The file.</summary>
    public const string Name = "bridge.parquet";

    /// <summary>Loads <c>reports_bridge</c> and writes the file.</summary>
    public static void Write(DuckDbConnection engine, BridgeTable bridge, ExportSet exports)
    {
        SqlFile.Of("Reports", "60_bridge").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_bridge"))
        {
            appender.Append(bridge.CustomerKey, bridge.Step, bridge.Amount);
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_bridge_parquet", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
    }
}
