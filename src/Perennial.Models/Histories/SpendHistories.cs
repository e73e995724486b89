namespace Perennial.Models;

/// <summary>The spend histories of n customers as columns: how often they bought again and what a repeat purchase was worth.</summary>
public sealed class SpendHistories
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="frequency">n numbers of repeat purchases x: 0, 1, 2, …</param>
    /// <param name="meanSpend">n mean values of a repeat purchase, in currency; 0 where frequency is 0.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a value is negative, NaN or infinite.</exception>
    public SpendHistories(int[] frequency, double[] meanSpend)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(meanSpend);
        if (frequency.Length != meanSpend.Length)
        {
            throw new ArgumentException($"The columns differ in length: frequency {frequency.Length}, mean spend {meanSpend.Length}. They must be equal.");
        }

        for (int i = 0; i < frequency.Length; i++)
        {
            if (frequency[i] < 0)
            {
                throw new ArgumentException($"Row {i} has frequency {frequency[i]}. Frequency counts repeat purchases: 0, 1, 2, …");
            }

            if (!double.IsFinite(meanSpend[i]) || meanSpend[i] < 0)
            {
                throw new ArgumentException($"Row {i} has mean spend {meanSpend[i]}. Mean spend is a finite amount of at least 0, net of returns.");
            }
        }

        Frequency = frequency;
        MeanSpend = meanSpend;
    }

    /// <summary>Gives the n numbers of repeat purchases.</summary>
    public int[] Frequency { get; }

    /// <summary>Gives the n mean values of a repeat purchase, in currency.</summary>
    public double[] MeanSpend { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Frequency.Length;
}
