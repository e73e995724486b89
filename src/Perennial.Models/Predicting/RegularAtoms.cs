using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The points of D where a purchase is every k-th event: purchase times are then order statistics of uniform times, at every k-th of them.</summary>
/// <remarks>
/// One and two purchases are integrated over their times. More are matched in mean and variance, with each time's exponential moment taken as that of
/// the gamma variable of its mean and variance (from the nearer end) and covariances to first order in the spread of the times; few purchases over which
/// discounts differ much are drawn, by a fixed rule.
/// </remarks>
internal static class RegularAtoms
{
    private const int FewestMatched = 10;
    private const int Drawn = 64;

    /// <summary>Finds the points.</summary>
    /// <param name="atoms">Takes them.</param>
    /// <param name="rhythm">Which events are purchases.</param>
    /// <param name="n">Number of purchases, at least 1.</param>
    /// <param name="beyond">Events between the last purchase and u; 0 where that is at u.</param>
    /// <param name="fall">Discounting -ln over the whole time.</param>
    /// <param name="lastAtEnd">Whether the last purchase is at u.</param>
    /// <param name="spread">Relative width of the value's law given D; 0 where D alone makes the value.</param>
    /// <param name="alone">Whether no other u softens these points.</param>
    public static void Find(DiscountAtoms atoms, Rhythm rhythm, double n, int beyond, double fall, bool lastAtEnd, double spread, bool alone)
    {
        double first = rhythm.Events(1), free = rhythm.Events(n) + beyond - (lastAtEnd ? 1 : 0);
        if (n == 1 && lastAtEnd)
        {
            atoms.Add(-fall, 1);
        }
        else if (n == 1)
        {
            foreach ((double at, double weight) in BetaPoints(first, free + 1 - first, spread > 0 ? 16 : alone ? 512 : 96))
            {
                atoms.Add(-fall * at, weight);
            }
        }
        else if (n == 2)
        {
            Two(atoms, rhythm, beyond, fall, lastAtEnd, spread, alone);
        }
        else if (n < FewestMatched && spread > 0 && fall * fall > 0.2 * (free + 2))
        {
            Story(atoms, rhythm, (int)n, beyond, fall, lastAtEnd);
        }
        else
        {
            (double mean, double deviation, double skew) = Matched(atoms.P, rhythm, n, free, fall, lastAtEnd);
            atoms.Match(mean, deviation, skew, fall, spread, alone);
        }
    }

    private static void Two(DiscountAtoms atoms, Rhythm rhythm, int beyond, double fall, bool lastAtEnd, double spread, bool alone)
    {
        // The first at v w, the second at v: w ~ Beta(first, k), v ~ Beta(first + k, beyond + 1), or 1.
        double half = double.IsPositiveInfinity(atoms.P) ? 0 : 0.5 / Math.Sqrt((2 * atoms.P) + 1), first = rhythm.Events(1);
        int points = spread > 0 ? 12 : alone ? 22 : 16;
        (double, double)[] seconds = lastAtEnd ? [(1.0, 1.0)] : BetaPoints(first + rhythm.K, beyond + 1, points);
        (double, double)[] firsts = BetaPoints(first, rhythm.K, lastAtEnd && spread == 0 ? 96 : points);
        foreach ((double second, double w2) in seconds)
        {
            foreach ((double share, double w1) in firsts)
            {
                double d1 = Math.Exp(-fall * second * share), d2 = Math.Exp(-fall * second);
                for (int side = half == 0 ? 1 : 0; side < 2; side++)
                {
                    double b = side == 0 ? 0.5 - half : 0.5 + half, weight = w1 * w2 / (half == 0 ? 1 : 2);
                    atoms.Add(Math.Log((b * d1) + ((1 - b) * d2)), weight);
                }
            }
        }
    }

    // Midpoints or Gauss points of (0, 1), weighted by the density of Beta(a, b).
    private static (double At, double Weight)[] BetaPoints(double a, double b, int points)
    {
        var nodes = new (double At, double Weight)[points];
        double sum = 0;
        for (int i = 0; i < points; i++)
        {
            bool gauss = points == GaussLegendre.Points;
            double at = gauss ? GaussLegendre.Nodes[i] : (i + 0.5) / points;
            double weight = (gauss ? GaussLegendre.Weights[i] : 1) * Math.Exp(((a - 1) * Math.Log(at)) + ((b - 1) * SpecialFunctions.Log1p(-at)));
            nodes[i] = (at, weight);
            sum += weight;
        }

        return Array.ConvertAll(nodes, node => (node.At, node.Weight / sum));
    }

    private static (double Mean, double Deviation, double Skew) Matched(double p, Rhythm rhythm, double n, double free, double fall, bool lastAtEnd)
    {
        // Very many purchases are as good as every stride-th of them.
        double stride = Math.Max(1, n / 256), last = lastAtEnd ? n - 1 : n, count = 0;
        double mean = 0, squares = 0, cubes = 0, early = 0, pairs = 0, own = 0;
        for (double i = 0.5 + (stride / 2); i < last + 0.5; i += stride)
        {
            double at = rhythm.Events(i) / (free + 1), scatter = at * (1 - at) / (free + 2), d = Factor(at, scatter, fall);
            count++;
            mean += d;
            squares += Factor(at, scatter, 2 * fall);
            cubes += Factor(at, scatter, 3 * fall);

            // Times are tied: cov(t, t') = t (1 - t') / (free + 2) for t before t'.
            double steep = fall * Math.Exp(-fall * at);
            pairs += 2 * early * steep * (1 - at) / (free + 2);
            own += steep * steep * scatter;
            early += steep * at;
        }

        double share = last / n, end = Math.Exp(-fall), atEnd = lastAtEnd ? 1 / n : 0;
        double between = share * share * ((pairs / count / count) + (own / count / (count * stride)));
        mean = (share * mean / count) + (atEnd * end);
        squares = (share * squares / count) + (atEnd * end * end);
        cubes = (share * cubes / count) + (atEnd * end * end * end);
        double within = Math.Max(0, squares - (mean * mean) - between), third = cubes - (3 * mean * squares) + (2 * mean * mean * mean);
        double mass = n * p;
        return double.IsPositiveInfinity(p)
            ? (mean, Math.Sqrt(between), 0)
            : (mean, Math.Sqrt(between + (within / (mass + 1))), 2 * third / ((mass + 1) * (mass + 2)));
    }

    // E e^(-fall t) of a time with a mean and a variance: that of a gamma variable, counted from the nearer end of (0, 1).
    private static double Factor(double mean, double variance, double fall) => mean < 0.5
        ? Math.Exp(-mean * mean / variance * SpecialFunctions.Log1p(fall * variance / mean))
        : Math.Exp((-fall * mean) + (0.5 * fall * fall * variance / (1 + (fall * variance / Math.Max(1 - mean, 1e-300)))));

    // Times from the gamma gaps between events. A fixed seed makes this a rule of integration, the same in every run.
    private static void Story(DiscountAtoms atoms, Rhythm rhythm, int n, int beyond, double fall, bool lastAtEnd)
    {
        Pcg64 random = new(1, (ulong)((n * 64) + beyond));
        double[] times = new double[n], worths = new double[n];
        for (int i = 0; i < Drawn; i++)
        {
            double time = 0, sum = 0, weights = 0;
            for (int m = 0; m < n; m++)
            {
                times[m] = time += random.NextGamma(m == 0 ? rhythm.Events(1) : rhythm.K);
                weights += worths[m] = double.IsPositiveInfinity(atoms.P) ? 1 : random.NextGamma(atoms.P);
            }

            double whole = lastAtEnd ? time : time + random.NextGamma(beyond + 1);
            for (int m = 0; m < n; m++)
            {
                sum += worths[m] / weights * Math.Exp(-fall * times[m] / whole);
            }

            atoms.Add(Math.Max(-fall, Math.Log(sum)), 1.0 / Drawn);
        }
    }
}
