using System.Numerics;

namespace Perennial.Models.Learning.Explaining;

/// <summary>Exact Shapley values of a few groups of features for any value of a coalition, such as chance of paying times amount, in money.</summary>
/// <source paper="Shapley1953"/>
public static class GroupedShapley
{
    /// <summary>The most groups: every coalition is evaluated, 2 to that power.</summary>
    public const int Most = 16;

    /// <summary>Shares the difference between knowing all groups and knowing none.</summary>
    /// <param name="groups">Number of groups, 1 to <see cref="Most"/>.</param>
    /// <param name="value">Value of a coalition; bit g is set where group g is known. Called once a coalition.</param>
    /// <returns>One share a group; they sum to value(all) - value(none).</returns>
    public static double[] Of(int groups, Func<uint, double> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (groups is < 1 or > Most)
        {
            throw new ArgumentOutOfRangeException(nameof(groups), groups, $"The number of groups is 1 to {Most}.");
        }

        uint all = 1u << groups;
        double[] worth = new double[all];
        for (uint coalition = 0; coalition < all; coalition++)
        {
            worth[coalition] = value(coalition);
        }

        // The chance that exactly these came before g, in a random order: s! (n - s - 1)! / n!.
        double[] weight = new double[groups];
        weight[0] = 1.0 / groups;
        for (int s = 1; s < groups; s++)
        {
            weight[s] = weight[s - 1] * s / (groups - s);
        }

        double[] share = new double[groups];
        for (uint coalition = 0; coalition < all; coalition++)
        {
            for (int g = 0; g < groups; g++)
            {
                if ((coalition & (1u << g)) == 0)
                {
                    share[g] += weight[BitOperations.PopCount(coalition)] * (worth[coalition | (1u << g)] - worth[coalition]);
                }
            }
        }

        return share;
    }
}
