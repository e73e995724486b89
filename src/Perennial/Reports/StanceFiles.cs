using Perennial.DuckDb;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>stances.parquet</c>: the stance of every customer; <c>stance_tests.parquet</c>: every quantity every rule looked at.</summary>
internal static class StanceFiles
{
    private const string Options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880";

    public static void Write(DuckDbConnection engine, RunRecord run, ExportSet exports)
    {
        foreach ((string file, string table, string order) in ((string, string, string)[])[("stances.parquet", "portfolio_stances", "customer_id"), ("stance_tests.parquet", "portfolio_stance_tests", "customer_id, rule, place")])
        {
            if (run.Stances is null)
            {
                exports.Drop(file);
                continue;
            }

            exports.Write(file, path => ScoreFiles.Copy(engine, $"(SELECT customer_id, {table}.* EXCLUDE (customer_key) FROM {table} JOIN identity_customers USING (customer_key) ORDER BY {order})", path, Options));
        }
    }
}
