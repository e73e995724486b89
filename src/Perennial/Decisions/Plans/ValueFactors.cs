namespace Perennial.Decisions.Plans;

/// <summary>What the value of a customer is made of: <c>(revenue - cost) x annuity(retention)</c>, the annuity being the present value of one unit a year for as long as the customer stays.</summary>
/// <param name="Revenue">What a customer leaves a year before cost to serve.</param>
/// <param name="Retention">The chance to stay a year.</param>
/// <param name="Cost">What serving one costs a year.</param>
public sealed record ValueFactors(double Revenue, double Retention, double Cost)
{
    /// <summary>The years at which a lifetime is cut.</summary>
    public const double Lifetime = 20;

    /// <summary>Gives the present value of one unit a year, flowing evenly for as long as the customer stays and growing, up to a horizon.</summary>
    /// <param name="retention">The chance to stay a year, above 0.</param>
    /// <param name="growth">By which share it grows a year.</param>
    /// <param name="discount">The effective annual rate.</param>
    /// <param name="years">The horizon.</param>
    public static double Annuity(double retention, double growth, double discount, double years)
    {
        double a = Math.Log(Math.Max(retention, 1e-9) * (1 + growth) / (1 + discount));
        return Math.Abs(a) < 1e-9 ? years : (Math.Exp(a * years) - 1) / a;
    }

    /// <summary>Gives the factors whose value a run found.</summary>
    /// <param name="gross">Mean gross value of a customer.</param>
    /// <param name="cost">Mean present value of serving one.</param>
    /// <param name="retention">The chance to stay a year.</param>
    /// <param name="discount">The effective annual rate.</param>
    /// <param name="years">The horizon.</param>
    public static ValueFactors Of(double gross, double cost, double retention, double discount, double years)
    {
        double annuity = Annuity(retention, 0, discount, years);
        return new(gross / annuity, retention, cost / annuity);
    }
}
