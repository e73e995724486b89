namespace Perennial.Models.Predicting;

/// <summary>The law of D, the weighted mean discount factor of n purchases in (0, u], as a few weighted points.</summary>
/// <remarks>
/// Purchase times are uniform on (0, u) and, where the last one made the customer leave, that one is at u. One purchase and, where factors vary
/// much, two purchases are integrated over their times; more are matched in mean, variance and skewness, which the Dirichlet weights give exactly,
/// or drawn where discounting is so long that three moments say too little.
/// </remarks>
internal sealed class DiscountAtoms
{
    private const int Most = 1024;
    private const int Drawn = 64;
    private static readonly double[] HermiteNodes = [-2.8569700138728, -1.3556261799742658, 0, 1.3556261799742658, 2.8569700138728];
    private static readonly double[] HermiteWeights = [0.0112574113277207, 0.2220759220056126, 0.5333333333333333, 0.2220759220056126, 0.0112574113277207];
    private static readonly double[] Midpoints = [.. Enumerable.Range(0, 48).Select(k => Numerics.Normal.Quantile((k + 0.5) / 48))];
    private readonly double _delta;

    public DiscountAtoms(double p, double delta)
    {
        P = p;
        _delta = delta;
    }

    /// <summary>Gives the shape p of the worth of a purchase; infinite for a price.</summary>
    public double P { get; }

    /// <summary>Gives ln D of each point.</summary>
    public double[] LogValue { get; } = new double[Most];

    /// <summary>Gives the weight of each point; they sum to 1.</summary>
    public double[] Weight { get; } = new double[Most];

    /// <summary>Gives the number of points.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the points.</summary>
    /// <param name="n">Number of purchases, at least 1; need not be whole where it is large.</param>
    /// <param name="u">Length of the time.</param>
    /// <param name="lastAtEnd">Whether the last purchase is at u.</param>
    /// <param name="rhythm">Which events are purchases.</param>
    /// <param name="beyond">Events between the last purchase and u.</param>
    /// <param name="spread">Relative width of the value's law given D: points closer than that cannot be told apart; 0 where D alone makes the value.</param>
    /// <param name="alone">Whether no other u softens these points.</param>
    public void Find(double n, double u, bool lastAtEnd, Rhythm rhythm, int beyond, double spread, bool alone)
    {
        Clear();
        double fall = _delta * u;
        if (fall == 0)
        {
            Add(0, 1);
        }
        else if (rhythm.K > 1)
        {
            RegularAtoms.Find(this, rhythm, n, beyond, fall, lastAtEnd, spread, alone);
        }
        else if (n == 1 && lastAtEnd)
        {
            Add(-fall, 1);
        }
        else if (n == 1)
        {
            int points = Points(fall, spread, alone ? 512 : spread == 0 ? 96 : 16);
            for (int i = 0; i < points; i++)
            {
                Node(points, i, out double at, out double weight);
                Add(-fall * at, weight);
            }
        }
        else if (n == 2 && fall > 0.7 * spread)
        {
            Two(fall, lastAtEnd, spread, alone);
        }
        else
        {
            Matched(n, fall, lastAtEnd, spread, alone);
        }
    }

    private static int Points(double fall, double spread, int most) => spread == 0 ? most : Math.Min(most, 2 + (int)Math.Ceiling(2 * fall / spread));

    // Gauss-Legendre with at most sixteen points; more are midpoints, which is what a law without kernel needs.
    private static void Node(int points, int i, out double at, out double weight)
    {
        if (points == Numerics.GaussLegendre.Points)
        {
            at = Numerics.GaussLegendre.Nodes[i];
            weight = Numerics.GaussLegendre.Weights[i];
            return;
        }

        at = (i + 0.5) / points;
        weight = 1.0 / points;
    }

    private void Two(double fall, bool lastAtEnd, double spread, bool alone)
    {
        // W = w1 d1 + w2 d2 = (w1 + w2)(B d1 + (1 - B) d2), B ~ Beta(p, p) as the two points 1/2 -+ its standard deviation.
        double half = double.IsPositiveInfinity(P) ? 0 : 0.5 / Math.Sqrt((2 * P) + 1);
        int points = lastAtEnd ? Points(fall, spread, spread == 0 ? 96 : 16) : Points(fall, spread, alone ? 30 : spread == 0 ? 24 : 8), sides = half == 0 ? 1 : 2;
        for (int i = 0; i < points; i++)
        {
            Node(points, i, out double first, out double w1);
            double d1 = Math.Exp(-fall * first);
            int others = lastAtEnd ? 1 : i + 1;
            for (int j = 0; j < others; j++)
            {
                Node(points, j, out double second, out double w2);
                double d2 = Math.Exp(-fall * (lastAtEnd ? 1 : second)), weight = lastAtEnd ? w1 : i == j ? w1 * w2 : 2 * w1 * w2;
                for (int side = 0; side < sides; side++)
                {
                    double b = side == 0 ? 0.5 - half : 0.5 + half;
                    Add(Math.Log((b * d1) + ((1 - b) * d2)), weight / sides);
                }
            }
        }
    }

    private void Matched(double n, double fall, bool lastAtEnd, double spread, bool alone)
    {
        // Mean, variance and third central moment of one factor e^(-fall U).
        double m1 = Numerics.SpecialFunctions.MeanDecay(fall), m2 = Numerics.SpecialFunctions.MeanDecay(2 * fall), m3 = Numerics.SpecialFunctions.MeanDecay(3 * fall);
        double variance = fall < 0.02 ? fall * fall / 12 * (1 - fall) : m2 - (m1 * m1);
        double third = fall < 0.02 ? 0 : m3 - (3 * m1 * m2) + (2 * m1 * m1 * m1), end = Math.Exp(-fall), inverse = 1 / P;

        // E sum B_j^2 and E sum B_j^3 of n Dirichlet(p) weights; p may be infinite.
        double squares = (1 + inverse) / (n + inverse), cubes = (1 + inverse) * (1 + (2 * inverse)) / ((n + inverse) * (n + (2 * inverse)));
        double mean, spreadD, skew;
        if (!lastAtEnd)
        {
            mean = m1;
            spreadD = Math.Sqrt(variance * squares);
            skew = third * cubes;
        }
        else
        {
            // D - end = sum over j < n of (d_j - end) B_j; S = sum over j < n of B_j.
            double share = (n - 1) / n, gap = m1 - end, varianceS = inverse == 0 ? 0 : share / n * inverse / (n + inverse);
            double skewS = inverse == 0 ? 0 : -2 * (n - 2) / n * share / n * inverse * inverse / ((n + inverse) * (n + (2 * inverse)));
            double given = (1 + inverse) / (n - 1 + inverse);
            mean = end + (gap * share);
            spreadD = Math.Sqrt((gap * gap * varianceS) + (variance * squares * share));
            skew = (gap * gap * gap * skewS) + (3 * gap * variance * given * (skewS + (2 * share * varianceS))) + (third * cubes * share);
        }

        if (spread > 0 && spreadD > 0.4 * mean)
        {
            Story((int)Math.Round(n), fall, lastAtEnd);
            return;
        }

        Match(mean, spreadD, skew, fall, spread, alone);
    }

    /// <summary>Adds points that have a mean, a standard deviation and a third central moment.</summary>
    public void Match(double mean, double spreadD, double skew, double fall, double spread, bool alone)
    {
        double end = Math.Exp(-fall);
        double relative = spreadD > 0 ? skew / (spreadD * spreadD * spreadD) : 0;
        if (spread > 0 && spreadD < 0.4 * spread * mean)
        {
            double root = Math.Sqrt(1 + (relative * relative / 4)), up = (relative / 2) + root, down = (relative / 2) - root;
            Add(Math.Log(Math.Clamp(mean + (spreadD * up), end, 1)), -down / (up - down));
            Add(Math.Log(Math.Clamp(mean + (spreadD * down), end, 1)), up / (up - down));
            return;
        }

        double[] nodes = spread == 0 && alone ? Midpoints : HermiteNodes;
        for (int k = 0; k < nodes.Length; k++)
        {
            double z = nodes[k], d = mean + (spreadD * (z + (relative / 6 * ((z * z) - 1))));
            Add(Math.Log(Math.Clamp(d, end, 1)), nodes == Midpoints ? 1.0 / nodes.Length : HermiteWeights[k]);
        }
    }

    // Over a very long time the earliest purchase makes most of D, whose law is then too skew for its moments: the times and weights are drawn,
    // the earliest time at its own even quantiles. A fixed seed makes this a rule of integration, the same in every run.
    private void Story(int n, double fall, bool lastAtEnd)
    {
        Numerics.Pcg64 random = new(1, (ulong)n);
        int free = lastAtEnd ? n - 1 : n;
        for (int i = 0; i < Drawn; i++)
        {
            double first = -Numerics.SpecialFunctions.Expm1(Numerics.SpecialFunctions.Log1p(-(i + 0.5) / Drawn) / free), sum = 0, weights = 0;
            for (int j = 0; j < n; j++)
            {
                double at = j == 0 ? first : j < free ? first + ((1 - first) * random.NextDouble()) : 1;
                double weight = double.IsPositiveInfinity(P) ? 1 : random.NextGamma(P);
                sum += weight * Math.Exp(-fall * at);
                weights += weight;
            }

            Add(Math.Max(-fall, Math.Log(sum / weights)), 1.0 / Drawn);
        }
    }

    /// <summary>Forgets all points.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a point.</summary>
    public void Add(double logValue, double weight)
    {
        LogValue[Count] = logValue;
        Weight[Count++] = weight;
    }
}
