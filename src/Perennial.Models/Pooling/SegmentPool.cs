using Perennial.Models.CnbdK;
using Perennial.Models.Posterior;

namespace Perennial.Models.Pooling;

/// <summary>Segments of customers (countries, channels, cohorts) whose parameters differ, but not without measure: each learns from the others.</summary>
/// <remarks>
/// The logarithms of a segment's parameters are normal around a population's mean, with a covariance learned from the segments. A large segment keeps
/// its own estimate, a small one is drawn towards the others, and segments that do not differ are pooled completely. <see cref="EmpiricalBayes"/> takes
/// the population at its best estimate and is quick; <see cref="Sample"/> carries the uncertainty of the population too: take it with few segments.
/// Not for two segments that have nothing in common; leave segments without customers out and give them the population's parameters.
/// </remarks>
public sealed class SegmentPool
{
    private readonly IReadOnlyList<PosteriorTarget> _segments;

    private SegmentPool(IReadOnlyList<PosteriorTarget> segments)
    {
        if (segments.Count < 2)
        {
            throw new ArgumentException($"There are {segments.Count} segments. Pooling needs at least two; fit a single one by itself.", nameof(segments));
        }

        if (segments.Any(s => s.CoefficientPriors.Count > 0))
        {
            throw new ArgumentException("A segment has covariates. Pooling shares what is common in parameters: give segments without covariates.", nameof(segments));
        }

        _segments = segments;
        double customers = segments.Sum(s => s.Customers);
        Priors = [.. segments[0].Priors.Select((p, i) => p with { Median = segments.Sum(s => s.Customers * s.Priors[i].Median) / customers })];
    }

    /// <summary>Gives the names of the parameters in the paper's order.</summary>
    public IReadOnlyList<string> Names => _segments[0].Parameters;

    /// <summary>Gives the number of segments.</summary>
    public int Count => _segments.Count;

    /// <summary>Gives the weak priors of the population's medians.</summary>
    public IReadOnlyList<LogNormalPrior> Priors { get; }

    /// <summary>Makes a pool of segments for a BG/NBD.</summary>
    /// <param name="segments">The histories of each segment, all in one time unit.</param>
    public static SegmentPool OfBgNbd(IReadOnlyList<PurchaseHistories> segments) => Of(segments, h => PosteriorTarget.OfBgNbd(h));

    /// <summary>Makes a pool of segments for an MBG/NBD.</summary>
    /// <param name="segments">The histories of each segment, all in one time unit.</param>
    public static SegmentPool OfMbgNbd(IReadOnlyList<PurchaseHistories> segments) => Of(segments, h => PosteriorTarget.OfMbgNbd(h));

    /// <summary>Makes a pool of segments for a BG/CNBD-k or MBG/CNBD-k, all of one regularity.</summary>
    /// <param name="segments">The histories of each segment, all in one time unit. Their log gaps only tell one k from another, so they are not asked for.</param>
    /// <param name="variant">After which purchases customers may drop out.</param>
    /// <param name="k">The regularity, from 1 to 12, as a fit of all segments together chose it.</param>
    public static SegmentPool OfCnbdK(IReadOnlyList<PurchaseHistories> segments, CnbdKVariant variant, int k) =>
        Of(segments, h => PosteriorTarget.OfCnbdK(h, variant, k));

    /// <summary>Makes a pool of segments for a Pareto/NBD.</summary>
    /// <param name="segments">The histories of each segment, all in one time unit.</param>
    public static SegmentPool OfParetoNbd(IReadOnlyList<PurchaseHistories> segments) => Of(segments, h => PosteriorTarget.OfParetoNbd(h));

    /// <summary>Makes a pool of segments for a GGompertz/NBD.</summary>
    /// <param name="segments">The histories of each segment, all in one time unit.</param>
    public static SegmentPool OfGgomNbd(IReadOnlyList<PurchaseHistories> segments) => Of(segments, h => PosteriorTarget.OfGgomNbd(h));

    /// <summary>Makes a pool of segments for a BG/BB.</summary>
    /// <param name="segments">The histories of each segment.</param>
    public static SegmentPool OfBgBb(IReadOnlyList<DiscreteHistories> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        return new([.. segments.Select(h => PosteriorTarget.OfBgBb(h))]);
    }

    /// <summary>Makes a pool of segments for a shifted beta-geometric.</summary>
    /// <param name="segments">The contracts of each segment, without covariates.</param>
    public static SegmentPool OfShiftedBetaGeometric(IReadOnlyList<ContractHistories> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        return new([.. segments.Select(h => PosteriorTarget.OfShiftedBetaGeometric(h))]);
    }

    /// <summary>Makes a pool of segments for a beta-discrete-Weibull.</summary>
    /// <param name="segments">The contracts of each segment, without covariates.</param>
    public static SegmentPool OfBetaDiscreteWeibull(IReadOnlyList<ContractHistories> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        return new([.. segments.Select(h => PosteriorTarget.OfBetaDiscreteWeibull(h))]);
    }

    /// <summary>Makes a pool of segments for a Gamma-Gamma.</summary>
    /// <param name="segments">The spend of each segment, all in one currency.</param>
    public static SegmentPool OfGammaGamma(IReadOnlyList<SpendHistories> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        return new([.. segments.Select(h => PosteriorTarget.OfGammaGamma(h))]);
    }

    /// <summary>Shrinks each segment towards the population at its best estimate.</summary>
    public PooledSegments EmpiricalBayes() => new EmpiricalBayes(_segments, Priors).Run();

    /// <summary>Draws population and segments together by Hamiltonian Monte Carlo.</summary>
    /// <param name="options">Options, or null for a target acceptance of 0.95 and 1000 steps of warm-up.</param>
    public PooledDraws Sample(PosteriorOptions? options = null) => HierarchicalTarget.Sample(_segments, Priors, options);

    private static SegmentPool Of(IReadOnlyList<PurchaseHistories> segments, Func<PurchaseHistories, PosteriorTarget> target)
    {
        ArgumentNullException.ThrowIfNull(segments);
        foreach (PurchaseHistories segment in segments)
        {
            if (segment.Unit != segments[0].Unit)
            {
                throw new UnitMismatchException($"One segment is in units of {segments[0].Unit}, another in {segment.Unit}. Give all in one unit.");
            }
        }

        return new([.. segments.Select(target)]);
    }
}
