namespace Perennial.Models;

/// <summary>Who is in the fit of a spend model and who is set aside; the four counts sum to the customers given.</summary>
/// <param name="Used">A repeat purchase and a positive mean: these are fitted.</param>
/// <param name="WithoutRepeatPurchase">Frequency 0: nothing is known of their spend.</param>
/// <param name="WithoutSpend">Repeat purchases whose mean is 0: free orders, or returns of everything.</param>
/// <param name="Negative">Repeat purchases whose mean was negative, given through <see cref="SpendHistories.FromNet"/>.</param>
public sealed record SpendSelection(int Used, int WithoutRepeatPurchase, int WithoutSpend, int Negative)
{
    /// <summary>Tells whether a spend model learns from a customer.</summary>
    internal static bool Learns(int frequency, double meanSpend) => frequency > 0 && meanSpend > 0.0;

    /// <summary>Counts.</summary>
    internal static SpendSelection Of(SpendHistories histories, int negative)
    {
        int used = 0, silent = 0;
        for (int i = 0; i < histories.Count; i++)
        {
            used += Learns(histories.Frequency[i], histories.MeanSpend[i]) ? 1 : 0;
            silent += histories.Frequency[i] == 0 ? 1 : 0;
        }

        return new(used, silent, histories.Count - used - silent - negative, negative);
    }
}
