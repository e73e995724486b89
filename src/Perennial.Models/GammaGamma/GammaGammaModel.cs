using Perennial.Models.Histories;
using Perennial.Models.Numerics;

namespace Perennial.Models.GammaGamma;

/// <summary>A fitted Gamma-Gamma: what a customer's next purchases are worth.</summary>
/// <remarks>
/// A customer's level is P / nu; given x purchases of mean z, nu is Gamma(P x + Q, Gamma + x z). The level has a mean only where
/// P x + Q exceeds 1. Where it has none, its median stands in: a stated rule, so that no spend is ever negative or infinite.
/// <para>
/// Data: the mean value of the repeat purchases and their number per customer. Assumptions: values gamma around a level of the customer's own,
/// levels inverse gamma, independent of how often the customer buys. When not: negative values; one price for everybody; spend that goes with
/// frequency. Accuracy: 1e-4 of a standard error aimed against CLVTools and found. Neighbours: <see cref="SpendCovariateModel"/>, where spend
/// goes with covariates or frequency.
/// </para>
/// </remarks>
/// <source paper="FaderHardie2013GammaGamma"/>
public sealed class GammaGammaModel
{
    private readonly GammaGammaParameters _p;

    /// <summary>Takes parameters.</summary>
    /// <param name="parameters">Positive, finite numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not a positive, finite number.</exception>
    public GammaGammaModel(GammaGammaParameters parameters)
    {
        HistoryDoor.Parameter(parameters.P, "p");
        HistoryDoor.Parameter(parameters.Q, "q");
        HistoryDoor.Parameter(parameters.Gamma, "gamma");
        _p = parameters;
    }

    /// <summary>Gives the model's name.</summary>
    public string Name { get; } = GammaGammaFitter.Name;

    /// <summary>Gives the parameters in the paper's order: p, q, gamma.</summary>
    public double[] Parameters => [_p.P, _p.Q, _p.Gamma];

    /// <summary>Gives the parameters by name.</summary>
    public GammaGammaParameters Named => _p;

    /// <summary>Gives the mean of the customers' levels, P Gamma / (Q - 1), or null where Q is at most 1 and it is infinite.</summary>
    /// <source paper="FaderHardie2013GammaGamma"/>
    public double? PopulationMeanSpend => _p.Q > 1.0 ? _p.P * _p.Gamma / (_p.Q - 1.0) : null;

    /// <summary>Gives the median of the customers' levels; it always exists.</summary>
    public double PopulationMedianSpend => MedianLevel(_p.Q, _p.Gamma);

    /// <summary>Tells whether the expected spend of a customer with x repeat purchases is finite: P x + Q above 1.</summary>
    /// <param name="frequency">x, at least 0.</param>
    public bool HasMeanSpend(int frequency) => (_p.P * frequency) + _p.Q > 1.0;

    /// <summary>Gives each customer's expected spend on a purchase, given the past; the median level where no mean exists.</summary>
    /// <source paper="FaderHardie2013GammaGamma"/>
    /// <param name="histories">n customers, in the currency of the fit.</param>
    /// <returns>n finite amounts of at least 0, in the order given.</returns>
    public double[] ExpectedSpend(SpendHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        double[] spend = new double[histories.Count];
        for (int i = 0; i < spend.Length; i++)
        {
            int x = histories.Frequency[i];
            double shape = (_p.P * x) + _p.Q;
            double rate = _p.Gamma + (x * (x == 0 ? 0.0 : histories.MeanSpend[i]));
            spend[i] = shape > 1.0 ? _p.P * rate / (shape - 1.0) : MedianLevel(shape, rate);
        }

        return spend;
    }

    /// <summary>Gives quantiles of each customer's level of spend, given the past: they exist however heavy the tail.</summary>
    /// <param name="histories">n customers.</param>
    /// <param name="levels">m levels in (0, 1), such as .1 .5 .9.</param>
    /// <returns>m columns of n finite amounts of at least 0, in the order given.</returns>
    /// <exception cref="ArgumentException">A level is not between 0 and 1.</exception>
    public double[][] SpendQuantiles(SpendHistories histories, params double[] levels)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(levels);
        foreach (double level in levels)
        {
            if (!(level > 0.0 && level < 1.0))
            {
                throw new ArgumentException($"A level is {level}. It is a number between 0 and 1, such as .5 for the median.", nameof(levels));
            }
        }

        return Array.ConvertAll(levels, level =>
        {
            double[] quantiles = new double[histories.Count];
            for (int i = 0; i < quantiles.Length; i++)
            {
                int x = histories.Frequency[i];
                quantiles[i] = LevelQuantile((_p.P * x) + _p.Q, _p.Gamma + (x * (x == 0 ? 0.0 : histories.MeanSpend[i])), level);
            }

            return quantiles;
        });
    }

    private double LevelQuantile(double shape, double rate, double level) => Math.Min(double.MaxValue, _p.P * rate / IncompleteFunctions.GammaQuantile(shape, 1.0 - level));

    private double MedianLevel(double shape, double rate) => LevelQuantile(shape, rate, 0.5);
}
