using Perennial.Portfolio.Books;
using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;

namespace Perennial.Reports.Roles;

/// <summary>For product: how much is used and what that goes with, what goes with staying, how segments differ, and what value rests on.</summary>
internal static class ProductPage
{
    public static (Markup Headline, Section[] Body) Draw(RoleMaterial from)
    {
        (RunRecord run, MoneyFormat money) = (from.Run, from.Money);
        IReadOnlyList<AdoptionBand> bands = from.Tables.Book is { } book ? AdoptionBand.Of(book) : [];
        return (
            RolePage.Hero(ReportRole.Product, run, Answer(bands, money), [Markup.Of($"What goes with something need not be why it happens: an experiment tells."), Markup.Of($"{run.Usability}")], Tiles(run)),
            [
                Adoption(bands, money), SegmentSection.Draw(run, from.Scores, from.Tables.Trajectories, from.Tables.Segments, money), LeavingSection.Draw(run, money), SignalSection.Draw(run), GroupSection.Draw(run, money), SensitivitySection.Draw(run, money), ScorecardSection.Draw(run),
                WarningsSection.Draw(run),
            ]);
    }

    private static Markup Answer(IReadOnlyList<AdoptionBand> bands, MoneyFormat money)
    {
        AdoptionBand[] little = [.. bands.Where(band => band.To <= 0.5)];
        int all = bands.Sum(band => band.Customers);
        return all == 0
            ? Markup.Of($"How much customers use is not known: no usage came in.")
            : Markup.Of($"""<span class="sum">{Figure.Percent((double)little.Sum(band => band.Customers) / all)}</span> of {Figure.Of(all, "customer")} use less than half of the features; {money.Of(little.Sum(band => band.Value))} of value lies with them.""");
    }

    private static Section Adoption(IReadOnlyList<AdoptionBand> bands, MoneyFormat money) => bands.Count == 0 ? Section.Nothing : new("adoption", "Adoption and value", Markup.Of($"""
        <p>Customers by the share of features used three times or more in eight weeks. Larger customers use more, so value is also held against that of the own segment: above 100 % those who use so much are worth more than others like them.</p>
        {Tables.Draw(
            "Adoption, what it goes with",
            ["Features used", "#Customers", "#Net value", "#Value by that of the own segment", "#Chance to leave within a year", "#Use falls"],
            bands.Select(band => (IReadOnlyList<Markup>)
            [
                Tables.Text(band.To > 1 ? $"{Figure.Percent(band.From)} or more" : $"{Figure.Percent(band.From)} to below {Figure.Percent(band.To)}"), Tables.Text(Figure.Count(band.Customers)), Tables.Text(money.Of(band.Value)),
                Tables.Text(Figure.Percent(band.Relative)), Tables.Text(Figure.Percent(band.Leaving)), Tables.Text(Figure.Count(band.Falling)),
            ]))}
        """));

    private static IEnumerable<(string Name, string Id, string Value)> Tiles(RunRecord run)
    {
        yield return ("Customers", "customers.v1", Figure.Count(run.Facts.Customers));
        if (run.Recurring?.Retention is { Grr: { } grr, Nrr: { } nrr })
        {
            yield return ("Gross retention, 12 months", "grr.v1", Figure.Percent(grr));
            yield return ("Net retention, 12 months", "nrr.v1", Figure.Percent(nrr));
        }
    }
}
