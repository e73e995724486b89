namespace Perennial.Models.Learning.Trees;

/// <summary>What boosted trees learn.</summary>
public enum BoostingObjective
{
    /// <summary>A mean: squared error.</summary>
    SquaredError,

    /// <summary>A chance: log loss of outcomes 0 and 1.</summary>
    Logistic,

    /// <summary>A positive mean whose spread grows with it: gamma deviance, log link.</summary>
    Gamma,

    /// <summary>A mean of amounts that are often 0: Tweedie deviance, log link.</summary>
    Tweedie,

    /// <summary>A quantile: pinball loss.</summary>
    Quantile,
}

/// <summary>How boosted trees are grown.</summary>
public sealed record BoostingOptions
{
    /// <summary>Gives what is learned.</summary>
    /// <value>Default: SquaredError.</value>
    public BoostingObjective Objective { get; init; } = BoostingObjective.SquaredError;

    /// <summary>Gives the number of trees, at least 1.</summary>
    /// <value>Default: 100.</value>
    public int Rounds { get; init; } = 100;

    /// <summary>Gives the share of each tree that is taken, in (0, 1].</summary>
    /// <value>Default: 0.1.</value>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Gives the most splits from root to leaf, 1 to 16.</summary>
    /// <value>Default: 4.</value>
    public int Depth { get; init; } = 4;

    /// <summary>Gives the fewest rows in a leaf, at least 1.</summary>
    /// <value>Default: 20.</value>
    public int LeafRows { get; init; } = 20;

    /// <summary>Gives the ridge penalty on leaves, at least 0.</summary>
    /// <value>Default: 1.</value>
    public double Penalty { get; init; } = 1;

    /// <summary>Gives the variance power of Tweedie, in (1, 2).</summary>
    /// <value>Default: 1.5.</value>
    public double Power { get; init; } = 1.5;

    /// <summary>Gives the level of the quantile, in (0, 1).</summary>
    /// <value>Default: 0.5.</value>
    public double Level { get; init; } = 0.5;

    /// <summary>Gives the threads; the result is the same on any number.</summary>
    /// <value>Default: 1.</value>
    public int Threads { get; init; } = 1;
}
