namespace Perennial.Models.Fitting;

/// <summary>A function with its gradient and Hessian (row by row), all written by the callee.</summary>
/// <param name="point">Where.</param>
/// <param name="gradient">Receives the gradient.</param>
/// <param name="hessian">Receives the Hessian; empty where the gradient is enough, which costs less.</param>
/// <returns>The value.</returns>
internal delegate double SmoothFunction(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian);

/// <summary>Where a minimisation ended.</summary>
/// <param name="Point">The best point.</param>
/// <param name="Value">Its value.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Hessian">Its Hessian.</param>
/// <param name="Evaluations">How often the function was evaluated.</param>
/// <param name="FreeGradient">The largest gradient component among the parameters not held at their bound.</param>
internal sealed record Minimum(double[] Point, double Value, double[] Gradient, double[] Hessian, int Evaluations, double FreeGradient);

/// <summary>Newton's method within a trust region and a box, with exact second derivatives. Quadratic at the end, safe at the start.</summary>
/// <source paper="ConnGouldToint2000"/>
internal static class TrustRegionNewton
{
    // The functions here are means over customers of size 1, in log parameters: 1e-10 is beyond any statistical meaning, and the
    // search goes on past it until rounding stops it.
    private const double GoodGradient = 1e-10;
    private const double LastStep = 1e-7;
    private const double LastGradient = 1e-13;
    private const int MostEvaluations = 300;

    /// <summary>Minimises from a start within [lower, upper]; parameters whose bounds are equal stay fixed.</summary>
    public static Minimum Minimise(SmoothFunction function, ReadOnlySpan<double> start, double[] lower, double[] upper)
    {
        int n = start.Length;
        double[] x = start.ToArray();
        for (int i = 0; i < n; i++)
        {
            x[i] = Math.Clamp(x[i], lower[i], upper[i]);
        }

        double[] g = new double[n];
        double[] h = new double[n * n];
        double f = function(x, g, h);
        int evaluations = 1;
        double radius = 1.0;
        double[] xNext = new double[n];
        double[] gNext = new double[n];
        double[] hNext = new double[n * n];
        int stalled = 0;
        while (evaluations < MostEvaluations && stalled < 3 && double.IsFinite(f))
        {
            double norm = FreeGradient(x, g, lower, upper);
            if (norm == 0.0)
            {
                break;
            }

            double predicted = Step(x, g, h, lower, upper, radius, xNext, out double length);
            if (length == 0.0)
            {
                break;
            }

            double fNext = function(xNext, gNext, hNext);
            evaluations++;
            double gained = f - fNext;
            double noise = 4e-16 * Math.Max(1.0, Math.Abs(f));
            bool finite = double.IsFinite(fNext) && AllFinite(gNext) && AllFinite(hNext);
            double nextNorm = finite ? FreeGradient(xNext, gNext, lower, upper) : double.PositiveInfinity;

            // Near the optimum values differ by rounding only; then the gradient decides.
            bool tie = finite && Math.Abs(gained) <= 64 * noise && predicted <= 64 * noise;
            bool accept = finite && (tie ? nextNorm < norm : gained > 1e-4 * predicted);
            if (tie)
            {
                stalled = accept && nextNorm < 0.5 * norm ? 0 : stalled + 1;
                if (!accept)
                {
                    break;
                }
            }
            else if (!accept || gained < 0.25 * predicted)
            {
                radius = finite ? 0.25 * length : 0.1 * length;
            }
            else if (gained > 0.75 * predicted && length > 0.8 * radius)
            {
                radius = Math.Min(2.5 * radius, 20.0);
            }

            if (accept)
            {
                (x, xNext) = (xNext, x);
                (g, gNext) = (gNext, g);
                (h, hNext) = (hNext, h);
                f = fNext;

                // Newton's error squares with each step: after one this short only rounding is left.
                if (length < LastStep && nextNorm < LastGradient)
                {
                    break;
                }
            }
            else if (radius < 1e-14)
            {
                break;
            }
        }

        return new Minimum(x, f, g, h, evaluations, FreeGradient(x, g, lower, upper));
    }

    /// <summary>Tells whether a minimum is one: the gradient vanishes as far as rounding lets it.</summary>
    public static bool IsStationary(Minimum minimum) => double.IsFinite(minimum.Value) && minimum.FreeGradient <= GoodGradient * 100;

    private static double FreeGradient(double[] x, double[] g, double[] lower, double[] upper)
    {
        double largest = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            if (IsFree(x[i], g[i], lower[i], upper[i]))
            {
                largest = Math.Max(largest, Math.Abs(g[i]));
            }
        }

        return largest;
    }

    private static bool IsFree(double x, double g, double lower, double upper) =>
        !(x <= lower && g >= 0.0) && !(x >= upper && g <= 0.0) && lower < upper;

    private static bool AllFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);

    // The minimiser of the quadratic model within the radius, over the free parameters, clipped to the box.
    private static double Step(
        double[] x, double[] g, double[] h, double[] lower, double[] upper, double radius, double[] next, out double length)
    {
        int n = x.Length;
        int[] free = Enumerable.Range(0, n).Where(i => IsFree(x[i], g[i], lower[i], upper[i])).ToArray();
        int m = free.Length;
        double[] sub = new double[m * m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                sub[(i * m) + j] = h[(free[i] * n) + free[j]];
            }
        }

        (double[] values, double[] vectors) = SymmetricEigen.Decompose(sub, m);
        double[] along = new double[m];
        for (int k = 0; k < m; k++)
        {
            for (int i = 0; i < m; i++)
            {
                along[k] += vectors[(i * m) + k] * g[free[i]];
            }
        }

        double shift = Shift(values, along, radius);
        Array.Copy(x, next, n);
        for (int i = 0; i < m; i++)
        {
            double step = 0.0;
            for (int k = 0; k < m; k++)
            {
                step -= vectors[(i * m) + k] * along[k] / (values[k] + shift);
            }

            int at = free[i];
            next[at] = Math.Clamp(x[at] + step, lower[at], upper[at]);
        }

        double predicted = 0.0;
        length = 0.0;
        for (int i = 0; i < n; i++)
        {
            double di = next[i] - x[i];
            length += di * di;
            predicted -= g[i] * di;
            for (int j = 0; j < n; j++)
            {
                predicted -= 0.5 * di * h[(i * n) + j] * (next[j] - x[j]);
            }
        }

        length = Math.Sqrt(length);
        return Math.Max(predicted, 0.0);
    }

    // The smallest shift that makes the model convex and its minimiser no longer than the radius.
    private static double Shift(double[] values, double[] along, double radius)
    {
        double lowest = values.Min();
        double scale = values.Max(Math.Abs) + 1e-300;
        double low = lowest > 1e-14 * scale ? 0.0 : -lowest + (1e-12 * scale);
        if (Length(values, along, low) <= radius)
        {
            return low;
        }

        double high = Math.Max(2.0 * low, low + Math.Sqrt(along.Sum(a => a * a)) / radius);
        while (Length(values, along, high) > radius)
        {
            high *= 2.0;
        }

        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            if (Length(values, along, middle) > radius)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    private static double Length(double[] values, double[] along, double shift)
    {
        double sum = 0.0;
        for (int k = 0; k < values.Length; k++)
        {
            double part = along[k] / (values[k] + shift);
            sum += part * part;
        }

        return Math.Sqrt(sum);
    }
}
