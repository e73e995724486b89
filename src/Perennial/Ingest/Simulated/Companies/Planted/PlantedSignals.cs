namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>What customers do with the product.</summary>
public sealed record PlantedUsage
{
    public required IReadOnlyList<PlantedFeature> Features { get; init; }

    /// <summary>Gives the factors of January to December; their mean is 1.</summary>
    public required IReadOnlyList<double> Seasons { get; init; }

    /// <summary>Gives the factor of Saturday and Sunday; of the other days it is 1.</summary>
    public required double Weekend { get; init; }

    /// <summary>Gives the standard deviation of the logarithm of customers' own intensity, whose mean is 1.</summary>
    public required double Spread { get; init; }
}

/// <summary>One feature.</summary>
public sealed record PlantedFeature
{
    public required string Name { get; init; }

    /// <summary>Gives units a seat on a working day.</summary>
    public required double Units { get; init; }

    /// <summary>Gives the chance of a first use within <see cref="PlantedCombination.Days"/> of sign-up; 1 where everybody uses it from the first day.</summary>
    public required double Early { get; init; }

    /// <summary>Gives the chance of a later first use, of those who did not begin early.</summary>
    public double Late { get; init; }

    /// <summary>Gives the price of a thousand units in cents, where use is billed.</summary>
    public double ThousandCents { get; init; }
}

/// <summary>The early-warning pattern: a spell in which a feature is used less, and renewals are left more often, but not at once.</summary>
public sealed record PlantedWarning
{
    /// <summary>Gives the feature that falls, and the factor to which.</summary>
    public required string Feature { get; init; }
    public required double FallsTo { get; init; }

    /// <summary>Gives spells a month of a customer who is in none.</summary>
    public required double SpellsAMonth { get; init; }

    /// <summary>Gives the days from the fall until the hazard rises, and until both end.</summary>
    public required int LeadDays { get; init; }
    public required int Days { get; init; }

    /// <summary>Gives the factor on the voluntary hazard from the lead to the end.</summary>
    public required double HazardRatio { get; init; }

    /// <summary>Gives the factor on tickets during the spell.</summary>
    public required double Tickets { get; init; }
}

/// <summary>Two features that keep customers if both are first used within some days of sign-up; neither does alone, or later.</summary>
public sealed record PlantedCombination
{
    public required IReadOnlyList<string> Features { get; init; }
    public required int Days { get; init; }

    /// <summary>Gives the factor on the voluntary hazard, from the day on which both were used.</summary>
    public required double HazardRatio { get; init; }
}

/// <summary>Customers who look better than they are.</summary>
public sealed record PlantedGaming
{
    /// <summary>Gives the share of customers.</summary>
    public required double Share { get; init; }

    /// <summary>Gives how: a script uses one feature every day of the week, as one user, and no feature is adopted early.</summary>
    public required string How { get; init; }
    public required string Feature { get; init; }

    /// <summary>Gives the units a day of the script, beside the customer's own use; the hazard is what it is without.</summary>
    public required double UnitsADay { get; init; }
}

/// <summary>Support: how often is planted with the segments, how long here.</summary>
public sealed record PlantedSupport
{
    public required IReadOnlyList<string> Severities { get; init; }
    public required IReadOnlyList<double> Shares { get; init; }

    /// <summary>Gives mean minutes of work a ticket, by severity.</summary>
    public required IReadOnlyList<double> Minutes { get; init; }

    /// <summary>Gives the mean minutes until the first reply, and how many are agreed, by severity.</summary>
    public required IReadOnlyList<double> ReplyMinutes { get; init; }
    public required IReadOnlyList<double> AgreedMinutes { get; init; }
}

/// <summary>Failures of the service.</summary>
public sealed record PlantedIncidents
{
    public required double AMonth { get; init; }

    /// <summary>Gives the chance that a customer is met by one, and that they write a ticket of severity high.</summary>
    public required double Meets { get; init; }
    public required double Writes { get; init; }

    /// <summary>Gives the mean minutes, and after how many the agreed level is missed by Enterprise and Mid-Market.</summary>
    public required double Minutes { get; init; }
    public required double AgreedMinutes { get; init; }
}

/// <summary>What was done to whom.</summary>
public sealed record PlantedExperiments
{
    /// <summary>Gives the onboarding call: by lot, a week after sign-up, from this month of the company on.</summary>
    public required int CallFromMonth { get; init; }

    /// <summary>Gives its factor on the voluntary hazard in the following <see cref="CallDays"/> days, by segment; other segments are not called.</summary>
    public required IReadOnlyDictionary<string, double> CallHazardRatio { get; init; }
    public required int CallDays { get; init; }
    public required long CallCents { get; init; }

    /// <summary>Gives the credit given by lot to customers who are there in this month; it changes nothing, so its value is minus its cost.</summary>
    public required int CreditMonth { get; init; }
    public required long CreditCents { get; init; }

    /// <summary>Gives the segments with rescue calls.</summary>
    public required IReadOnlyList<string> RescueSegments { get; init; }

    /// <summary>Gives the chance of a rescue call in a first spell of warning, not by lot: of those whose own chance to leave is below, and above, the segment's mean.</summary>
    public required IReadOnlyList<double> RescueChance { get; init; }

    /// <summary>Gives its factor on the voluntary hazard during the spell. Who is called leaves more often all the same.</summary>
    public required double RescueHazardRatio { get; init; }
    public required long RescueCents { get; init; }
}
