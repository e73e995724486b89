using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;
using Perennial.Training.Seasons;
using Perennial.Models.Seasons;

namespace Perennial.Training;

/// <summary>What Training hands on: the fitted models, the one chosen, and what testing it showed.</summary>
public sealed record TrainingResult
{
    /// <summary>Gives what there is where nobody is left to learn from: every customer has a subscription.</summary>
    /// <param name="unit">The time unit of the scores.</param>
    public static TrainingResult Nobody(TimeUnit unit) => new()
    {
        Models = [],
        Candidates = [],
        Unit = unit,
        CountRecalibration = PitRecalibration.Identity,
        SpendRecalibration = PitRecalibration.Identity,
        TotalErrors = [],
        Warnings = [],
    };

    /// <summary>Gives every model fitted on the full history, spend models too.</summary>
    public required IReadOnlyList<FittedModel> Models { get; init; }

    /// <summary>Gives every model of purchases there is: whether it was tried, and why.</summary>
    public required IReadOnlyList<CandidateModel> Candidates { get; init; }

    /// <summary>Gives the time unit of the models and of the scores.</summary>
    public required TimeUnit Unit { get; init; }

    /// <summary>Gives the chosen transaction model, or null where no fit is usable.</summary>
    public ITransactionModel? Chosen { get; init; }

    /// <summary>Gives how often customers can buy, where the chosen model counts opportunities; else null.</summary>
    public Features.OpportunityPeriod? Opportunity { get; init; }

    /// <summary>Tells whether what the chosen model says of a customer depends on their own gaps between purchases.</summary>
    public bool ReadsGaps { get; init; }

    /// <summary>Gives the clock of the seasons in which the models read histories; null where all days are alike.</summary>
    public SeasonalClock? Seasons { get; init; }

    /// <summary>Gives what was found of seasons; null where none were looked for.</summary>
    public SeasonRecord? SeasonsFound { get; init; }

    /// <summary>Gives the covariance of its log parameters, or null where it does not exist.</summary>
    public double[]? ChosenCovariance { get; init; }

    /// <summary>Gives the spend model, or null where there is no money or no usable fit.</summary>
    public GammaGammaModel? Spend { get; init; }

    /// <summary>Gives the covariance of its log parameters, or null where it does not exist.</summary>
    public double[]? SpendCovariance { get; init; }

    /// <summary>Gives the levels of segments over which the spend model reads money; null where all customers are at one.</summary>
    public Features.SpendLevels? SpendLevels { get; init; }

    /// <summary>Gives what was found of levels of spend by segment; null where there is no money.</summary>
    public SegmentSpendRecord? SegmentSpend { get; init; }

    /// <summary>Gives the test, or null where none was possible.</summary>
    public HoldoutRecord? Holdout { get; init; }

    /// <summary>Gives the models as fitted before the hidden months, beside what came; null where none were hidden, or the chosen one could not be fitted.</summary>
    public OriginTest? Hidden { get; init; }

    /// <summary>Gives why there is no test.</summary>
    public string? NoHoldout { get; init; }

    /// <summary>Gives the map from nominal to real probability for counts, fitted on earlier origins; the identity where there were none.</summary>
    public required PitRecalibration CountRecalibration { get; init; }

    /// <summary>Gives the same for money.</summary>
    public required PitRecalibration SpendRecalibration { get; init; }

    /// <summary>Gives the log total errors ln(actual / predicted) of the chosen model, one an origin, with the variance that chance alone explains.</summary>
    public required IReadOnlyList<TotalError> TotalErrors { get; init; }

    /// <summary>Gives sentences a reader of the values must know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How far a total was off at one origin.</summary>
/// <param name="Log">ln(actual / predicted).</param>
/// <param name="ChanceVariance">Variance of the log total if customers were independent and the model right.</param>
public readonly record struct TotalError(double Log, double ChanceVariance);
