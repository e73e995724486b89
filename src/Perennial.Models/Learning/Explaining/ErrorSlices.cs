using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Explaining;

/// <summary>A slice of customers in which a model errs more, or less, than elsewhere.</summary>
/// <param name="Slice">What the slice is.</param>
/// <param name="Count">Customers in it.</param>
/// <param name="Loss">Their mean loss.</param>
/// <param name="Elsewhere">Mean loss of all others.</param>
/// <param name="Difference">Loss less loss elsewhere.</param>
/// <param name="StandardError">Standard error of the difference (Welch).</param>
/// <param name="PValue">Two-sided chance of such a difference if there were none, normal approximation.</param>
/// <param name="FalseDiscovery">The same, adjusted for all slices looked at.</param>
public sealed record ErrorSlice(string Slice, int Count, double Loss, double Elsewhere, double Difference, double StandardError, double PValue, double FalseDiscovery);

/// <summary>Where a model errs most: slices ranked by how much worse it is there, with false discoveries held down.</summary>
public static class ErrorSlices
{
    /// <summary>Compares each slice with everybody outside it, within one division (segments, periods); several divisions are adjusted together.</summary>
    /// <source paper="BenjaminiHochberg1995"/>
    /// <param name="losses">n losses of the model.</param>
    /// <param name="divisions">Divisions: a name, and n labels; null leaves a customer out of it.</param>
    /// <param name="least">Fewest customers a slice, and its outside, must have.</param>
    /// <returns>Slices by falling difference.</returns>
    public static IReadOnlyList<ErrorSlice> Of(double[] losses, IReadOnlyList<(string Name, string?[] Labels)> divisions, int least = 30)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(divisions);
        List<ErrorSlice> slices = [];
        foreach ((string name, string?[] labels) in divisions)
        {
            if (labels.Length != losses.Length)
            {
                throw new ArgumentException($"'{name}' has {labels.Length} labels for {losses.Length} losses. Give one a customer.", nameof(divisions));
            }

            int[] all = [.. Enumerable.Range(0, losses.Length).Where(i => labels[i] is not null)];
            Moments total = Moments.Of(all.Select(i => losses[i]));
            foreach (var group in all.GroupBy(i => labels[i]!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                Moments mine = Moments.Of(group.Select(i => losses[i])), others = total.Without(mine);
                if (mine.Count >= least && others.Count >= least)
                {
                    double difference = mine.Mean - others.Mean, error = Math.Sqrt((mine.Variance / mine.Count) + (others.Variance / others.Count));
                    double p = error > 0 ? Math.Min(1, 2 * Normal.Cdf(-Math.Abs(difference) / error)) : difference == 0 ? 1 : 0;
                    slices.Add(new($"{name}: {group.Key}", (int)mine.Count, mine.Mean, others.Mean, difference, error, p, p));
                }
            }
        }

        double[] adjusted = FalseDiscovery.Adjust([.. slices.Select(slice => slice.PValue)]);
        return [.. slices.Select((slice, i) => slice with { FalseDiscovery = adjusted[i] }).OrderByDescending(slice => slice.Difference).ThenBy(slice => slice.Slice, StringComparer.Ordinal)];
    }

    private readonly record struct Moments(double Count, double Sum, double Squares)
    {
        public double Mean => Sum / Count;

        public double Variance => Count > 1 ? Math.Max(0, (Squares - (Sum * Sum / Count)) / (Count - 1)) : 0;

        public static Moments Of(IEnumerable<double> values) => values.Aggregate(default(Moments), (so, value) => new(so.Count + 1, so.Sum + value, so.Squares + (value * value)));

        public Moments Without(Moments other) => new(Count - other.Count, Sum - other.Sum, Squares - other.Squares);
    }
}
