using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>Points and weights with which sums over 0, 1, …, m - 1 of a smooth function are taken, however large m is.</summary>
/// <remarks>One by one at first; further on the sum is the integral between the halves, in panels that grow by two fifths: what a midpoint misses is of the order of one over the square of the place.</remarks>
internal static class OpportunityNodes
{
    /// <summary>So many are taken one by one.</summary>
    public const int OneByOne = 256;

    /// <summary>Gives them.</summary>
    /// <param name="m">How many terms; at least 0, whole unless far beyond <see cref="OneByOne"/>.</param>
    public static (double At, double Weight)[] Of(double m)
    {
        int whole = (int)Math.Min(OneByOne, m);
        List<(double, double)> nodes = new(whole);
        for (int i = 0; i < whole; i++)
        {
            nodes.Add((i, 1));
        }

        for (double low = whole - 0.5; low < m - 0.5;)
        {
            double high = Math.Min(m - 0.5, 1.4 * low);
            for (int k = 0; k < GaussLegendre.Points; k++)
            {
                nodes.Add((low + ((high - low) * GaussLegendre.Nodes[k]), (high - low) * GaussLegendre.Weights[k]));
            }

            low = high;
        }

        return [.. nodes];
    }
}
