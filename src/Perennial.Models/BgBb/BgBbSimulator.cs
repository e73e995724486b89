using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.BgBb;

/// <summary>Tells the story of BG/BB forwards: at which opportunities customers with known parameters buy.</summary>
public static class BgBbSimulator
{
    /// <summary>Draws the opportunities among 1 … <paramref name="opportunities"/> at which one customer buys, rising.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="opportunities">How many opportunities the customer is followed.</param>
    /// <param name="random">The source of chance.</param>
    public static int[] Purchases(BgBbParameters parameters, int opportunities, Pcg64 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(opportunities);
        double buy = random.NextBeta(parameters.Alpha, parameters.Beta);
        double leave = random.NextBeta(parameters.Gamma, parameters.Delta);
        List<int> bought = [];
        for (int k = 1; k <= opportunities && random.NextDouble() >= leave; k++)
        {
            if (random.NextDouble() < buy)
            {
                bought.Add(k);
            }
        }

        return [.. bought];
    }

    /// <summary>Draws the histories of customers with the given numbers of opportunities.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="opportunities">A number of opportunities for each customer.</param>
    /// <param name="seed">Any number; the same seed gives the same customers.</param>
    public static DiscreteHistories Histories(BgBbParameters parameters, int[] opportunities, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(opportunities);
        int[] frequency = new int[opportunities.Length];
        int[] recency = new int[opportunities.Length];
        Blocks.Run(opportunities.Length, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int[] bought = Purchases(parameters, opportunities[i], new Pcg64(seed, (ulong)i));
                frequency[i] = bought.Length;
                recency[i] = bought.Length == 0 ? 0 : bought[^1];
            }
        });
        return new DiscreteHistories(frequency, recency, [.. opportunities]);
    }
}
