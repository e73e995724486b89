namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>What is planted in the company with subscriptions.</summary>
internal static class SaasPlan
{
    public static AccountPlan Of(int months) => new()
    {
        Metered = false,
        Currency = "EUR",
        Segments =
        [
            new()
            {
                Name = "Enterprise", Share = 0.08, Annual = 1, Monthly = new(3, 200), Yearly = new(3, 33), Seats = 160, SeatsSpread = 0.6, Regulated = 0.4, TicketsAMonth = 3.2, OnboardingCents = 450_000,
                Growth = new() { SeatsUp = 0.07, Upgrade = 0.006, AddOn = 0.012, SeatsDown = 0.12, Downgrade = 0.01, AddOnDropped = 0.06, Pause = 0 },
            },
            new()
            {
                Name = "Mid-Market", Share = 0.2, Annual = 0.75, Monthly = new(4, 180), Yearly = new(3, 20), Seats = 40, SeatsSpread = 0.5, Regulated = 0.25, TicketsAMonth = 1.6, OnboardingCents = 90_000,
                Growth = new() { SeatsUp = 0.05, Upgrade = 0.008, AddOn = 0.01, SeatsDown = 0.1, Downgrade = 0.02, AddOnDropped = 0.08, Pause = 0.001 },
            },
            new()
            {
                Name = "SMB", Share = 0.42, Annual = 0.25, Monthly = new(4, 136), Yearly = new(3.5, 11.5), Seats = 8, SeatsSpread = 0.55, Regulated = 0.12, TicketsAMonth = 0.7, OnboardingCents = 6_000,
                Growth = new() { SeatsUp = 0.035, Upgrade = 0.01, AddOn = 0.008, SeatsDown = 0.012, Downgrade = 0.004, AddOnDropped = 0.006, Pause = 0.004 },
            },
            new()
            {
                Name = "Solo", Share = 0.3, Annual = 0.1, Monthly = new(4, 76), Yearly = new(4, 8), Seats = 1, SeatsSpread = 0.25, Regulated = 0.05, TicketsAMonth = 0.35, OnboardingCents = 500,
                Growth = new() { SeatsUp = 0.008, Upgrade = 0.009, AddOn = 0.006, SeatsDown = 0.004, Downgrade = 0.006, AddOnDropped = 0.008, Pause = 0.008 },
            },
        ],
        Payments = new() { CardSegments = ["SMB", "Solo"], Fails = 0.06, Recovers = 0.55, Credited = 0.008, Refunded = 0.008, FeeShare = 0.014, FeeCents = 25, Discounted = 0.25 },
        Prices = new() { Plans = ["Starter", "Team", "Business"], SeatCents = [1500, 2900, 4900], AddOnSeatCents = 600, MonthsPaidAYear = 10 },
        PriceChange = new()
        {
            Size = 0.12,
            Month = new Dictionary<string, int>(StringComparer.Ordinal) { ["Mid-Market"] = (months * 2 / 3), ["SMB"] = months / 2, ["Solo"] = months / 2 },
            HazardRatio = 1.9,
            Days = 90,
        },
        Usage = new()
        {
            Features =
            [
                new() { Name = "login", Units = 3, Early = 1 },
                new() { Name = "reports", Units = 1.2, Early = 1 },
                new() { Name = "automation", Units = 2, Early = 0.55, Late = 0.3 },
                new() { Name = "integrations", Units = 1.5, Early = 0.55, Late = 0.3 },
                new() { Name = "api", Units = 6, Early = 0.2, Late = 0.1 },
            ],
            Seasons = AccountSeasons,
            Weekend = 0.15,
            Spread = 0.4,
        },
        Warning = new() { Feature = "login", FallsTo = 0.35, SpellsAMonth = 0.025, LeadDays = 30, Days = 120, HazardRatio = 4, Tickets = 1.8 },
        Combination = new() { Features = ["automation", "integrations"], Days = 60, HazardRatio = 0.45 },
        Gaming = new() { Share = 0.02, How = "a script calls the api every day as one user; nothing else is adopted", Feature = "api", UnitsADay = 900 },
        Support = AccountSupport,
        Incidents = new() { AMonth = 1.2, Meets = 0.12, Writes = 0.35, Minutes = 75, AgreedMinutes = 60 },
        Costs = new() { MinuteCents = 85, UnitCents = 1.5, RegulatedCents = 12_000, IncidentCents = 2_500, Unused = 0.2, Steps = [6_000, 250_000, 5, 20] },
        Channels =
        [
            new() { Name = "organic", Share = 0.3, CacCents = 9_000, HazardRatio = 1, Paid = false },
            new() { Name = "paid_search", Share = 0.25, CacCents = 42_000, HazardRatio = 1, Paid = true },
            new() { Name = "outbound", Share = 0.2, CacCents = 85_000, HazardRatio = 1, Paid = true },
            new() { Name = "social", Share = 0.15, CacCents = 30_000, HazardRatio = 1.5, Paid = true },
            new() { Name = "partner", Share = 0.1, CacCents = 55_000, HazardRatio = 0.7, Paid = true },
        ],
        Experiments = Experiments(months),
    };

    /// <summary>Gives the factors of January to December of companies whose customers work in offices.</summary>
    public static double[] AccountSeasons { get; } = [1.02, 1.05, 1.1, 1.03, 1.0, 0.98, 0.86, 0.8, 1.06, 1.12, 1.14, 0.84];

    public static PlantedSupport AccountSupport { get; } = new()
    {
        Severities = ["low", "normal", "high", "urgent"],
        Shares = [0.35, 0.42, 0.17, 0.06],
        Minutes = [12, 26, 55, 120],
        ReplyMinutes = [420, 240, 60, 20],
        AgreedMinutes = [1440, 480, 120, 60],
    };

    public static PlantedExperiments Experiments(int months) => new()
    {
        CallFromMonth = 3,
        CallHazardRatio = new Dictionary<string, double>(StringComparer.Ordinal) { ["SMB"] = 0.4, ["Solo"] = 1 },
        CallDays = 183,
        CallCents = 4_000,
        CreditMonth = months * 2 / 3,
        CreditCents = 1_000,
        RescueSegments = ["Enterprise", "Mid-Market"],
        RescueChance = [0.3, 0.8],
        RescueHazardRatio = 0.7,
        RescueCents = 3_000,
    };
}
