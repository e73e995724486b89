using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive at T who may buy at any moment: the rate of purchases (or of the phases between them) is Gamma(R, Alpha).</summary>
internal abstract class RateCustomer : AliveCustomer
{
    protected RateCustomer(double r, double alpha)
        : base(r) => Alpha = alpha;

    /// <summary>Gives the rate of the rate.</summary>
    public double Alpha { get; }

    /// <summary>Gives which events of the customer's process are purchases.</summary>
    public virtual Rhythm Rhythm => new(1, 0);

    /// <summary>Gives the ways in which the story may end by a time, as points that serve every age between this customer's and an older one's.</summary>
    /// <param name="older">The same customer at the highest age.</param>
    /// <param name="cut">How far to look.</param>
    /// <param name="width">Relative width of the law of a value given how the story ends.</param>
    /// <param name="fewest">Fewest panels of points.</param>
    public abstract Ending[] Endings(RateCustomer older, double cut, double width, int fewest);

    /// <summary>Gives what the density of an ending has that does not depend on the number of purchases.</summary>
    public abstract double Factor(in Ending ending);

    /// <summary>Gives what ln of the chance of n purchases has besides where the customer is still there at the end.</summary>
    public virtual double LogStay(double n) => 0;

    /// <summary>Gives what ln of the density of n purchases has besides where the customer has left.</summary>
    public virtual double LogLeave(double n) => 0;

    /// <remarks>Who never drops out buys most, and the count of events is negative binomial.</remarks>
    /// <inheritdoc/>
    public override double Most(double horizon, double deviations, double negligible)
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
