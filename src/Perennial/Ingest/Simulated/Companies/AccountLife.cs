using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Whether a life ends when the lot says so, or goes on and counts by the chance that it does.</summary>
internal enum Ending
{
    Drawn,
    Weighed,
}

/// <summary>The life of one subscription, month by month: renewals, bills, what grows and shrinks, pauses. The same code lives the past, the future and its expectation.</summary>
internal sealed class AccountLife(Account account)
{
    private const int DunningDays = 14;
    private const int NoPauseBefore = 6;
    private readonly AccountPrices _prices = new(account);
    private readonly AccountGrowth _growth = new(account);
    private readonly CompanyCalendar _calendar = account.Calendar;
    private readonly AccountPlan _plan = account.Plan;

    public AccountPrices Prices => _prices;
    public List<LifeMonth> Months { get; } = [];
    public List<Bill> Bills { get; } = [];
    public List<Renewal> Renewals { get; } = [];
    public AccountGrowth Growth => _growth;

    public void Clear()
    {
        Months.Clear();
        Bills.Clear();
        Renewals.Clear();
        _growth.Clear();
    }

    /// <summary>Gives the state on the day of sign-up. Who comes after the price rose pays the new price and never felt it rise.</summary>
    public AccountState Begin() => new()
    {
        PlanNo = account.FirstPlan,
        Seats = account.FirstSeats,
        NewPriceDay = Account.Never,
        NewPrice = account.SignUp >= account.PriceDay,
        Weight = 1,
    };

    /// <summary>Lives the months that begin before a day.</summary>
    public void Live(ref AccountState s, int until, Pcg64 random, Ending ending)
    {
        while (s.Leaving == Leaving.No && s.Weight > 0)
        {
            int from = _calendar.AddMonths(account.SignUp, s.Month);
            if (from >= until || !Decide(ref s, from, random, ending))
            {
                return;
            }

            Spend(ref s, from, random, ending);
            s.Month++;
        }
    }

    /// <summary>Renews, or not; tells whether the customer is still here.</summary>
    private bool Decide(ref AccountState s, int day, Pcg64 random, Ending ending)
    {
        if (s.Month == 0)
        {
            return true;
        }

        s.Left -= s.Left > 0 ? 1 : 0;
        if (s.Left > 0 || s.Paused > 1)
        {
            s.Paused -= s.Paused > 1 ? 1 : 0;
            return true;
        }

        s.Paused = 0;
        s.Renewals++;
        bool raise = !s.NewPrice && day >= account.PriceDay;
        s.NewPriceDay = raise ? day : s.NewPriceDay;
        HazardFactors factors = account.Factors(day, s.NewPriceDay);
        double chance = factors.Chance(account.Theta);
        bool leaves = ending == Ending.Drawn && random.NextDouble() < chance;
        Renewals.Add(new(day, s.Renewals, chance, factors, leaves));
        if (leaves)
        {
            s.Leaving = Leaving.Voluntary;
            s.LeftDay = day;
            return false;
        }

        s.Weight *= ending == Ending.Weighed ? 1 - chance : 1;
        if (raise)
        {
            _growth.Raise(ref s, day);
        }

        _growth.Shrink(ref s, day, random);
        return true;
    }

    /// <summary>Lives one month: what grows, what is billed, and whether it is paid.</summary>
    private void Spend(ref AccountState s, int from, Pcg64 random, Ending ending)
    {
        if (account.Term == 1 && s.Month >= NoPauseBefore && s.Paused == 0)
        {
            _growth.Pause(ref s, from, random);
        }

        int to = _calendar.AddMonths(account.SignUp, s.Month + 1);
        bool starts = s.Left == 0 && s.Paused == 0;
        (long plan, long addOn) = (_prices.Plan(s), _prices.AddOn(s));
        if (s.Month > 0 && s.Paused == 0)
        {
            _growth.Grow(ref s, from, random);
        }

        long fee = 0;
        Adjustment adjustment = default;
        bool lost = false;
        int termTo = s.Left == 0 ? _calendar.AddMonths(account.SignUp, s.Month + account.Term) : _calendar.AddMonths(account.SignUp, s.Month + s.Left);
        if (starts)
        {
            s.Left = account.Term;
            double chance = account.Card && s.Month > 0 ? _plan.Payments.Lost : 0;
            lost = ending == Ending.Drawn && chance > 0 && random.NextDouble() < chance;
            fee += Charge(ref s, from, termTo, _prices.Plan(s), _prices.AddOn(s), lost, random, out adjustment);
            if (ending == Ending.Weighed && chance > 0)
            {
                double before = s.Weight;
                s.Weight *= 1 - chance;
                if (_plan.Metered && Months.Count > 0)
                {
                    LifeMonth last = Months[^1];
                    last.RevenueWeight *= 1 - chance;
                    Months[^1] = last;
                }

                Add(ref s, from, to, termTo, fee, adjustment, lost: false, s.Weight, s.Weight + (before * chance * DunningDays / (to - from)));
                return;
            }
        }
        else if (s.Paused == 0 && s.Left < account.Term && _prices.Plan(s) + _prices.AddOn(s) > plan + addOn)
        {
            // The rest of the term is billed at once, by whole months.
            long Rest(long more, int left) => more * left / account.Term;
            fee += Charge(ref s, from, termTo, Rest(_prices.Plan(s) - plan, s.Left), Rest(_prices.AddOn(s) - addOn, s.Left), lost: false, random, out adjustment);
        }

        if (lost)
        {
            to = from + DunningDays;
            s.Leaving = Leaving.Payment;
            s.LeftDay = to;
            if (_plan.Metered && Months.Count > 0)
            {
                // In arrears it is the month before that is not paid for.
                LifeMonth before = Months[^1];
                before.Lost = true;
                Months[^1] = before;
            }
        }

        Add(ref s, from, to, termTo, fee, adjustment, lost, s.Weight, s.Weight);
    }

    /// <summary>Writes a bill in advance and gives the fee of paying it.</summary>
    private long Charge(ref AccountState s, int from, int to, long plan, long addOn, bool lost, Pcg64 random, out Adjustment adjustment)
    {
        adjustment = default;
        if (_plan.Metered)
        {
            return 0;
        }

        var bill = new Bill
        {
            Day = from, From = from, To = to, PlanNo = s.PlanNo, Seats = s.Seats, AddOnRun = s.AddOnRun, Lost = lost,
            PlanOff = _prices.Off(plan, from), AddOnOff = _prices.Off(addOn, from),
        };
        bill.PlanCents = plan - bill.PlanOff;
        bill.AddOnCents = addOn - bill.AddOnOff;
        bill.Adjustment = adjustment = lost ? default : Given(bill.Net, random);
        Bills.Add(bill);
        s.Unearned += lost ? 0 : bill.Net;
        return lost ? 0 : Fee(bill.Net - bill.Adjustment.Credit);
    }

    /// <summary>Draws what is given back of a bill.</summary>
    public Adjustment Given(long net, Pcg64 random)
    {
        double u = random.NextDouble();
        if (u >= _plan.Payments.Credited + _plan.Payments.Refunded)
        {
            return default;
        }

        long cents = (long)Math.Round(net * (0.1 + (0.4 * random.NextDouble())));
        return u < _plan.Payments.Credited ? new(cents, 0) : new(0, cents);
    }

    /// <summary>Gives the fee of paying a net amount with its tax.</summary>
    public long Fee(long net) => account.Card && net > 0 ? (long)Math.Round((net + Tax(net)) * _plan.Payments.FeeShare) + _plan.Payments.FeeCents : 0;

    public long Tax(long net) => (long)Math.Round(net * AccountProfiles.TaxPercent[account.CountryNo] / 100.0);

    private void Add(ref AccountState state, int from, int to, int termTo, long fee, Adjustment adjustment, bool lost, double revenueWeight, double costWeight)
    {
        long earned = state.Paused > 0 || state.Left == 0 ? 0 : state.Unearned / state.Left;
        Months.Add(new LifeMonth
        {
            From = from, To = to, TermTo = termTo, TermFrom = _calendar.AddMonths(account.SignUp, state.Month - (state.Paused > 0 || state.Left == 0 ? 0 : account.Term - state.Left)),
            PlanNo = state.PlanNo, Seats = state.Seats, AddOn = state.AddOn, AddOnRun = state.AddOnRun, NewPrice = state.NewPrice, Paused = state.Paused > 0, Lost = lost,
            Revenue = earned - adjustment.All, Fee = fee, RevenueWeight = revenueWeight, CostWeight = costWeight,
        });
        state.Unearned -= earned;
    }
}
