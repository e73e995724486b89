namespace Perennial.Decisions.Plans;

/// <summary>The value of a customer who stays each year with the same chance and pays at its end: <c>margin r / (1 + d - r)</c>. What a plan that names one retention rate can be held against.</summary>
public static class GeometricValue
{
    /// <summary>Gives the present value of one unit a year.</summary>
    /// <param name="retention">The chance to stay a year, from 0 to 1.</param>
    /// <param name="discount">The effective annual rate.</param>
    /// <returns>Null where it is not finite: <paramref name="retention"/> is not below one plus the rate.</returns>
    public static double? Annuity(double retention, double discount) => retention is >= 0 and <= 1 && retention < 1 + discount ? retention / (1 + discount - retention) : null;
}
