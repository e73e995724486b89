using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Draws who an account is. The same account comes out however many there are.</summary>
internal sealed class AccountProfiles(AccountPlan plan, CompanyCalendar calendar, ulong seed)
{
    /// <summary>Customers come evenly in this share of the days.</summary>
    public const double Arrivals = 0.96;
    private const int Nearest = 40;
    private const double BelongsToAnother = 0.12;

    public static IReadOnlyList<string> Countries { get; } = ["DE", "FR", "NL", "US", "GB"];

    /// <summary>Gives the tax of each country in percent.</summary>
    public static IReadOnlyList<int> TaxPercent { get; } = [19, 20, 21, 0, 0];

    public static IReadOnlyList<string> Industries { get; } = ["software", "retail", "manufacturing", "education", "media"];

    public static IReadOnlyList<string> RegulatedIndustries { get; } = ["finance", "health"];

    /// <summary>Gives the random numbers of one process in one customer's life.</summary>
    public Pcg64 Stream(long customer, LifeStream process) => new(seed, ((ulong)customer * 16) + (ulong)process);

    /// <summary>Draws account number <paramref name="number"/>, from 1.</summary>
    public void Draw(Account account, long number)
    {
        Pcg64 random = Stream(number, LifeStream.Profile);
        account.Number = number;
        account.SegmentNo = Segment(random);
        PlantedSegment segment = account.Segment;
        account.Channel = plan.Channels[Pick(random, plan.Channels.Count, c => plan.Channels[c].Share)];
        account.CountryNo = Pick(random, 5, c => c == 0 ? 0.4 : 0.15);
        account.Regulated = random.NextDouble() < segment.Regulated;
        account.IndustryNo = random.NextInt32(account.Regulated ? RegulatedIndustries.Count : Industries.Count);
        account.SignUp = FirstToTwentyEighth((int)(random.NextDouble() * Arrivals * calendar.End));
        account.Term = random.NextDouble() < segment.Annual ? 12 : 1;
        account.Theta = random.NextBeta(account.Renewal.A, account.Renewal.B);
        account.Card = plan.Payments.CardSegments.Contains(segment.Name, StringComparer.Ordinal);
        account.FirstPlan = Pick(random, plan.Prices.Plans.Count, p => FirstPlans(account.SegmentNo)[p]);
        account.FirstSeats = Math.Max(1, (int)Math.Round(segment.Seats * Math.Exp(segment.SeatsSpread * random.NextNormal())));
        account.DiscountPercent = random.NextDouble() < plan.Payments.Discounted ? (random.NextDouble() < 0.6 ? 10 : 20) : 0;
        account.Intensity = Math.Exp((plan.Usage.Spread * random.NextNormal()) - (plan.Usage.Spread * plan.Usage.Spread / 2));
        account.CommittedCents = random.NextDouble() < segment.Committed ? account.FirstSeats * 2_000L : 0;
        account.Parent = Parent(account, random);
        Adopt(account, random);
        account.Spells.Clear();
        account.Spells.Draw(account.SignUp, Stream(number, LifeStream.Spells));
        Treat(account, Stream(number, LifeStream.Treatment));
    }

    /// <summary>Picks an index with chances proportional to weights that sum to 1.</summary>
    public static int Pick(Pcg64 random, int count, Func<int, double> weight)
    {
        double u = random.NextDouble();
        int i = 0;
        for (double left = u - weight(0); left >= 0 && i < count - 1; left -= weight(i))
        {
            i++;
        }

        return i;
    }

    private static double[] FirstPlans(int segment) => segment switch
    {
        0 => [0, 0.3, 0.7],
        1 => [0.1, 0.6, 0.3],
        2 => [0.45, 0.45, 0.1],
        _ => [0.85, 0.13, 0.02],
    };

    private int Segment(Pcg64 random) => Pick(random, plan.Segments.Count, s => plan.Segments[s].Share);

    /// <summary>Months are counted from the day of sign-up, so it is one that every month has.</summary>
    private int FirstToTwentyEighth(int day) => Math.Max(0, day - Math.Max(0, calendar.Date(day).Day - 28));

    /// <summary>Some companies belong to a large one that is near in the books.</summary>
    private long Parent(Account account, Pcg64 random)
    {
        if (random.NextDouble() >= BelongsToAnother || account.SegmentNo > 1)
        {
            return 0;
        }

        for (long other = account.Number - 1; other >= Math.Max(1, account.Number - Nearest); other--)
        {
            if (Segment(Stream(other, LifeStream.Profile)) == 0)
            {
                return other;
            }
        }

        return 0;
    }

    private void Adopt(Account account, Pcg64 random)
    {
        account.Gaming = random.NextDouble() < plan.Gaming.Share;
        int days = plan.Combination.Days;
        for (int f = 0; f < account.Adopted.Length; f++)
        {
            PlantedFeature feature = plan.Usage.Features[f];
            bool always = feature.Early >= 1, script = account.Gaming && feature.Name == plan.Gaming.Feature;
            double first = random.NextDouble(), when = random.NextDouble();
            bool early = !account.Gaming && first < feature.Early, late = !account.Gaming && !early && random.NextDouble() < feature.Late;
            account.Adopted[f] = always || script ? account.SignUp
                : early ? account.SignUp + (int)(when * (days - 5))
                : late ? account.SignUp + days + 1 + (int)(when * 365)
                : Account.Never;
        }

        int combined = plan.Combination.Features.Max(name => account.Adopted[FeatureNo(name)]);
        account.Combined = combined != Account.Never && combined - account.SignUp <= days ? combined : Account.Never;
    }

    private int FeatureNo(string name)
    {
        int f = 0;
        while (plan.Usage.Features[f].Name != name)
        {
            f++;
        }

        return f;
    }

    private void Treat(Account account, Pcg64 random)
    {
        PlantedExperiments tests = plan.Experiments;
        bool called = random.NextDouble() < 0.5, credited = random.NextDouble() < 0.5;
        account.CallDay = account.SignUp + 7;
        account.Call = account.SignUp < calendar.FirstDay(tests.CallFromMonth) || !tests.CallHazardRatio.ContainsKey(account.Segment.Name) ? Arm.None : called ? Arm.Treatment : Arm.Control;
        account.Credit = credited ? Arm.Treatment : Arm.Control;
        Rescue(account, decided: false, random);
    }

    /// <summary>Decides who is called in their first spell: the worse ones rather, so that who is called leaves more often all the same.</summary>
    /// <param name="account">The account, its spells drawn.</param>
    /// <param name="decided">Whether the first spell is of the past, so that nothing is left to decide.</param>
    /// <param name="random">Decides.</param>
    public void Rescue(Account account, bool decided, Pcg64 random)
    {
        if (decided)
        {
            return;
        }

        int worse = account.Theta > account.Renewal.A / (account.Renewal.A + account.Renewal.B) ? 1 : 0;
        bool rescued = random.NextDouble() < plan.Experiments.RescueChance[worse], ever = account.Spells.Falls.Count > 0 && plan.Experiments.RescueSegments.Contains(account.Segment.Name, StringComparer.Ordinal);
        account.Rescue = !ever ? Arm.None : rescued ? Arm.Treatment : Arm.Control;
        account.RescueDay = ever ? account.Spells.Falls[0] + plan.Warning.LeadDays - 1 : Account.Never;
    }
}

/// <summary>The processes of one life, each with random numbers of its own: what one draws does not move the others.</summary>
internal enum LifeStream
{
    Profile,
    Spells,
    Treatment,
    Life,
    Billing,
    Usage,
    Support,
    People,
    Expectation,
}
