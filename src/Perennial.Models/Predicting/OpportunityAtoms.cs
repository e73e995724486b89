using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The law of D, the weighted mean discount factor of n purchases at i opportunities, any n of them alike, as a few weighted points.</summary>
/// <remarks>
/// One purchase is summed over the opportunities, two over pairs of them; more are matched in mean, variance and skewness of a draw without replacement
/// with Dirichlet weights, or drawn by a fixed rule where discounting is so long that three moments say too little.
/// </remarks>
internal sealed class OpportunityAtoms(OpportunitySchedule schedule, double p, double delta)
{
    private const int Strata = 30;
    private const int Drawn = 256;
    private const double Wide = 0.4;

    /// <summary>Gives the points found last.</summary>
    public DiscountAtoms Points { get; } = new(p, delta);

    /// <summary>Finds the points.</summary>
    /// <param name="n">Number of purchases, 1 to i.</param>
    /// <param name="i">Number of opportunities; whole where it is small.</param>
    /// <param name="spread">Relative width of the value's law given D; 0 where D alone makes the value.</param>
    /// <param name="alone">Whether no other i softens these points.</param>
    public void Find(double n, double i, double spread, bool alone)
    {
        Points.Clear();
        double fall = delta * schedule.At(i);
        if (fall == 0)
        {
            Points.Add(0, 1);
            return;
        }

        (double mean, double deviation, double third) = Moments(n, i);
        bool fine = spread > 0 && deviation < Wide * spread * mean;
        if (n == 1 && !fine)
        {
            foreach ((double before, double weight) in OpportunityNodes.Of(i))
            {
                Points.Add(-delta * schedule.At(before + 1), weight / i);
            }
        }
        else if (n == 2 && !fine)
        {
            Two(i);
        }
        else if (spread > 0 && deviation > Wide * mean)
        {
            Story((int)Math.Round(n), i);
        }
        else
        {
            Points.Match(mean, deviation, third, fall, spread, alone);
        }
    }

    // Mean, standard deviation and third central moment of D.
    private (double Mean, double Deviation, double Third) Moments(double n, double i)
    {
        double mean = schedule.DiscountSum(i, delta) / i, squares = schedule.DiscountSum(i, 2 * delta) / i, cubes = schedule.DiscountSum(i, 3 * delta) / i;
        double variance = Math.Max(0, squares - (mean * mean)), third = cubes - (3 * mean * squares) + (2 * mean * mean * mean), inverse = 1 / p;

        // E sum B_j^2 and E sum B_j^3 of n Dirichlet(p) weights; p may be infinite. Factors drawn without replacement hang together.
        double two = (1 + inverse) / (n + inverse), three = two * (1 + (2 * inverse)) / (n + (2 * inverse));
        if (i > 1)
        {
            variance *= two - ((1 - two) / (i - 1));
            third *= three - (3 * (two - three) / (i - 1)) + (i > 2 ? 2 * (1 - (3 * two) + (2 * three)) / ((i - 1) * (i - 2)) : 0);
        }

        return (mean, Math.Sqrt(Math.Max(0, variance)), third);
    }

    private void Two(double i)
    {
        // W = w1 d1 + w2 d2 = (w1 + w2)(B d1 + (1 - B) d2), B ~ Beta(p, p) as the two points 1/2 -+ its standard deviation.
        double half = double.IsPositiveInfinity(p) ? 0 : 0.5 / Math.Sqrt((2 * p) + 1);
        int strata = (int)Math.Min(Strata, i), sides = half == 0 ? 1 : 2, pairs = strata * (strata - 1) / 2;
        for (int first = 0; first < strata; first++)
        {
            for (int second = first + 1; second < strata; second++)
            {
                double d1 = Factor(first, strata, i), d2 = Factor(second, strata, i);
                for (int side = 0; side < sides; side++)
                {
                    double b = side == 0 ? 0.5 - half : 0.5 + half;
                    Points.Add(Math.Log((b * d1) + ((1 - b) * d2)), 1.0 / (pairs * sides));
                }
            }
        }
    }

    private double Factor(int stratum, int strata, double i) => Math.Exp(-delta * schedule.At(strata < i ? Math.Max(1, Math.Round((stratum + 0.5) * i / strata)) : stratum + 1));

    // A fixed seed makes this a rule of integration, the same in every run.
    private void Story(int n, double i)
    {
        Pcg64 random = new(1, (ulong)n);
        HashSet<double> taken = [];
        for (int draw = 0; draw < Drawn; draw++)
        {
            double sum = 0, weights = 0;
            taken.Clear();
            while (taken.Count < n)
            {
                double k = 1 + Math.Floor(taken.Count == 0 ? (draw + 0.5) / Drawn * i : random.NextDouble() * i);
                if (taken.Add(Math.Min(k, Math.Floor(i))))
                {
                    double weight = double.IsPositiveInfinity(p) ? 1 : random.NextGamma(p);
                    sum += weight * Math.Exp(-delta * schedule.At(Math.Min(k, Math.Floor(i))));
                    weights += weight;
                }
            }

            Points.Add(Math.Max(-delta * schedule.At(i), Math.Log(sum / weights)), 1.0 / Drawn);
        }
    }
}
