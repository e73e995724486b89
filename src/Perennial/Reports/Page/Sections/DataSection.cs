using Perennial.Ingest;

namespace Perennial.Reports.Page.Sections;

/// <summary>What was in the data, and the sum that proves no row was lost.</summary>
internal static class DataSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => new("data", "What was in the data", Markup.Of($"""
        <p>From {Figure.Day(run.Facts.FirstDay)} to {Figure.Day(run.Facts.LastOrderDay ?? run.AsOf)}{(run.Facts.LastOrderDay < run.AsOf ? $", as known on {Figure.Day(run.AsOf)}" : string.Empty)}: {Figure.Of(run.Facts.Orders, "order")} by {Figure.Of(run.Facts.Customers, "customer")}{(run.HasAmounts() ? $", {money.Of(run.Facts.RevenueGross)} gross less {money.Of(run.Facts.Refunds)} refunds = {money.Of(run.Facts.RevenueNet)} net" : "; the log has no amounts")}. {(run.HasAmounts() ? run.Currency is { } c ? $"Amounts are in {c}." : "The data name no currency." : string.Empty)}</p>
        {Tables.Draw("Files read", ["File", "#Rows", "Format", "Layout"], run.Inputs.Select(i => (IReadOnlyList<Markup>)[Tables.Data(i.Path), Tables.Text(Figure.Count(i.Rows)), Tables.Text(i.Format), Tables.Text(Words.Rule(i.Layout))]))}
        {Mapping(run.Mapping)}
        <h3>Every row is accounted for</h3>
        {Account(run.Rows)}
        {Control(run, money)}
        """));

    private static Markup Mapping(ColumnMapping mapping) => mapping.Columns.Count == 0 ? Markup.Empty : Markup.Of($"""
        {Tables.Draw("How the columns were read", ["Role", "Column", "#Confidence", "Why", "Read as", "Examples"], mapping.Columns.Select(m => (IReadOnlyList<Markup>)
        [
            Tables.Text(m.Role), Tables.Data(m.Column), Tables.Text(Figure.Percent(m.Confidence)), Tables.Text(m.Evidence), Tables.Text(m.Format ?? "as it is"),
            Markup.Of($"{m.Samples.Take(3).Select((s, i) => Markup.Of($"{(i > 0 ? ", " : string.Empty)}<bdi>{s}</bdi>"))}"),
        ]))}
        {(mapping.Warnings.Count == 0 ? Markup.Empty : Markup.Of($"""<ul class="notes">{mapping.Warnings.Select(w => Markup.Of($"<li>{w}</li>"))}</ul>"""))}
        """);

    private static Markup Account(RowAccount rows)
    {
        long sum = rows.Used + rows.Quarantined + rows.SetAside.Values.Sum();
        Markup Line(string kind, string sign, string name, long count) => Markup.Of($"""<tr{Markup.Trusted(kind)}><th scope="row">{name}</th><td class="n">{sign}</td><td class="n">{Figure.Count(count)}</td></tr>""");
        return Markup.Of($"""
            <table class="account"><caption class="hidden">Row accounting</caption><thead class="hidden"><tr><th scope="col">Rows</th><th scope="col">Sign</th><th scope="col">Count</th></tr></thead><tbody>
            {Line(string.Empty, string.Empty, "Rows used", rows.Used)}
            {rows.SetAside.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Line(string.Empty, "+", $"Set aside: {Words.Rule(s.Key)}", s.Value))}
            {Line(string.Empty, "+", "Quarantined: could not be read (quarantine.csv)", rows.Quarantined)}
            {Line(" class=\"total\"", "=", "Rows in", rows.In)}
            </tbody></table>
            {(sum == rows.In ? Markup.Empty : Markup.Of($"""<p class="alert">The sum is {Figure.Count(sum)}: {Figure.Count(Math.Abs(rows.In - sum))} rows are not accounted for. Please report this as a fault of Perennial.</p>"""))}
            """);
    }

    private static Markup Control(RunRecord run, MoneyFormat money) => run.ControlTotal.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Against your ledger</h3>
        {Tables.Draw("Net revenue in the data and in the ledger", ["Month", "#Data", "#Ledger", "#Difference"], run.ControlTotal.Select(m => (IReadOnlyList<Markup>)
            [Tables.Text(m.Month), Tables.Text(money.Exact(m.Data)), Tables.Text(money.Exact(m.Ledger)), Tables.Text(money.Exact(m.Difference))]))}
        """);
}
