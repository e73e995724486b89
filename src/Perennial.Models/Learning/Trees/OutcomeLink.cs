namespace Perennial.Models.Learning.Trees;

/// <summary>How a sum of leaves (the margin) becomes a prediction.</summary>
public enum OutcomeLink
{
    /// <summary>The margin is the prediction.</summary>
    Identity,

    /// <summary>The margin is a log odds, the prediction a chance.</summary>
    Logistic,

    /// <summary>The margin is a logarithm, the prediction positive.</summary>
    Log,
}
