namespace Perennial.Portfolio.Stances;

/// <summary>The stances of all customers, in short: what the report shows.</summary>
/// <param name="Customers">Customers with a stance, undecided ones among them.</param>
/// <param name="Left">Customers whose subscriptions have ended: they have none.</param>
/// <param name="Enough">Share of draws below which a customer is undecided.</param>
/// <param name="FloorMinutes">Minutes of support a month that everybody keeps.</param>
/// <param name="FloorReplyHours">Hours to a first reply that everybody keeps.</param>
/// <param name="HighFrom">Net value from which on value is high.</param>
/// <param name="LowTo">Net value up to which it is low.</param>
/// <param name="Sums">Counts and value by stance, in order.</param>
/// <param name="Rules">How often each rule held and decided.</param>
/// <param name="Leading">The customers with most value at stake in each stance.</param>
/// <param name="Segments">Segments with their priority.</param>
/// <param name="Impact">How proposals to deprioritize fall on groups.</param>
/// <param name="Eroding">Growth that erodes.</param>
/// <param name="Alignment">Whether effort follows value; null where nothing was booked.</param>
/// <param name="NotCounted">Scores people entered that do not count, by why.</param>
/// <param name="Overridden">Decisions of people that hold.</param>
/// <param name="Accuracy">What became of earlier decisions; empty until runs are old enough.</param>
public sealed record StanceFacts(
    int Customers, int Left, double Enough, double FloorMinutes, double FloorReplyHours, double? HighFrom, double? LowTo, IReadOnlyList<StanceSum> Sums, IReadOnlyList<RuleCount> Rules,
    IReadOnlyList<StanceRow> Leading, IReadOnlyList<SegmentPriority> Segments, IReadOnlyList<AdverseImpact> Impact, IReadOnlyList<ErodingGrowth> Eroding, EffortAlignment? Alignment,
    IReadOnlyList<NotCountedScores> NotCounted, IReadOnlyList<OverrideRow> Overridden, IReadOnlyList<OverrideAccuracy> Accuracy);

/// <summary>The customers of one stance.</summary>
/// <param name="Stance">Which.</param>
/// <param name="Customers">How many.</param>
/// <param name="Value">Sum of their net values.</param>
/// <param name="Confidence">Mean of their confidence; NaN where nobody is.</param>
/// <param name="Overridden">Of them, those a person put there.</param>
public sealed record StanceSum(Stance Stance, int Customers, double Value, double Confidence, int Overridden);

/// <summary>What a rule said.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Stance">What it speaks for.</param>
/// <param name="Words">What it says.</param>
/// <param name="Fired">Customers it holds of.</param>
/// <param name="Decided">Of them, those it decided.</param>
/// <param name="NotKnown">Customers of whom it cannot be told.</param>
public sealed record RuleCount(string Rule, Stance Stance, string Words, int Fired, int Decided, int NotKnown);

/// <summary>A customer's stance.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Stance">The stance told.</param>
/// <param name="Status">recommended; proposed: to be reviewed; note needed: a person must say why; overridden; undecided.</param>
/// <param name="Confidence">Share of draws in which the rules say the same.</param>
/// <param name="Value">Net value.</param>
/// <param name="Rules">The rules that hold, the deciding one first.</param>
public sealed record StanceRow(string CustomerId, Stance Stance, string Status, double Confidence, double Value, IReadOnlyList<string> Rules);

/// <summary>A segment with its priority.</summary>
/// <param name="Segment">Its name; empty where not known.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Mean">Net value of one, in the mean.</param>
/// <param name="Growth">Growth of yearly recurring revenue over the last year (without subscriptions: of revenue); null where there was none a year before.</param>
/// <param name="Retention">Gross revenue retention of the last twelve months; null without subscriptions.</param>
/// <param name="Expansion">Expansion of these months by recurring revenue at their opening; null without subscriptions.</param>
/// <param name="Priority">High, Medium, Low, by rule.</param>
public sealed record SegmentPriority(string Segment, int Customers, double Mean, double? Growth, double? Retention, double? Expansion, string Priority);

/// <summary>Scores that people entered and that do not count.</summary>
/// <param name="Why">expired, no owner, no evidence, no expiry.</param>
/// <param name="Scores">How many.</param>
/// <param name="Customers">Some of whom.</param>
public sealed record NotCountedScores(string Why, int Scores, IReadOnlyList<string> Customers);

/// <summary>A decision of a person that holds.</summary>
/// <param name="CustomerId">Whom.</param>
/// <param name="Stance">What was decided.</param>
/// <param name="RulesSay">What the rules say.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who decided.</param>
/// <param name="ExpiresOn">First day it does not hold any more.</param>
public sealed record OverrideRow(string CustomerId, Stance Stance, Stance RulesSay, string Reason, string Owner, DateOnly ExpiresOn);
