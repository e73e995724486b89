namespace Perennial.Models.Numerics;

/// <summary>Sixteen-point Gauss-Legendre quadrature on [0, 1], the workhorse of every integral here.</summary>
/// <remarks>
/// Callers cut their range into panels on which the integrand changes by a factor of at most e^14 and has no singularity nearer
/// than about the panel's length; then sixteen points are exact to about 1e-15.
/// </remarks>
internal static class GaussLegendre
{
    /// <summary>The number of points of a panel.</summary>
    public const int Points = 16;

    private static readonly (double[] Nodes, double[] Weights) Table = Rule(Points);

    /// <summary>Gives the sixteen nodes in (0, 1), rising.</summary>
    public static ReadOnlySpan<double> Nodes => Table.Nodes;

    /// <summary>Gives the sixteen weights; they sum to 1.</summary>
    public static ReadOnlySpan<double> Weights => Table.Weights;

    /// <summary>Gives nodes in (0, 1), rising, and weights of a rule of an even number of points, for panels known to be tamer or wilder.</summary>
    internal static (double[] Nodes, double[] Weights) Rule(int points)
    {
        double[] nodes = new double[points], weights = new double[points];
        for (int k = 0; k < points / 2; k++)
        {
            double x = Math.Cos(Math.PI * (k + 0.75) / (points + 0.5));
            double slope = 0.0;
            for (int i = 0; i < 100; i++)
            {
                (double value, slope) = Legendre(x, points);
                double step = value / slope;
                x -= step;
                if (Math.Abs(step) < 1e-17)
                {
                    break;
                }
            }

            double weight = 1.0 / ((1.0 - (x * x)) * slope * slope);
            nodes[k] = 0.5 * (1.0 - x);
            nodes[points - 1 - k] = 0.5 * (1.0 + x);
            weights[k] = weight;
            weights[points - 1 - k] = weight;
        }

        return (nodes, weights);
    }

    private static (double Value, double Slope) Legendre(double x, int points)
    {
        double before = 1.0;
        double value = x;
        for (int n = 2; n <= points; n++)
        {
            (before, value) = (value, ((((2 * n) - 1) * x * value) - ((n - 1) * before)) / n);
        }

        return (value, points * ((x * value) - before) / ((x * x) - 1.0));
    }
}
