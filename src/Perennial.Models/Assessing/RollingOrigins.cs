namespace Perennial.Models.Assessing;

/// <summary>Days on which one could have stood, each with a window behind it that was still to come.</summary>
/// <param name="Times">The origins on the calendar of the customers, rising; what is later is hidden.</param>
/// <param name="Window">The length of each hidden window.</param>
public sealed record RollingOrigins(IReadOnlyList<double> Times, double Window)
{
    /// <summary>Plans origins backwards from the last one whose window is known whole.</summary>
    /// <param name="end">The last known moment, counted from the first purchase of all, in the unit of the models.</param>
    /// <param name="window">The length of a hidden window, positive.</param>
    /// <param name="most">The most origins, at least 1.</param>
    /// <param name="step">The time between two origins, or null for a window, so that no purchase is hidden twice.</param>
    /// <param name="least">The least history before an origin, or null for a window.</param>
    /// <exception cref="ArgumentException">Not even one origin leaves a window after it and the least history before it.</exception>
    public static RollingOrigins Plan(double end, double window, int most = 5, double? step = null, double? least = null)
    {
        Positive(end, nameof(end));
        Positive(window, nameof(window));
        double apart = Positive(step ?? window, nameof(step)), before = Positive(least ?? window, nameof(least));
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        double[] times = [.. Enumerable.Range(0, most).Select(k => end - window - (k * apart)).TakeWhile(origin => origin >= before).Reverse()];
        return times.Length > 0
            ? new(times, window)
            : throw new ArgumentException($"A history of {end} cannot hide {window} and keep {before} to learn from. Give a shorter window.", nameof(window));
    }

    private static double Positive(double value, string name) => double.IsFinite(value) && value > 0.0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It is a positive, finite time.");
}

/// <summary>What was known at an origin, and what came after it.</summary>
/// <param name="Rows">The customers acquired by then, as places in the rows given.</param>
/// <param name="Known">Their histories as known at the origin.</param>
/// <param name="Hidden">Their purchases in the window after it.</param>
public sealed record OriginSplit(int[] Rows, PurchaseTimes Known, int[] Hidden)
{
    /// <summary>Splits customers at an origin: nothing later reaches what is known.</summary>
    /// <param name="times">n customers with the time of every repeat purchase since the first.</param>
    /// <param name="start">n times of the first purchase on a calendar that all share, in the unit of <paramref name="times"/>.</param>
    /// <param name="origin">The origin on that calendar.</param>
    /// <param name="window">The length of the hidden window, positive; purchases in (origin, origin + window] are counted.</param>
    /// <exception cref="ArgumentException">Columns differ in length, a start is not finite, or a customer was not followed to the end of the window.</exception>
    public static OriginSplit Of(PurchaseTimes times, double[] start, double origin, double window)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(start);
        Columns.SameLength(times.Count, start.Length, "a split at an origin");
        Columns.Finite(start, nameof(start));
        if (!double.IsFinite(origin) || !(window > 0.0) || !double.IsFinite(window))
        {
            throw new ArgumentOutOfRangeException(nameof(window), (origin, window), "An origin is a finite time, a window a positive one.");
        }

        int[] rows = [.. Enumerable.Range(0, times.Count).Where(i => start[i] <= origin)];
        PurchaseHistories all = times.Histories;

        // A rounding of sums of times is no end of observation.
        int early = Array.FindIndex(rows, i => start[i] + all.T[i] < origin + window - (1e-9 * window));
        if (early >= 0)
        {
            int i = rows[early];
            throw new ArgumentException(
                $"Customer {i} is followed to {start[i] + all.T[i]} only, but the window ends at {origin + window}. Give an earlier origin, or leave the customer out.", nameof(times));
        }

        double[][] known = [.. rows.Select(i => times.Times[i].Where(time => start[i] + time <= origin).ToArray())];
        double[] ages = [.. rows.Select((i, k) => Math.Max(origin - start[i], known[k].LastOrDefault()))];
        return new(
            rows,
            new PurchaseTimes(known, ages, times.Unit, all.Weight is { } weight ? [.. rows.Select(i => weight[i])] : null),
            [.. rows.Select(i => times.Times[i].Count(time => start[i] + time > origin && start[i] + time <= origin + window))]);
    }
}
