using Perennial.Kernel;
using Perennial.Portfolio.Tiers;
using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;

namespace Perennial.Reports.Page.Sections;

/// <summary>Tiers of value: who is in which, how sure that is, and who moved since the run before.</summary>
internal static class TierSection
{
    // Below it a customer's outcome is more likely that of another tier than of their own.
    private const double FairChance = 0.5;

    public static Section Draw(RunRecord run, MoneyFormat money) => run.Tiers is not { } tiers ? Section.Nothing : new("tiers", "Tiers of value", Markup.Of($"""
        <p>Customers by <a href="#def-{tiers.MeasureId}">{Measure(tiers.Measure)}</a>, {Words.Horizon(run.Horizon)}, {(tiers.By == TierCut.Quantile ? "cut at shares of the customers from the top" : "cut at stated amounts")}. Value alone ranks: recurring or past revenue has no part in it. {Tables.Definition("tier.v1")}</p>
        {Tables.Draw(
            $"Tiers, the highest first{(tiers.Without > 0 ? $"; of {Figure.Of(tiers.Without, "customer")} nothing is said" : string.Empty)}",
            ["Tier", "#From", "#Customers", "#Share of customers", "#Value", "#Share of value", "#Straddle a cut|tier.chance.v1", "#Mean chance of the tier|tier.chance.v1", .. tiers.Migration is null ? (string[])[] : ["#Held by the margin|tier.held.v1"]],
            tiers.Tiers.Select(tier => (IReadOnlyList<Markup>)
            [
                Tables.Data(tier.Name), Tables.Text(money.Of(tier.From)), Tables.Text(Figure.Count(tier.Customers)), Tables.Text(Share(tier.Customers, tiers.Tiers.Sum(t => t.Customers))),
                Tables.Text(money.Of(tier.Value)), Tables.Text(Share(tier.Value, tiers.Tiers.Sum(t => t.Value))), Tables.Text(Share(tier.Straddling, tier.Customers)), Tables.Text(Figure.Percent(tier.Chance)),
                .. tiers.Migration is null ? (Markup[])[] : [Tables.Text(Figure.Count(tier.Held))],
            ]))}
        {Sure(tiers)}
        {Migration(tiers, money)}
        {Kept(run, tiers, money)}
        {Picture(TierPictures.Retention(run))}
        {Picture(TierPictures.Costs(run, money))}
        <p class="note">The tier of every customer, and the tiers its interval reaches, are in <code>tiers.parquet</code>.</p>
        """));

    private static Markup Sure(TierRecord tiers)
    {
        int all = tiers.Tiers.Sum(tier => tier.Customers), straddling = tiers.Tiers.Sum(tier => tier.Straddling);
        double chance = tiers.Tiers.Sum(tier => tier.Customers * (tier.Chance ?? 0)) / all;
        return tiers.Tiers.All(tier => tier.Chance is null)
            ? Markup.Of($"<p>No interval of this value is known, so nothing is said of how sure a tier is.</p>")
            : Markup.Of($"<p>{Figure.Percent((double)straddling / all)} of customers straddle a cut: what comes of one of them may well be that of another tier. A tier is where the expected value lies, not a promise.{(chance < FairChance ? Markup.Of($" <strong>These tiers hardly tell single customers apart</strong>: what comes of a customer lies in their own tier with a chance of {Figure.Percent(chance)} on average.") : Markup.Empty)}</p>");
    }

    private static Markup Migration(TierRecord tiers, MoneyFormat money)
    {
        if (tiers.Migration is not { } migration)
        {
            return tiers.Anew is { } why ? Markup.Of($"<p>Not compared with an earlier run. {why}</p>") : Markup.Empty;
        }

        int m = tiers.Tiers.Count;
        TierMove up = migration.Sum(cell => cell.IsUp), down = migration.Sum(cell => cell.IsDown), same = migration.Sum(cell => cell.From == cell.To);
        TierMove come = migration.Sum(cell => cell.IsNew), gone = migration.Sum(cell => cell.IsGone);
        return Markup.Of($"""
            {Tables.Draw(
                $"From the tiers of {Figure.Day(migration.FromDay)} (rows) to those of now (columns): customers",
                ["Before", .. tiers.Tiers.Select(tier => "#" + tier.Name), "#No tier any more"],
                Enumerable.Range(0, m + 1).Select(i => i == m ? -1 : i).Select(from => (IReadOnlyList<Markup>)
                [
                    from < 0 ? Tables.Text("New") : Tables.Data(tiers.Tiers[from].Name), .. Enumerable.Range(0, m + 1).Select(i => i == m ? -1 : i).Select(to => Cell(migration, from, to)),
                ]))}
            {Tables.Draw(
                "What moved, with the sums of values then and now", ["Customers who", "#Customers|tier.migration.v1", "#Value then", "#Value now"],
                [Row("rose", up), Row("fell", down), Row("stayed", same), Row("of them, by the margin", migration.Sum(cell => cell.From == cell.To) with { Customers = same.Held }, withValue: false), Row("are new", come), Row("have no tier any more", gone)])}
            """);

        IReadOnlyList<Markup> Row(string who, TierMove sum, bool withValue = true) =>
            [Tables.Text(who), Tables.Text(Figure.Count(sum.Customers)), Tables.Text(withValue ? money.Of(sum.Before) : "–"), Tables.Text(withValue ? money.Of(sum.Now) : "–")];
    }

    // Who left since is in a low tier now; the tier of then says what became of it.
    private static Markup Kept(RunRecord run, TierRecord tiers, MoneyFormat money)
    {
        if (run.TierHistory is not { Retention.Count: > 0 } history)
        {
            return Markup.Empty;
        }

        TierRetention[] year = [.. history.Retention.Where(part => part.To == run.AsOf)];
        return Markup.Of($"""
            {(history.SinceBefore.Count == 0 ? Markup.Empty : Table($"What each tier of {Figure.Day(history.SinceBefore[0].From.AddDays(-1))} kept of its recurring revenue since then, not brought to a year", history.SinceBefore))}
            {(year.Length == 0 ? Markup.Empty : Table($"What was kept over the twelve months to {Figure.Day(run.AsOf)}, by the tier of today", year))}
            {(history.SinceBefore.Count > 0 ? Markup.Empty : Markup.Of($"<p class=\"note\">Who left in these months is in a low tier today because they left: by the tier of today high tiers look better than they were. A later run in the same folder shows what became of the tiers of this one.</p>"))}
            """);

        Markup Table(string caption, IReadOnlyList<TierRetention> parts) => Tables.Draw(
            caption, ["Tier", "#Opening", "#Customers at the opening", "#Of them left", "#Net retention|nrr.tier.v1", "#Gross retention|nrr.tier.v1"],
            parts.Select(part => (IReadOnlyList<Markup>)
            [
                part.Tier < 0 ? Tables.Text("none") : Tables.Data(tiers.Tiers[part.Tier].Name), Tables.Text(money.Exact(part.Opening)), Tables.Text(Figure.Count(part.Customers)), Tables.Text(Figure.Count(part.Lost)),
                Tables.Text(Figure.Percent(part.Nrr)), Tables.Text(Figure.Percent(part.Grr)),
            ]));
    }

    private static Markup Picture(Chart? chart) => chart is null ? Markup.Empty : ChartMarkup.Figure(chart);

    private static Markup Cell(TierMigration migration, int from, int to) =>
        Tables.Text(migration.Cells.FirstOrDefault(cell => cell.From == from && cell.To == to) is { } cell ? Figure.Count(cell.Customers) : "–");

    private static string Measure(string column) => column switch { "clv_net" => "net value", "clv_gross" => "gross value", _ => "value" };

    private static string Share(double part, double whole) => whole <= 0 ? "–" : Figure.Percent(part / whole);
}
