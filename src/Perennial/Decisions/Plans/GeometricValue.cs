namespace Perennial.Decisions.Plans;

/// <summary>The value of a customer who stays each year with the same chance and pays at its end: <c>margin r / (1 + d - r)</c>. What a plan that names one retention rate can be held against.</summary>
public static class GeometricValue
{
    /// <summary>Gives the present value of one unit a year.</summary>
    /// <param name="retention">The chance to stay a year, from 0 to 1.</param>
    /// <param name="discount">The effective annual rate.</param>
    /// <returns>Null where it is not finite: <paramref name="retention"/> is not below one plus the rate.</returns>
    public static double? Annuity(double retention, double discount) => retention is >= 0 and <= 1 && retention < 1 + discount ? retention / (1 + discount - retention) : null;

    /// <summary>Gives the factor by which the value rises where retention alone does; null where one of the two is not finite or nothing.</summary>
    public static double? Ratio(double from, double to, double discount) => Annuity(from, discount) is { } old and > 0 ? Annuity(to, discount) / old : null;
}
