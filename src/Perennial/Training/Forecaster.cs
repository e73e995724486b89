using Perennial.Models;
using Perennial.Models.Assessing;
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
        _histories = sample.Histories(model);
        _alive = model.ProbabilityAlive(_histories);
    }

    /// <summary>Forecasts purchases.</summary>
    /// <param name="recalibration">Map from the model's probabilities to real ones.</param>
    public Forecast Purchases(PitRecalibration recalibration)
    {
        PredictiveTest test = CountDistribution.Create(TransactionLaw.Of(_model, _histories), _window)
            .Test(_histories.Frequency, _histories.Recency, _histories.T, _alive, _sample.Purchases, Levels(recalibration));
        return Told(_model.ConditionalExpectedTransactions(_histories, _window), test, recalibration);
    }

    /// <summary>Forecasts money: undiscounted revenue of the window.</summary>
    /// <param name="spend">The spend model fitted at the origin.</param>
    /// <param name="recalibration">Map from the model's probabilities to real ones.</param>
    public Forecast Money(SpendFit spend, PitRecalibration recalibration)
    {
        int[] x = _histories.Frequency;
        double[] t = _histories.T;
        double[]? level = spend.Levels?.Of(_sample.CustomerKey);
        double[] mean = Over(_sample.MeanSpend, level);
        PredictiveTest test = ValueDistribution.Create(TransactionLaw.Of(_model, _histories), spend.Model!.Named, _window, ContinuousRate.PerUnit(0, _model.Unit))
            .Test(x, _histories.Recency, t, _alive, mean, Over(_sample.Spend, level), Levels(recalibration));
        double[] price = spend.Model.ExpectedSpend(new SpendHistories(x, mean));
        double[] expected = [.. _model.ConditionalExpectedTransactions(_histories, _window).Zip(price, (count, each) => count * each)];
        return Told(Times(expected, level), level is null ? test : InMoney(test, level), recalibration);
    }

    private Forecast Told(double[] mean, PredictiveTest test, PitRecalibration recalibration) => new(_model.Name, mean, test.Crps)
    {
        Variance = test.Variance.Sum() ?? 0,
        Distribution = new(
            Map(recalibration, test.Below),
            Map(recalibration, test.AtMost),
            test.Quantiles[1],
            test.Quantiles[0],
            test.Quantiles[2],
            Map(recalibration, test.BelowQuantiles[0]),
            Map(recalibration, test.AtMostQuantiles[2]),
            test.Zero),
    };

    private static PredictiveTest InMoney(PredictiveTest test, double[] level) => test with
    {
        Quantiles = Array.ConvertAll(test.Quantiles, quantile => Times(quantile, level)),
        Crps = Times(test.Crps, level),
        Variance = [.. test.Variance.Zip(level, (variance, one) => variance * one * one)],
    };

    private static double[] Over(double[] money, double[]? level) => level is null ? money : [.. money.Zip(level, (amount, one) => amount / one)];

    private static double[] Times(double[] levelled, double[]? level) => level is null ? levelled : [.. levelled.Zip(level, (amount, one) => amount * one)];

    private static double[] Levels(PitRecalibration recalibration) => [.. IntervalLevels.Select(recalibration.Inverse)];

    private static double[] Map(PitRecalibration recalibration, double[] probabilities) => recalibration.IsIdentity ? probabilities : [.. probabilities.Select(recalibration.Forward)];
}
