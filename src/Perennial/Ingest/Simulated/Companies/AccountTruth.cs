using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Writes what is true of each account: who they are, where they stand, what they brought and cost, and what comes.</summary>
internal sealed class AccountTruth(Account account, CompanyTables tables)
{
    private const string Head = "customer_id,segment,term_months,signed_up_on,alive_at_end,left_on,leaving,theta,renewal_hazard,payment_hazard,next_renewal_on,gaming,combination_from,channel,intensity," +
        "billed,given_back,uncollectible,payment_fees,cost_support,cost_infrastructure,cost_compliance,cost_engineering,cost_onboarding,expected_alive_year";

    private static readonly string[] Horizons = ["expected_year", "realised_year", "expected_five_years", "realised_five_years"];

    /// <summary>Gives the head of the table.</summary>
    public static string Columns { get; } = Head + string.Concat(Horizons.SelectMany(h => FutureValue.Names.Split(',').Select(n => $",{h}_{n}")));

    /// <summary>Writes one account.</summary>
    /// <param name="atEnd">Where it stands on the last day.</param>
    /// <param name="book">What was billed.</param>
    /// <param name="spent">What each pool spent on it, in cents.</param>
    /// <param name="expectedAlive">The chance to be there after twelve months.</param>
    /// <param name="futures">What comes: expected and realised in the year, expected and realised in five.</param>
    public void Write(in AccountState atEnd, InvoiceBook book, long[] spent, double expectedAlive, FutureValue[] futures)
    {
        CompanyCalendar calendar = account.Calendar;
        bool alive = Alive(atEnd, calendar.End);
        LogWriter rows = tables.Truth("customers", Columns).Customer(account.Number).Next().Text(account.Segment.Name).Next().Whole(account.Term).Next().Day(account.SignUp).Next().Text(alive ? "true" : "false").Next();
        if (!alive)
        {
            rows.Day(atEnd.LeftDay);
        }

        rows.Next().Text(alive ? string.Empty : SubscriptionBook.Word(atEnd.Leaving)).Next().Number(account.Theta).Next();
        bool renews = atEnd.Leaving == Leaving.No;
        if (renews)
        {
            rows.Number(account.Factors(calendar.End, atEnd.NewPriceDay).Chance(account.Theta)).Next().Number(account.Card ? account.Plan.Payments.Lost : 0).Next()
                .Day(calendar.AddMonths(account.SignUp, atEnd.Month + Math.Max(0, Math.Max(atEnd.Left, atEnd.Paused) - 1)));
        }
        else
        {
            rows.Next().Next();
        }

        rows.Next().Text(account.Gaming ? "true" : "false").Next();
        if (account.Combined != Account.Never && (alive || account.Combined < atEnd.LeftDay) && account.Combined < calendar.End)
        {
            rows.Day(account.Combined);
        }

        rows.Next().Text(account.Channel.Name).Next().Number(account.Intensity).Next().Money(book.Billed).Next().Money(book.Given).Next().Money(book.Uncollectible).Next().Money(book.Fees);
        foreach (long cents in spent)
        {
            rows.Next().Money(cents);
        }

        rows.Next().Number(Math.Round(expectedAlive, 6));
        foreach (FutureValue future in futures)
        {
            future.Write(rows);
        }

        rows.End();
        Spells(alive ? calendar.End : atEnd.LeftDay);
    }

    /// <summary>Tells whether an account is still there on the last day; who has not yet paid may be lost a few days later.</summary>
    public static bool Alive(in AccountState atEnd, int end) => atEnd.Leaving == Leaving.No || atEnd.LeftDay >= end;

    private void Spells(int until)
    {
        PlantedWarning plan = account.Plan.Warning;
        LogWriter rows = tables.Truth("warnings", "customer_id,falls_on,hazard_rises_on,ends_on");
        foreach (int fall in account.Spells.Falls)
        {
            if (fall < until)
            {
                rows.Customer(account.Number).Next().Day(fall).Next().Day(fall + plan.LeadDays).Next().Day(fall + plan.Days).End();
            }
        }
    }
}
