namespace Perennial.Models;

/// <summary>A continuous discount rate per time unit: a payment after t units is worth exp(-Delta t) today.</summary>
public readonly record struct ContinuousRate
{
    private ContinuousRate(double delta, TimeUnit unit)
    {
        Delta = delta;
        Unit = unit;
    }

    /// <summary>Gives the rate per <see cref="Unit"/>; 0 means no discounting.</summary>
    public double Delta { get; }

    /// <summary>Gives the unit of the rate.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Makes the rate from an effective annual one: delta = ln(1 + annual) · days(unit) / 365.25.</summary>
    /// <param name="annual">Effective annual rate, 0.10 for 10 %; greater than -1.</param>
    /// <param name="unit">The unit wanted.</param>
    public static ContinuousRate FromEffectiveAnnual(double annual, TimeUnit unit)
    {
        if (!double.IsFinite(annual) || annual < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(annual), annual, "An annual discount rate is a finite number of at least 0, such as 0.10 for 10 %.");
        }

        return new(Math.Log(1 + annual) * unit.Days() / 365.25, unit);
    }

    /// <summary>Makes the rate from its value per unit.</summary>
    /// <param name="delta">Rate per unit, at least 0.</param>
    /// <param name="unit">The unit.</param>
    public static ContinuousRate PerUnit(double delta, TimeUnit unit)
    {
        if (!double.IsFinite(delta) || delta < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "A continuous discount rate is a finite number of at least 0 per time unit.");
        }

        return new(delta, unit);
    }
}
