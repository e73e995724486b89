using System.Globalization;

namespace Perennial.Portfolio.Scorecards;

/// <summary>A weighted mean whose parts can be read off: contributions that add up to the score. An explanation, never a value in money.</summary>
/// <param name="Score">The weighted mean, in the unit of the values; NaN where no value with a weight is known.</param>
/// <param name="Contributions">What each factor adds, in their order; 0 where its value is not known.</param>
public sealed record WeightedScore(double Score, IReadOnlyList<double> Contributions)
{
    /// <summary>Weighs factors; those whose value is not known leave their weight to the others.</summary>
    /// <param name="weights">n weights of at least 0.</param>
    /// <param name="values">n values, NaN where not known.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is negative or not finite.</exception>
    public static WeightedScore Of(IReadOnlyList<double> weights, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(values);
        if (weights.Count != values.Count || weights.Any(weight => !(weight >= 0) || !double.IsFinite(weight)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There are {weights.Count} weights, the least of them {weights.DefaultIfEmpty(double.NaN).Min()}, and {values.Count} values. Give one finite weight of at least 0 for each value."), nameof(weights));
        }

        double whole = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            whole += double.IsNaN(values[i]) ? 0 : weights[i];
        }

        double[] parts = new double[weights.Count];
        double score = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = double.IsNaN(values[i]) || whole == 0 ? 0 : weights[i] * values[i] / whole;
            score += parts[i];
        }

        return new(whole == 0 ? double.NaN : score, parts);
    }

    /// <summary>Weighs factors of many customers.</summary>
    /// <param name="weights">k weights of at least 0.</param>
    /// <param name="values">k columns of n values, NaN where not known.</param>
    /// <param name="scored">Tells of whom anything is said.</param>
    /// <returns>n scores, and k columns of what each factor adds.</returns>
    public static (double[] Score, double[][] Contributions) OfAll(IReadOnlyList<double> weights, IReadOnlyList<double[]> values, Func<int, bool> scored)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(scored);
        int n = values.Count == 0 ? 0 : values[0].Length;
        double[] score = new double[n];
        double[][] parts = [.. values.Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            WeightedScore one = scored(i) ? Of(weights, [.. values.Select(column => column[i])]) : new(double.NaN, new double[weights.Count]);
            score[i] = one.Score;
            for (int k = 0; k < parts.Length; k++)
            {
                parts[k][i] = one.Contributions[k];
            }
        }

        return (score, parts);
    }
}
