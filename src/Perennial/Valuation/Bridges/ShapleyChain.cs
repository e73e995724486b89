namespace Perennial.Valuation.Bridges;

/// <summary>Shares a change out over what changed: the mean, over all orders of the changes, of what each adds when its turn comes. Some can only come after others.</summary>
/// <remarks>
/// What is known goes up a ladder, one rung after the other (data before time, time before behaviour); what was chosen flips from old to new at any moment. Of all orders that keep
/// to the ladder each counts alike (Shapley's value under precedence), so that the shares add up to the whole change.
/// </remarks>
internal sealed class ShapleyChain
{
    private readonly int _rungs, _flips;

    /// <summary>Prepares.</summary>
    /// <param name="rungs">How many steps the ladder has.</param>
    /// <param name="flips">How many other things change.</param>
    public ShapleyChain(int rungs, int flips)
    {
        _rungs = rungs;
        _flips = flips;
    }

    /// <summary>Gives every state: how far up the ladder, and which flips are made.</summary>
    public IEnumerable<(int Rung, int Flipped)> States => Enumerable.Range(0, _rungs + 1).SelectMany(rung => Enumerable.Range(0, 1 << _flips).Select(flipped => (rung, flipped)));

    /// <summary>Gives what a change's share takes of the value in a state: shares are the sums of these times the values.</summary>
    /// <param name="change">0 to rungs - 1: a step of the ladder; from there on a flip.</param>
    /// <param name="rung">How far up.</param>
    /// <param name="flipped">Which flips are made.</param>
    public double Weight(int change, int rung, int flipped)
    {
        if (change < _rungs)
        {
            return (rung == change + 1 ? Edge(change, flipped, change + 1, flipped) : 0) - (rung == change ? Edge(change, flipped, change + 1, flipped) : 0);
        }

        int bit = 1 << (change - _rungs);
        return (flipped & bit) != 0 ? Edge(rung, flipped ^ bit, rung, flipped) : -Edge(rung, flipped, rung, flipped | bit);
    }

    // The share of all orders that pass from one state to the next.
    private double Edge(int rung, int flipped, int toRung, int toFlipped)
    {
        int made = int.PopCount(flipped), left = _flips - int.PopCount(toFlipped);
        return Orders(rung, made) * Orders(_rungs - toRung, left) / Orders(_rungs, _flips);
    }

    private static double Orders(int rungs, int flips)
    {
        double orders = 1;
        for (int k = rungs + 1; k <= rungs + flips; k++)
        {
            orders *= k;
        }

        return orders;
    }
}
