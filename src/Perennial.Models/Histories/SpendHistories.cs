namespace Perennial.Models;

/// <summary>The spend histories of n customers as columns: how often they bought again and what a repeat purchase was worth.</summary>
/// <remarks>
/// <para>The rules of spend, stated here once. A spend model learns from customers with a repeat purchase and a positive mean; the others are set aside, and
/// <see cref="Selection"/> counts them: nobody is dropped in silence.</para>
/// <para>No repeat purchase: nothing is known of the customer's spend, who is predicted as the population is. Mean 0 (free orders, or returns of everything):
/// not in the fit, for no gamma variable is 0; predicted as one whose purchases were worth nothing, near the low end. Negative mean (returns beyond purchases):
/// refused by the constructor, because it is most often an error of sign; <see cref="FromNet"/> takes it, holds it as 0 and counts it.</para>
/// <para>A tail so heavy that a mean does not exist (q + p x at most 1) is no error: means are then refused (null) or, where a number is promised, the median;
/// medians and other quantiles always exist.</para>
/// </remarks>
public sealed class SpendHistories
{
    private readonly int _negative;

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

    /// <summary>Takes means net of returns, which may be negative: those are held as 0 and counted in <see cref="Selection"/>.</summary>
    /// <param name="frequency">n numbers of repeat purchases x: 0, 1, 2, …</param>
    /// <param name="netMeanSpend">n mean values of a repeat purchase after returns, in currency; any finite number.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a value is NaN or infinite.</exception>
    public static SpendHistories FromNet(int[] frequency, double[] netMeanSpend)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(netMeanSpend);
        int negative = 0;
        double[] held = new double[netMeanSpend.Length];
        for (int i = 0; i < held.Length; i++)
        {
            bool below = netMeanSpend[i] < 0.0 && double.IsFinite(netMeanSpend[i]);
            negative += below && i < frequency.Length && frequency[i] > 0 ? 1 : 0;
            held[i] = below ? 0.0 : netMeanSpend[i];
        }

        return new SpendHistories(frequency, held, negative);
    }

    private SpendHistories(int[] frequency, double[] meanSpend, int negative)
        : this(frequency, meanSpend) => _negative = negative;

    /// <summary>Gives the n numbers of repeat purchases.</summary>
    public int[] Frequency { get; }

    /// <summary>Gives the n mean values of a repeat purchase, in currency.</summary>
    public double[] MeanSpend { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Frequency.Length;

    /// <summary>Gives who is in a fit of these histories and who is set aside, with counts.</summary>
    public SpendSelection Selection => SpendSelection.Of(this, _negative);
}
