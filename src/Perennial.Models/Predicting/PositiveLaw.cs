namespace Perennial.Models.Predicting;

/// <summary>The law of v, a customer's value in units of the scale of spend, given that the customer is alive and buys; for one frequency.</summary>
internal abstract class PositiveLaw
{
    /// <summary>Gives the place of an age in the law, to be used for any number of levels and values.</summary>
    /// <param name="age">The age.</param>
    /// <param name="phases">The chances of the phases of a customer who will buy; null where there is one phase.</param>
    public abstract Place At(double age, double[]? phases);

    /// <summary>Gives the smallest v that is not exceeded with chance <paramref name="level"/>.</summary>
    public abstract double Quantile(in Place place, double level);

    /// <summary>Gives the quantiles of rising levels, which is faster than one after the other.</summary>
    public virtual void Quantiles(in Place place, ReadOnlySpan<double> levels, Span<double> values)
    {
        for (int k = 0; k < levels.Length; k++)
        {
            values[k] = Quantile(place, levels[k]);
        }
    }

    /// <summary>Gives P(v at most <paramref name="value"/>).</summary>
    public abstract double Cdf(in Place place, double value);

    /// <summary>Gives P(v less than <paramref name="value"/>).</summary>
    public virtual double CdfBelow(in Place place, double value) => Cdf(place, value);

    /// <summary>Gives the integral of P(v more than u) over u from 0 to <paramref name="value"/>: E min(v, value).</summary>
    public abstract double SurvivalTo(in Place place, double value);

    /// <summary>Gives the integral of the square of P(v more than u) over all u: the mean of the smaller of two draws.</summary>
    public abstract double SurvivalSquared(in Place place);

    /// <summary>Where an age lies between the tabulated ones, and in which phase the customer may be.</summary>
    public readonly record struct Place(int Start, double W0, double W1, double W2, double W3, double Shift, double[]? Phases);
}
