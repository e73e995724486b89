using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The future of a customer who is alive at T: the rate of purchases (or of the phases between them) is Gamma(R, Alpha), and the law says when they stop.</summary>
internal abstract class AliveCustomer
{
    private const double MostCounts = 1 << 24;

    protected AliveCustomer(double r, double alpha)
    {
        R = r;
        Alpha = alpha;
    }

    /// <summary>Gives the shape of the rate.</summary>
    public double R { get; }

    /// <summary>Gives the rate of the rate.</summary>
    public double Alpha { get; }

    /// <summary>Gives which events of the customer's process are purchases.</summary>
    public virtual Rhythm Rhythm => new(1, 0);

    /// <summary>Gives P(no purchase within the horizon); the horizon may be infinite.</summary>
    public abstract double Zero(double horizon);

    /// <summary>Adds P(n purchases within the horizon) to every mass[n]; the horizon is finite.</summary>
    public abstract void AddCounts(double horizon, double[] mass);

    /// <summary>Gives E S, E S at twice the rate (the sum of squared factors) and the sum over pairs, S the discounted number of purchases.</summary>
    public abstract (double First, double Squares, double Pairs) Moments(double horizon, double delta);

    /// <summary>Draws the sum of the discounted worths of the purchases in (0, end], each Gamma(p), or 1 where p is infinite.</summary>
    public abstract double Draw(double p, double end, double delta, Pcg64 random);

    /// <summary>Gives the ways in which the story may end by a time, as points that serve every age between this customer's and an older one's.</summary>
    /// <param name="older">The same customer at the highest age.</param>
    /// <param name="cut">How far to look.</param>
    /// <param name="width">Relative width of the law of a value given how the story ends.</param>
    /// <param name="fewest">Fewest panels of points.</param>
    public abstract Ending[] Endings(AliveCustomer older, double cut, double width, int fewest);

    /// <summary>Gives what the density of an ending has that does not depend on the number of purchases.</summary>
    public abstract double Factor(in Ending ending);

    /// <summary>Gives what ln of the chance of n purchases has besides where the customer is still there at the end.</summary>
    public virtual double LogStay(double n) => 0;

    /// <summary>Gives what ln of the density of n purchases has besides where the customer has left.</summary>
    public virtual double LogLeave(double n) => 0;

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

    /// <summary>Gives a number of purchases beyond which hardly anything is left: who never drops out buys most, and the count of events is negative binomial.</summary>
    public double Most(double horizon, double deviations, double negligible)
    {
        double ratio = horizon / Alpha, mean = R * ratio, n = mean + (deviations * Math.Sqrt(mean * (1 + ratio))) + 8;
        for (int i = 0; i < 200 && IncompleteFunctions.Beta(Math.Floor(n) + 1, R, ratio / (1 + ratio), 1 / (1 + ratio)) > negligible; i++)
        {
            n = (n * 1.25) + 4;
        }

        return Rhythm.K == 1 ? n : Math.Floor((n + Rhythm.Begun) / Rhythm.K) + 1;
    }
}

/// <summary>One way in which a customer's story ends, as a point of integration.</summary>
/// <param name="U">When.</param>
/// <param name="Weight">The weight of the point.</param>
/// <param name="Left">Whether the customer left then; else the customer is still there at the end of the horizon.</param>
/// <param name="AtPurchase">Whether the last purchase is at that very time.</param>
/// <param name="Beyond">Events of the customer's process after the last purchase that no further one has come of.</param>
internal readonly record struct Ending(double U, double Weight, bool Left, bool AtPurchase, int Beyond = 0);
