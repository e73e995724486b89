using Perennial.Portfolio;
using Perennial.Reports.Page.Sections;

namespace Perennial.Reports;

/// <summary>The rows of the workbook's sheets facts and definitions.</summary>
internal static class WorkbookFacts
{
    public static IEnumerable<object?[]> Rows(RunRecord run, int scored, int kept, string label)
    {
        Facts f = run.Facts;
        bool amounts = run.HasAmounts();
        if (label.Length > 0)
        {
            yield return ["confidentiality", label, null];
        }

        yield return ["as_of", run.AsOf, null];
        yield return ["first_day", f.FirstDay, null];
        yield return ["last_order_day", f.LastOrderDay, null];
        yield return ["customers", f.Customers, "customers.v1"];
        yield return ["orders", f.Orders, "orders.v1"];
        yield return ["revenue_gross", amounts ? f.RevenueGross : null, "revenue.gross.v1"];
        yield return ["refunds", amounts ? f.Refunds : null, "revenue.refunds.v1"];
        yield return ["revenue_net", amounts ? f.RevenueNet : null, "revenue.net.v1"];
        yield return ["repeat_rate", f.RepeatRate, "repeat-rate.v1"];
        yield return ["top_1_percent", f.Concentration.Top1Percent, "concentration.top-share.v1"];
        yield return ["top_5_percent", f.Concentration.Top5Percent, "concentration.top-share.v1"];
        yield return ["top_10_percent", f.Concentration.Top10Percent, "concentration.top-share.v1"];
        yield return ["top_20_percent", f.Concentration.Top20Percent, "concentration.top-share.v1"];
        yield return ["gini", f.Concentration.Gini, "concentration.gini.v1"];
        yield return ["hhi", f.Concentration.Hhi, "hhi.revenue.v1"];
        yield return ["effective_number", f.Concentration.EffectiveNumber, "concentration.effective-number.v1"];
        yield return ["setting", f.Setting, "setting.v1"];
        yield return ["rows_in", run.Rows.In, null];
        yield return ["rows_used", run.Rows.Used, null];
        yield return ["rows_quarantined", run.Rows.Quarantined, null];
        foreach ((string rule, long count) in run.Rows.SetAside.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            yield return ["rows_set_aside_" + rule.Replace('-', '_'), count, null];
        }

        yield return ["model", run.Chosen, null];
        yield return ["verdict", run.Holdout?.Verdict ?? run.NoHoldout, null];
        yield return ["usability", run.Usability, null];
        yield return ["equity_mean", run.Equity?.Mean, "equity.v1"];
        yield return ["equity_p10", run.Equity?.P10, "equity.v1"];
        yield return ["equity_p90", run.Equity?.P90, "equity.v1"];
        yield return ["horizon", run.Horizon, null];
        yield return ["currency", run.Currency, null];
        yield return ["run_id", run.RunId, null];
        yield return ["version", run.Version, null];
        yield return ["scores_in_this_workbook", kept, null];
        if (kept < scored)
        {
            yield return ["scores_cut", $"A sheet holds {Figure.Count(Workbook.MaxRows)} rows, so {Figure.Of(scored - kept, "customer")} of {Figure.Count(scored)} are missing here; all are in scores.csv and scores.parquet.", null];
        }

        foreach (MonthFact month in f.Months)
        {
            yield return ["orders_" + month.Month.ToString("yyyy_MM", System.Globalization.CultureInfo.InvariantCulture), month.Orders, "orders.month.v1"];
        }

        foreach (MonthFact month in f.Months.Where(_ => amounts))
        {
            yield return ["revenue_net_" + month.Month.ToString("yyyy_MM", System.Globalization.CultureInfo.InvariantCulture), month.RevenueNet, "revenue.net.month.v1"];
        }
    }

    public static IEnumerable<object?[]> Definitions(RunRecord run) =>
        DefinitionsSection.Shown(run).Select(d => (object?[])[d.Id, d.Name, d.Formula, d.Numerator, d.Denominator, d.Period, d.Unit, d.AsOf, d.Note]);
}
