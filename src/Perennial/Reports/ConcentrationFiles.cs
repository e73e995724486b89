using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>concentration.parquet</c>: concentration of revenue, margin and value, and of revenue at the ends of quarters.</summary>
internal static class ConcentrationFiles
{
    public const string Name = "concentration.parquet";

    public static void Write(DuckDbConnection engine, RunRecord run, ExportSet exports)
    {
        if (run.Concentration is not { } few)
        {
            exports.Drop(Name);
            return;
        }

        Row[] rows =
        [
            .. few.Trend.Select(q => new Row("revenue_trend", q.Day, q.Customers, (double)q.Revenue, q.Top1, q.Top5, q.Top10, null, q.Hhi)),
            .. few.Measures.Select(m => new Row(m.Name, run.AsOf, m.Customers, m.Total, m.Top1, m.Top5, m.Top10, m.Shares, m.Shares.Hhi)),
        ];
        SqlFile.Of("Reports", "67_concentration").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_concentration"))
        {
            appender.Append(
                (string[])[.. rows.Select(r => r.Measure)], (DateOnly[])[.. rows.Select(r => r.Day)], (long[])[.. rows.Select(r => r.Customers)], (double[])[.. rows.Select(r => r.Total)],
                (double[])[.. rows.Select(r => r.Top1)], (double[])[.. rows.Select(r => r.Top5)], (double[])[.. rows.Select(r => r.Top10)],
                Of(shares => shares.Top1Percent), Of(shares => shares.Top5Percent), Of(shares => shares.Top10Percent), Of(shares => shares.Top20Percent), Of(shares => shares.Gini),
                (double[])[.. rows.Select(r => r.Hhi)], (double[])[.. rows.Select(r => 10_000 / r.Hhi)]);
            appender.Flush();
        }

        exports.Write(Name, path => ScoreFiles.Copy(engine, "reports_concentration", path, "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"));

        DuckDbColumn Of(Func<Portfolio.Concentration, double> of) => ScoreFiles.Finite([.. rows.Select(row => row.Shares is { } shares ? of(shares) : double.NaN)]);
    }

    private sealed record Row(string Measure, DateOnly Day, long Customers, double Total, double Top1, double Top5, double Top10, Portfolio.Concentration? Shares, double Hhi);
}
