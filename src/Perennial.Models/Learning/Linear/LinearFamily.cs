namespace Perennial.Models.Learning.Linear;

/// <summary>What kind of outcome a regression is for.</summary>
public enum LinearFamily
{
    /// <summary>Any number: squared error, identity link.</summary>
    Gaussian,

    /// <summary>0 or 1: log loss, logit link.</summary>
    Binomial,

    /// <summary>Positive amounts: gamma deviance, log link.</summary>
    Gamma,

    /// <summary>Amounts that are often 0: Tweedie deviance, log link.</summary>
    Tweedie,
}

/// <summary>How a penalised regression is fitted.</summary>
public sealed record ElasticNetOptions
{
    /// <summary>Gives the kind of outcome.</summary>
    /// <value>Default: Gaussian.</value>
    public LinearFamily Family { get; init; } = LinearFamily.Gaussian;

    /// <summary>Gives the share of the lasso in the penalty, 0 (ridge) to 1 (lasso).</summary>
    /// <value>Default: 1.</value>
    public double Mix { get; init; } = 1;

    /// <summary>Gives the variance power of Tweedie, in (1, 2).</summary>
    /// <value>Default: 1.5.</value>
    public double Power { get; init; } = 1.5;

    /// <summary>Gives the number of penalties tried, at least 1.</summary>
    /// <value>Default: 30.</value>
    public int Steps { get; init; } = 30;

    /// <summary>Gives the smallest penalty over the largest, in (0, 1).</summary>
    /// <value>Default: 0.001.</value>
    public double Ratio { get; init; } = 0.001;

    /// <summary>Gives the number of folds of the cross-validation, at least 2.</summary>
    /// <value>Default: 5.</value>
    public int Folds { get; init; } = 5;

    /// <summary>Gives the seed by which rows are dealt to folds.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the threads; the result is the same on any number.</summary>
    /// <value>Default: 1.</value>
    public int Threads { get; init; } = 1;
}
