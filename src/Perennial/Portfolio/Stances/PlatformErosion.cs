namespace Perennial.Portfolio.Stances;

/// <summary>Growth that erodes: recurring revenue rises while net value falls, or is below what it cost.</summary>
public static class PlatformErosion
{
    /// <summary>The flag of a decision that raises recurring revenue and lowers net value.</summary>
    public const string Flag = "platform_erosion";

    /// <summary>Judges a proposal.</summary>
    /// <param name="arr">By how much it moves yearly recurring revenue.</param>
    /// <param name="netValue">By how much it moves net value.</param>
    /// <returns><see cref="Flag"/> where the first rises and the second falls; else null. A flagged proposal needs the approval of executives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not a finite number: what is not known cannot be cleared.</exception>
    public static string? Judge(double arr, double netValue)
    {
        if (!double.IsFinite(arr) || !double.IsFinite(netValue))
        {
            throw new ArgumentOutOfRangeException(double.IsFinite(arr) ? nameof(netValue) : nameof(arr), "A proposal is judged by how much it moves recurring revenue and net value, both finite. State both.");
        }

        return arr > 0 && netValue < 0 ? Flag : null;
    }
}

/// <summary>A customer, cohort, segment or channel whose revenue rises while its net value is below nothing, or below what its customers cost to win.</summary>
/// <param name="Kind">customer, segment, channel, cohort.</param>
/// <param name="Name">Which.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Now">Recurring revenue a year on the as-of day (without subscriptions: revenue of the last twelve months).</param>
/// <param name="Before">The same a year before.</param>
/// <param name="Net">Net value of those in it: their sum; of a channel held against its cost, the mean of a customer won.</param>
/// <param name="Cost">What a customer cost to win, where net value is held against it; else null.</param>
public sealed record ErodingGrowth(string Kind, string Name, int Customers, double Now, double Before, double Net, double? Cost);
