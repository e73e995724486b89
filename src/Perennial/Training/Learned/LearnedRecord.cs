using System.Text.Json.Serialization;
using Perennial.Models.Assessing;

namespace Perennial.Training.Learned;

/// <summary>What was learned from landmarks: who leaves, what goes with it, and how well that was told on months nobody had seen.</summary>
public sealed record LearnedRecord
{
    /// <summary>Gives why nothing was learned, with what to do; null where something was.</summary>
    public string? Refused { get; init; }

    /// <summary>Gives what a reader must know: short history, missing values, suspected features.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gives who grew the boosted trees.</summary>
    public string? TreesBy { get; init; }

    /// <summary>Gives customers in the panel, its landmarks, and its rows.</summary>
    public PanelSize? Panel { get; init; }

    /// <summary>Gives leaving within each horizon that could be learned.</summary>
    public IReadOnlyList<ChurnRecord> Churn { get; init; } = [];

    /// <summary>Gives the horizons that could not, and why.</summary>
    public IReadOnlyList<string> NotLearned { get; init; } = [];

    /// <summary>Gives the five to seven features that go with leaving most stably.</summary>
    public IReadOnlyList<StrongFeature> Strongest { get; init; } = [];

    /// <summary>Gives the bound on the expected number of features of no use among those found.</summary>
    public double? FalseFindings { get; init; }

    /// <summary>Gives the scorecard, or null.</summary>
    public CardRecord? Scorecard { get; init; }

    /// <summary>Gives what each family of signals is worth, the most valuable first.</summary>
    public IReadOnlyList<FamilyRecord> Families { get; init; } = [];

    /// <summary>Gives chances for customers of whom only sign-up traits are known.</summary>
    public IReadOnlyList<ColdStartRow> ColdStart { get; init; } = [];

    /// <summary>Gives the value model, or null.</summary>
    public ValueRecord? Value { get; init; }
}

/// <summary>How much there was to learn from.</summary>
/// <param name="Customers">Customers with a running subscription on at least one landmark.</param>
/// <param name="Landmarks">Landmarks before the as-of day.</param>
/// <param name="Rows">Customers on landmarks.</param>
/// <param name="From">The earliest landmark.</param>
/// <param name="Features">Features in use.</param>
public sealed record PanelSize(int Customers, int Landmarks, int Rows, DateOnly From, int Features);

/// <summary>Leaving within a horizon: the model chosen and how it did on the last months.</summary>
/// <param name="HorizonDays">Days.</param>
/// <param name="Chosen">The kind of model.</param>
/// <param name="Because">Why this one.</param>
/// <param name="TrainedTo">Last landmark trained on; its outcomes were over before the calibration began.</param>
/// <param name="CalibratedFrom">First landmark of the calibration and choice.</param>
/// <param name="TestedFrom">First landmark of the test.</param>
/// <param name="TestedTo">Last landmark of the test.</param>
/// <param name="Compared">All kinds on the test, the simplest first.</param>
/// <param name="Reliability">Reliability of the chosen one on the test.</param>
/// <param name="Deciles">Mean chance and share that left by tenths, highest chances first.</param>
/// <param name="Slices">Where the chosen one errs more or less than elsewhere.</param>
/// <param name="Expected">Customers expected to leave within the horizon from the as-of day.</param>
/// <param name="Scored">Customers with a chance.</param>
public sealed record ChurnRecord(
    int HorizonDays, string Chosen, string Because, DateOnly TrainedTo, DateOnly CalibratedFrom, DateOnly TestedFrom, DateOnly TestedTo, IReadOnlyList<ComparedChurn> Compared,
    IReadOnlyList<ReliabilityBin> Reliability, IReadOnlyList<RankedSlice> Deciles, IReadOnlyList<SliceRecord> Slices, double Expected, int Scored)
{
    /// <summary>Gives the chosen one's figures.</summary>
    [JsonIgnore]
    public ComparedChurn Test => Compared.First(one => one.Kind == Chosen);
}

/// <summary>One kind of model on rows nobody was fitted, calibrated or chosen on.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Choice">Mean log score where the choice was made; null where it was not tried there.</param>
/// <param name="LogScore">Mean log score on the test.</param>
/// <param name="Brier">Brier score.</param>
/// <param name="Miscalibration">Its part that calibration could remove.</param>
/// <param name="Skill">Share of the outcome's variance taken away.</param>
/// <param name="Concordance">Chance that of two customers the one who left had the higher chance (AUC).</param>
/// <param name="Predicted">Mean chance.</param>
/// <param name="Observed">Share that left.</param>
/// <param name="Rows">Rows of the test.</param>
public sealed record ComparedChurn(string Kind, double? Choice, double LogScore, double Brier, double Miscalibration, double Skill, double Concordance, double Predicted, double Observed, int Rows)
{
    /// <summary>Gives the normalised Gini, 2 AUC - 1.</summary>
    public double Gini => (2 * Concordance) - 1;
}

/// <summary>A slice of the test.</summary>
/// <param name="Slice">Segment or landmark.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="LogScore">Mean log score there.</param>
/// <param name="Difference">Less that elsewhere.</param>
/// <param name="FalseDiscovery">Share of wrong findings accepted by believing it and all clearer ones.</param>
/// <param name="Predicted">Mean chance there.</param>
/// <param name="Observed">Share that left there.</param>
public sealed record SliceRecord(string Slice, int Rows, double LogScore, double Difference, double FalseDiscovery, double Predicted, double Observed);

/// <summary>A feature that goes with leaving.</summary>
/// <param name="Feature">Its id.</param>
/// <param name="Words">What it is.</param>
/// <param name="Stability">Share of half samples that found it.</param>
/// <param name="Direction">+1 more of it goes with leaving, -1 with staying, 0 it bends.</param>
/// <param name="MeanContribution">Mean size of its contribution in the chosen model, in the model's unit.</param>
/// <param name="Importance">Rise of the log score when it is shuffled.</param>
public sealed record StrongFeature(string Feature, string Words, double Stability, int Direction, double MeanContribution, double Importance);

/// <summary>The scorecard as a table.</summary>
/// <param name="HorizonDays">Days.</param>
/// <param name="Rows">Features, ranges and points.</param>
/// <param name="Levels">Points to chance.</param>
public sealed record CardRecord(int HorizonDays, IReadOnlyList<CardRow> Rows, IReadOnlyList<CardLevel> Levels);

/// <summary>Points of a range.</summary>
/// <param name="Feature">Feature.</param>
/// <param name="Range">Range in words.</param>
/// <param name="Points">Points.</param>
/// <param name="Rows">Training rows in it.</param>
/// <param name="Share">Share of them that left.</param>
public sealed record CardRow(string Feature, string Range, int Points, int Rows, double Share);

/// <summary>What points mean.</summary>
/// <param name="Points">From so many points.</param>
/// <param name="Chance">Chance.</param>
public sealed record CardLevel(int Points, double Chance);

/// <summary>What a family of signals is worth to the forecast.</summary>
/// <param name="Family">The family.</param>
/// <param name="Features">Features in it; 0 where the company brings none.</param>
/// <param name="Rise">Rise of the log score of boosted trees grown without it.</param>
/// <param name="StandardError">Its standard error over customers.</param>
/// <param name="Known">Share of values known.</param>
public sealed record FamilyRecord(string Family, int Features, double Rise, double StandardError, double Known);

/// <summary>The chance for a new customer of whom only traits are known.</summary>
/// <param name="Traits">The traits.</param>
/// <param name="Customers">Customers it was seen on.</param>
/// <param name="Chance">Chance of leaving within the main horizon.</param>
/// <param name="Low">Lower end of its 80 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record ColdStartRow(string Traits, int Customers, double Chance, double Low, double High);

/// <summary>Money to come: will they pay, and how much.</summary>
/// <param name="HorizonDays">Days.</param>
/// <param name="Chosen">The kind of model.</param>
/// <param name="Because">Why this one.</param>
/// <param name="Compared">All kinds on the test, the simplest first.</param>
/// <param name="Level">Share of outcomes the intervals are made to hold.</param>
/// <param name="Held">Share they held on the test.</param>
/// <param name="Expected">Money expected from the as-of day, all customers together.</param>
public sealed record ValueRecord(int HorizonDays, string Chosen, string Because, IReadOnlyList<ComparedValue> Compared, double Level, double Held, double Expected);

/// <summary>One kind of value model on the test.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Crps">Mean CRPS.</param>
/// <param name="Mae">Mean absolute error.</param>
/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="Gini">Normalised Gini.</param>
/// <param name="Predicted">Sum predicted.</param>
/// <param name="Actual">Sum that came.</param>
/// <param name="Rows">Rows of the test.</param>
public sealed record ComparedValue(string Kind, double Crps, double Mae, double Rmse, double Gini, double Predicted, double Actual, int Rows);
