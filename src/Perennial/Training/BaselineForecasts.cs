using Perennial.Kernel;
using Perennial.Models.Assessing;

namespace Perennial.Training;

/// <summary>The naive baselines as forecasts that can be scored like a model.</summary>
/// <remarks>A baseline for counts is given the kindest distribution a mean has, a Poisson around it; one for money is a point.</remarks>
public static class BaselineForecasts
{
    // Few counts are asked for again and again.
    private static readonly double[] Logs = [.. Enumerable.Range(0, 1024).Select(n => n > 1 ? Math.Log(n) : 0)];

    /// <summary>Gives the baselines for purchases.</summary>
    public static IReadOnlyDictionary<string, Forecast> Purchases(TestSample sample, BacktestWindow window)
        => SideBySide.Each(
            [.. Means(sample, window)],
            mean => new Forecast(mean.Key, mean.Value, [.. mean.Value.Zip(sample.Purchases, PoissonCrps)])).ToDictionary(forecast => forecast.Name, StringComparer.Ordinal);

    /// <summary>Gives the baselines for money: purchases times the customer's own mean spend, or everybody's where there is none.</summary>
    public static IReadOnlyDictionary<string, Forecast> Money(TestSample sample, BacktestWindow window)
    {
        double repeats = 0, spent = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            repeats += sample.Frequency[i];
            spent += sample.Frequency[i] * sample.MeanSpend[i];
        }

        double everybody = repeats > 0 ? spent / repeats : 0;
        return Means(sample, window).ToDictionary(
            mean => mean.Key,
            mean =>
            {
                double[] money = [.. mean.Value.Select((count, i) => count * (sample.Frequency[i] > 0 ? sample.MeanSpend[i] : everybody))];
                return new Forecast(mean.Key, money, [.. money.Zip(sample.Spend, (predicted, actual) => Math.Abs(predicted - actual))]);
            },
            StringComparer.Ordinal);
    }

    private static IReadOnlyDictionary<string, double[]> Means(TestSample sample, BacktestWindow window)
        => Baselines.All(sample.Frequency, sample.RecencyDays, sample.TDays, window.Origin, window.Days);

    private static double PoissonCrps(double mean, int count)
    {
        // Twelve standard deviations beyond mean and outcome: what is left of the tail is below 1e-15.
        int counts = (int)Math.Min(100_000, Math.Max(mean + (12 * Math.Sqrt(mean)) + 20, count + 2));
        var probability = new double[counts];
        double log = Math.Log(mean), logFactorial = 0;
        for (int n = 0; n < counts; n++)
        {
            logFactorial += n < Logs.Length ? Logs[n] : Math.Log(n);
            probability[n] = mean > 0
                ? Math.Exp((n * log) - mean - logFactorial)
                : n == 0 ? 1 : 0;
        }

        return Crps.OfCount(probability, count);
    }
}
