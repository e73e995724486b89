using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Writes who an account is, who works there, what people say of it, and what was done to it.</summary>
internal sealed class AccountPeople(Account account, CompanyTables tables)
{
    private const int SurveyDays = 182;
    private static readonly string[] Words = ["Alder", "Birch", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Harbor", "Iris", "Juniper", "Kestrel", "Larch", "Maple", "North", "Orchard", "Pine", "Quarry", "River", "Summit", "Tide"];
    private static readonly string[] Forms = ["Works", "Labs", "Group", "Logistics", "Studio", "Partners", "Health", "Media", "Systems", "Foods"];
    private static readonly string[] Roles = ["admin", "champion", "user", "buyer"];
    private static readonly string[] Teams = ["operations", "sales", "finance", "product"];
    private static readonly string[] Dimensions = ["brand", "reference", "influence", "partner"];
    private readonly int _end = account.Calendar.End;

    /// <summary>Writes everything that is known on the last day.</summary>
    /// <param name="leaving">How the customer left, or not.</param>
    /// <param name="leftDay">The day, if any.</param>
    /// <param name="named">Whether there is a subscription to cancel.</param>
    /// <param name="last">The last renewal decided.</param>
    /// <param name="firstTerm">What the first term costs after discount, in cents.</param>
    /// <param name="random">Decides.</param>
    public void Write(Leaving leaving, int leftDay, bool named, Renewal last, long firstTerm, Pcg64 random)
    {
        string name = $"{Words[random.NextInt32(Words.Length)]} {Forms[random.NextInt32(Forms.Length)]} {account.Number}";
        int owner = random.NextInt32(6) + 1;
        Customer(name, owner);
        Contacts(random);
        int until = leaving == Leaving.No ? _end : Math.Min(leftDay, _end);
        Scores(until, owner, random);
        Surveys(until, random);
        if (account.Term == 12 && account.SegmentNo == 0)
        {
            Contract(firstTerm, random);
        }

        Interventions(until);
        if (leaving != Leaving.No && named)
        {
            Cancellation(leaving, leftDay, last, random);
        }
    }

    private void Customer(string name, int owner)
    {
        LogWriter rows = tables.Customers.Customer(account.Number).Next().Text(name).Next().Text(account.Segment.Name).Next();
        if (account.Parent > 0)
        {
            rows.Customer(account.Parent);
        }

        string industry = (account.Regulated ? AccountProfiles.RegulatedIndustries : AccountProfiles.Industries)[account.IndustryNo];
        rows.Next().Text(AccountProfiles.Countries[account.CountryNo]).Next().Text(industry).Next().Text(account.Regulated ? "true" : "false").Next().Text(account.Channel.Name).Next().Text(account.Channel.Paid ? account.Channel.Name + "-always-on" : string.Empty).Next().Next()
            .Day(account.SignUp).Next().Text("csm-").Whole(owner).Next().Whole(account.FirstSeats).End();
    }

    private void Contacts(Pcg64 random)
    {
        int people = 1 + random.NextInt32(account.SegmentNo switch { 0 => 8, 1 => 5, 2 => 3, _ => 1 });
        for (int i = 1; i <= people; i++)
        {
            int day = i == 1 ? account.SignUp : Math.Min(_end - 1, account.SignUp + random.NextInt32(90));
            tables.Contacts.Id('U', account.Number, i).Next().Customer(account.Number).Next().Text("Person ").Whole(account.Number).Byte((byte)'-').Whole(i).Next().Text("person").Whole(i).Text("@c").Whole(account.Number).Text(".example").Next()
                .Text(Teams[random.NextInt32(Teams.Length)]).Next().Text(i == 1 ? "admin" : Roles[random.NextInt32(Roles.Length)]).Next().Day(day).End();
        }
    }

    private void Scores(int until, int owner, Pcg64 random)
    {
        bool scored = random.NextDouble() < account.SegmentNo switch { 0 => 0.6, 1 => 0.15, _ => 0.01 };
        int dimension = random.NextInt32(Dimensions.Length), score = 3 + random.NextInt32(8);
        int day = account.SignUp + 60 + random.NextInt32(200);
        if (scored && day < until)
        {
            tables.StrategicScores.Customer(account.Number).Next().Text(Dimensions[dimension]).Next().Whole(score).Next().Text("csm-").Whole(owner).Next().Text("named in a case study").Next().Day(day).Next().Day(day + 365).End();
        }
    }

    private void Surveys(int until, Pcg64 random)
    {
        for (int day = account.SignUp + 30 + random.NextInt32(SurveyDays); day < until; day += SurveyDays)
        {
            double feeling = random.NextNormal();
            if (random.NextDouble() < 0.3)
            {
                tables.Surveys.Customer(account.Number).Next().Day(day).Next().Text("nps").Next().Whole(Math.Clamp((long)Math.Round(7.6 - (account.Spells.Fallen(day) ? 2 : 0) + (1.9 * feeling)), 0, 10)).End();
            }
        }
    }

    private void Contract(long firstTerm, Pcg64 random)
    {
        int signed = Math.Max(0, account.SignUp - random.NextInt32(30));
        tables.Contracts.Id('K', account.Number).Next().Customer(account.Number).Next().Day(signed).Next().Day(account.SignUp).Next().Day(account.Calendar.AddMonths(account.SignUp, 12)).Next().Money(firstTerm).Next().Text(account.Plan.Currency).Next().Text("true").Next().Whole(60).End();
    }

    private void Interventions(int until)
    {
        Planted.PlantedExperiments plan = account.Plan.Experiments;
        Intervention("onboarding-call", "onboarding call", account.CallDay, account.Call, "true", plan.CallCents, until);
        int credit = account.Calendar.FirstDay(Math.Min(plan.CreditMonth, account.Calendar.Months));
        Intervention("anniversary-credit", "credit", credit, account.SignUp <= credit ? account.Credit : Arm.None, "true", plan.CreditCents, until);
        Intervention("rescue-call", "rescue call", account.RescueDay, account.Rescue, "false", plan.RescueCents, until);
    }

    private void Intervention(string id, string kind, int day, Arm arm, string randomised, long cents, int until)
    {
        if (arm != Arm.None && day < until)
        {
            tables.Interventions.Text(id).Next().Text(kind).Next().Customer(account.Number).Next().Moment(day, 32_400).Next().Text(arm == Arm.Treatment ? "treatment" : "control").Next().Text(randomised).Next()
                .Money(arm == Arm.Treatment ? cents : 0).Next().Text(account.Plan.Currency).End();
        }
    }

    private void Cancellation(Leaving leaving, int leftDay, Renewal last, Pcg64 random)
    {
        int said = leaving == Leaving.Payment ? leftDay : Math.Max(account.SignUp, leftDay - random.NextInt32(15));
        bool told = random.NextDouble() < 0.7;
        if (said < _end)
        {
            string reason = leaving == Leaving.Payment ? "payment_failed" : !told ? "other" : last.Factors.Price > 1 ? "price" : last.Factors.Warning > 1 ? "not_used" : "other";
            tables.Cancellations.Id('X', account.Number).Next().Customer(account.Number).Next().Id('S', account.Number, 1).Next().Day(said).Next().Text(SubscriptionBook.Word(leaving)).Next().Text(reason).End();
        }
    }
}
