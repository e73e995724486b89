namespace Perennial.Models;

/// <summary>The histories of n customers who could buy at fixed opportunities (a yearly appeal, a monthly round) as columns, counted in opportunities.</summary>
/// <remarks>At each opportunity a customer buys or does not. The opportunity of the first purchase, which makes the customer, is not counted.</remarks>
public sealed class DiscreteHistories
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="frequency">n numbers of opportunities at which a customer bought again, x: 0, 1, 2, …</param>
    /// <param name="recency">n numbers of the last opportunity with a purchase, t_x: 1 for the first; 0 where frequency is 0.</param>
    /// <param name="opportunities">n numbers of opportunities observed, n; at least t_x.</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public DiscreteHistories(int[] frequency, int[] recency, int[] opportunities, double[]? weight = null)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(recency);
        ArgumentNullException.ThrowIfNull(opportunities);
        int n = frequency.Length;
        if (recency.Length != n || opportunities.Length != n || (weight is not null && weight.Length != n))
        {
            throw new ArgumentException(
                $"The columns differ in length: frequency {n}, recency {recency.Length}, opportunities {opportunities.Length}, "
                + $"weight {weight?.Length ?? n}. They must be equal.");
        }

        for (int i = 0; i < n; i++)
        {
            Check(i, frequency[i], recency[i], opportunities[i], weight is null ? 1.0 : weight[i]);
        }

        Frequency = frequency;
        Recency = recency;
        Opportunities = opportunities;
        Weight = weight;
    }

    /// <summary>Gives the n numbers of opportunities with a purchase.</summary>
    public int[] Frequency { get; }

    /// <summary>Gives the n numbers of the last opportunity with a purchase.</summary>
    public int[] Recency { get; }

    /// <summary>Gives the n numbers of opportunities observed.</summary>
    public int[] Opportunities { get; }

    /// <summary>Gives the n numbers of customers a row stands for, or null where each row is one customer.</summary>
    public double[]? Weight { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Frequency.Length;

    private static void Check(int row, int x, int tx, int n, double weight)
    {
        if (x < 0)
        {
            throw new ArgumentException($"Row {row} has frequency {x}. Frequency counts opportunities with a purchase: 0, 1, 2, …");
        }

        if (n < 0)
        {
            throw new ArgumentException($"Row {row} has {n} opportunities. Opportunities are counted: 0, 1, 2, …");
        }

        if (tx > n)
        {
            throw new ArgumentException($"Row {row} has recency {tx} but {n} opportunities. The last purchase is at one of them. Check the as-of day.");
        }

        if (x > tx)
        {
            throw new ArgumentException(
                $"Row {row} has frequency {x} but recency {tx}. A customer buys at most once an opportunity: count opportunities with a purchase, not purchases.");
        }

        if (x == 0 && tx != 0)
        {
            throw new ArgumentException($"Row {row} has frequency 0 but recency {tx}. Without a purchase recency is 0.");
        }

        if (!double.IsFinite(weight) || weight <= 0)
        {
            throw new ArgumentException($"Row {row} has weight {weight}. A weight is a positive number of customers.");
        }
    }
}
