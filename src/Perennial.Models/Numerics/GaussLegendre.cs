namespace Perennial.Models.Numerics;

/// <summary>Sixteen-point Gauss-Legendre quadrature on [0, 1], the workhorse of every integral here.</summary>
/// <remarks>
/// Callers cut their range into panels on which the integrand changes by a factor of at most e^14 and has no singularity nearer
/// than about the panel's length; then sixteen points are exact to about 1e-15.
/// </remarks>
public static class GaussLegendre
{
    /// <summary>The number of points of a panel.</summary>
    public const int Points = 16;

    private static readonly double[] NodeTable = new double[Points];
    private static readonly double[] WeightTable = new double[Points];

    static GaussLegendre()
    {
        for (int k = 0; k < Points / 2; k++)
        {
            double x = Math.Cos(Math.PI * (k + 0.75) / (Points + 0.5));
            double slope = 0.0;
            for (int i = 0; i < 100; i++)
            {
                (double value, slope) = Legendre(x);
                double step = value / slope;
                x -= step;
                if (Math.Abs(step) < 1e-17)
                {
                    break;
                }
            }

            double weight = 1.0 / ((1.0 - (x * x)) * slope * slope);
            NodeTable[k] = 0.5 * (1.0 - x);
            NodeTable[Points - 1 - k] = 0.5 * (1.0 + x);
            WeightTable[k] = weight;
            WeightTable[Points - 1 - k] = weight;
        }
    }

    /// <summary>Gives the sixteen nodes in (0, 1), rising.</summary>
    public static ReadOnlySpan<double> Nodes => NodeTable;

    /// <summary>Gives the sixteen weights; they sum to 1.</summary>
    public static ReadOnlySpan<double> Weights => WeightTable;

    private static (double Value, double Slope) Legendre(double x)
    {
        double before = 1.0;
        double value = x;
        for (int n = 2; n <= Points; n++)
        {
            (before, value) = (value, ((((2 * n) - 1) * x * value) - ((n - 1) * before)) / n);
        }

        return (value, Points * ((x * value) - before) / ((x * x) - 1.0));
    }
}
