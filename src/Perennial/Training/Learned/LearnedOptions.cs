namespace Perennial.Training.Learned;

/// <summary>What learning from landmarks asks for, and how much work it may do.</summary>
public sealed record LearnedOptions
{
    /// <summary>Gives the horizons of leaving in days, rising.</summary>
    public IReadOnlyList<int> Horizons { get; init; } = [30, 90, 365];

    /// <summary>Gives the horizon on which models are chosen and drivers told.</summary>
    public int MainHorizon { get; init; } = 90;

    /// <summary>Gives the months of history below which results carry a warning.</summary>
    public int AskedMonths { get; init; } = 18;

    /// <summary>Gives the fewest customers to learn from.</summary>
    public int LeastCustomers { get; init; } = 150;

    /// <summary>Gives the fewest customers who left among the training rows.</summary>
    public int LeastLeavers { get; init; } = 40;

    /// <summary>Gives the fewest rows that left among those a model is calibrated or tested on.</summary>
    public int LeastTested { get; init; } = 10;

    /// <summary>Gives the share of values that are not known above which results carry a warning.</summary>
    public double MostUnknown { get; init; } = 0.6;

    /// <summary>Gives the share of rows kept in quarantine above which results carry a warning.</summary>
    public double MostRefused { get; init; } = 0.05;

    /// <summary>Gives the concordance of a single feature with leaving above which it is suspected of knowing the future.</summary>
    public double SuspectConcordance { get; init; } = 0.97;

    /// <summary>Gives the most rows trees are grown on; customers are drawn evenly where there are more.</summary>
    public int MostTreeRows { get; init; } = 30_000;

    /// <summary>Gives the most rows regressions are fitted on.</summary>
    public int MostRegressionRows { get; init; } = 8_000;

    /// <summary>Gives the seed of draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the threads; the result is the same on any number.</summary>
    public int Threads { get; init; } = 2;
}
