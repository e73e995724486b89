using Perennial.Portfolio.Groups;

namespace Perennial.Portfolio.Concentrations;

/// <summary>How much of the value rests on few segments, channels or product lines.</summary>
/// <param name="Dimension">segment, channel, or product line.</param>
/// <param name="Groups">Groups with a value above zero, customers of whom it is not known among them as one.</param>
/// <param name="Largest">The one with the most value; empty where it is that of those of whom it is not known.</param>
/// <param name="Share">Its share of the value of groups above zero.</param>
/// <param name="Hhi">HHI of the groups, 0 to 10,000.</param>
public sealed record GroupConcentration(string Dimension, int Groups, string Largest, double Share, double Hhi)
{
    private static readonly string[] Dimensions = ["segment", "channel", "product line"];

    /// <summary>Measures groups by their net value where it is known, else their value.</summary>
    /// <param name="groups">What groups of customers are worth.</param>
    public static IReadOnlyList<GroupConcentration> Of(IEnumerable<ValueGroup> groups) =>
    [
        .. groups.Where(group => Dimensions.Contains(group.Dimension, StringComparer.Ordinal) && Worth(group) > 0).GroupBy(group => group.Dimension, StringComparer.Ordinal).Select(dimension =>
        {
            ValueGroup[] falling = [.. dimension.OrderByDescending(Worth).ThenBy(group => group.Name, StringComparer.Ordinal)];
            ConcentrationMeasure measure = ConcentrationMeasure.Of(dimension.Key, string.Empty, falling.Select(Worth))!;
            return new GroupConcentration(dimension.Key, falling.Length, falling[0].Name, measure.Top1, measure.Shares.Hhi);
        }),
    ];

    private static double Worth(ValueGroup group) => group.Net ?? group.Value ?? 0;
}
