namespace Perennial.Decisions.Plans;

/// <summary>A programme to raise what customers are worth, as data: where it stands, where it is to go, by what means, with what money.</summary>
public sealed record Plan
{
    /// <summary>Gives what the programme is.</summary>
    public required PlanHead Head { get; init; }

    /// <summary>Gives who answers for what, by role.</summary>
    public IReadOnlyDictionary<string, string> Owners { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives the goals, in order.</summary>
    public IReadOnlyList<PlanGoal> Goals { get; init; } = [];

    /// <summary>Gives from what the change of a customer's value is to come; null where that is not stated.</summary>
    public PlanChange? Change { get; init; }

    /// <summary>Gives the column that customers are told apart by: segment, channel, or another one a run knows.</summary>
    public string Dimension { get; init; } = "segment";

    /// <summary>Gives the segments, in order.</summary>
    public IReadOnlyList<PlanSegment> Segments { get; init; } = [];

    /// <summary>Gives what is to drive the change, by family: revenue, retention, cost.</summary>
    public IReadOnlyList<PlanTable> Drivers { get; init; } = [];

    /// <summary>Gives areas of work: usage, expansion, retention.</summary>
    public IReadOnlyList<PlanTable> Areas { get; init; } = [];

    /// <summary>Gives tactics as templates that segments and areas attach by id.</summary>
    public IReadOnlyList<PlanTactic> Tactics { get; init; } = [];

    /// <summary>Gives where the money goes.</summary>
    public PlanInvestments Investments { get; init; } = new([], null, null, null, null);

    /// <summary>Gives what is to be done or reached by which day.</summary>
    public IReadOnlyList<PlanMilestone> Milestones { get; init; } = [];

    /// <summary>Gives factors of a scorecard.</summary>
    public IReadOnlyList<PlanFactor> Scorecard { get; init; } = [];

    /// <summary>Gives what is recommended, in order.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];
}

/// <summary>What the programme is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">Its phase, or null.</param>
/// <param name="Status">planned, active, paused, or done.</param>
/// <param name="Environment">Where it holds, such as production; null where that is not stated.</param>
/// <param name="Updated">When it was last changed.</param>
/// <param name="Starts">The day from which months are counted; <paramref name="Updated"/> where it is not stated.</param>
/// <param name="Currency">ISO code of its money; null where that is not stated.</param>
/// <param name="Discount">Effective annual discount rate it reckons with.</param>
/// <param name="Definition">The definition of the value it speaks of; null where that is not stated.</param>
/// <param name="Label">Who may read it, such as confidential; null where that is not stated.</param>
public sealed record PlanHead(
    string Name, string? Phase, string Status, string? Environment, DateOnly Updated, DateOnly? Starts, string? Currency, decimal Discount, string? Definition, string? Label)
{
    /// <summary>The rate where a plan states none.</summary>
    public const decimal UsualDiscount = 0.10m;

    /// <summary>Gives the horizon of its definition in years; null where it is the lifetime or not stated.</summary>
    public double? Years => Definition?.Split('.').FirstOrDefault(part => part.Length > 1 && part[^1] == 'd' && part[..^1].All(char.IsAsciiDigit)) is { } days
        ? double.Parse(days[..^1], System.Globalization.CultureInfo.InvariantCulture) / 365.25
        : null;

    /// <summary>Gives the present value of one unit a year for as long as a customer stays, up to the plan's horizon; null where it is not finite.</summary>
    /// <param name="retention">The chance to stay a year.</param>
    public double? Annuity(decimal retention) => Years is { } years ? ValueFactors.Annuity((double)retention, 0, (double)Discount, years) : GeometricValue.Annuity((double)retention, (double)Discount);

    /// <summary>Gives the factor by which a value rises where retention alone does; null where one of the two is not finite or nothing.</summary>
    public double? Ratio(decimal from, decimal to) => Annuity(from) is { } old and > 0 ? Annuity(to) / old : null;

    /// <summary>Gives the day from which months are counted.</summary>
    public DateOnly Begins => Starts ?? Updated;
}

/// <summary>A goal.</summary>
/// <param name="Metric">What is measured: an id of <see cref="PlanMetrics"/>.</param>
/// <param name="Current">Where it stands; null where that is not known.</param>
/// <param name="InSixMonths">Where it is to be after six months; null where a person has yet to say.</param>
/// <param name="InTwelveMonths">After twelve.</param>
/// <param name="Benchmark">Where others stand, or null.</param>
/// <param name="Trend">How it is said to have moved, as a share, or null.</param>
/// <param name="Owner">The role that answers for it, or null.</param>
public sealed record PlanGoal(string Metric, decimal? Current, decimal? InSixMonths, decimal? InTwelveMonths, decimal? Benchmark, decimal? Trend, string? Owner)
{
    /// <summary>Gives the farthest target that is stated.</summary>
    public decimal? Target => InTwelveMonths ?? InSixMonths;
}

/// <summary>From what the change of a customer's value is to come, as shares.</summary>
/// <param name="Revenue">From more revenue.</param>
/// <param name="Retention">From customers who stay longer.</param>
/// <param name="Cost">From lower cost.</param>
public sealed record PlanChange(decimal Revenue, decimal Retention, decimal Cost);

/// <summary>A segment with its targets.</summary>
/// <param name="Name">Its name, as in the data.</param>
/// <param name="Value">What a customer is worth now, or null.</param>
/// <param name="Target">What one is to be worth, or null.</param>
/// <param name="Growth">The growth said to lie between them, or null.</param>
/// <param name="Trend">How the value is said to have grown so far, or null.</param>
/// <param name="Retention">Customers kept over a year, as a share, or null.</param>
/// <param name="Expansion">Expansion over a year by recurring revenue, or null.</param>
/// <param name="Priority">high, medium or low; null where the rule decides.</param>
/// <param name="Reason">Why a person set another priority than the rule gives, or null.</param>
/// <param name="Owner">The role that answers for it, or null.</param>
/// <param name="Areas">What is to be done in it; null where nothing is.</param>
/// <param name="Tactics">Ids of tactics attached.</param>
public sealed record PlanSegment(
    string Name, decimal? Value, decimal? Target, decimal? Growth, decimal? Trend, decimal? Retention, decimal? Expansion, string? Priority, string? Reason, string? Owner, PlanTable? Areas,
    IReadOnlyList<string> Tactics);

/// <summary>Rows of work with their money and what is said of them together.</summary>
/// <param name="Name">The family or the segment.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Current">Where they are said to stand together, or null.</param>
/// <param name="Target">Where they are said to go together, or null.</param>
/// <param name="Amount">The money said to be spent on all, or null.</param>
/// <param name="Tactics">Ids of tactics attached.</param>
public sealed record PlanTable(string Name, IReadOnlyList<PlanRow> Rows, PlanLevel? Current, PlanLevel? Target, decimal? Amount, IReadOnlyList<string> Tactics);

/// <summary>One row.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Metric">What is measured, or null.</param>
/// <param name="Current">Where it stands, or null.</param>
/// <param name="Target">Where it is to go, or null.</param>
/// <param name="Strategy">By what means, or null.</param>
/// <param name="Amount">The money spent on it, or null.</param>
/// <param name="Owner">The role that answers for it, or null.</param>
public sealed record PlanRow(string Name, string? Metric, PlanLevel? Current, PlanLevel? Target, string? Strategy, decimal? Amount, string? Owner);

/// <summary>A tactic as a template: what is done, by whom, how often, how it is measured, and what it may cost.</summary>
/// <param name="Id">The id that segments and areas name.</param>
/// <param name="Name">What is done.</param>
/// <param name="Kpi">What it is measured by: an id of <see cref="PlanMetrics"/>; null where nobody said.</param>
/// <param name="Owner">The role that does it, or null.</param>
/// <param name="Cadence">How often, such as quarterly, or null.</param>
/// <param name="Channel">person, product, email, community or training; null where any.</param>
/// <param name="CostCap">The most it may cost a customer a year, or null.</param>
/// <param name="Trigger">What sets it off, in words, or null.</param>
public sealed record PlanTactic(string Id, string Name, string? Kpi, string? Owner, string? Cadence, string? Channel, decimal? CostCap, string? Trigger);

/// <summary>Where the money goes, and what is said of all of it.</summary>
/// <param name="Rows">The investments.</param>
/// <param name="Amount">What all are said to cost, or null.</param>
/// <param name="Months">Over how many months, or null.</param>
/// <param name="Multiple">What is said to come back by what is spent, or null.</param>
/// <param name="Returns">What is said to come back, or null.</param>
public sealed record PlanInvestments(IReadOnlyList<PlanInvestment> Rows, decimal? Amount, int? Months, decimal? Multiple, decimal? Returns);

/// <summary>An investment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amount">What is spent.</param>
/// <param name="Months">Over how many months it is spent, in equal parts.</param>
/// <param name="Multiple">What is said to come back by what is spent: 4 is four times; null where not stated.</param>
/// <param name="Returns">What is said to come back, or null.</param>
/// <param name="Low">The multiple that one outcome in ten stays below, or null.</param>
/// <param name="High">The multiple that one outcome in ten goes beyond, or null.</param>
/// <param name="ReturnMonths">Over how many months it comes back, in equal parts, after it is spent; null is twelve.</param>
/// <param name="Priority">critical, high, medium or low, or null.</param>
/// <param name="Family">The family of drivers it pays for, or null.</param>
/// <param name="Owner">The role that answers for it, or null.</param>
public sealed record PlanInvestment(
    string Name, decimal Amount, int Months, decimal? Multiple, decimal? Returns, decimal? Low, decimal? High, int? ReturnMonths, string? Priority, string? Family, string? Owner);

/// <summary>Something to be done or reached.</summary>
/// <param name="Name">What.</param>
/// <param name="Due">By which day.</param>
/// <param name="Metric">What is measured; null where a person says when it is done.</param>
/// <param name="Target">The target of the metric, or null.</param>
/// <param name="Owner">The role that answers for it, or null.</param>
/// <param name="Done">Whether a person says that it is done.</param>
/// <param name="Evidence">What shows it: links or files.</param>
public sealed record PlanMilestone(string Name, DateOnly Due, string? Metric, decimal? Target, string? Owner, bool Done, IReadOnlyList<string> Evidence);

/// <summary>A factor of a scorecard.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its weight, as a share.</param>
/// <param name="Score">Its score from 0 to 10, or null.</param>
/// <param name="Impact">Its impact in words, or null.</param>
public sealed record PlanFactor(string Name, decimal Weight, decimal? Score, string? Impact);
