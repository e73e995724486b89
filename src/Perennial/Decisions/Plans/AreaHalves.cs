using Perennial.Portfolio.Areas;

namespace Perennial.Decisions.Plans;

/// <summary>How much more often customers stayed who used the product more, segment by segment: the Mantel-Haenszel difference of risks.</summary>
/// <param name="More">Customers above the median of their segment.</param>
/// <param name="Less">The others.</param>
/// <param name="Difference">By which share more of the first stayed, segments weighed by n1 n0 / n.</param>
/// <param name="Deviation">Its standard error; null where no segment has both.</param>
internal sealed record AreaHalves(long More, long Less, double Difference, double? Deviation)
{
    /// <summary>Puts segments together; those without customers on both sides say nothing.</summary>
    public static AreaHalves Of(IEnumerable<AreaEvidence> segments)
    {
        (long more, long less, double weights, double sum, double variance) = (0, 0, 0, 0, 0);
        foreach (AreaEvidence one in segments.Where(one => one is { More: > 0, Less: > 0 }))
        {
            double n1 = one.More, n0 = one.Less, p1 = one.MoreStayed / n1, p0 = one.LessStayed / n0, weight = n1 * n0 / (n1 + n0);
            (more, less, weights) = (more + one.More, less + one.Less, weights + weight);
            sum += weight * (p1 - p0);

            // Shares of nothing and of all are drawn in by half a customer, so that a few who all stayed are not certain.
            variance += weight * weight * (Drawn(one.MoreStayed, n1) + Drawn(one.LessStayed, n0));
        }

        return weights == 0 ? new(0, 0, 0, null) : new(more, less, sum / weights, Math.Sqrt(variance) / weights);
    }

    private static double Drawn(long stayed, double all)
    {
        double share = (stayed + 0.5) / (all + 1);
        return share * (1 - share) / all;
    }
}
