namespace Perennial.Ingest.Simulated.Companies.Planted;

/// <summary>Who the customers of one segment are, how they renew and how they grow.</summary>
public sealed record PlantedSegment
{
    public required string Name { get; init; }

    /// <summary>Gives the share of customers.</summary>
    public required double Share { get; init; }

    /// <summary>Gives the share of customers who pay by the year.</summary>
    public required double Annual { get; init; }

    /// <summary>Gives how those who pay by the month leave: each has a chance at each renewal.</summary>
    public required PlantedRenewal Monthly { get; init; }

    /// <summary>Gives how those who pay by the year leave.</summary>
    public required PlantedRenewal Yearly { get; init; }
    public required PlantedGrowth Growth { get; init; }

    /// <summary>Gives the median seats at sign-up, and the standard deviation of their logarithm.</summary>
    public required double Seats { get; init; }
    public required double SeatsSpread { get; init; }

    /// <summary>Gives the share under a regulator.</summary>
    public required double Regulated { get; init; }

    /// <summary>Gives tickets a month of a customer who met no incident and is in no trouble.</summary>
    public required double TicketsAMonth { get; init; }

    /// <summary>Gives what taking a customer on costs, in cents.</summary>
    public required long OnboardingCents { get; init; }

    /// <summary>Gives the share with a yearly commitment of the least to pay a month, where use is metered.</summary>
    public double Committed { get; init; }
}

/// <summary>Chances to leave at a renewal: beta distributed over customers and constant for one, so that shifted beta-geometric is the truth.</summary>
/// <remarks>The k-th renewal is left with chance A / (A + B + k - 1) by those still there, where nothing multiplies the hazard.</remarks>
public sealed record PlantedRenewal(double A, double B)
{
    /// <summary>Gives the share of those at their k-th renewal, from 1, who leave there.</summary>
    public double Hazard(int renewal) => A / (A + B + renewal - 1);
}

/// <summary>How what a customer pays moves: chances a month, or at a renewal for what goes down.</summary>
public sealed record PlantedGrowth
{
    /// <summary>Gives the chance a month of more seats; each time 5 to 25 % more, at least one.</summary>
    public required double SeatsUp { get; init; }

    /// <summary>Gives the chance a month of the next plan.</summary>
    public required double Upgrade { get; init; }

    /// <summary>Gives the chance a month of the add-on.</summary>
    public required double AddOn { get; init; }

    /// <summary>Gives the chance at a renewal of fewer seats; each time 5 to 30 % fewer, at least one.</summary>
    public required double SeatsDown { get; init; }

    /// <summary>Gives the chance at a renewal of the plan below.</summary>
    public required double Downgrade { get; init; }

    /// <summary>Gives the chance at a renewal of leaving the add-on.</summary>
    public required double AddOnDropped { get; init; }

    /// <summary>Gives the chance a month of a pause of one to three months, after the sixth month, where one pays by the month.</summary>
    public required double Pause { get; init; }
}
