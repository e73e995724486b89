using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.Pooling;

/// <summary>Finds the population of segments and each segment within it, in rounds.</summary>
/// <remarks>
/// A round takes each segment's most probable parameters given the population and the curvature of its likelihood there, then finds the population
/// of these normal pieces by the EM algorithm, with what is not known of the population's mean counted in (restricted likelihood), until neither moves.
/// </remarks>
internal sealed class EmpiricalBayes
{
    private const int MostRounds = 200;
    private const int InnerSteps = 50;
    private const double Still = 1e-4;
    private const double Near = 0.1;
    private const double FirstDeviation = 0.3;
    private readonly IReadOnlyList<PosteriorTarget> _segments;
    private readonly double[] _centre;
    private readonly double[] _precision;
    private readonly int _n;
    private readonly double[][] _theta;
    private readonly double[][] _curvature;
    private readonly double[][] _pull;
    private readonly double[][] _spread;
    private double[] _mean;
    private readonly double[] _between;
    private double[] _meanCovariance = [];

    public EmpiricalBayes(IReadOnlyList<PosteriorTarget> segments, IReadOnlyList<LogNormalPrior> priors)
    {
        _segments = segments;
        _n = priors.Count;
        _centre = [.. priors.Select(p => Math.Log(p.Median))];
        _precision = [.. priors.Select(p => 1.0 / (p.LogStandardDeviation * p.LogStandardDeviation))];
        _mean = Together();
        _theta = [.. segments.Select(_ => (double[])[.. _mean])];
        _curvature = new double[segments.Count][];
        _pull = new double[segments.Count][];
        _spread = new double[segments.Count][];
        _between = Diagonal(FirstDeviation * FirstDeviation);
    }

    /// <summary>Gives the mean of the logarithms of the parameters over segments.</summary>
    public double[] Mean => _mean;

    /// <summary>Gives the curvature H of the normal piece that stands for a segment's likelihood.</summary>
    public double[] Curvature(int segment) => _curvature[segment];

    /// <summary>Gives H times the middle of that piece.</summary>
    public double[] Pull(int segment) => _pull[segment];

    /// <summary>Runs the rounds.</summary>
    public PooledSegments Run()
    {
        int round = 0;
        bool still = false;
        while (!still && round < MostRounds)
        {
            round++;
            Blocks.Run(_segments.Count, 0, 1, (segment, _) => Find(segment));
            double[] before = [.. _mean, .. Scales()];
            double moved = 0.0;

            // The normal pieces hold near where they were taken.
            for (int i = 0; i < InnerSteps && moved < Near; i++)
            {
                UpdatePopulation();
                double[] after = [.. _mean, .. Scales()];
                moved = Enumerable.Range(0, after.Length).Max(k => Math.Abs(after[k] - before[k]));
            }

            still = moved < Still;
        }

        Blocks.Run(_segments.Count, 0, 1, (segment, _) => Find(segment));
        UpdateSegments();
        return new PooledSegments(
            _segments[0].Parameters,
            Array.ConvertAll(_mean, Math.Exp),
            [.. Enumerable.Range(0, _n).Select(i => Math.Sqrt(_meanCovariance[(i * _n) + i]))],
            _between,
            [.. _segments.Select(Result)],
            round,
            still);
    }

    private PooledSegment Result(PosteriorTarget target, int segment)
    {
        // What is not known of the population's mean is not known of a segment that leans on it.
        double[] lean = Lean(segment);
        double[] shared = SquareMatrix.Times(SquareMatrix.Times(lean, _meanCovariance, _n), SquareMatrix.Transposed(lean, _n), _n);
        return new PooledSegment(
            Array.ConvertAll(_theta[segment], Math.Exp),
            [.. Enumerable.Range(0, _n).Select(i => Math.Sqrt(_spread[segment][(i * _n) + i] + shared[(i * _n) + i]))],
            target.Customers,
            Math.Clamp(Enumerable.Range(0, _n).Average(i => lean[(i * _n) + i]), 0.0, 1.0));
    }

    // Complete pooling: one set of parameters for all.
    private double[] Together()
    {
        double customers = _segments.Sum(s => s.Customers);
        double All(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
        {
            double value = 0.0;
            double[] g = new double[_n], h = new double[_n * _n];
            gradient.Clear();
            hessian.Clear();
            foreach (PosteriorTarget segment in _segments)
            {
                value += segment.NegativeLogLikelihood(point, g, h) / customers;
                for (int i = 0; i < g.Length; i++)
                {
                    gradient[i] += g[i] / customers;
                }

                for (int i = 0; i < h.Length; i++)
                {
                    hessian[i] += h[i] / customers;
                }
            }

            return value + AddNormal(point, _centre, Diagonal(_precision), 1.0 / customers, gradient, hessian);
        }

        (double[] lower, double[] upper) = Box();
        double[][] starts = [[.. _centre], Array.ConvertAll(_segments.MaxBy(s => s.Customers)!.Mode, Math.Log)];
        return MultiStart.Minimise(All, starts, lower, upper).Point;
    }

    // The segment's most probable parameters given the population, in the directions in which segments differ: theta = mean + root y, y standard normal.
    private void Find(int segment)
    {
        PosteriorTarget target = _segments[segment];
        double[] root = SquareMatrix.Function(_between, _n, v => Math.Sqrt(Math.Max(v, 0.0)));
        double[] g = new double[_n], h = new double[_n * _n];
        double customers = target.Customers;
        double[] Theta(ReadOnlySpan<double> y)
        {
            double[] theta = SquareMatrix.TimesVector(root, y.ToArray());
            for (int i = 0; i < _n; i++)
            {
                theta[i] += _mean[i];
            }

            return theta;
        }

        double Objective(ReadOnlySpan<double> y, Span<double> gradient, Span<double> hessian)
        {
            double value = target.NegativeLogLikelihood(Theta(y), g, h) / customers;
            SquareMatrix.TimesVector(root, g).CopyTo(gradient);
            SquareMatrix.Times(SquareMatrix.Times(root, h, _n), root, _n).CopyTo(hessian);
            for (int i = 0; i < _n; i++)
            {
                gradient[i] /= customers;
            }

            for (int i = 0; i < hessian.Length; i++)
            {
                hessian[i] /= customers;
            }

            return value + AddNormal(y, new double[_n], Diagonal(1.0), 1.0 / customers, gradient, hessian);
        }

        double[] far = [.. Enumerable.Repeat(12.0, _n)];
        double[] best = TrustRegionNewton.Minimise(Objective, new double[_n], Array.ConvertAll(far, v => -v), far).Point;
        _theta[segment] = Theta(best);
        target.NegativeLogLikelihood(_theta[segment], g, h);
        double[] curvature = SquareMatrix.Function(h, _n, v => Math.Max(v, 0.0));
        double[] pull = SquareMatrix.TimesVector(curvature, _theta[segment]);
        for (int i = 0; i < _n; i++)
        {
            pull[i] -= g[i];
        }

        _curvature[segment] = curvature;
        _pull[segment] = pull;
    }

    // Each segment given the population: spread V = (H + between^-1)^-1 without the inverse of what may be singular.
    private void UpdateSegments()
    {
        double[] root = SquareMatrix.Function(_between, _n, v => Math.Sqrt(Math.Max(v, 0.0)));
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            double[] inner = SquareMatrix.Times(SquareMatrix.Times(root, _curvature[segment], _n), root, _n);
            for (int i = 0; i < _n; i++)
            {
                inner[(i * _n) + i] += 1.0;
            }

            _spread[segment] = SquareMatrix.Times(SquareMatrix.Times(root, SquareMatrix.Inverse(inner, _n), _n), root, _n);
        }

        // The mean by generalised least squares, with its weak prior.
        double[] precision = Diagonal(_precision);
        double[] weighted = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            weighted[i] = _precision[i] * _centre[i];
        }

        for (int segment = 0; segment < _segments.Count; segment++)
        {
            double[] turned = SquareMatrix.Transposed(Lean(segment), _n);
            double[] own = SquareMatrix.Times(turned, _curvature[segment], _n);
            double[] pull = SquareMatrix.TimesVector(turned, _pull[segment]);
            for (int i = 0; i < _n; i++)
            {
                weighted[i] += pull[i];
                for (int j = 0; j < _n; j++)
                {
                    precision[(i * _n) + j] += 0.5 * (own[(i * _n) + j] + own[(j * _n) + i]);
                }
            }
        }

        _meanCovariance = SquareMatrix.Inverse(precision, _n);
        _mean = SquareMatrix.TimesVector(_meanCovariance, weighted);
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            double[] gap = SquareMatrix.TimesVector(_curvature[segment], _mean);
            for (int i = 0; i < _n; i++)
            {
                gap[i] = _pull[segment][i] - gap[i];
            }

            double[] step = SquareMatrix.TimesVector(_spread[segment], gap);
            _theta[segment] = [.. step.Select((v, i) => v + _mean[i])];
        }
    }

    private void UpdatePopulation()
    {
        UpdateSegments();
        double[] sum = new double[_n * _n];
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            // How far the segment stands from the mean, what is not known of it, and of the mean.
            double[] own = Minus(Diagonal(1.0), Lean(segment));
            double[] shared = SquareMatrix.Times(SquareMatrix.Times(own, _meanCovariance, _n), SquareMatrix.Transposed(own, _n), _n);
            for (int i = 0; i < _n; i++)
            {
                for (int j = 0; j < _n; j++)
                {
                    sum[(i * _n) + j] += ((_theta[segment][i] - _mean[i]) * (_theta[segment][j] - _mean[j]))
                        + _spread[segment][(i * _n) + j] + shared[(i * _n) + j];
                }
            }
        }

        // Few segments know scales before they know correlations.
        int count = _segments.Count;
        double keep = (count - 1.0) / (count - 1.0 + _n);
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                double value = 0.5 * (sum[(i * _n) + j] + sum[(j * _n) + i]) / count;
                _between[(i * _n) + j] = i == j ? value : keep * value;
            }
        }
    }

    // How much a segment's parameters move with the population's mean: I - V H.
    private double[] Lean(int segment) => Minus(Diagonal(1.0), SquareMatrix.Times(_spread[segment], _curvature[segment], _n));

    private IEnumerable<double> Scales() => Enumerable.Range(0, _n).Select(i => Math.Sqrt(_between[(i * _n) + i]));

    private (double[] Lower, double[] Upper) Box() => ([.. _centre.Select(c => c - 30.0)], [.. _centre.Select(c => c + 30.0)]);

    private static double[] Minus(double[] a, double[] b) => [.. a.Select((v, i) => v - b[i])];

    private double[] Diagonal(double value) => Diagonal([.. Enumerable.Repeat(value, _n)]);

    private static double[] Diagonal(double[] values)
    {
        double[] matrix = new double[values.Length * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            matrix[(i * values.Length) + i] = values[i];
        }

        return matrix;
    }

    // Adds weight times half the squared distance from a centre.
    private static double AddNormal(
        ReadOnlySpan<double> point, double[] centre, double[] precision, double weight, Span<double> gradient, Span<double> hessian)
    {
        int n = centre.Length;
        double value = 0.0;
        for (int i = 0; i < n; i++)
        {
            double pull = 0.0;
            for (int j = 0; j < n; j++)
            {
                pull += precision[(i * n) + j] * (point[j] - centre[j]);
                hessian[(i * n) + j] += weight * precision[(i * n) + j];
            }

            gradient[i] += weight * pull;
            value += 0.5 * weight * pull * (point[i] - centre[i]);
        }

        return value;
    }
}
