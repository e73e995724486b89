using Perennial.Models.Numerics;

namespace Perennial.Models.Learning.Explaining;

/// <summary>How much worse a model gets when one feature is shuffled.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Rise">Mean rise of the loss; near 0, or below, for a feature the model does without.</param>
/// <param name="StandardError">Standard error over the rows.</param>
public sealed record FeatureImportance(string Feature, double Rise, double StandardError);

/// <summary>Permutation importance: each feature in turn is dealt to other customers. Of two features that say the same thing, both look weak.</summary>
/// <source paper="Breiman2001"/>
public static class PermutationImportance
{
    /// <summary>Shuffles each feature and looks at the loss.</summary>
    /// <param name="table">n rows nobody was fitted on.</param>
    /// <param name="losses">Gives the loss of each row of a table of this shape.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="repeats">Shuffles a feature, at least 1.</param>
    /// <returns>Features by falling rise.</returns>
    public static IReadOnlyList<FeatureImportance> Of(FeatureTable table, Func<FeatureTable, double[]> losses, ulong seed = 1, int repeats = 3)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        double[] before = losses(table);
        List<FeatureImportance> found = [];
        for (int j = 0; j < table.Width; j++)
        {
            // A stream a feature: leaving one out does not change the others.
            Pcg64 random = new(seed, (ulong)j + 1);
            double[] rise = new double[table.Count];
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                double[] shuffled = table.Column(j).ToArray();
                for (int i = shuffled.Length - 1; i > 0; i--)
                {
                    int other = random.NextInt32(i + 1);
                    (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
                }

                double[] worse = losses(table.With(j, shuffled));
                for (int i = 0; i < rise.Length; i++)
                {
                    rise[i] += (worse[i] - before[i]) / repeats;
                }
            }

            double mean = rise.Average(), deviation = Math.Sqrt(rise.Sum(r => (r - mean) * (r - mean)) / Math.Max(1, rise.Length - 1));
            found.Add(new(table.Names[j], mean, deviation / Math.Sqrt(rise.Length)));
        }

        return [.. found.OrderByDescending(one => one.Rise).ThenBy(one => one.Feature, StringComparer.Ordinal)];
    }
}
