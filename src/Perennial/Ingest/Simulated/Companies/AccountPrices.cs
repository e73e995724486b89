using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What a term costs, and what is taken off it, in cents.</summary>
internal sealed class AccountPrices(Account account)
{
    private const int DiscountMonths = 12;

    /// <summary>Gives the seat price of a plan a month.</summary>
    public long Seat(int planNo, bool newPrice) => Raised(account.Plan.Prices.SeatCents[planNo], newPrice);

    /// <summary>Gives the price of a plan over a term before discount.</summary>
    public long Plan(in AccountState s) => Paid(s.Seats * Seat(s.PlanNo, s.NewPrice));

    /// <summary>Gives the price of the add-on over a term before discount; 0 without it.</summary>
    public long AddOn(in AccountState s) => s.AddOn ? Paid(s.Seats * Raised(account.Plan.Prices.AddOnSeatCents, s.NewPrice)) : 0;

    /// <summary>Gives plan and add-on a month, as recurring revenue counts.</summary>
    public long Monthly(in AccountState s) => account.Plan.Metered ? 0 : (long)Math.Round((Plan(s) + AddOn(s)) / (double)account.Term);

    /// <summary>Gives what is taken off a price in a period that begins on a day.</summary>
    public long Off(long cents, int from) => from < DiscountUntil ? (long)Math.Round(cents * account.DiscountPercent / 100.0) : 0;

    public int DiscountUntil => account.DiscountPercent == 0 ? 0 : account.Calendar.AddMonths(account.SignUp, DiscountMonths);

    private long Paid(long monthly) => account.Plan.Metered ? 0 : account.Term == 12 ? monthly * account.Plan.Prices.MonthsPaidAYear : monthly;

    private long Raised(long cents, bool newPrice)
    {
        PlantedPriceChange change = account.Plan.PriceChange;
        return newPrice ? (long)Math.Round(cents * (1 + change.Size)) : cents;
    }
}
