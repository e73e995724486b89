namespace Perennial.Models.Predicting;

/// <summary>Integrals of the survival function 1 - F and of its square over a value u, for laws tabulated on a grid that is even in ln u.</summary>
/// <remarks>Both answer the CRPS at once: for F = 1 - a S(u) the integral of (F - 1{y at most u})^2 is y - 2 a (S up to y) + a^2 (S^2 over all u).</remarks>
internal sealed class SurvivalTable
{
    // Gauss and Legendre's three points on [0, 1]: exact for fifth degree, and a cell holds a cubic times nearly 1.
    private const double Side = 0.38729833462074168852;
    private const double SideWeight = 5.0 / 18;
    private const double MiddleWeight = 8.0 / 18;

    private readonly double[] _cdf;
    private readonly int _columns;
    private readonly int _nodes;
    private readonly int _length;
    private readonly double _start;
    private readonly double _step;
    private readonly double _power;
    private readonly double[][] _products;

    /// <summary>Tabulates.</summary>
    /// <param name="cdf">F, row by row of the grid, phase by phase within and node by node within that.</param>
    /// <param name="phases">The number of phases.</param>
    /// <param name="nodes">The number of laws of a phase.</param>
    /// <param name="first">The first row's ln u over <paramref name="step"/>.</param>
    /// <param name="step">The rows' distance in ln u.</param>
    /// <param name="power">Below the grid F falls as u to this power; infinite where F is 0 there and straight between rows.</param>
    public SurvivalTable(double[] cdf, int phases, int nodes, int first, double step, double power)
    {
        (_cdf, _columns, _nodes, _step, _power) = (cdf, phases * nodes, nodes, step, power);
        _length = cdf.Length / _columns;
        _start = Math.Exp(first * step);
        Integrals = new double[cdf.Length];
        for (int k = 0; k < _columns; k++)
        {
            Integrals[k] = Straight ? _start : _start * (1 - (cdf[k] / (1 + power)));
            for (int j = 0; j + 1 < _length; j++)
            {
                Integrals[((j + 1) * _columns) + k] = Integrals[(j * _columns) + k] + Within(Cell(j, k), _start * Math.Exp(j * step), step, 1);
            }
        }

        _products = new double[phases * phases][];
        for (int i = 0; i < phases; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                _products[(i * phases) + j] = _products[(j * phases) + i] = [.. Enumerable.Range(0, nodes).Select(node => Product((i * nodes) + node, (j * nodes) + node))];
            }
        }
    }

    /// <summary>Gives the integral of 1 - F from 0 to each row's u, in the order of F.</summary>
    public double[] Integrals { get; }

    private bool Straight => double.IsPositiveInfinity(_power);

    /// <summary>Gives, by node, the integral over all u of the product of two phases' 1 - F.</summary>
    public double[] Products(int phase, int other) => _products[(phase * (_columns / _nodes)) + other];

    /// <summary>Gives the integral of 1 - F over the share s of a cell that begins at u.</summary>
    public static double Within(in GridCell cell, double u, double step, double s) => u * step * s * (
        (SideWeight * Survival(cell, (0.5 - Side) * s, step)) + (MiddleWeight * Survival(cell, 0.5 * s, step)) + (SideWeight * Survival(cell, (0.5 + Side) * s, step)));

    private double Product(int one, int other)
    {
        double a = Straight ? 0 : _cdf[one], b = Straight ? 0 : _cdf[other];
        double sum = Straight ? _start : _start * (1 - ((a + b) / (1 + _power)) + (a * b / (1 + (2 * _power))));
        for (int j = 0; j + 1 < _length; j++)
        {
            GridCell x = Cell(j, one), y = Cell(j, other);
            sum += _start * Math.Exp(j * _step) * _step * ((SideWeight * At(x, y, 0.5 - Side)) + (MiddleWeight * At(x, y, 0.5)) + (SideWeight * At(x, y, 0.5 + Side)));
        }

        return sum;

        double At(in GridCell x, in GridCell y, double s) => Survival(x, s, _step) * (1 - y.At(s));
    }

    private GridCell Cell(int j, int column)
    {
        return new(Row(j - 1), Row(j), Row(j + 1), Row(j + 2), Straight);

        double Row(int row) => _cdf[(Math.Clamp(row, 0, _length - 1) * _columns) + column];
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
