using Perennial.Models.Numerics;

namespace Perennial.Portfolio.Stances;

/// <summary>How proposals to deprioritize fall on one group of customers, beside the group they fall on least.</summary>
/// <param name="Trait">What groups them: segment, channel, country, ...</param>
/// <param name="Group">Which; empty where not known.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Proposed">Of them, those proposed.</param>
/// <param name="Low">Lower end of the 95 % interval of the share proposed (Wilson).</param>
/// <param name="High">Upper end.</param>
/// <param name="Ratio">Share not proposed by that of the group with the highest: the four-fifths rule flags below 0.8.</param>
/// <param name="RatioLow">Lower end of the 95 % interval of the ratio (Katz, on counts with a half added).</param>
/// <param name="RatioHigh">Upper end.</param>
public sealed record AdverseImpact(string Trait, string Group, int Customers, int Proposed, double Low, double High, double Ratio, double RatioLow, double RatioHigh)
{
    /// <summary>Gives the share proposed.</summary>
    public double Share => (double)Proposed / Customers;

    /// <summary>Tells whether the ratio is below four fifths.</summary>
    public bool BelowFourFifths => Ratio < 0.8;

    /// <summary>Tells whether it is so beyond chance: the whole interval is below four fifths.</summary>
    public bool Surely => RatioHigh < 0.8;

    /// <summary>Weighs the groups of one trait. Groups of fewer than <paramref name="least"/> are shown, but none of them is the one others are held against.</summary>
    /// <param name="trait">What groups them.</param>
    /// <param name="groups">Groups with their customers and those proposed.</param>
    /// <param name="least">Fewest customers of a group that others are held against.</param>
    public static IReadOnlyList<AdverseImpact> Of(string trait, IReadOnlyList<(string Group, int Customers, int Proposed)> groups, int least)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var large = groups.Where(group => group.Customers >= least).ToArray();
        if (large.Length == 0 || groups.Count < 2)
        {
            return [];
        }

        var best = large.OrderByDescending(group => Kept(group)).ThenBy(group => group.Group, StringComparer.Ordinal).First();
        return [.. groups.OrderBy(group => group.Group, StringComparer.Ordinal).Select(group => One(trait, group, best))];
    }

    private static AdverseImpact One(string trait, (string Group, int Customers, int Proposed) group, (string Group, int Customers, int Proposed) best)
    {
        (double low, double high) = Wilson(group.Proposed, group.Customers);
        double ratio = Kept(best) == 0 ? 1 : Kept(group) / Kept(best), ratioLow = ratio, ratioHigh = ratio;
        if (group.Group != best.Group)
        {
            (double a, double n, double b, double m) = (group.Customers - group.Proposed + 0.5, group.Customers + 1, best.Customers - best.Proposed + 0.5, best.Customers + 1);
            double middle = Math.Log(a / n / (b / m)), half = Normal.Quantile(0.975) * Math.Sqrt(Math.Max(0, (1 / a) - (1 / n) + (1 / b) - (1 / m)));
            (ratioLow, ratioHigh) = (Math.Min(ratio, Math.Exp(middle - half)), Math.Max(ratio, Math.Exp(middle + half)));
        }

        return new(trait, group.Group, group.Customers, group.Proposed, low, high, ratio, ratioLow, ratioHigh);
    }

    private static double Kept((string Group, int Customers, int Proposed) group) => 1 - ((double)group.Proposed / group.Customers);

    private static (double Low, double High) Wilson(int hits, int trials)
    {
        double z = Normal.Quantile(0.975), p = (double)hits / trials, shrink = 1 + (z * z / trials);
        double middle = (p + (z * z / (2 * trials))) / shrink, half = z * Math.Sqrt((p * (1 - p) / trials) + (z * z / (4.0 * trials * trials))) / shrink;
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
