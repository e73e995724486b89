using Perennial.Valuation.Bridges;

namespace Perennial.Decisions.Plans;

/// <summary>By how much revenue, retention and cost moved the value of a customer: the mean over all orders in which they can change (Shapley); they add up to the move to the cent (plan.change.v1).</summary>
/// <param name="What">Between what: two runs, or the plan's today and target.</param>
/// <param name="Start">The value before.</param>
/// <param name="End">The value after.</param>
/// <param name="Revenue">What revenue moved.</param>
/// <param name="Retention">What retention moved.</param>
/// <param name="Cost">What cost to serve moved.</param>
/// <param name="Note">What a reader must know, or null.</param>
public sealed record ChangeOfValue(string What, decimal Start, decimal End, decimal Revenue, decimal Retention, decimal Cost, string? Note = null)
{
    /// <summary>Gives the move.</summary>
    public decimal Change => End - Start;

    /// <summary>Gives a part's share of the move; null where nothing moved.</summary>
    public double? Share(decimal part) => Change == 0 ? null : (double)(part / Change);

    /// <summary>Shares the move out.</summary>
    /// <param name="what">Between what.</param>
    /// <param name="before">The factors before.</param>
    /// <param name="after">The factors after.</param>
    /// <param name="annuity">The present value of one unit a year by the chance to stay.</param>
    /// <param name="note">What a reader must know, or null.</param>
    public static ChangeOfValue Of(string what, ValueFactors before, ValueFactors after, Func<double, double> annuity, string? note = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(annuity);
        var chain = new ShapleyChain(0, 3);
        double[] parts = new double[3];
        foreach ((int rung, int flipped) in chain.States)
        {
            double value = Value(flipped);
            for (int part = 0; part < parts.Length; part++)
            {
                parts[part] += chain.Weight(part, rung, flipped) * value;
            }
        }

        decimal start = Cents(Value(0)), end = Cents(Value(7)), revenue = Cents(parts[0]), retention = Cents(parts[1]);
        return new(what, start, end, revenue, retention, end - start - revenue - retention, note);

        double Value(int flipped)
        {
            ValueFactors Of(int bit) => (flipped & bit) == 0 ? before : after;
            return (Of(1).Revenue - Of(4).Cost) * annuity(Of(2).Retention);
        }
    }

    private static decimal Cents(double amount) => Math.Round((decimal)amount, 2, MidpointRounding.ToEven);
}
