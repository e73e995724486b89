namespace Perennial.Models;

/// <summary>The purchase histories of n customers (or of n groups of customers with equal histories) as columns.</summary>
/// <remarks>Columns, not objects, cross the library's door: ten million customers are four arrays.</remarks>
public sealed class PurchaseHistories
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="frequency">n numbers of repeat purchases x: 0, 1, 2, …</param>
    /// <param name="recency">n times of the last purchase since the first, t_x, in <paramref name="unit"/>; 0 where frequency is 0.</param>
    /// <param name="t">n ages T at the end of observation, in <paramref name="unit"/>; T is at least t_x.</param>
    /// <param name="unit">The unit of <paramref name="recency"/> and <paramref name="t"/>.</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <param name="logGaps">
    /// n sums, over the repeat purchases of a customer, of ln of the time since the purchase before, in <paramref name="unit"/>; the mean of them
    /// where a row is several customers. 0 where frequency is 0. Only models of regular buying need it.
    /// </param>
    /// <param name="opportunities">
    /// When customers can buy next, where the histories count opportunities: frequency those with a purchase, and times are whole numbers of periods.
    /// Only models of buying at opportunities need it.
    /// </param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public PurchaseHistories(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight = null, double[]? logGaps = null, OpportunitySchedule? opportunities = null)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(recency);
        ArgumentNullException.ThrowIfNull(t);
        int n = frequency.Length;
        if (recency.Length != n || t.Length != n || (weight is not null && weight.Length != n) || (logGaps is not null && logGaps.Length != n))
        {
            throw new ArgumentException(
                $"The columns differ in length: frequency {n}, recency {recency.Length}, T {t.Length}, weight {weight?.Length ?? n}, log gaps {logGaps?.Length ?? n}. They must be equal.");
        }

        for (int i = 0; i < n; i++)
        {
            Check(i, frequency[i], recency[i], t[i], weight is null ? 1.0 : weight[i]);
            if (logGaps is not null)
            {
                CheckGaps(i, frequency[i], recency[i], logGaps[i]);
            }
        }

        Frequency = frequency;
        Recency = recency;
        T = t;
        Unit = unit;
        Weight = weight;
        LogGaps = logGaps;
        Opportunities = opportunities;
    }

    /// <summary>Gives the n numbers of repeat purchases.</summary>
    public int[] Frequency { get; }

    /// <summary>Gives the n times of the last purchase since the first, in <see cref="Unit"/>.</summary>
    public double[] Recency { get; }

    /// <summary>Gives the n ages at the end of observation, in <see cref="Unit"/>.</summary>
    public double[] T { get; }

    /// <summary>Gives the n numbers of customers a row stands for, or null where each row is one customer.</summary>
    public double[]? Weight { get; }

    /// <summary>Gives the n sums of ln of the times between purchases, in <see cref="Unit"/>, or null where they are not known.</summary>
    public double[]? LogGaps { get; }

    /// <summary>Gives when customers can buy next, where the histories count opportunities; else null.</summary>
    public OpportunitySchedule? Opportunities { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Frequency.Length;

    private static void Check(int row, int x, double tx, double age, double weight)
    {
        if (x < 0)
        {
            throw new ArgumentException($"Row {row} has frequency {x}. Frequency counts repeat purchases: 0, 1, 2, …");
        }

        if (!double.IsFinite(age) || age < 0)
        {
            throw new ArgumentException($"Row {row} has T {age}. T is a finite time of at least 0.");
        }

        if (!double.IsFinite(tx) || tx < 0)
        {
            throw new ArgumentException($"Row {row} has recency {tx}. Recency is a finite time of at least 0, from the first purchase to the last.");
        }

        if (tx > age)
        {
            throw new ArgumentException($"Row {row} has recency {tx} but T {age}. Recency may not exceed T. Check the time zone and the as-of day.");
        }

        if (x == 0 && tx != 0)
        {
            throw new ArgumentException($"Row {row} has frequency 0 but recency {tx}. Without a repeat purchase recency is 0.");
        }

        if (!double.IsFinite(weight) || weight <= 0)
        {
            throw new ArgumentException($"Row {row} has weight {weight}. A weight is a positive number of customers.");
        }
    }

    // A sum of logarithms is largest where all gaps are equal.
    private static void CheckGaps(int row, int x, double tx, double logGaps)
    {
        double most = x == 0 ? 0.0 : x * Math.Log(tx / x);
        if (double.IsNaN(logGaps) || double.IsInfinity(logGaps) || (x == 0 && logGaps != 0.0) || logGaps > most + (1e-9 * Math.Max(1.0, Math.Abs(most))))
        {
            throw new ArgumentException(
                $"Row {row} has log gaps {logGaps} with frequency {x} and recency {tx}. The sum of ln of the times between purchases is finite, at most {most} there, "
                + "and 0 without a repeat purchase. Merge purchases of one moment, and give times in the unit of recency.");
        }
    }
}
