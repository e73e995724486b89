using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.Pooling;

/// <summary>The joint posterior of population and segments, in coordinates without a funnel.</summary>
/// <remarks>
/// Points are: the population's mean m; ln of its scales t; the lower triangle c of its correlations; and w for each segment. The logarithms of a
/// segment's parameters are theta = m + L z with z standard normal, L_ii = t_i, L_ij = t_i c_ij below the diagonal; z is taken from w such that w
/// would be standard normal whatever m and L are, were the segment's likelihood the normal piece that empirical Bayes ended with: where a segment says nothing w
/// is z (the form called non-centred), where it says all w is theta but for a shift and a scale (centred), and so in every direction apart.
/// Scales have a Rayleigh prior with mode 1/2; c is normal (0, 1/2).
/// </remarks>
/// <source paper="PapaspiliopoulosRobertsSkold2007"/>
internal sealed class HierarchicalTarget
{
    private const double CorrelationSpread = 0.5;
    private const double ScaleMode = 0.5;
    private const double SmallestStart = 0.05;
    private readonly IReadOnlyList<PosteriorTarget> _segments;
    private readonly IReadOnlyList<LogNormalPrior> _priors;
    private readonly EmpiricalBayes _found;
    private readonly int _n;

    /// <summary>Takes segments and the empirical Bayes estimate, after its run.</summary>
    public HierarchicalTarget(IReadOnlyList<PosteriorTarget> segments, IReadOnlyList<LogNormalPrior> priors, EmpiricalBayes found)
    {
        _segments = segments;
        _priors = priors;
        _found = found;
        _n = priors.Count;
    }

    private int Shared => (2 * _n) + (_n * (_n - 1) / 2);

    /// <summary>Draws, started at the empirical Bayes estimate.</summary>
    public static PooledDraws Sample(IReadOnlyList<PosteriorTarget> segments, IReadOnlyList<LogNormalPrior> priors, PosteriorOptions? options)
    {
        EmpiricalBayes found = new(segments, priors);
        PooledSegments pooled = found.Run();
        HierarchicalTarget target = new(segments, priors, found);
        (double[] point, double[] scales) = target.Start(pooled);
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
            options ?? new PosteriorOptions { WarmUp = 1000, TargetAcceptance = 0.9 });
        return new PooledDraws(draws.With(priors), parameters, segments.Count);
    }

    /// <summary>Gives the log-density.</summary>
    internal double LogDensity(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        double value = 0.0;
        for (int i = 0; i < _n; i++)
        {
            double sd = _priors[i].LogStandardDeviation;
            double from = (point[i] - Math.Log(_priors[i].Median)) / sd;
            double size = Math.Exp(point[_n + i]) / ScaleMode;
            value += (2.0 * point[_n + i]) - (0.5 * size * size) - (0.5 * from * from);
            gradient[i] -= from / sd;
            gradient[_n + i] += 2.0 - (size * size);
        }

        for (int k = 2 * _n; k < Shared; k++)
        {
            value -= 0.5 * point[k] * point[k] / (CorrelationSpread * CorrelationSpread);
            gradient[k] -= point[k] / (CorrelationSpread * CorrelationSpread);
        }

        double[] spread = Spread(point);
        double[] back = new double[_n * _n];
        for (int g = 0; g < _segments.Count; g++)
        {
            value += AddSegment(point, gradient, g, spread, back);
        }

        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gradient[_n + i] += spread[(i * _n) + j] * back[(i * _n) + j];
                if (j < i)
                {
                    gradient[Row(i) + j] += Math.Exp(point[_n + i]) * back[(i * _n) + j];
                }
            }
        }

        return value;
    }

    // One segment: forwards from (m, L, w) to z and theta, then the slopes of density and likelihood backwards, that of L into back.
    private double AddSegment(ReadOnlySpan<double> point, Span<double> gradient, int segment, double[] spread, double[] back)
    {
        Place place = new(this, point, segment, spread);
        double[] slope = new double[_n], hessian = new double[_n * _n];
        double value = -_segments[segment].NegativeLogLikelihood(place.Theta, slope, hessian);
        double[] turned = SquareMatrix.Transposed(spread, _n);
        double[] fromTheta = SquareMatrix.TimesVector(turned, slope);
        double[] z = place.Z;
        double[] zBack = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            value -= (0.5 * z[i] * z[i]) + Math.Log(place.Factor[(i * _n) + i]);
            zBack[i] = -z[i] - fromTheta[i];
            gradient[i] -= slope[i];
            for (int j = 0; j <= i; j++)
            {
                back[(i * _n) + j] -= slope[i] * z[j];
            }
        }

        // z = C'^-1 (v + w), v = C^-1 u.
        double[] yBack = SquareMatrix.TimesVector(place.Inverse, zBack);
        double[] uBack = SquareMatrix.TimesVector(SquareMatrix.Transposed(place.Inverse, _n), yBack);
        double[] factorBack = new double[_n * _n];
        int at = Shared + (segment * _n);
        for (int i = 0; i < _n; i++)
        {
            gradient[at + i] += yBack[i];
            factorBack[(i * _n) + i] -= 1.0 / place.Factor[(i * _n) + i];
            for (int j = 0; j <= i; j++)
            {
                factorBack[(i * _n) + j] -= (z[i] * yBack[j]) + (uBack[i] * place.V[j]);
            }
        }

        // C C' = I + L' H L.
        double[] inner = SquareMatrix.Times(SquareMatrix.Transposed(place.Factor, _n), factorBack, _n);
        for (int i = 0; i < _n; i++)
        {
            inner[(i * _n) + i] *= 0.5;
            for (int j = i + 1; j < _n; j++)
            {
                inner[(i * _n) + j] = 0.0;
            }
        }

        double[] half = SquareMatrix.Times(SquareMatrix.Times(SquareMatrix.Transposed(place.Inverse, _n), inner, _n), place.Inverse, _n);
        double[] curvature = _found.Curvature(segment);
        double[] outer = SquareMatrix.Times(SquareMatrix.Times(curvature, spread, _n), half, _n);
        double[] outerTurned = SquareMatrix.Times(SquareMatrix.Times(curvature, spread, _n), SquareMatrix.Transposed(half, _n), _n);

        // u = L' (b - H m).
        double[] meanBack = SquareMatrix.TimesVector(curvature, SquareMatrix.TimesVector(spread, uBack));
        for (int i = 0; i < _n; i++)
        {
            gradient[i] -= meanBack[i];
            for (int j = 0; j <= i; j++)
            {
                back[(i * _n) + j] += outer[(i * _n) + j] + outerTurned[(i * _n) + j] + (place.Gap[i] * uBack[j]);
            }
        }

        return value;
    }

    // L, row by row.
    private double[] Spread(ReadOnlySpan<double> point)
    {
        double[] spread = new double[_n * _n];
        for (int i = 0; i < _n; i++)
        {
            double scale = Math.Exp(point[_n + i]);
            spread[(i * _n) + i] = scale;
            for (int j = 0; j < i; j++)
            {
                spread[(i * _n) + j] = scale * point[Row(i) + j];
            }
        }

        return spread;
    }

    private int Row(int i) => (2 * _n) + (i * (i - 1) / 2);

    private double[] View(double[] point)
    {
        double[] spread = Spread(point);
        List<double> seen = [.. point.Take(_n).Select(Math.Exp)];
        for (int i = 0; i < _n; i++)
        {
            seen.Add(Math.Sqrt(Enumerable.Range(0, _n).Sum(j => spread[(i * _n) + j] * spread[(i * _n) + j])));
        }

        for (int g = 0; g < _segments.Count; g++)
        {
            seen.AddRange(new Place(this, point, g, spread).Theta.Select(Math.Exp));
        }

        return [.. seen];
    }

    // At the empirical Bayes estimate; w is 0 where the normal piece has its middle.
    private (double[] Point, double[] Scales) Start(PooledSegments pooled)
    {
        double[] point = new double[Shared + (_segments.Count * _n)];
        double[] scales = new double[point.Length];
        Array.Fill(scales, 1.0);
        for (int i = 0; i < _n; i++)
        {
            point[i] = _found.Mean[i];
            scales[i] = pooled.PopulationLogErrors[i];
            point[_n + i] = Math.Log(Math.Max(pooled.BetweenDeviations[i], SmallestStart));
        }

        Array.Fill(scales, CorrelationSpread, _n, Shared - _n);
        return (point, scales);
    }

    /// <summary>Where a segment is: A = I + L' H L = C C', u = L' (b - H m), z = C'^-1 (C^-1 u + w), theta = m + L z.</summary>
    private readonly struct Place
    {
        public Place(HierarchicalTarget target, ReadOnlySpan<double> point, int segment, double[] spread)
        {
            int n = target._n;
            double[] turned = SquareMatrix.Transposed(spread, n);
            double[] curvature = target._found.Curvature(segment);
            double[] precision = SquareMatrix.Times(SquareMatrix.Times(turned, curvature, n), spread, n);
            double[] mean = point[..n].ToArray();
            Gap = SquareMatrix.TimesVector(curvature, mean);
            for (int i = 0; i < n; i++)
            {
                precision[(i * n) + i] += 1.0;
                Gap[i] = target._found.Pull(segment)[i] - Gap[i];
            }

            (Factor, Inverse) = SquareMatrix.Cholesky(precision, n);
            V = SquareMatrix.TimesVector(Inverse, SquareMatrix.TimesVector(turned, Gap));
            double[] y = [.. V];
            for (int i = 0; i < n; i++)
            {
                y[i] += point[target.Shared + (segment * n) + i];
            }

            Z = SquareMatrix.TimesVector(SquareMatrix.Transposed(Inverse, n), y);
            Theta = SquareMatrix.TimesVector(spread, Z);
            for (int i = 0; i < n; i++)
            {
                Theta[i] += mean[i];
            }
        }

        /// <summary>Gives C, lower triangular.</summary>
        public double[] Factor { get; }

        /// <summary>Gives C^-1.</summary>
        public double[] Inverse { get; }

        /// <summary>Gives b - H m.</summary>
        public double[] Gap { get; }

        /// <summary>Gives C^-1 u.</summary>
        public double[] V { get; }

        public double[] Z { get; }

        public double[] Theta { get; }
    }
}
