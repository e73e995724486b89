namespace Perennial.Decisions.Plans;

/// <summary>A plan held against what a run measured.</summary>
public sealed record PlanRecord
{
    /// <summary>Gives the plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the label of confidentiality, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Gives its phase, status and environment, as far as they are stated.</summary>
    public required string Stands { get; init; }

    /// <summary>Gives the run it is held against, with its day.</summary>
    public required string RunId { get; init; }

    /// <inheritdoc cref="RunId"/>
    public required DateOnly AsOf { get; init; }

    /// <summary>Gives goals, targets of segments, drivers and areas with where they stand.</summary>
    public required IReadOnlyList<PlanStanding> Standings { get; init; }

    /// <summary>Gives milestones with where they stand.</summary>
    public IReadOnlyList<PlanMark> Milestones { get; init; } = [];

    /// <summary>Gives segments of the plan's column.</summary>
    public IReadOnlyList<SegmentStanding> Segments { get; init; } = [];

    /// <summary>Gives what moved the value of a customer: between the plan's today and target, and between the last two runs that can be compared.</summary>
    public IReadOnlyList<ChangeOfValue> Changes { get; init; } = [];

    /// <summary>Gives from what the plan says the change is to come; null where it does not.</summary>
    public PlanChange? Planned { get; init; }

    /// <summary>Gives how the value moves with each driver.</summary>
    public IReadOnlyList<TornadoBar> Tornado { get; init; } = [];

    /// <summary>Gives what investments are worth.</summary>
    public IReadOnlyList<InvestmentCase> Investments { get; init; } = [];

    /// <summary>Gives what the data recommend.</summary>
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];

    /// <summary>Gives what does not hold together in the plan.</summary>
    public IReadOnlyList<PlanFinding> Findings { get; init; } = [];
}

/// <summary>Where something stands on its way to a target.</summary>
/// <param name="Place">Where the plan says it.</param>
/// <param name="Name">What a reader sees.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Owner">Who answers for it, or null.</param>
/// <param name="Planned">Where the plan says it stood, or null.</param>
/// <param name="Actual">Where it stands; null where the run does not measure it.</param>
/// <param name="Target">The next target, or null.</param>
/// <param name="Due">The day of it, or null.</param>
/// <param name="Benchmark">Where others stand, or null.</param>
/// <param name="Gap">Target less actual, or null.</param>
/// <param name="Monthly">The geometric growth a month that leads there, or null.</param>
/// <param name="Trend">Its change over the last twelve months or as far as is known, as a share of what it was, or null.</param>
/// <param name="Direction">1 up, -1 down, 0 neither, by a significant mean step; null where too little is known.</param>
/// <param name="Chance">The chance to reach the target in time (plan.chance.v1), or null.</param>
/// <param name="Status">reached, on track, at risk, off track, missed, no target, not measured, or not comparable.</param>
/// <param name="Action">What the rule advises.</param>
/// <param name="DefinitionId">The definition of what is measured, or null.</param>
public sealed record PlanStanding(
    string Place, string Name, PlanUnit Unit, string? Owner, double? Planned, double? Actual, double? Target, DateOnly? Due, double? Benchmark, double? Gap, double? Monthly, double? Trend, int? Direction, double? Chance,
    string Status, string Action, string? DefinitionId)
{
    /// <summary>Gives the direction as an arrow.</summary>
    public string Arrow => Direction switch { 1 => "↗", -1 => "↘", 0 => "→", _ => string.Empty };
}

/// <summary>A milestone.</summary>
/// <param name="Name">What.</param>
/// <param name="Due">By which day.</param>
/// <param name="Owner">Who answers for it, or null.</param>
/// <param name="Status">reached, done, missed, overdue, or ahead.</param>
/// <param name="Said">Why, in words.</param>
/// <param name="Evidence">What shows it.</param>
public sealed record PlanMark(string Name, DateOnly Due, string? Owner, string Status, string Said, IReadOnlyList<string> Evidence);

/// <summary>A segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Customers">Its customers; null where the run knows nobody of it.</param>
/// <param name="Value">What one is worth (plan.value.v1), or null.</param>
/// <param name="Target">What one is to be worth, or null.</param>
/// <param name="Growth">Target by value less one, or null.</param>
/// <param name="Trend">How the value grew since the earliest run that can be compared, or null.</param>
/// <param name="Retention">Customers kept over a year, or null.</param>
/// <param name="Expansion">Expansion over a year, or null.</param>
/// <param name="Priority">The priority in force: the plan's, else that of the rule.</param>
/// <param name="ByRule">That of the rule, or null.</param>
/// <param name="Reason">Why a person set another, or null.</param>
public sealed record SegmentStanding(
    string Name, long? Customers, double? Value, double? Target, double? Growth, double? Trend, double? Retention, double? Expansion, string? Priority, string? ByRule, string? Reason);
