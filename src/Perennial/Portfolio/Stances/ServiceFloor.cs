using System.Globalization;

namespace Perennial.Portfolio.Stances;

/// <summary>Shares effort out by value, and leaves nobody below a floor: this is optimisation, not abandonment.</summary>
public static class ServiceFloor
{
    /// <summary>Gives each customer the floor and shares the rest in proportion to weights; equally where all weights are nothing.</summary>
    /// <param name="effort">All there is to share, at least the floor of everybody.</param>
    /// <param name="weights">Weights, such as net values; those of 0 or below get the floor alone.</param>
    /// <param name="floor">What everybody keeps, from 0.</param>
    /// <returns>One share a customer, each at least the floor; they add up to the effort.</returns>
    /// <exception cref="ArgumentException">The effort does not reach the floor, or a number is negative or not finite.</exception>
    public static double[] Share(double effort, IReadOnlyList<double> weights, double floor)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!double.IsFinite(effort) || !(floor >= 0) || !double.IsFinite(floor) || weights.Any(weight => !double.IsFinite(weight)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Effort {effort}, floor {floor} and {weights.Count} weights must be finite numbers, the floor from 0."), nameof(weights));
        }

        if (effort < floor * weights.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"An effort of {effort} does not give {weights.Count} customers the floor of {floor} each; that takes {floor * weights.Count}. Lower the floor, or put more in."), nameof(effort));
        }

        double rest = effort - (floor * weights.Count), all = weights.Sum(weight => Math.Max(0, weight));
        return [.. weights.Select(weight => floor + (all > 0 ? rest * Math.Max(0, weight) / all : rest / weights.Count))];
    }
}
