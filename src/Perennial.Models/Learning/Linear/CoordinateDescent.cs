using System.Numerics.Tensors;

namespace Perennial.Models.Learning.Linear;

/// <summary>Minimises the mean loss plus the elastic net on standardised columns: quadratic models of the loss, each solved a coordinate at a time.</summary>
/// <source paper="FriedmanHastieTibshirani2010"/>
internal sealed class CoordinateDescent
{
    private const double Tolerance = 1e-10;
    private readonly ElasticNetOptions _options;
    private readonly double[] _x;
    private readonly double[] _outcome;
    private readonly double[] _weight;
    private readonly int _width;

    public CoordinateDescent(FeatureTable table, double[] outcome, double[]? weight, ElasticNetOptions options)
    {
        (_options, _outcome, _width) = (options, outcome, table.Width);
        double total = weight?.Sum() ?? outcome.Length;
        _weight = weight is null ? [.. Enumerable.Repeat(1 / total, outcome.Length)] : Array.ConvertAll(weight, w => w / total);
        (Means, Deviations, _x) = Standardise(table, _weight);
        double mean = 0;
        for (int i = 0; i < outcome.Length; i++)
        {
            mean += _weight[i] * outcome[i];
        }

        double most = options.Family == LinearFamily.Binomial ? 1 - 1e-9 : double.MaxValue, least = options.Family == LinearFamily.Gaussian ? double.MinValue : 1e-9;
        Point = new double[_width + 1];
        Point[0] = GlmFamily.Eta(options.Family, Math.Clamp(mean, least, most));
    }

    public double[] Means { get; }

    /// <summary>Standard deviations; 0 for a constant column, which is left out.</summary>
    public double[] Deviations { get; }

    /// <summary>Intercept, then coefficients of the standardised columns: the next solution starts here.</summary>
    public double[] Point { get; private set; }

    /// <summary>Gives the smallest penalty at which every coefficient is 0.</summary>
    public double LargestPenalty()
    {
        (double[] score, _) = Quadratic(Point, withCurvature: false);
        double most = 0;
        for (int j = 1; j <= _width; j++)
        {
            most = Math.Max(most, Math.Abs(score[j]));
        }

        return Math.Max(most, 1e-12) / Math.Max(_options.Mix, 1e-3);
    }

    public void Solve(double penalty)
    {
        double value = Value(Point, penalty);
        for (int outer = 0; outer < 100; outer++)
        {
            (double[] score, double[] curvature) = Quadratic(Point, withCurvature: true);
            double[] next = Descend(score, curvature, penalty);
            double step = 1, reached = Value(next, penalty);
            while (!(reached <= value + (1e-14 * Math.Abs(value))) && step > 1e-6)
            {
                // The quadratic overshoots: half the way.
                step /= 2;
                next = [.. Point.Zip(next, (old, far) => (old + far) / 2)];
                reached = Value(next, penalty);
            }

            double moved = 0;
            for (int j = 0; j < next.Length; j++)
            {
                moved = Math.Max(moved, Math.Abs(next[j] - Point[j]));
            }

            (Point, value) = (next, reached);
            if (moved < Tolerance * 100 || _options.Family == LinearFamily.Gaussian)
            {
                return;
            }
        }
    }

    private static (double[] Means, double[] Deviations, double[] X) Standardise(FeatureTable table, double[] weight)
    {
        int n = table.Count, p = table.Width;
        double[] means = new double[p], deviations = new double[p], x = new double[(long)n * p];
        for (int j = 0; j < p; j++)
        {
            double[] column = table.Values(j);
            double sum = 0, known = 0, squares = 0;
            for (int i = 0; i < n; i++)
            {
                if (!double.IsNaN(column[i]))
                {
                    sum += weight[i] * column[i];
                    known += weight[i];
                }
            }

            double mean = means[j] = known > 0 ? sum / known : 0;
            for (int i = 0; i < n; i++)
            {
                double d = double.IsNaN(column[i]) ? 0 : column[i] - mean;
                squares += weight[i] * d * d;
            }

            double deviation = Math.Sqrt(squares);
            deviations[j] = deviation = deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 0;
            for (int i = 0; i < n && deviation > 0; i++)
            {
                x[((long)i * p) + j] = double.IsNaN(column[i]) ? 0 : (column[i] - mean) / deviation;
            }
        }

        return (means, deviations, x);
    }

    // The score X'(y - mu) and, as lower triangle, X'VX of the columns with the intercept first.
    private (double[] Score, double[] Curvature) Quadratic(double[] point, bool withCurvature)
    {
        int p = _width, m = p + 1;
        double[] score = new double[m], curvature = new double[withCurvature ? m * m : 0];
        for (int i = 0; i < _outcome.Length; i++)
        {
            if (_weight[i] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> row = _x.AsSpan(i * p, p);
            (double s, double v) = GlmFamily.Derivatives(_options.Family, _options.Power, _outcome[i], Eta(point, row));
            s *= _weight[i];
            v *= _weight[i];
            score[0] += s;
            for (int j = 0; j < p; j++)
            {
                score[j + 1] += s * row[j];
            }

            if (!withCurvature)
            {
                continue;
            }

            curvature[0] += v;
            for (int j = 0; j < p; j++)
            {
                double vx = v * row[j];
                if (vx == 0)
                {
                    continue;
                }

                curvature[(j + 1) * m] += vx;
                Span<double> line = curvature.AsSpan(((j + 1) * m) + 1, j + 1);
                TensorPrimitives.MultiplyAdd(row[..(j + 1)], vx, line, line);
            }
        }

        for (int j = 0; j < m && withCurvature; j++)
        {
            for (int k = 0; k < j; k++)
            {
                curvature[(k * m) + j] = curvature[(j * m) + k];
            }
        }

        return (score, curvature);
    }

    private double[] Descend(double[] score, double[] curvature, double penalty)
    {
        int m = _width + 1;
        double[] point = [.. Point], gradient = [.. score];
        double lasso = penalty * _options.Mix, ridge = penalty * (1 - _options.Mix);
        for (int sweep = 0; sweep < 10_000; sweep++)
        {
            double moved = 0;
            for (int j = 0; j < m; j++)
            {
                double own = curvature[(j * m) + j];
                if (own <= 0)
                {
                    continue;
                }

                double target = gradient[j] + (own * point[j]);
                double next = j == 0 ? target / own : Math.Sign(target) * Math.Max(0, Math.Abs(target) - lasso) / (own + ridge);
                double change = next - point[j];
                if (change != 0)
                {
                    point[j] = next;
                    ReadOnlySpan<double> line = curvature.AsSpan(j * m, m);
                    for (int k = 0; k < m; k++)
                    {
                        gradient[k] -= change * line[k];
                    }

                    moved = Math.Max(moved, own * change * change);
                }
            }

            if (moved < Tolerance * Tolerance)
            {
                break;
            }
        }

        return point;
    }

    private double Value(double[] point, double penalty)
    {
        double sum = 0;
        for (int i = 0; i < _outcome.Length; i++)
        {
            sum += _weight[i] == 0 ? 0 : _weight[i] * GlmFamily.Loss(_options.Family, _options.Power, _outcome[i], Eta(point, _x.AsSpan(i * _width, _width)));
        }

        for (int j = 1; j < point.Length; j++)
        {
            sum += penalty * ((_options.Mix * Math.Abs(point[j])) + (0.5 * (1 - _options.Mix) * point[j] * point[j]));
        }

        return sum;
    }

    private static double Eta(double[] point, ReadOnlySpan<double> row)
    {
        double eta = point[0];
        for (int j = 0; j < row.Length; j++)
        {
            eta += point[j + 1] * row[j];
        }

        return eta;
    }
}
