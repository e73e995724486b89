using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The future of a customer who is alive at T: how often purchases come, and when they stop.</summary>
internal abstract class AliveCustomer
{
    private const double MostCounts = 1 << 24;

    protected AliveCustomer(double r) => R = r;

    /// <summary>Gives the shape of the rate (or chance) of purchases: it is known to about one over the square root of that.</summary>
    public double R { get; }

    /// <summary>Gives P(no purchase within the horizon); the horizon may be infinite.</summary>
    public abstract double Zero(double horizon);

    /// <summary>Adds P(n purchases within the horizon) to every mass[n]; the horizon is finite.</summary>
    public abstract void AddCounts(double horizon, double[] mass);

    /// <summary>Gives E S, E S at twice the rate (the sum of squared factors) and the sum over pairs, S the discounted number of purchases.</summary>
    public abstract (double First, double Squares, double Pairs) Moments(double horizon, double delta);

    /// <summary>Draws the sum of the discounted worths of the purchases in (0, end], each Gamma(p), or 1 where p is infinite.</summary>
    public abstract double Draw(double p, double end, double delta, Pcg64 random);

    /// <summary>Gives P(N = n) for n = 0 … until less than 1e-13 is left; normalised to sum to 1.</summary>
    public double[] Counts(double horizon)
    {
        double[] mass = new double[(int)Math.Min(Most(horizon, 8, 1e-13), MostCounts) + 1];
        AddCounts(horizon, mass);
        double sum = 0;
        foreach (double m in mass)
        {
            sum += m;
        }

        for (int n = 0; n < mass.Length; n++)
        {
            mass[n] /= sum;
        }

        return mass;
    }

    /// <summary>Gives a number of purchases beyond which hardly anything is left.</summary>
    public abstract double Most(double horizon, double deviations, double negligible);
}
