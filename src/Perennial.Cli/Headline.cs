using System.Globalization;
using Perennial.Cli.Terminal;
using Perennial.Reports;

namespace Perennial.Cli;

/// <summary>The end of a run on the terminal: the figures that lead the report, and where to read on.</summary>
internal static class Headline
{
    public static void Show(Session session, RunRecord run, string folder)
    {
        if (session.Volume != Volume.Quiet)
        {
            session.Surroundings.Error.Flush();
        }

        Screen.Facts(session, Lines(run));
        session.Out.WriteLine();
        foreach (string warning in run.Warnings)
        {
            session.Out.WriteLine($"  Note: {warning}");
        }

        session.Out.WriteLine($"  Report: {Path.Combine(folder, "report.html")}");
    }

    /// <summary>Gives the headline as pairs of name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Lines(RunRecord run)
    {
        string currency = run.Currency is { } code ? $" {code}" : string.Empty;
        long setAside = run.Rows.SetAside.Values.Sum();
        yield return ("Rows", Text($"{run.Rows.In:N0} in = {run.Rows.Used:N0} used + {run.Rows.Quarantined:N0} quarantined + {setAside:N0} set aside"));
        yield return ("Customers", run.Facts.Buyers == run.Facts.Customers
            ? Text($"{run.Facts.Customers:N0}, of which {run.Facts.RepeatRate:P1} came back")
            : Text($"{run.Facts.Customers:N0}, of which {run.Facts.Buyers:N0} bought, and {run.Facts.RepeatRate:P1} of those came back"));
        yield return ("Orders", Text($"{run.Facts.Orders:N0} from {run.Facts.FirstDay:yyyy-MM-dd} to {run.Facts.LastOrderDay ?? run.AsOf:yyyy-MM-dd}{(run.Facts.LastOrderDay < run.AsOf ? Text($", as of {run.AsOf:yyyy-MM-dd}") : string.Empty)}"));
        if (run.Facts.RevenueGross != 0 || run.Facts.Refunds != 0)
        {
            yield return ("Revenue", Text($"{run.Facts.RevenueNet:N0}{currency} net of {run.Facts.Refunds:N0} refunds"));
        }

        if (run.Equity is { } equity)
        {
            string what = run.DefinitionId.Contains("revenue", StringComparison.Ordinal) ? "revenue" : "margin";
            string ahead = run.Horizon == "lifetime" ? "remaining lifetime" : $"next {run.Horizon}";
            yield return ("Value", Text($"{equity.Mean:N0}{currency} {what}, {ahead}; 80 % interval {equity.P10:N0} to {equity.P90:N0} ({equity.Label})"));
        }

        yield return ("Model", run.Chosen);
        yield return ("Test", run.Holdout?.Verdict ?? run.NoHoldout ?? "no holdout");
        yield return ("Use", run.Usability);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
