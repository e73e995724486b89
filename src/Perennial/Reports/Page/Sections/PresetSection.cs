using Perennial.Portfolio;

namespace Perennial.Reports.Page.Sections;

/// <summary>The part of recurring revenue that shows Stripe's, ChartMogul's and a board's count side by side, and the customers who make the difference.</summary>
internal static class PresetSection
{
    public static Markup Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Recurring is not { Presets: { Figures: { Count: 3 } figures } presets } recurring)
        {
            return Markup.Empty;
        }

        string own = recurring.Preset.Name;
        return Markup.Of($"""
            <h3>The same subscriptions, counted by others</h3>
            {Tables.Draw($"As of {Figure.Day(presets.To)}; ratios over the twelve months from {Figure.Day(presets.From)}, churn and quick ratio of the last month", ["", .. figures.Select(f => $"#{f.Preset}{(f.Preset == own ? " (this run)" : string.Empty)}"), "#Largest difference"], Rows(figures, money))}
            {(presets.Customers == 0
                ? Markup.Of($"<p>No customer makes them differ: nobody has a discount that ends, and nobody left and came back. Customer churn differs where customers won stand in its denominator.</p>")
                : Markup.Of($"""
                    <p>{Figure.Of(presets.Customers, "customer makes", "customers make")} them differ: {Figure.Count(presets.ByDiscount)} by a discount that ends, which Stripe leaves out of account; {Figure.Count(presets.Customers - presets.ByDiscount)} by having left and come back, which ChartMogul counts. All of them are in <code>presets.csv</code> and <code>presets.parquet</code>; their differences add up to those of recurring revenue above. Customer churn differs too where customers won stand in its denominator.</p>
                    {Tables.Draw(presets.Customers > presets.Examples.Count ? $"The {presets.Examples.Count} who differ most" : "Who they are", ["Customer", "Differs by", "#Recurring: stripe", "#chartmogul", "#board", "#Counted in net retention: stripe", "#chartmogul", "#board"], presets.Examples.Select(e => (IReadOnlyList<Markup>)
                        [Tables.Data(e.CustomerId), Tables.Text(e.DiffersBy == "discount" ? "a discount that ends" : "left and came back"), .. e.Mrr.Concat(e.Counted).Select(a => Tables.Text(money.Exact(a)))]))}
                    """))}
            """);
    }

    private static IEnumerable<IReadOnlyList<Markup>> Rows(IReadOnlyList<PresetFigures> figures, MoneyFormat money)
    {
        yield return Amount("Recurring revenue", "mrr.v1", f => f.Mrr);
        yield return Row("Customers", "mrr.v1", figures.Select(f => (double?)f.Customers), v => Figure.Count((long)v));
        yield return Row("Revenue per account", "arpa.v1", figures.Select(f => f.RevenuePerAccount), v => money.Of(v));
        if (figures.All(f => f.Opening is not null))
        {
            yield return Amount("Opening of the twelve months", "mrr.v1", f => f.Opening!.Value);
        }

        yield return Share("Net revenue retention", "nrr.v1", f => f.Nrr);
        yield return Share("Gross revenue retention", "grr.v1", f => f.Grr);
        yield return Share("Customers who left", "churn.logo.v1", f => f.LogoChurn);
        yield return Share("Gross revenue churn", "churn.mrr.gross.v1", f => f.GrossChurn);
        yield return Share("Net revenue churn", "churn.mrr.net.v1", f => f.NetChurn);
        yield return Row("Quick ratio", "quick-ratio.v1", figures.Select(f => f.QuickRatio), v => Figure.Fixed(v, "0.00"));

        IReadOnlyList<Markup> Amount(string name, string definition, Func<PresetFigures, decimal> value) =>
            [Named(name, definition), .. figures.Select(f => Tables.Text(money.Exact(value(f)))), Tables.Text(money.Exact(figures.Max(value) - figures.Min(value)))];

        IReadOnlyList<Markup> Share(string name, string definition, Func<PresetFigures, double?> value) => Row(name, definition, figures.Select(value), v => Figure.Percent(v));
    }

    private static IReadOnlyList<Markup> Row(string name, string definition, IEnumerable<double?> values, Func<double, string> words)
    {
        double?[] all = [.. values];
        return [Named(name, definition), .. all.Select(v => Tables.Text(v is { } value ? words(value) : "–")), Tables.Text(all.All(v => v is not null) ? words(all.Max()!.Value - all.Min()!.Value) : "–")];
    }

    private static Markup Named(string name, string definition) => Markup.Of($"""<a href="#def-{definition}">{name}</a>""");
}
