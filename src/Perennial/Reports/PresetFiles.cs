using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>presets.csv</c> and <c>presets.parquet</c>: every customer whom Stripe, ChartMogul and a board count differently.</summary>
internal static class PresetFiles
{
    public const string Lines = "presets.csv", Name = "presets.parquet";

    public static void Write(DuckDbConnection engine, ExportSet exports)
    {
        SqlFile.Of("Reports", "61_presets").Execute(engine);
        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_presets", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));
        exports.Write(Lines, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (reports_cell(customer_id) AS customer_id) FROM reports_presets)", path, "FORMAT csv, HEADER"));
    }
}
