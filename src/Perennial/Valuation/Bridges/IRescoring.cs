namespace Perennial.Valuation.Bridges;

/// <summary>The same customers valued again: by what was known on either day, by the old model and the new, under the old definition and the new.</summary>
internal interface IRescoring
{
    /// <summary>Gives the keys of the customers, ascending.</summary>
    IReadOnlyList<int> Keys { get; }

    /// <summary>Gives their values; 0 where a customer was not known.</summary>
    /// <param name="level">What is known of them.</param>
    /// <param name="renewed">Whether by the new model.</param>
    /// <param name="definition">Under which definition.</param>
    double[] Value(BridgeLevel level, bool renewed, ValuationOptions definition);
}

/// <summary>What is known of customers, from the run before to this one.</summary>
internal enum BridgeLevel
{
    /// <summary>On the old day, as the run before knew it.</summary>
    Then,

    /// <summary>On the old day, as is known now.</summary>
    Revised,

    /// <summary>On the new day, as was to be expected from the old one.</summary>
    Expected,

    /// <summary>The same, at the rates of exchange of the new day.</summary>
    Exchanged,

    /// <summary>On the new day.</summary>
    Now,
}
