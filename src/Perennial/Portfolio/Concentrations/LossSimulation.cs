using Perennial.Models.Numerics;

namespace Perennial.Portfolio.Concentrations;

/// <summary>
/// Draws years in which accounts leave or stay. Each leaves with its own chance; what makes it leave is normal, in part shared with accounts of the same trait (a one-factor law for each trait),
/// so that chances stay what they are and leaving comes together.
/// </summary>
internal static class LossSimulation
{
    /// <summary>Draws losses.</summary>
    /// <param name="values">What is lost with each of n accounts.</param>
    /// <param name="chances">Their n chances to leave, 0 to 1.</param>
    /// <param name="groups">For each of d traits the group of each account, from 0; -1 where it is not known.</param>
    /// <param name="correlation">The correlation of two accounts that share all d traits, 0 to 0.9.</param>
    /// <param name="draws">How many years.</param>
    /// <param name="seed">The seed: equal seeds give the same chance of each account, whatever the correlation.</param>
    public static double[] Draw(double[] values, double[] chances, IReadOnlyList<int[]> groups, double correlation, int draws, ulong seed)
    {
        int n = values.Length;
        double[] thresholds = Array.ConvertAll(chances, chance => chance <= 0 ? double.NegativeInfinity : chance >= 1 ? double.PositiveInfinity : Normal.Quantile(chance));
        double loading = groups.Count == 0 ? 0 : Math.Sqrt(correlation / groups.Count);

        // What an account does not share stays its own.
        double[] own = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(1 - (loading * loading * groups.Count(group => group[i] >= 0))))];
        double[][] factors = [.. groups.Select(group => new double[group.DefaultIfEmpty(-1).Max() + 1])];
        Pcg64 alone = new(seed, 0x6c6f7373), shared = new(seed, 0x736861726564);
        double[] losses = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            foreach (double[] factor in factors)
            {
                for (int g = 0; g < factor.Length; g++)
                {
                    factor[g] = loading == 0 ? 0 : shared.NextNormal();
                }
            }

            for (int i = 0; i < n; i++)
            {
                double pull = own[i] * alone.NextNormal();
                for (int d = 0; d < factors.Length; d++)
                {
                    pull += groups[d][i] < 0 ? 0 : loading * factors[d][groups[d][i]];
                }

                losses[draw] += pull < thresholds[i] ? values[i] : 0;
            }
        }

        return losses;
    }
}
