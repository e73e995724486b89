namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>Everything that is planted in a company that sells by the order. It is written to truth.json as it stands.</summary>
public sealed record ShopPlan
{
    public required string Currency { get; init; }
    public required IReadOnlyList<PlantedShoppers> Segments { get; init; }

    /// <summary>Gives the power of a customer's rate to which their mean spend is proportional: who buys often spends less each time. Independence would be 0.</summary>
    public required double SpendByRate { get; init; }

    /// <summary>Gives the factors of January to December on purchases; their mean is 1.</summary>
    public required IReadOnlyList<double> Seasons { get; init; }

    /// <summary>Gives the share of customers whom another customer brought, and the factor on their rate of leaving once that one has left.</summary>
    public required double Referred { get; init; }
    public required double Contagion { get; init; }

    /// <summary>Gives the rise of prices: its size, the month from 0 in which it begins, and the factor on purchases from then on.</summary>
    public required double PriceRise { get; init; }
    public required int PriceMonth { get; init; }
    public required double PriceEffect { get; init; }

    /// <summary>Gives the two product lines that keep customers if both are in the first order, the chance of each there, and the factor on the rate of leaving.</summary>
    public required IReadOnlyList<string> Combination { get; init; }
    public required double CombinationChance { get; init; }
    public required double CombinationHazardRatio { get; init; }

    /// <summary>Gives the share of customers who send nearly everything back, and the chance of a return of a line, of theirs and of others'.</summary>
    public required double Gaming { get; init; }
    public required double GamingReturns { get; init; }
    public required double Returns { get; init; }

    /// <summary>Gives the share of orders with a coupon, and what it takes off.</summary>
    public required double Coupons { get; init; }
    public required double CouponOff { get; init; }

    /// <summary>Gives the campaign by lot among those who bought in the year before it: its month from 0, its days, the cost of a letter, and the factor on purchases by segment.</summary>
    public required int CampaignMonth { get; init; }
    public required int CampaignDays { get; init; }
    public required long CampaignCents { get; init; }
    public required IReadOnlyDictionary<string, double> CampaignEffect { get; init; }

    /// <summary>Gives the warning: the chance that a mail is opened, the factor to which it falls in the days before a customer leaves, and false alarms a month, of the same length.</summary>
    public required double Opens { get; init; }
    public required double OpensFallTo { get; init; }
    public required int OpensFallDays { get; init; }
    public required double FalseAlarmsAMonth { get; init; }
    public required IReadOnlyList<PlantedProduct> Products { get; init; }

    /// <summary>Gives the cost of an order sent, of a line that comes back, and of a minute of support, in cents.</summary>
    public required long OrderCents { get; init; }
    public required long ReturnCents { get; init; }
    public required long MinuteCents { get; init; }

    /// <summary>Gives tickets an order, and mean minutes a ticket.</summary>
    public required double TicketsAnOrder { get; init; }
    public required double TicketMinutes { get; init; }

    /// <summary>Gives the share of capacity that is bought and not used, aimed at, and the steps of orders, returns and minutes in which it is bought.</summary>
    public required double Unused { get; init; }
    public required IReadOnlyList<long> Steps { get; init; }

    /// <summary>Gives channels; their hazard ratio acts on the rate of leaving. Referred customers come through none of them.</summary>
    public required IReadOnlyList<PlantedChannel> Channels { get; init; }

    /// <summary>Gives the plan of a shop of so many months.</summary>
    internal static ShopPlan Of(int months) => new()
    {
        Currency = "EUR",
        Segments =
        [
            new() { Name = "Regular", Share = 0.3, R = 3, Alpha = 15, S = 2, Beta = 160, P = 5, Q = 6, Gamma = 35 },
            new() { Name = "Occasional", Share = 0.5, R = 1.6, Alpha = 24, S = 1.5, Beta = 75, P = 4, Q = 6, Gamma = 60 },
            new() { Name = "Gift", Share = 0.2, R = 1.5, Alpha = 40, S = 2, Beta = 110, P = 4, Q = 6, Gamma = 85 },
        ],
        SpendByRate = -0.25,
        Seasons = [0.85, 0.8, 0.88, 0.9, 0.92, 0.85, 0.78, 0.8, 0.95, 1.07, 1.5, 1.7],
        Referred = 0.25,
        Contagion = 2.5,
        PriceRise = 0.08,
        PriceMonth = months * 2 / 3,
        PriceEffect = 0.88,
        Combination = ["beans", "spices"],
        CombinationChance = 0.5,
        CombinationHazardRatio = 0.5,
        Gaming = 0.02,
        GamingReturns = 0.85,
        Returns = 0.05,
        Coupons = 0.2,
        CouponOff = 0.1,
        CampaignMonth = months / 2,
        CampaignDays = 30,
        CampaignCents = 90,
        CampaignEffect = new Dictionary<string, double>(StringComparer.Ordinal) { ["Regular"] = 1.35, ["Occasional"] = 1.8, ["Gift"] = 1 },
        Opens = 0.45,
        OpensFallTo = 0.25,
        OpensFallDays = 56,
        FalseAlarmsAMonth = 0.01,
        Products =
        [
            new("espresso", "beans", 1_900, 0.45), new("filter-roast", "beans", 1_700, 0.44), new("decaf", "beans", 2_100, 0.48),
            new("green-tea", "tea", 6_200, 0.38), new("black-tea", "tea", 5_400, 0.36), new("rooibos", "tea", 3_800, 0.4),
            new("dark-chocolate", "chocolate", 3_200, 0.52), new("pralines", "chocolate", 5_600, 0.55),
            new("pepper", "spices", 4_800, 0.35), new("saffron-salt", "spices", 7_900, 0.33),
        ],
        OrderCents = 420,
        ReturnCents = 650,
        MinuteCents = 62,
        TicketsAnOrder = 0.07,
        TicketMinutes = 14,
        Unused = 0.15,
        Steps = [50, 10, 500],
        Channels =
        [
            new() { Name = "organic", Share = 0.35, CacCents = 400, HazardRatio = 1, Paid = false },
            new() { Name = "paid_search", Share = 0.3, CacCents = 2_200, HazardRatio = 1, Paid = true },
            new() { Name = "social", Share = 0.25, CacCents = 1_600, HazardRatio = 1.6, Paid = true },
            new() { Name = "marketplace", Share = 0.1, CacCents = 3_000, HazardRatio = 1, Paid = true },
        ],
    };
}

/// <summary>One segment of shoppers: Pareto/NBD with gamma-gamma spend, beside what is planted on top of it. Times in weeks.</summary>
public sealed record PlantedShoppers
{
    public required string Name { get; init; }
    public required double Share { get; init; }

    /// <summary>Gives shape and rate of the purchase rates, and of the rates of leaving.</summary>
    public required double R { get; init; }
    public required double Alpha { get; init; }
    public required double S { get; init; }
    public required double Beta { get; init; }

    /// <summary>Gives p, q and gamma of spend, in units of the currency, at the segment's mean rate.</summary>
    public required double P { get; init; }
    public required double Q { get; init; }
    public required double Gamma { get; init; }
}

/// <summary>A product, sold by weight.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Line">Its line.</param>
/// <param name="KiloCents">The price of a kilo in cents, before prices rise.</param>
/// <param name="CostShare">What it costs, as a share of that price.</param>
public sealed record PlantedProduct(string Name, string Line, long KiloCents, double CostShare);
