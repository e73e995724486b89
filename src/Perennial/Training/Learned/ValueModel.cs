using Perennial.Models.Learning.Intervals;

namespace Perennial.Training.Learned;

/// <summary>A fitted model of money to come: the chance of paying, the amount if so, and how actual amounts spread around that.</summary>
internal sealed record ValueModel
{
    /// <summary>Gives the share of outcomes intervals are made to hold.</summary>
    public const double Level = 0.8;

    private const int Atoms = 39;

    /// <summary>Gives the name of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Gives chances of paying and amounts if so, row by row.</summary>
    public required Func<LearnedRows, (double[] Chance, double[] Amount)> Parts { get; init; }

    /// <summary>Gives the trees behind chance and amount, where it has trees.</summary>
    public (Models.Learning.Trees.TreeEnsemble Chance, Models.Learning.Trees.TreeEnsemble Amount)? Trees { get; init; }

    // Actual by expected amount of those who paid: equally likely ratios, rising.
    private double[] Ratios { get; init; } = [1];

    private ConformalInterval? Reach { get; init; }

    /// <summary>Gives the same model with its spread and its intervals learned on rows it has not seen.</summary>
    public ValueModel CalibratedOn(LearnedRows rows, double[] money)
    {
        (_, double[] amount) = Parts(rows);
        double[] ratios = [.. Enumerable.Range(0, rows.Count).Where(i => money[i] > 0).Select(i => money[i] / amount[i]).Order()];
        ValueModel spread = this with { Ratios = ratios.Length < Atoms ? [1] : [.. Enumerable.Range(0, Atoms).Select(k => ratios[(int)((k + 0.5) / Atoms * ratios.Length)])] };
        ValueForecast[] forecasts = spread.Forecast(rows);
        return spread with { Reach = ConformalInterval.Between([.. forecasts.Select(one => one.Low)], [.. forecasts.Select(one => one.High)], money, Level) };
    }

    /// <summary>Gives forecasts.</summary>
    public ValueForecast[] Forecast(LearnedRows rows)
    {
        (double[] chance, double[] amount) = Parts(rows);
        double mean = Ratios.Average();
        return
        [
            .. chance.Zip(amount, (p, v) =>
            {
                (double low, double high) = (Quantile(p, v, (1 - Level) / 2), Quantile(p, v, (1 + Level) / 2));
                (low, high) = Reach?.Apply(low, high) ?? (low, high);
                return new ValueForecast(p, v * mean, p * v * mean, Math.Max(0, low), Math.Max(0, high));
            }),
        ];
    }

    /// <summary>Gives the CRPS of each row: E|X - y| - E|X - X'| / 2 of the law of 0 and the ratios.</summary>
    public double[] Crps(LearnedRows rows, double[] money)
    {
        (double[] chance, double[] amount) = Parts(rows);
        double m = Ratios.Length, spread = 0;
        for (int k = 0; k < Ratios.Length; k++)
        {
            // Of sorted atoms, the mean distance of two is a sum over places.
            spread += 2 * ((2 * k) + 1 - m) * Ratios[k] / (m * m);
        }

        double mean = Ratios.Average();
        return
        [
            .. Enumerable.Range(0, rows.Count).Select(i =>
            {
                (double p, double v, double y) = (chance[i], amount[i], money[i]);
                double away = ((1 - p) * y) + (p * Ratios.Average(r => Math.Abs((v * r) - y)));
                return away - (0.5 * ((p * p * v * spread) + (2 * p * (1 - p) * v * mean)));
            }),
        ];
    }

    private double Quantile(double p, double v, double level) =>
        level <= 1 - p ? 0 : v * Ratios[Math.Clamp((int)Math.Ceiling((level - (1 - p)) / p * Ratios.Length) - 1, 0, Ratios.Length - 1)];
}

/// <summary>Money to come from a customer.</summary>
/// <param name="Chance">Chance of paying anything.</param>
/// <param name="Amount">Expected amount if so.</param>
/// <param name="Expected">Expected amount.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
public readonly record struct ValueForecast(double Chance, double Amount, double Expected, double Low, double High);
