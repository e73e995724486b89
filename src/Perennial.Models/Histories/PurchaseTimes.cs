namespace Perennial.Models;

/// <summary>The purchase histories of n customers with the time of every purchase: what models need whose rates change with time.</summary>
public sealed class PurchaseTimes
{
    /// <summary>Takes the times after checking every customer.</summary>
    /// <param name="times">n lists of times of repeat purchases since the first, rising, in (0, T], in <paramref name="unit"/>; merge purchases of one day.</param>
    /// <param name="t">n ages T at the end of observation, in <paramref name="unit"/>.</param>
    /// <param name="unit">The unit of all times.</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public PurchaseTimes(double[][] times, double[] t, TimeUnit unit, double[]? weight = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(t);
        if (times.Length != t.Length)
        {
            throw new ArgumentException($"There are {times.Length} lists of purchase times but {t.Length} ages. Give one of each for each customer.");
        }

        for (int i = 0; i < times.Length; i++)
        {
            Check(i, times[i] ?? throw new ArgumentException($"Row {i} has no list of purchase times. A customer without a repeat purchase has an empty one."), t[i]);
        }

        Times = times;
        Histories = new PurchaseHistories(
            [.. times.Select(own => own.Length)], [.. times.Select(own => own.Length == 0 ? 0.0 : own[^1])], t, unit, weight, Gaps(times));
    }

    /// <summary>Gives the n lists of times of repeat purchases, in <see cref="Unit"/>.</summary>
    public IReadOnlyList<double[]> Times { get; }

    /// <summary>Gives the same customers by frequency, recency, age and log gaps; without log gaps where any two repeat purchases are of one moment.</summary>
    public PurchaseHistories Histories { get; }

    /// <summary>Gives the unit of all times.</summary>
    public TimeUnit Unit => Histories.Unit;

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Times.Count;

    // The sums of ln of the times between purchases; a gap of 0 has no logarithm.
    private static double[]? Gaps(double[][] times)
    {
        double[] sums = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            double last = 0.0;
            foreach (double time in times[i])
            {
                sums[i] += Math.Log(time - last);
                last = time;
            }
        }

        return Array.TrueForAll(sums, double.IsFinite) ? sums : null;
    }

    private static void Check(int row, double[] times, double age)
    {
        double last = 0.0;
        foreach (double time in times)
        {
            if (!double.IsFinite(time) || time <= 0.0 || time > age)
            {
                throw new ArgumentException($"Row {row} has a repeat purchase at {time} but T {age}. Repeat purchases lie in (0, T], counted from the first purchase.");
            }

            if (time < last)
            {
                throw new ArgumentException($"Row {row} has a repeat purchase at {time} after one at {last}. Give times in rising order.");
            }

            last = time;
        }
    }
}
