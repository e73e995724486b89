namespace Perennial.Models;

/// <summary>A discount rate per opportunity: a purchase or a renewal k opportunities from now is worth (1 + Rate)^-k today.</summary>
public readonly record struct PeriodicRate
{
    private PeriodicRate(double rate) => Rate = rate;

    /// <summary>Gives the effective rate per opportunity; 0 means no discounting.</summary>
    public double Rate { get; }

    /// <summary>Makes the rate from an effective annual one: (1 + annual)^(1 / opportunities) - 1.</summary>
    /// <param name="annual">Effective annual rate, 0.10 for 10 %; at least 0.</param>
    /// <param name="opportunitiesPerYear">How many opportunities a year has: 1 for yearly appeals, 12 for monthly ones.</param>
    public static PeriodicRate FromEffectiveAnnual(double annual, double opportunitiesPerYear)
    {
        if (!double.IsFinite(annual) || annual < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(annual), annual, "An annual discount rate is a finite number of at least 0, such as 0.10 for 10 %.");
        }

        if (!double.IsFinite(opportunitiesPerYear) || opportunitiesPerYear <= 0.0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(opportunitiesPerYear), opportunitiesPerYear, "Opportunities a year are a positive number, such as 12 for monthly ones.");
        }

        return PerOpportunity(Numerics.SpecialFunctions.Expm1(Numerics.SpecialFunctions.Log1p(annual) / opportunitiesPerYear));
    }

    /// <summary>Makes the rate from its value per opportunity.</summary>
    /// <param name="rate">Effective rate per opportunity, at least 0.</param>
    public static PeriodicRate PerOpportunity(double rate)
    {
        if (!double.IsFinite(rate) || rate < 0.0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A periodic discount rate is a finite number of at least 0 per opportunity.");
        }

        return new(rate);
    }
}
