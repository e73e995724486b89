namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Computes what the onboarding call truly changes: each assigned customer's chance to be there after the days it works, with the call and without.</summary>
internal sealed class CallTally(Planted.AccountPlan plan)
{
    private readonly double[,] _stay = new double[plan.Segments.Count, 2];
    private readonly long[,] _assigned = new long[plan.Segments.Count, 2];

    /// <summary>Adds an account whose days of the call are all before the end.</summary>
    public void Add(Account account)
    {
        CompanyCalendar calendar = account.Calendar;
        int until = account.CallDay + plan.Experiments.CallDays;
        if (account.Call == Arm.None || until > calendar.End)
        {
            return;
        }

        _assigned[account.SegmentNo, account.Call == Arm.Treatment ? 1 : 0]++;
        double with = 1, without = 1;
        int newPrice = Account.Never;
        for (int k = account.Term; calendar.AddMonths(account.SignUp, k) is int day && day < until; k += account.Term)
        {
            newPrice = newPrice == Account.Never && day >= account.PriceDay && account.SignUp < account.PriceDay ? day : newPrice;
            HazardFactors factors = account.Factors(day, newPrice);
            double pays = account.Card ? 1 - plan.Payments.Lost : 1;
            with *= (1 - (factors with { Call = account.CallRatio }).Chance(account.Theta)) * pays;
            without *= (1 - (factors with { Call = 1 }).Chance(account.Theta)) * pays;
        }

        _stay[account.SegmentNo, 1] += with;
        _stay[account.SegmentNo, 0] += without;
    }

    public IReadOnlyList<CallTruth> Effects() =>
    [
        .. from s in Enumerable.Range(0, plan.Segments.Count)
           let n = _assigned[s, 0] + _assigned[s, 1]
           where n > 0
           select new CallTruth { Segment = plan.Segments[s].Name, Days = plan.Experiments.CallDays, Treated = _assigned[s, 1], HeldOut = _assigned[s, 0], StayWith = _stay[s, 1] / n, StayWithout = _stay[s, 0] / n },
    ];
}

/// <summary>The true effect of the onboarding call in a segment, over all who were assigned long enough before the end.</summary>
public sealed record CallTruth
{
    public required string Segment { get; init; }
    public required int Days { get; init; }
    public required long Treated { get; init; }
    public required long HeldOut { get; init; }

    /// <summary>Gives the mean chance not to have left on the last of the days (a card that fails on the last renewal counts), were all called, and were none.</summary>
    public required double StayWith { get; init; }
    public required double StayWithout { get; init; }
}
