using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Reports;

/// <summary><c>groups.csv</c>: what each group of customers is worth. <c>families.csv</c>: what accounts that belong together are worth.</summary>
internal static class GroupFiles
{
    public const string Groups = "groups.csv", Families = "families.csv";

    public static void Write(DuckDbConnection engine, RunRecord run, ExportSet exports)
    {
        if (run.Groups is not { Count: > 0 } all)
        {
            exports.Drop(Groups);
            exports.Drop(Families);
            return;
        }

        SqlFile.Of("Reports", "65_groups").Execute(engine);
        using (DuckDbAppender appender = engine.Appender("reports_groups"))
        {
            appender.Append(
                (string[])[.. all.Select(g => g.Dimension)], (string[])[.. all.Select(g => g.Name)], (int[])[.. all.Select(g => g.Customers)], (int[])[.. all.Select(g => g.Valued)],
                (double[])[.. all.Select(g => g.RevenueToDate)], Known(all, g => g.Value), Known(all, g => g.Low), Known(all, g => g.High), Known(all, g => g.Mean), Known(all, g => g.Net));
            appender.Flush();
        }

        exports.Write(Groups, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (reports_cell(name) AS name) FROM reports_groups)", path, "FORMAT csv, HEADER"));
        if (run.Families is not { Count: > 0 } families)
        {
            exports.Drop(Families);
            return;
        }

        using (DuckDbAppender appender = engine.Appender("reports_families"))
        {
            appender.Append(
                (string[])[.. families.Select(f => f.Top)], (int[])[.. families.Select(f => f.Customers)], (int[])[.. families.Select(f => f.Paying)], (double[])[.. families.Select(f => f.Mrr)],
                (double[])[.. families.Select(f => f.RevenueToDate)], Known(families, f => f.Value), Known(families, f => f.Low), Known(families, f => f.High), Known(families, f => f.Net),
                Known(families, f => f.Contacts), Known(families, f => f.ContractMonths), Known(families, f => f.DaysToRenewal),
                (int[])[.. families.Select(f => f.Expansions)], (int[])[.. families.Select(f => f.Contractions)], Known(families, f => f.AtRisk));
            appender.Flush();
        }

        exports.Write(Families, path => ScoreFiles.Copy(engine, "(SELECT * REPLACE (reports_cell(account) AS account) FROM reports_families)", path, "FORMAT csv, HEADER"));
    }

    private static DuckDbColumn Known<T>(IReadOnlyList<T> rows, Func<T, double?> of) => ScoreFiles.Finite([.. rows.Select(row => of(row) ?? double.NaN)]);
}
