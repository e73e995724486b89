namespace Perennial.Training;

/// <summary>One backtest: everything up to <paramref name="Origin"/> is known, what happens until <paramref name="End"/> is hidden.</summary>
/// <param name="Origin">Last known day.</param>
/// <param name="End">Last hidden day.</param>
public readonly record struct BacktestWindow(DateOnly Origin, DateOnly End)
{
    /// <summary>Gives the number of hidden days.</summary>
    public int Days => End.DayNumber - Origin.DayNumber;
}

/// <summary>The rolling origins of a run: the last one is scored once, the earlier ones select and recalibrate.</summary>
/// <remarks>
/// An earlier window ends on or before the last origin, so nothing of the hidden months reaches a choice. Earlier windows are as long as the
/// last one and start a quarter of its length apart; each leaves at least half a window, and eight weeks, of history to learn from.
/// </remarks>
public sealed record Origins(BacktestWindow? Last, IReadOnlyList<BacktestWindow> Earlier, string? NoHoldout)
{
    private const int LongestAutomaticHoldout = 39 * 7;
    private const int ShortestHoldout = 4 * 7;
    private const int ShortestTraining = 8 * 7;
    private const int MostEarlierOrigins = 5;

    /// <summary>Plans the origins of a history.</summary>
    /// <param name="firstDay">First day with a purchase.</param>
    /// <param name="asOf">Last known day.</param>
    /// <param name="holdoutDays">Length of the hidden period: null for a third of the history in whole weeks, at most 39; 0 for none.</param>
    public static Origins Plan(DateOnly firstDay, DateOnly asOf, int? holdoutDays)
    {
        int history = asOf.DayNumber - firstDay.DayNumber;
        if (holdoutDays == 0)
        {
            return new(null, [], "No months were hidden, as asked (--holdout none): the values of this run are not tested.");
        }

        int days = holdoutDays ?? Math.Min(LongestAutomaticHoldout, (int)Math.Round(history / 21.0) * 7);
        if (holdoutDays is null && days < ShortestHoldout)
        {
            return new(null, [], $"The history is {history} days long. A test needs at least {ShortestHoldout * 3} days: four weeks to hide and twice as many to learn from.");
        }

        if (history - days < Math.Min(ShortestTraining, days))
        {
            return new(null, [], $"Hiding {days} of {history} days leaves {Math.Max(0, history - days)} to learn from; at least {Math.Min(ShortestTraining, days)} are needed. Choose a shorter --holdout.");
        }

        var last = new BacktestWindow(asOf.AddDays(-days), asOf);
        var earlier = new List<BacktestWindow>();
        int step = Math.Max(7, days / 4 / 7 * 7);
        int leastTraining = Math.Max(ShortestTraining, days / 2);
        for (int k = 0; k < MostEarlierOrigins; k++)
        {
            DateOnly origin = last.Origin.AddDays(-days - (k * step));
            if (origin.DayNumber - firstDay.DayNumber < leastTraining)
            {
                break;
            }

            earlier.Add(new BacktestWindow(origin, origin.AddDays(days)));
        }

        return new(last, earlier, null);
    }
}
