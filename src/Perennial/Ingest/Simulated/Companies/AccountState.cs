namespace Perennial.Ingest.Simulated.Companies;

/// <summary>How a customer left.</summary>
internal enum Leaving
{
    No,
    Voluntary,
    Payment,
}

/// <summary>Where a subscription stands between two of its months. Copied by value: a life can be continued twice from the same day.</summary>
internal struct AccountState
{
    /// <summary>Gives the months lived, the renewals decided and the months left of the term.</summary>
    public int Month;
    public int Renewals;
    public int Left;
    public int PlanNo;
    public int Seats;
    public bool AddOn;

    /// <summary>Gives how many times the add-on was taken.</summary>
    public int AddOnRun;

    /// <summary>Gives the day of the first renewal at the new price, or <see cref="Account.Never"/>; and whether the new price is paid.</summary>
    public int NewPriceDay;
    public bool NewPrice;
    public int Paused;

    /// <summary>Gives the part of the term's price, after discount, that is not yet earned, in cents.</summary>
    public long Unearned;

    /// <summary>Gives the chance to be here, where lives are weighed rather than ended.</summary>
    public double Weight;
    public Leaving Leaving;
    public int LeftDay;
}

/// <summary>One month of a subscription. Days are half open.</summary>
internal struct LifeMonth
{
    public int From;
    public int To;

    /// <summary>Gives the first day of the term, and the first after it.</summary>
    public int TermFrom;
    public int TermTo;
    public int PlanNo;
    public int Seats;
    public bool AddOn;
    public int AddOnRun;
    public bool NewPrice;
    public bool Paused;

    /// <summary>Tells whether the bill of this month is never paid.</summary>
    public bool Lost;

    /// <summary>Gives revenue earned in the month after discounts, credits and refunds, in cents; where use is metered it is known only after the use.</summary>
    public long Revenue;
    public long Fee;

    /// <summary>Gives the chances that the month's revenue, and its costs, come about.</summary>
    public double RevenueWeight;
    public double CostWeight;
}

/// <summary>One bill in advance: a term, or the rest of one after more seats, a plan or an add-on.</summary>
internal struct Bill
{
    public int Day;
    public int From;
    public int To;

    /// <summary>Gives the net amounts after discount of plan and add-on, and what was taken off each, in cents.</summary>
    public long PlanCents;
    public long PlanOff;
    public long AddOnCents;
    public long AddOnOff;
    public int PlanNo;
    public int Seats;
    public int AddOnRun;

    /// <summary>Tells whether all attempts to pay fail.</summary>
    public bool Lost;
    public Adjustment Adjustment;

    public readonly long Net => PlanCents + AddOnCents;
}

/// <summary>What is given back of a bill before tax, in cents: by credit note before it is paid, or by refund after.</summary>
internal readonly record struct Adjustment(long Credit, long Refund)
{
    public long All => Credit + Refund;
}

/// <summary>One decision to renew.</summary>
/// <param name="Day">The day.</param>
/// <param name="Number">Which renewal, from 1.</param>
/// <param name="Chance">The true chance to leave there.</param>
/// <param name="Factors">What multiplied the hazard.</param>
/// <param name="Left">Whether the customer left.</param>
internal readonly record struct Renewal(int Day, int Number, double Chance, HazardFactors Factors, bool Left);

/// <summary>What made recurring revenue move.</summary>
internal enum MoveKind
{
    SeatsUp,
    Upgrade,
    AddOn,
    Price,
    SeatsDown,
    Downgrade,
    AddOnDropped,
    Pause,
}

/// <summary>A move of what a customer pays a month, before discounts, in cents.</summary>
internal readonly record struct Move(int Day, MoveKind Kind, long MonthlyCents);
