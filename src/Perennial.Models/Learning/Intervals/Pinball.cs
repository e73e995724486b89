namespace Perennial.Models.Learning.Intervals;

/// <summary>The loss whose minimum is a quantile.</summary>
/// <source paper="KoenkerBassett1978"/>
public static class Pinball
{
    /// <summary>Gives the mean loss: level times what was missed above, 1 - level times what was missed below.</summary>
    /// <param name="predicted">n predicted quantiles.</param>
    /// <param name="actual">n outcomes.</param>
    /// <param name="level">Level of the quantile, in (0, 1).</param>
    public static double Loss(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, double level)
    {
        if (predicted.Length != actual.Length || predicted.IsEmpty || !(level is > 0 and < 1))
        {
            throw new ArgumentException($"There are {predicted.Length} predictions and {actual.Length} outcomes at level {level}. Give equally many, at least one, and a level in (0, 1).", nameof(predicted));
        }

        double sum = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            double missed = actual[i] - predicted[i];
            sum += missed >= 0 ? level * missed : (level - 1) * missed;
        }

        return Histories.HistoryDoor.Finite(sum / predicted.Length, "pinball loss");
    }
}
