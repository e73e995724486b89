namespace Perennial.Models.Predicting;

/// <summary>Integrals of the survival function 1 - F and of its square over a value u, for laws tabulated on a grid that is even in ln u.</summary>
/// <remarks>Both answer the CRPS at once: for F = 1 - a S(u) the integral of (F - 1{y at most u})^2 is y - 2 a (S up to y) + a^2 (S^2 over all u).</remarks>
internal sealed class SurvivalTable
{
    // Gauss and Legendre's three points on [0, 1]: exact for fifth degree, and a cell holds a cubic times nearly 1.
    private const double Side = 0.38729833462074168852;
    private const double SideWeight = 5.0 / 18;
    private const double MiddleWeight = 8.0 / 18;

    /// <summary>Tabulates.</summary>
    /// <param name="cdf">F, row by row of the grid and node by node within.</param>
    /// <param name="nodes">The number of laws side by side.</param>
    /// <param name="first">The first row's ln u over <paramref name="step"/>.</param>
    /// <param name="step">The rows' distance in ln u.</param>
    /// <param name="power">Below the grid F falls as u to this power; infinite where F is 0 there and straight between rows.</param>
    public SurvivalTable(double[] cdf, int nodes, int first, double step, double power)
    {
        int length = cdf.Length / nodes;
        Integrals = new double[cdf.Length];
        Squares = new double[nodes];
        double start = Math.Exp(first * step);
        for (int k = 0; k < nodes; k++)
        {
            bool straight = double.IsPositiveInfinity(power);
            double edge = straight ? 0 : cdf[k];
            Integrals[k] = straight ? start : start * (1 - (edge / (1 + power)));
            Squares[k] = straight ? start : start * (1 - (2 * edge / (1 + power)) + (edge * edge / (1 + (2 * power))));
            for (int j = 0; j + 1 < length; j++)
            {
                double u = start * Math.Exp(j * step);
                GridCell cell = new(At(j - 1), At(j), At(j + 1), At(j + 2), straight);
                Integrals[((j + 1) * nodes) + k] = Integrals[(j * nodes) + k] + Within(cell, u, step, 1);
                Squares[k] += SquaredWithin(cell, u, step);
            }

            double At(int j) => cdf[(Math.Clamp(j, 0, length - 1) * nodes) + k];
        }
    }

    /// <summary>Gives the integral of 1 - F from 0 to each row's u, row by row and node by node.</summary>
    public double[] Integrals { get; }

    /// <summary>Gives the integral of (1 - F)^2 over all u by node.</summary>
    public double[] Squares { get; }

    /// <summary>Gives the integral of 1 - F over the share s of a cell that begins at u.</summary>
    public static double Within(in GridCell cell, double u, double step, double s) => u * step * s * (
        (SideWeight * Survival(cell, (0.5 - Side) * s, step)) + (MiddleWeight * Survival(cell, 0.5 * s, step)) + (SideWeight * Survival(cell, (0.5 + Side) * s, step)));

    private static double SquaredWithin(in GridCell cell, double u, double step)
    {
        return u * step * ((SideWeight * Square(cell, 0.5 - Side)) + (MiddleWeight * Square(cell, 0.5)) + (SideWeight * Square(cell, 0.5 + Side)));

        double Square(in GridCell of, double s) => Survival(of, s, step) * (1 - of.At(s));
    }

    // 1 - F at the share s of a cell, times the growth of u up to there.
    private static double Survival(in GridCell cell, double s, double step) => (1 - cell.At(s)) * Math.Exp(s * step);
}

/// <summary>F between two neighbours of a grid: straight, or Catmull and Rom's cubic with the slopes of the outer two, kept between its ends.</summary>
internal readonly struct GridCell(double before, double left, double right, double after, bool straight)
{
    // Between two ages the weights may sum to 1 only up to rounding, which must not let the law fall.
    private readonly double _right = Math.Max(left, right);

    /// <summary>Gives F at a share s of the cell.</summary>
    public double At(double s) => straight ? left + (s * (_right - left)) : Math.Clamp(Cubic(s), left, _right);

    /// <summary>Gives the cubic itself.</summary>
    public double Cubic(double s)
    {
        double m0 = 0.5 * (_right - before), m1 = 0.5 * (after - left), rise = _right - left;
        return left + (s * (m0 + (s * ((3 * rise) - (2 * m0) - m1 + (s * (m0 + m1 - (2 * rise)))))));
    }
}
