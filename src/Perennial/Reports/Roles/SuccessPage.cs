using Perennial.Portfolio.Books;
using Perennial.Portfolio.Stances;
using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;

namespace Perennial.Reports.Roles;

/// <summary>For customer success: whom to call, by value at stake, with the stance, its reason and what was seen; and the renewals ahead.</summary>
internal static class SuccessPage
{
    private const int Shown = 40;

    public static (Markup Headline, Section[] Body) Draw(RoleMaterial from)
    {
        (RunRecord run, MoneyFormat money) = (from.Run, from.Money);
        if (from.Tables.Book is not { Entries.Count: > 0 } book)
        {
            return (
                RolePage.Hero(ReportRole.CustomerSuccess, run, Markup.Of($"Nothing is said yet of single customers."), [Markup.Of($"{run.Usability}")], []),
                [RecurringSection.Draw(run, money), WarningsSection.Draw(run)]);
        }

        BookEntry[] first = [.. book.Entries.Take(10)];
        return (
            RolePage.Hero(
                ReportRole.CustomerSuccess, run,
                Markup.Of($"""<span class="sum">{money.Of(first.Sum(entry => entry.Stake))}</span> is at stake with {Figure.Of(first.Length, "customer")} to call first."""),
                [Markup.Of($"Of {money.Of(book.Stake)} at stake with {Figure.Of(book.Entries.Count, "customer")} within a year. Stances are proposals: people decide."), Markup.Of($"{run.Usability}")],
                Tiles(book, money)),
            [Mine(book, money), Calendar(book, money), Owners(book, money), StanceSection.Draw(run, money), TrajectorySection.Draw(run, from.Scores, from.Tables.Trajectories, money), WarningsSection.Draw(run)]);
    }

    private static IEnumerable<(string Name, string Id, string Value)> Tiles(AccountBook book, MoneyFormat money)
    {
        BookEntry[] near = [.. book.Entries.Where(entry => entry.RenewalDays <= AccountBook.Near)];
        yield return ("At stake within a year", "value-at-stake.v1", money.Of(book.Stake));
        if (near.Length > 0)
        {
            yield return ($"Renewals within {AccountBook.Near} days", "renewal.status.v1", Figure.Count(near.Length));
            yield return ("Of them, at risk", "renewal.status.v1", Figure.Count(near.Count(entry => entry.Status == RenewalStatus.AtRisk)));
        }
    }

    private static Section Mine(AccountBook book, MoneyFormat money)
    {
        bool renewals = book.Renewals.Count > 0, stances = book.Entries.Any(entry => entry.Stance is not null);
        return new("book", "My book", Markup.Of($"""
            <p>The order is that of <a href="#def-value-at-stake.v1">value at stake</a>: what leaving would take, times its chance. Neither the riskiest nor the largest come first, but those where a call can matter most.</p>
            {Tables.Draw(
                $"The first {Figure.Count(Math.Min(Shown, book.Entries.Count))} of {Figure.Of(book.Entries.Count, "customer")}",
                ["Customer", "#At stake|value-at-stake.v1", "#Net value, 80 %", "#Chance to leave", .. renewals ? (string[])["Renewal|renewal.status.v1"] : [], .. stances ? (string[])["Stance", "Why"] : [], "Seen"],
                book.Entries.Take(Shown).Select(entry => (IReadOnlyList<Markup>)
                [
                    Markup.Of($"<bdi>{entry.Id}</bdi>{Beside([entry.Segment, entry.Owner])}"),
                    Tables.Text(money.Of(entry.Stake)),
                    Markup.Of($"{money.Of(entry.Value)}{(double.IsFinite(entry.Low) ? Markup.Of($"<br><small>{money.Of(entry.Low)} to {money.Of(entry.High)}</small>") : Markup.Empty)}"),
                    Tables.Text(Figure.Percent(entry.Leaving)),
                    .. renewals ? (Markup[])[entry.RenewalDays is { } days ? Markup.Of($"in {Figure.Of(days, "day")}<br><small>{Word(entry.Status!.Value)}</small>") : Tables.Text("–")] : [],
                    .. stances ? (Markup[])[StanceOf(entry.Stance), Why(entry.Stance)] : [],
                    Tables.Text(entry.Evidence.Count == 0 ? "–" : string.Join("; ", entry.Evidence)),
                ]))}
            <p class="note">What was seen goes with leaving; it need not be why. All customers are in <code>scores.csv</code>, <code>stances.parquet</code> and <code>trajectories.parquet</code>.</p>
            """));
    }

    private static Section Calendar(AccountBook book, MoneyFormat money) => book.Renewals.Count == 0 ? Section.Nothing : new("renewals", "Renewals ahead", Markup.Of($"""
        <p>Terms longer than a month. At risk: leaving is at least twice as likely as usual ({Figure.Percent(book.UsualLeaving)} within a year), or likelier than usual and rising. Within {AccountBook.Near} days nothing is merely watched: it is good or at risk.</p>
        {Tables.Draw(
            "Renewals by month", ["Month", "#Renewals", "#Recurring revenue a month|mrr.v1", "#At risk|renewal.status.v1", "#Recurring revenue at risk", "#To be watched"],
            book.Renewals.Select(month => (IReadOnlyList<Markup>)
            [
                Tables.Text(Figure.Month(month.Month)), Tables.Text(Figure.Count(month.Renewals)), Tables.Text(money.Of(month.Mrr)), Tables.Text(Figure.Count(month.AtRisk)), Tables.Text(money.Of(month.MrrAtRisk)),
                Tables.Text(Figure.Count(month.Monitor)),
            ]))}
        {Next(book, money)}
        """));

    private static Markup Next(AccountBook book, MoneyFormat money)
    {
        BookEntry[] near = [.. book.Entries.Where(entry => entry.RenewalDays <= AccountBook.Near && entry.Status == RenewalStatus.AtRisk).OrderBy(entry => entry.RenewalDays).ThenBy(entry => entry.Id, StringComparer.Ordinal).Take(Shown)];
        return near.Length == 0 ? Markup.Of($"<p>None of the renewals of the next {AccountBook.Near} days is at risk.</p>") : Tables.Draw(
            $"At risk within {AccountBook.Near} days", ["Customer", "#Days", "#Recurring revenue a month|mrr.v1", "#Chance to leave", "Seen", "A person says"],
            near.Select(entry => (IReadOnlyList<Markup>)
            [
                Tables.Data(entry.Id), Tables.Text(Figure.Count(entry.RenewalDays!.Value)), Tables.Text(money.Of(entry.Mrr)), Tables.Text(Figure.Percent(entry.Leaving)),
                Tables.Text(entry.Evidence.Count == 0 ? "–" : string.Join("; ", entry.Evidence)),
                entry.Stance?.Override is { } person ? Markup.Of($"{person.Stance.ToString()}: <bdi>{person.Reason}</bdi>") : Tables.Text("–"),
            ]));
    }

    private static Section Owners(AccountBook book, MoneyFormat money)
    {
        IGrouping<string, BookEntry>[] owners = [.. book.Entries.GroupBy(entry => entry.Owner ?? string.Empty, StringComparer.Ordinal).OrderByDescending(owner => owner.Sum(entry => entry.Stake)).Take(Shown)];
        return owners.Length < 2 ? Section.Nothing : new("owners", "By owner", Tables.Draw(
            "What each owner looks after", ["Owner", "#Customers", "#Net value", "#At stake|value-at-stake.v1", $"#Renewals at risk within {AccountBook.Near} days"],
            owners.Select(owner => (IReadOnlyList<Markup>)
            [
                owner.Key.Length == 0 ? Tables.Text("nobody") : Tables.Data(owner.Key), Tables.Text(Figure.Count(owner.Count())), Tables.Text(money.Of(owner.Sum(entry => entry.Value))),
                Tables.Text(money.Of(owner.Sum(entry => entry.Stake))), Tables.Text(Figure.Count(owner.Count(entry => entry is { RenewalDays: <= AccountBook.Near, Status: RenewalStatus.AtRisk }))),
            ])));
    }

    private static Markup Beside(string?[] known)
    {
        Markup[] said = [.. known.OfType<string>().Select((one, i) => i == 0 ? Tables.Data(one) : Markup.Of($", <bdi>{one}</bdi>"))];
        return said.Length == 0 ? Markup.Empty : Markup.Of($"<br><small>{said}</small>");
    }

    private static Markup StanceOf(CustomerStance? stance) => stance is null ? Tables.Text("–")
        : Markup.Of($"{stance.Told.ToString()}<br><small>{stance.Status}{(stance.Told == Stance.Undecided ? string.Empty : ", " + Figure.Percent(stance.Decision.Confidence))}</small>");

    private static Markup Why(CustomerStance? stance) => stance is null ? Tables.Text("–")
        : stance.Override is { } person ? Markup.Of($"<bdi>{person.Owner}</bdi>: <bdi>{person.Reason}</bdi>")
        : stance.Decision.Rule < 0 ? Tables.Text("no rule holds") : Tables.Text(StanceRules.All[stance.Decision.Rule].Words);

    private static string Word(RenewalStatus status) => status switch { RenewalStatus.Good => "good", RenewalStatus.Monitor => "to be watched", _ => "at risk" };
}
