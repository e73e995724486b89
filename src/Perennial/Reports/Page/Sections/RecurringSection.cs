using Perennial.Portfolio;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>Recurring revenue: what there is, how it moved, what was kept of it.</summary>
internal static class RecurringSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Recurring is not { } recurring)
        {
            return Section.Nothing;
        }

        Chart? chart = RecurringPicture.Draw(run, money), cohorts = RecurringCohortPicture.Draw(run);
        return new("recurring-revenue", "Recurring revenue", Markup.Of($"""
            <p><a href="#def-mrr.v1">Recurring revenue</a> of {money.Of(recurring.Mrr)} a month from {Figure.Of(recurring.Customers, "customer")}{(RecurringMeasures.RevenuePerAccount(recurring.Mrr, recurring.Customers) is { } arpa ? Markup.Of($", {money.Of(arpa)} <a href=\"#def-arpa.v1\">an account</a>") : Markup.Empty)}, counted as <strong>{recurring.Preset.Name}</strong> does{(run.Currency is { } c ? $", in {c}" : string.Empty)}.</p>
            {(recurring.WithoutRate > 0 ? Markup.Of($"<p>{Figure.Of(recurring.WithoutRate, "stretch", "stretches")} of subscriptions in other currencies are left out: no exchange rate is known on their days.</p>") : Markup.Empty)}
            {(chart is null ? Markup.Empty : ChartMarkup.Figure(chart))}
            {Kept(recurring, money)}
            {(cohorts is null ? Markup.Empty : ChartMarkup.Figure(cohorts))}
            {Markup.Join(recurring.Groups.GroupBy(group => group.Dimension).Where(dimension => dimension.Count() > 1).OrderByDescending(dimension => dimension.Key, StringComparer.Ordinal).Select(dimension => Groups(dimension.Key, [.. dimension], money)))}
            {Ratios(recurring)}
            {PresetSection.Draw(run, money)}
            """));
    }

    private static Markup Kept(RecurringFacts recurring, MoneyFormat money) => recurring.Retention is not { } kept
        ? Markup.Of($"<p>What is kept over a year cannot be said yet: the first subscription began less than twelve months before {Figure.Day(recurring.AsOf)}.</p>")
        : Markup.Of($"""
            {Tables.Draw($"What was kept from {Figure.Day(kept.From)} to {Figure.Day(kept.To)}", ["Of the opening", "#Share"], Rows(kept))}
            <p>The opening: {money.Of(kept.Opening)} a month from {Figure.Of(kept.Customers, "customer")}, of whom {Figure.Count(kept.Lost)} had left at the end.</p>
            """);

    private static IEnumerable<IReadOnlyList<Markup>> Rows(RecurringRetention kept)
    {
        yield return [Tables.Text("Net revenue retention"), Share(kept.Nrr, "nrr.v1")];
        yield return [Tables.Text("Gross revenue retention"), Share(kept.Grr, "grr.v1")];
        yield return [Tables.Text("Customers who left"), Share(kept.LogoChurn, "churn.logo.v1")];
        if (kept.Due > 0)
        {
            yield return [Tables.Text($"Terms renewed, of {Figure.Count(kept.Due)} due"), Share(kept.RenewalRate, "renewal-rate.v1")];
        }
    }

    private static Markup Groups(string dimension, RecurringGroup[] groups, MoneyFormat money) => Tables.Draw(
        $"The same twelve months by {dimension}{(dimension == "cohort" ? ", the year a customer first had recurring revenue" : string.Empty)}; the amounts add up to the whole",
        [dimension switch { "segment" => "Segment", "channel" => "Channel", _ => "Cohort" }, "#Opening", "#Closing", "#Customers at the opening", "#Net retention|nrr.v1", "#Gross retention|grr.v1", "#Customers who left|churn.logo.v1", "#Terms due", "#Renewed|renewal-rate.v1", "#Lost to failed payments", "#Revenue per account|arpa.v1"],
        groups.Select(group => (IReadOnlyList<Markup>)
        [
            group.Name.Length == 0 ? Tables.Text("not known") : Tables.Data(group.Name), Tables.Text(money.Exact(group.Opening)), Tables.Text(money.Exact(group.Closing)), Tables.Text(Figure.Count(group.Customers)),
            Share(group.Nrr), Share(group.Grr), Share(group.LogoChurn), Tables.Text(Figure.Count(group.Due)), Share(group.RenewalRate),
            Tables.Text(money.Exact(-group.ChurnByPayment)), Tables.Text(group.RevenuePerAccount is { } arpa ? money.Of(arpa) : "–"),
        ]));

    private static Markup Ratios(RecurringFacts recurring)
    {
        RecurringMonth[] last = [.. recurring.Months.TakeLast(6)];
        return last.Length == 0 ? Markup.Empty : Tables.Draw(
            "The last months",
            ["Month", "#Gross churn|churn.mrr.gross.v1", "#Net churn|churn.mrr.net.v1", "#Quick ratio|quick-ratio.v1", "#Customers won", "#Customers lost"],
            last.Select(m => (IReadOnlyList<Markup>)
            [
                Tables.Text(Figure.Month(m.Month)), Share(m.GrossChurn), Share(m.NetChurn), Tables.Text(m.QuickRatio is { } q ? Figure.Fixed(q, "0.00") : "–"),
                Tables.Text(Figure.Count(m.CustomersWon)), Tables.Text(Figure.Count(m.CustomersLost)),
            ]));
    }

    private static Markup Share(double? share, string? definition = null)
    {
        string text = share is { } s ? Figure.Percent(s) : "–";
        return definition is null ? Tables.Text(text) : Markup.Of($"""<a href="#def-{definition}">{text}</a>""");
    }
}
