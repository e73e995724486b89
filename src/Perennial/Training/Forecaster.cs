using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;
using Perennial.Models.Predicting;

namespace Perennial.Training;

/// <summary>What a fitted model says about the hidden window, per customer: the mean, and the predictive distribution at what then happened.</summary>
/// <remarks>Recalibration changes the distribution that intervals are read from, never the mean or the CRPS on which models are compared.</remarks>
public sealed class Forecaster
{
    private static readonly double[] IntervalLevels = [0.10, 0.50, 0.90];
    private readonly ITransactionModel _model;
    private readonly TestSample _sample;
    private readonly PurchaseHistories _histories;
    private readonly double[] _alive;
    private readonly double _window;

    /// <summary>Takes a model fitted at the origin.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">The customers.</param>
    /// <param name="window">Length of the window in the model's unit.</param>
    public Forecaster(ITransactionModel model, TestSample sample, double window)
    {
        _model = model;
        _sample = sample;
        _window = window;
        _histories = sample.Histories(model.Unit);
        _alive = model.ProbabilityAlive(_histories);
    }

    /// <summary>Forecasts purchases.</summary>
    /// <param name="recalibration">Map from the model's probabilities to real ones.</param>
    public Forecast Purchases(PitRecalibration recalibration)
    {
        var law = CountDistribution.Create(TransactionLaw.Of(_model), _window);
        int[][] interval = law.Quantiles(_histories.Frequency, _histories.T, _alive, Levels(recalibration));
        (double[] below, double[] atMost) = law.Cdf(_histories.Frequency, _histories.T, _alive, _sample.Purchases);
        return new(
            _model.Name,
            _model.ConditionalExpectedTransactions(_histories, _window),
            law.Crps(_histories.Frequency, _histories.T, _alive, _sample.Purchases))
        {
            Variance = law.Moments(_histories.Frequency, _histories.T, _alive).Variance.Sum(),
            Distribution = new(
                Map(recalibration, below),
                Map(recalibration, atMost),
                AsDoubles(interval[1]),
                AsDoubles(interval[0]),
                AsDoubles(interval[2]),
                Map(recalibration, law.Cdf(_histories.Frequency, _histories.T, _alive, interval[0]).Below),
                Map(recalibration, law.Cdf(_histories.Frequency, _histories.T, _alive, interval[2]).AtMost),
                law.PZero(_histories.Frequency, _histories.T, _alive)),
        };
    }

    /// <summary>Forecasts money: undiscounted revenue of the window.</summary>
    /// <param name="spend">The spend model fitted at the origin.</param>
    /// <param name="recalibration">Map from the model's probabilities to real ones.</param>
    public Forecast Money(GammaGammaModel spend, PitRecalibration recalibration)
    {
        int[] x = _histories.Frequency;
        double[] t = _histories.T, mean = _sample.MeanSpend;
        var law = ValueDistribution.Create(TransactionLaw.Of(_model), spend.Named, _window, ContinuousRate.PerUnit(0, _model.Unit));
        double[][] interval = law.Quantiles(x, t, _alive, mean, Levels(recalibration));
        (double[] below, double[] atMost) = law.Cdf(x, t, _alive, mean, _sample.Spend);
        double[] price = spend.ExpectedSpend(new SpendHistories(x, mean));
        double[] expected = [.. _model.ConditionalExpectedTransactions(_histories, _window).Zip(price, (count, each) => count * each)];
        return new(_model.Name, expected, law.Crps(x, t, _alive, mean, _sample.Spend, PitRecalibration.Identity))
        {
            Variance = law.Moments(x, t, _alive, mean).Variance.Where(double.IsFinite).Sum(),
            Distribution = new(
                Map(recalibration, below),
                Map(recalibration, atMost),
                interval[1],
                interval[0],
                interval[2],
                Map(recalibration, law.Cdf(x, t, _alive, mean, interval[0]).Below),
                Map(recalibration, law.Cdf(x, t, _alive, mean, interval[2]).AtMost),
                law.PZero(x, t, _alive)),
        };
    }

    private static double[] Levels(PitRecalibration recalibration) => [.. IntervalLevels.Select(recalibration.Inverse)];

    private static double[] Map(PitRecalibration recalibration, double[] probabilities) => recalibration.IsIdentity ? probabilities : [.. probabilities.Select(recalibration.Forward)];

    private static double[] AsDoubles(int[] counts) => [.. counts.Select(count => (double)count)];
}
