namespace Perennial.Models.Seasons;

/// <summary>How seasonal indices are estimated.</summary>
public sealed record SeasonalOptions
{
    /// <summary>Gives the cycles, whose indices multiply.</summary>
    /// <value>The months of the year.</value>
    public IReadOnlyList<SeasonalCycle> Cycles { get; init; } = [SeasonalCycle.MonthOfYear];

    /// <summary>Gives the purchases that an index of 1 counts as beside those seen: how far a season of few purchases is drawn to 1.</summary>
    /// <value>20; positive, so that no index is 0.</value>
    public double Shrinkage { get; init; } = 20.0;

    internal void Check()
    {
        if (!(Shrinkage > 0.0) || !double.IsFinite(Shrinkage))
        {
            throw new ArgumentOutOfRangeException(nameof(Shrinkage), Shrinkage, "The shrinkage is a positive number of purchases: without it a season without purchases would stop the clock.");
        }

        if (Cycles is not { Count: > 0 } || Cycles.Distinct().Count() < Cycles.Count || (Cycles.Contains(SeasonalCycle.MonthOfYear) && Cycles.Contains(SeasonalCycle.WeekOfYear)))
        {
            throw new ArgumentException("The cycles are at least one, each once, and months not together with weeks of the year, which say the same.", nameof(Cycles));
        }
    }
}
