namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Writes the stretches of an account's subscriptions: the plan, and each time the add-on was taken.</summary>
internal sealed class SubscriptionBook(Account account, AccountLife life, CompanyTables tables)
{
    private const int PlanSubscription = 1;

    /// <summary>Gives the number of the subscription of an add-on.</summary>
    public static int AddOnSubscription(int run) => PlanSubscription + run;

    /// <summary>Writes what is known on the last day.</summary>
    /// <param name="leaving">How the customer left, or not.</param>
    /// <param name="leftDay">The day, if any.</param>
    public void Write(Leaving leaving, int leftDay)
    {
        bool left = leaving != Leaving.No && leftDay < account.Calendar.End;
        if (account.Plan.Metered)
        {
            if (account.CommittedCents > 0)
            {
                Committed(left, leaving, leftDay);
            }

            return;
        }

        int months = life.Months.FindIndex(m => m.From >= account.Calendar.End);
        ReadOnlySpan<LifeMonth> known = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(life.Months)[..(months < 0 ? life.Months.Count : months)];
        int first = 0;
        for (int i = 1; i <= known.Length; i++)
        {
            if (i == known.Length || !Same(known[i], known[first]))
            {
                (int? end, string reason) = i < known.Length ? (known[i].From, "change") : left ? ((int?)leftDay, Word(leaving)) : (null, string.Empty);
                Plan(known[first], known[i - 1], end, reason);
                first = i;
            }
        }

        first = -1;
        for (int i = 0; i <= known.Length; i++)
        {
            bool ends = first >= 0 && (i == known.Length || !known[i].AddOn || known[i].AddOnRun != known[first].AddOnRun || !Same(known[i], known[first]));
            if (ends)
            {
                (int? end, string reason) = i < known.Length ? (known[i].From, "change") : left ? ((int?)leftDay, Word(leaving)) : (null, string.Empty);
                AddOn(known[first], known[i - 1], end, reason);
                first = -1;
            }

            first = first < 0 && i < known.Length && known[i].AddOn ? i : first;
        }
    }

    public static string Word(Leaving leaving) => leaving == Leaving.Payment ? "payment" : "voluntary";

    private static bool Same(in LifeMonth a, in LifeMonth b) =>
        a.PlanNo == b.PlanNo && a.Seats == b.Seats && a.NewPrice == b.NewPrice && a.Paused == b.Paused;

    private static AccountState State(in LifeMonth month) => new() { PlanNo = month.PlanNo, Seats = month.Seats, AddOn = true, NewPrice = month.NewPrice };

    private void Plan(in LifeMonth first, in LifeMonth last, int? end, string reason)
    {
        string plan = account.Plan.Prices.Plans[first.PlanNo];
        Row(PlanSubscription, plan.ToLowerInvariant(), plan, first, last, life.Prices.Plan(State(first)), end, reason);
    }

    private void AddOn(in LifeMonth first, in LifeMonth last, int? end, string reason) =>
        Row(AddOnSubscription(first.AddOnRun), "insights", "Insights", first, last, life.Prices.AddOn(State(first)), end, reason);

    private void Row(int subscription, string product, string plan, in LifeMonth first, in LifeMonth last, long amount, int? end, string reason)
    {
        amount = first.Paused ? 0 : amount;
        int until = life.Prices.DiscountUntil;
        LogWriter rows = tables.Subscriptions.Id('S', account.Number, subscription).Next().Customer(account.Number).Next().Text(product).Next().Text(plan).Next().Text(first.Paused ? "paused" : "active").Next().Day(first.From).Next();
        if (end is { } day)
        {
            rows.Day(day);
        }

        rows.Next().Whole(first.Seats).Next().Money(amount).Next().Text(account.Plan.Currency).Next().Whole(account.Term).Next().Money(life.Prices.Off(amount, first.From)).Next();
        if (first.From < until)
        {
            rows.Day(until);
        }

        rows.Next().Text("false").Next().Day(last.TermTo).Next().Text("true").Next().Text(reason).End();
    }

    private void Committed(bool left, Leaving leaving, int leftDay)
    {
        LogWriter rows = tables.Subscriptions.Id('S', account.Number, PlanSubscription).Next().Customer(account.Number).Next().Text("commitment").Next().Text("Committed").Next().Text("active").Next().Day(account.SignUp).Next();
        if (left)
        {
            rows.Day(leftDay);
        }

        rows.Next().Whole(1).Next().Money(account.CommittedCents).Next().Text(account.Plan.Currency).Next().Whole(1).Next().Text("0.00").Next().Next().Text("true").Next().Next().Text("true").Next().Text(left ? Word(leaving) : string.Empty).End();
    }
}
