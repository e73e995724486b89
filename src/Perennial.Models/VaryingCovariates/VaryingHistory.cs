namespace Perennial.Models.VaryingCovariates;

/// <summary>What the likelihood of one customer whose rates change with time needs: how long each row of covariates was met, and at which purchases.</summary>
/// <param name="Level">The place of the frequency among the distinct ones.</param>
/// <param name="Weight">How many customers share all of it.</param>
/// <param name="Before">Rows met up to the last purchase, each once, and for how long: only sums over that time matter.</param>
/// <param name="After">Rows met from the last purchase to T in the order of time, when the customer may have dropped out.</param>
/// <param name="Events">Rows at the moments of repeat purchases, each once, and how many.</param>
internal sealed record VaryingHistory(int Level, double Weight, (int Row, double Time)[] Before, (int Row, double Time)[] After, (int Row, int Count)[] Events)
{
    /// <summary>Orders customers by what the likelihood sees of them.</summary>
    public int Compare(VaryingHistory other)
    {
        int order = Level.CompareTo(other.Level);
        order = order != 0 ? order : After.AsSpan().SequenceCompareTo(other.After);
        order = order != 0 ? order : Before.AsSpan().SequenceCompareTo(other.Before);
        return order != 0 ? order : Events.AsSpan().SequenceCompareTo(other.Events);
    }
}
