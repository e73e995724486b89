using Perennial.Models.Posterior;

namespace Perennial.Models.Pooling;

/// <summary>The joint posterior of population and segments, in a form without a funnel.</summary>
/// <remarks>
/// Points are: the population's mean m; ln of its scales t; the lower triangle c of its correlations; and each segment's parameters, whose logarithms
/// are theta = m + L z with z standard normal, L_ii = t_i, L_ij = t_i c_ij below the diagonal. Where a segment leans on the population the point holds
/// z_i; where it knows the parameter itself, theta_i, because there it is z_i that would be tied to m and L. Scales have
/// a Rayleigh prior with mode 1/2, which avoids 0, where the posterior is a funnel; c is normal (0, 1/2).
/// </remarks>
/// <source paper="PapaspiliopoulosRobertsSkold2007"/>
internal sealed class HierarchicalTarget
{
    private const double CorrelationSpread = 0.5;
    private const double ScaleMode = 0.5;
    private const double SmallestStart = 0.05;
    private const double Leaning = 0.5;
    private readonly IReadOnlyList<PosteriorTarget> _segments;
    private readonly IReadOnlyList<LogNormalPrior> _priors;
    private readonly int _n;
    private readonly int _below;
    private readonly bool[][] _leans;

    public HierarchicalTarget(IReadOnlyList<PosteriorTarget> segments, IReadOnlyList<LogNormalPrior> priors, bool[][] leans)
    {
        _segments = segments;
        _priors = priors;
        _leans = leans;
        _n = priors.Count;
        _below = _n * (_n - 1) / 2;
    }

    private int Shared => (2 * _n) + _below;

    /// <summary>Draws, started at the empirical Bayes estimate.</summary>
    public static PooledDraws Sample(IReadOnlyList<PosteriorTarget> segments, IReadOnlyList<LogNormalPrior> priors, PosteriorOptions? options)
    {
        EmpiricalBayes found = new(segments, priors);
        PooledSegments pooled = found.Run();
        HierarchicalTarget target = new(segments, priors, [.. pooled.Segments.Select((_, g) => Array.ConvertAll(found.Pooling(g), p => p > Leaning))]);
        (double[] point, double[] scales) = target.Start(found, pooled);
        double[] covariance = new double[point.Length * point.Length];
        for (int i = 0; i < point.Length; i++)
        {
            covariance[(i * point.Length) + i] = scales[i] * scales[i];
        }

        IReadOnlyList<string> parameters = pooled.Names;
        string[] names =
        [
            .. parameters.Select(p => $"population {p}"),
            .. parameters.Select(p => $"between {p}"),
            .. segments.SelectMany((_, g) => parameters.Select(p => $"segment {g} {p}")),
        ];
        PosteriorDraws draws = HamiltonianSampler.Sample(
            target.LogDensity,
            names,
            random => [.. point.Select((v, i) => v + (0.5 * scales[i] * random.NextNormal()))],
            Whitening.Of(covariance, point.Length)!,
            target.View,
            options ?? new PosteriorOptions { WarmUp = 1000, TargetAcceptance = 0.95 });
        return new PooledDraws(draws.With(priors), parameters, segments.Count);
    }

    /// <summary>Gives the log-density.</summary>
    internal double LogDensity(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        double value = 0.0;
        double[] scales = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            double sd = _priors[i].LogStandardDeviation;
            double from = (point[i] - Math.Log(_priors[i].Median)) / sd;
            value -= 0.5 * from * from;
            gradient[i] -= from / sd;
            scales[i] = Math.Exp(point[_n + i]);
            double size = scales[i] / ScaleMode;
            value += (2.0 * point[_n + i]) - (0.5 * size * size);
            gradient[_n + i] += 2.0 - (size * size);
        }

        for (int k = 2 * _n; k < Shared; k++)
        {
            value -= 0.5 * point[k] * point[k] / (CorrelationSpread * CorrelationSpread);
            gradient[k] -= point[k] / (CorrelationSpread * CorrelationSpread);
        }

        double[] slope = new double[_n], hessian = new double[_n * _n];
        for (int g = 0; g < _segments.Count; g++)
        {
            (double[] theta, double[] z) = Segment(point, g);
            value -= _segments[g].NegativeLogLikelihood(theta, slope, hessian);
            value += AddSegment(point, gradient, g, scales, slope, theta, z);
        }

        return value;
    }

    // The density of z, and the slopes of everything back through theta = m + L z, last parameter first.
    private double AddSegment(ReadOnlySpan<double> point, Span<double> gradient, int segment, double[] scales, double[] slope, double[] theta, double[] z)
    {
        int at = Shared + (segment * _n);
        double value = 0.0;
        double[] back = Array.ConvertAll(z, v => -v);
        for (int i = _n - 1; i >= 0; i--)
        {
            double down = -slope[i];
            double cross;
            value -= 0.5 * z[i] * z[i];
            if (_leans[segment][i])
            {
                gradient[i] += down;
                gradient[_n + i] += down * (theta[i] - point[i]);
                cross = down * scales[i];
                gradient[at + i] += back[i] + cross;
            }
            else
            {
                double one = back[i] / scales[i];
                value -= point[_n + i];
                gradient[i] -= one;
                gradient[_n + i] -= ((theta[i] - point[i]) * one) + 1.0;
                cross = -back[i];
                gradient[at + i] += one + down;
            }

            int row = Row(i);
            for (int j = 0; j < i; j++)
            {
                gradient[row + j] += cross * z[j];
                back[j] += cross * point[row + j];
            }
        }

        return value;
    }

    private (double[] Theta, double[] Z) Segment(ReadOnlySpan<double> point, int segment)
    {
        int at = Shared + (segment * _n);
        double[] theta = new double[_n], z = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            double cross = 0.0;
            for (int j = 0; j < i; j++)
            {
                cross += point[Row(i) + j] * z[j];
            }

            double scale = Math.Exp(point[_n + i]);
            bool leans = _leans[segment][i];
            z[i] = leans ? point[at + i] : ((point[at + i] - point[i]) / scale) - cross;
            theta[i] = leans ? point[i] + (scale * (z[i] + cross)) : point[at + i];
        }

        return (theta, z);
    }

    private int Row(int i) => (2 * _n) + (i * (i - 1) / 2);

    private double[] View(double[] point)
    {
        List<double> seen = [.. point.Take(_n).Select(Math.Exp)];
        for (int i = 0, k = 2 * _n; i < _n; i++)
        {
            double sum = 1.0;
            for (int j = 0; j < i; j++, k++)
            {
                sum += point[k] * point[k];
            }

            seen.Add(Math.Exp(point[_n + i]) * Math.Sqrt(sum));
        }

        for (int g = 0; g < _segments.Count; g++)
        {
            seen.AddRange(Segment(point, g).Theta.Select(Math.Exp));
        }

        return [.. seen];
    }

    // At the empirical Bayes estimate, with scales between segments not so small that a segment would have to stand many of them away.
    private (double[] Point, double[] Scales) Start(EmpiricalBayes found, PooledSegments pooled)
    {
        double[] point = new double[Shared + (_segments.Count * _n)];
        double[] scales = new double[point.Length];
        Array.Fill(scales, CorrelationSpread);
        for (int i = 0; i < _n; i++)
        {
            point[i] = found.Mean[i];
            scales[i] = pooled.PopulationLogErrors[i];
            double between = Math.Max(pooled.BetweenDeviations[i], SmallestStart);
            point[_n + i] = Math.Log(between);
            for (int g = 0; g < _segments.Count; g++)
            {
                int at = Shared + (g * _n) + i;
                point[at] = _leans[g][i] ? Math.Clamp((found.Segment(g)[i] - found.Mean[i]) / between, -3.0, 3.0) : found.Segment(g)[i];
                scales[at] = _leans[g][i] ? 1.0 : Math.Max(pooled.Segments[g].LogErrors[i], 1e-6);
            }
        }

        return (point, scales);
    }
}
