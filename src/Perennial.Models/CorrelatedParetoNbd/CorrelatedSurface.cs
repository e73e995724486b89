using Perennial.Models.Covariates;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.Uncertainty;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>The likelihood of correlated rates as profiles and posteriors see it: parameters where covariates are 0, coefficients, the correlation.</summary>
/// <param name="groups">The customers; covariates are not centred, for the rates that depend are those at 0.</param>
/// <param name="placed">What each coefficient acts on.</param>
/// <param name="labels">The names of the coefficients.</param>
/// <param name="span">The span, in the unit of the histories.</param>
internal sealed class CorrelatedSurface(VaryingGroups groups, (int Covariate, CovariateProcess Process)[] placed, string[] labels, double span)
{
    // Of the log-likelihood: what keeps the search inside costs less than is asked of the ends of an interval.
    private const double Barrier = 1e-8;
    private const double Far = 30.0;
    private readonly SarmanovLimits _limits = new(span / groups.TimeScale);

    /// <summary>Gives the penalty on coefficients.</summary>
    public double Penalty { get; init; }

    /// <summary>Gives the number of threads; 0 for all processors.</summary>
    public int Threads { get; init; }

    private int Last => 4 + placed.Length;

    /// <summary>Makes the surface whose last coordinate is the correlation itself; it ends where the form of dependence does.</summary>
    public LikelihoodSurface InCorrelation() => Of(Replacement.Of(Last, Within(Likelihood()), (logs, correlation) =>
    {
        Jet slope = Jet.Constant(1.0) / _limits.OfOne(logs);
        return new(correlation * slope) { Slope = slope };
    }));

    /// <summary>Makes the surface whose last coordinate is the log odds of the place between lowest and highest correlation: all of R, every place alike beforehand.</summary>
    public LikelihoodSurface Unbounded()
    {
        SmoothFunction inside = Replacement.Of(Last, Likelihood(), (logs, at) =>
        {
            Jet lowest = _limits.Lowest(logs), range = _limits.Highest(logs) + (-1.0 * lowest);
            double low = SpecialFunctions.LogisticComplement(at), high = SpecialFunctions.LogisticComplement(-at);
            return new(lowest + (high * range)) { Slope = low * high * range, Bend = low * high * (low - high) * range.Value };
        });
        return Of(Even(inside)) with
        {
            Last = (
                point =>
                {
                    double[] logs = point[..4];
                    double lowest = _limits.Lowest(logs).Value, range = _limits.Highest(logs).Value - lowest;
                    return (lowest + (range * SpecialFunctions.LogisticComplement(-point[^1]))) * _limits.OfOne(logs).Value;
                },
                point =>
                {
                    double[] logs = point[..4];
                    double lowest = _limits.Lowest(logs).Value, highest = _limits.Highest(logs).Value, kappa = point[^1] / _limits.OfOne(logs).Value;
                    return Math.Clamp(Math.Log(Math.Max(kappa - lowest, 0.0)) - Math.Log(Math.Max(highest - kappa, 0.0)), -Far, Far);
                }),
        };
    }

    private LikelihoodSurface Of(SmoothFunction mean) => new()
    {
        Parameters =
        [
            FittedParameter.Number("r"), FittedParameter.Time("alpha"), FittedParameter.Number("s"), FittedParameter.Time("beta"),
            .. labels.Select(FittedParameter.Coefficient),
            new("correlation", 0, -Far, Far) { IsCoefficient = true, IsBounded = true },
        ],
        Units = [1.0, groups.TimeScale, 1.0, groups.TimeScale, .. placed.Select(term => 1.0 / groups.Scale.Deviation[term.Covariate]), 1.0],
        Mean = mean,
        Customers = groups.Customers,
    };

    private SmoothFunction Likelihood() => VaryingObjective.Correlated(groups, new(placed), Penalty, Threads, span / groups.TimeScale, 1.0);

    // Less ln of the density of the last coordinate.
    private SmoothFunction Even(SmoothFunction function) => (point, gradient, hessian) =>
    {
        double value = function(point, gradient, hessian), at = point[^1], customers = groups.Customers;
        double low = SpecialFunctions.LogisticComplement(at), high = SpecialFunctions.LogisticComplement(-at);
        gradient[^1] += (high - low) / customers;
        if (!hessian.IsEmpty)
        {
            hessian[^1] += 2.0 * low * high / customers;
        }

        return value + ((SpecialFunctions.Softplus(at) + SpecialFunctions.Softplus(-at)) / customers);
    };

    // Less a little of the logarithms of 1 - kappa / oA, 1 - kappa / oB, 1 + kappa, 1 + kappa / (oA oB), all of which are positive inside.
    private SmoothFunction Within(SmoothFunction function) => (point, gradient, hessian) =>
    {
        double kappa = point[^1], weight = Barrier / groups.Customers;
        Jet a = _limits.Inverse(point, 0), b = _limits.Inverse(point, 2);
        Jet[] edges = [-1.0 * a, -1.0 * b, Jet.Constant(1.0), a * b];
        if (!Array.TrueForAll(edges, edge => 1.0 + (kappa * edge.Value) > 0.0) || kappa > Sarmanov.Largest)
        {
            return double.PositiveInfinity;
        }

        double value = function(point, gradient, hessian);
        int n = point.Length, last = n - 1;
        foreach (Jet edge in edges)
        {
            double one = 1.0 / (1.0 + (kappa * edge.Value));
            value += weight * Math.Log(one);
            double byKappa = one * edge.Value;
            gradient[last] -= weight * byKappa;
            for (int i = 0; i < 4; i++)
            {
                gradient[i] -= weight * kappa * one * edge.First[i];
            }

            if (hessian.IsEmpty)
            {
                continue;
            }

            hessian[(n * n) - 1] += weight * byKappa * byKappa;
            for (int i = 0; i < 4; i++)
            {
                double byI = kappa * one * edge.First[i], cross = weight * ((one * edge.First[i]) - (byKappa * byI));
                hessian[(i * n) + last] -= cross;
                hessian[(last * n) + i] -= cross;
                for (int j = 0; j < 4; j++)
                {
                    hessian[(i * n) + j] -= weight * ((kappa * one * edge.Second[(i * 4) + j]) - (byI * kappa * one * edge.First[j]));
                }
            }
        }

        return value;
    };
}
