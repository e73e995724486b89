namespace Perennial.Training;

/// <summary>A model fitted on some histories: the figures a statistician asks for.</summary>
public sealed record FittedModel
{
    public required string Name { get; init; }
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }
    public required IReadOnlyDictionary<string, double?> StandardErrors { get; init; }
    public required double LogLikelihood { get; init; }

    /// <summary>Gives converged, boundary, not-identified or failed.</summary>
    public required string Exit { get; init; }
    public required string Explanation { get; init; }

    /// <summary>Gives the time unit (week, day) of the parameters, or the currency for spend.</summary>
    public required string Unit { get; init; }
    public required long Customers { get; init; }
    public required int Groups { get; init; }
}

/// <summary>What happened when the last months were hidden.</summary>
public sealed record HoldoutRecord
{
    /// <summary>Gives the last day known to the models.</summary>
    public required DateOnly Origin { get; init; }

    /// <summary>Gives the first hidden day.</summary>
    public DateOnly Start => Origin.AddDays(1);

    /// <summary>Gives the last hidden day.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Gives the chosen model or baseline.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gives the sentence that leads the report: by how much the chosen model won, or that a baseline did.</summary>
    public required string Verdict { get; init; }

    /// <summary>Gives who did better on the hidden months, as far as a paired bootstrap can tell.</summary>
    public HoldoutWinner Winner { get; init; }

    /// <summary>Gives how the choice was made: on earlier origins, or "selected on this window".</summary>
    public required string Selection { get; init; }

    /// <summary>Gives the earlier origins used for selection and recalibration.</summary>
    public required IReadOnlyList<DateOnly> EarlierOrigins { get; init; }
    public required IReadOnlyDictionary<string, HoldoutScore> Models { get; init; }
    public required IReadOnlyDictionary<string, HoldoutScore> Baselines { get; init; }

    // Bare figures: the chosen model, transactions.
    public required double Actual { get; init; }
    public required double Predicted { get; init; }
    public required double Mae { get; init; }
    public required double Rmse { get; init; }
    public required double Coverage80 { get; init; }
    public required double Coverage95 { get; init; }
    public required double Coverage80Closed { get; init; }
    public required double Coverage80ClosedImplied { get; init; }

    /// <summary>Gives the half width of what coverage80 may miss .80 by: .02 + 2 SE.</summary>
    public required double Coverage80Tolerance { get; init; }
    public required bool CoveragePasses { get; init; }

    /// <summary>Tells whether the intervals were recalibrated on earlier origins.</summary>
    public required bool Recalibrated { get; init; }
    public required double BelowLowTail { get; init; }
    public required double AboveHighTail { get; init; }
    public required double MeanWidth80 { get; init; }
    public required long Customers { get; init; }

    /// <summary>Gives customers first seen in the hidden months: excluded, and counted here.</summary>
    public required long NewInHoldout { get; init; }

    /// <summary>Gives the same figures for money, or null where the log has no amounts.</summary>
    public SpendHoldout? Spend { get; init; }
    public required IReadOnlyList<TrackingPoint> Tracking { get; init; }
    public required IReadOnlyList<DecilePoint> Deciles { get; init; }
    public required IReadOnlyList<CalibrationPoint> Calibration { get; init; }
    public required IReadOnlyList<SegmentCoverage> Segments { get; init; }
}

/// <summary>Who did better on the hidden months by CRPS, the 95 % interval of the paired difference excluding zero.</summary>
public enum HoldoutWinner
{
    /// <summary>The chosen model.</summary>
    Model,

    /// <summary>The two could not be told apart.</summary>
    Nobody,

    /// <summary>The best naive baseline.</summary>
    Baseline,
}

/// <summary>How well one model or baseline did on the hidden months. Null where the measure does not exist for it.</summary>
public sealed record HoldoutScore
{
    public required double Actual { get; init; }
    public required double Predicted { get; init; }
    public required double Mae { get; init; }
    public required double Rmse { get; init; }

    /// <summary>Gives the mean absolute error of the predictive median.</summary>
    public double? MaeMedian { get; init; }
    public double? PoissonDeviance { get; init; }
    public double? Crps { get; init; }

    /// <summary>Gives the CRPS over the earlier origins, on which the choice rests.</summary>
    public double? CrpsSelection { get; init; }
    public double? Spearman { get; init; }

    /// <summary>Gives the mean actual of the top predicted decile over the mean of all.</summary>
    public double? DecileLift { get; init; }

    /// <summary>Gives the share of the true top 20 % found among the predicted top 20 %.</summary>
    public double? Top20Found { get; init; }
}

/// <summary>The hidden months in money.</summary>
public sealed record SpendHoldout
{
    public required double Actual { get; init; }
    public required double Predicted { get; init; }
    public required double Mae { get; init; }
    public required double Rmse { get; init; }
    public required double Coverage80 { get; init; }
    public required double Coverage95 { get; init; }
    public double? Spearman { get; init; }
    public double? Top20Found { get; init; }
    public required IReadOnlyDictionary<string, HoldoutScore> Models { get; init; }
    public required IReadOnlyDictionary<string, HoldoutScore> Baselines { get; init; }
}

/// <summary>One week of the tracking plot.</summary>
public sealed record TrackingPoint(DateOnly WeekEnds, double Actual, double Predicted, double ActualCumulative, double PredictedCumulative, bool Holdout)
{
    /// <summary>Gives the band of the week in the hidden months; null before them.</summary>
    public TrackingBand? Band { get; init; }

    /// <summary>Gives the band of the sum, which begins at the origin; null before it.</summary>
    public TrackingBand? CumulativeBand { get; init; }
}

/// <summary>Where a total of the hidden months falls with a chance of 80 %, if the model is right, customers are independent and parameters are known.</summary>
public sealed record TrackingBand(double Low, double High);

/// <summary>One decile of customers by prediction, 1 the highest.</summary>
public sealed record DecilePoint(int Decile, double Predicted, double Actual);

/// <summary>Reliability of the chance of no purchase: predicted against observed in one bin.</summary>
public sealed record CalibrationPoint(double Predicted, double Observed, long Customers);

/// <summary>Coverage in one segment known before the origin.</summary>
/// <param name="Segment">The segment, by a variable known before the origin.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Coverage80">Randomised-PIT coverage of the 80 % interval.</param>
/// <param name="Verdict">passes, fails, or not testable.</param>
public sealed record SegmentCoverage(string Segment, long Customers, double Coverage80, string Verdict);
