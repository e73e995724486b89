using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.ParetoGgg;

/// <summary>The coordinates in which chains move: ln of (t, gamma, r, alpha), a bent ln s and, in place of beta, ln of the drop-out up to the mean age.</summary>
/// <remarks>
/// What data hold of drop-out is how much of it there was, h = s ln(1 + 1 / beta) in units of the mean age. Where that happened at a steady pace s and
/// beta may both be of any size, along a bent ridge of the density that no mass matrix makes straight; in (ln s, ln h) the ridge is straight. It is long on the side
/// of large s: there sinh, in widths of three standard deviations at the mode, brings its end nearer.
/// </remarks>
internal sealed class DropoutCoordinates
{
    private const int S = 4;
    private const int Beta = 5;
    private readonly double _centre;
    private readonly double _width;

    /// <summary>Makes the coordinates around a point in logarithms.</summary>
    public DropoutCoordinates(ReadOnlySpan<double> logs, ReadOnlySpan<double> covariance)
    {
        _centre = logs[S];
        _width = Math.Clamp(3.0 * Math.Sqrt(covariance[(S * 6) + S]), 0.2, 4.0);
    }

    /// <summary>Gives the coordinates of a point in logarithms.</summary>
    public double[] Of(ReadOnlySpan<double> logs)
    {
        double[] point = logs.ToArray();
        point[S] = logs[S] <= _centre ? logs[S] : _centre + (_width * Math.Asinh((logs[S] - _centre) / _width));
        point[Beta] = logs[S] + Math.Log(SpecialFunctions.Log1p(Math.Exp(-logs[Beta])));
        return point;
    }

    /// <summary>Gives the logarithms at a point.</summary>
    public double[] Logs(ReadOnlySpan<double> point)
    {
        double[] logs = point.ToArray();
        logs[S] = point[S] <= _centre ? point[S] : _centre + (_width * Math.Sinh((point[S] - _centre) / _width));
        logs[Beta] = -Math.Log(SpecialFunctions.Expm1(Math.Exp(point[Beta] - logs[S])));
        return logs;
    }

    /// <summary>Turns a density of logarithms into one of the coordinates.</summary>
    public LogDensity Of(LogDensity density) => (point, gradient) =>
    {
        double[] logs = Logs(point);
        if (!double.IsFinite(logs[Beta]) || !double.IsFinite(logs[S]))
        {
            return double.NegativeInfinity;
        }

        double value = density(logs, gradient);
        (double slope, double bend) = Slope(logs[Beta]);
        double inBeta = gradient[Beta] + bend;
        double from = Math.Max(point[S] - _centre, 0.0) / _width, stretch = Math.Cosh(from);
        gradient[S] = ((gradient[S] + (inBeta * slope)) * stretch) + (Math.Tanh(from) / _width);
        gradient[Beta] = -inBeta * slope;
        return value + Math.Log(slope) + Math.Log(stretch);
    };

    /// <summary>Turns a covariance of logarithms around the centre into one of the coordinates.</summary>
    public static double[] Covariance(double[] covariance, ReadOnlySpan<double> logs)
    {
        int n = logs.Length;
        double[] turn = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            turn[(i * n) + i] = 1.0;
        }

        turn[(Beta * n) + S] = 1.0;
        turn[(Beta * n) + Beta] = -1.0 / Slope(logs[Beta]).Value;
        return LinearMap.Apply(turn, logs.ToArray(), covariance).Covariance!;
    }

    // - d ln beta / d ln h = (1 + beta) ln(1 + 1 / beta), and the derivative of its logarithm in ln beta.
    private static (double Value, double Bend) Slope(double logBeta)
    {
        double beta = Math.Exp(logBeta), log = SpecialFunctions.Log1p(Math.Exp(-logBeta));
        return ((1.0 + beta) * log, (beta / (1.0 + beta)) - (1.0 / ((1.0 + beta) * log)));
    }
}
