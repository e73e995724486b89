using Perennial.Models.Assessing;

namespace Perennial.Training;

/// <summary>What one model or baseline said about n customers before the hidden months were looked at.</summary>
/// <param name="Name">bg-nbd, own-mean-rate, …</param>
/// <param name="Mean">n expected values.</param>
/// <param name="Crps">n continuous ranked probability scores against what happened.</param>
public sealed record Forecast(string Name, double[] Mean, double[] Crps)
{
    /// <summary>Gives the n predictive distributions at what happened, or null for a baseline.</summary>
    public PredictiveColumns? Distribution { get; init; }

    /// <summary>Gives the variance of the total if customers were independent; 0 for a baseline.</summary>
    public double Variance { get; init; }

    /// <summary>Scores the forecast against what happened.</summary>
    /// <param name="actual">n outcomes.</param>
    /// <param name="crpsSelection">Mean CRPS over the earlier origins, where there were any.</param>
    /// <param name="counts">Whether the outcomes are counts, for which a Poisson deviance exists.</param>
    public HoldoutScore Score(double[] actual, double? crpsSelection, bool counts)
    {
        bool constant = Array.TrueForAll(Mean, value => value == Mean[0]) || Array.TrueForAll(actual, value => value == actual[0]);
        return new()
        {
            Actual = actual.Sum(),
            Predicted = Mean.Sum(),
            Mae = PointErrors.MeanAbsolute(actual, Mean),
            Rmse = PointErrors.RootMeanSquared(actual, Mean),
            MaeMedian = Distribution is { } distribution ? PointErrors.MeanAbsolute(actual, distribution.Median) : null,
            PoissonDeviance = counts ? PointErrors.PoissonDeviance(actual, Mean) : null,
            Crps = Crps.Average(),
            CrpsSelection = crpsSelection,
            Spearman = constant || actual.Length < 4 ? null : Ranking.Spearman(Mean, actual).Value,
            DecileLift = constant || actual.Length < 10 ? null : Ranking.DecileLift(Mean, actual),
            Top20Found = constant || actual.Length < 5 ? null : Ranking.TopFound(Mean, actual),
        };
    }
}

/// <summary>The predictive distributions of n customers, read where it matters.</summary>
/// <param name="Below">n values F(y-), recalibrated.</param>
/// <param name="AtMost">n values F(y), recalibrated.</param>
/// <param name="Median">n medians.</param>
/// <param name="Low">n 10 % quantiles.</param>
/// <param name="High">n 90 % quantiles.</param>
/// <param name="BelowLow">n values F(low-).</param>
/// <param name="AtMostHigh">n values F(high).</param>
/// <param name="Zero">n chances of nothing.</param>
public sealed record PredictiveColumns(
    double[] Below,
    double[] AtMost,
    double[] Median,
    double[] Low,
    double[] High,
    double[] BelowLow,
    double[] AtMostHigh,
    double[] Zero);
