using System.Globalization;
using Perennial.Features.Signals;
using Perennial.Models.Assessing;
using Perennial.Models.Learning.Explaining;

namespace Perennial.Portfolio.Segments;

/// <summary>What is other in a segment than in all other customers: every signal and every trait of every segment, with one share of wrong findings over all of them.</summary>
/// <remarks>Association: what goes with a segment need not be why customers are in it.</remarks>
internal static class SegmentContrasts
{
    public const string Numbers = "cliffs_delta", Categories = "cramers_v";

    /// <summary>Traits with more words than these tell names, not kinds.</summary>
    public const int MostWords = 20;
    private const int Fewest = 10;

    public static IReadOnlyList<SegmentContrast> Of(
        ValueSegment[] segments, int[] keys, IReadOnlyList<(string Trait, IReadOnlyDictionary<int, string> Values)> traits, SignalColumns? signals)
    {
        int[] known = [.. Enumerable.Range(0, segments.Length).Where(i => segments[i] != ValueSegment.None)];
        Dictionary<int, int> row = signals is null ? [] : Enumerable.Range(0, signals.Count).ToDictionary(at => signals.CustomerKey[at]);
        List<SegmentContrast> all = [];
        foreach (ValueSegment segment in ValueSegments.All.Where(one => known.Count(i => segments[i] == one) >= Fewest))
        {
            foreach (Signal signal in signals is null ? [] : SignalCatalogue.All)
            {
                double[] column = signals![signal.Id];
                double Value(int i) => row.TryGetValue(keys[i], out int at) ? column[at] : double.NaN;
                double[] inside = [.. known.Where(i => segments[i] == segment).Select(Value).Where(double.IsFinite)], outside = [.. known.Where(i => segments[i] != segment).Select(Value).Where(double.IsFinite)];
                if (inside.Length >= Fewest && outside.Length >= Fewest && inside.Concat(outside).Distinct().Skip(1).Any())
                {
                    all.Add(Number(segment, signal, inside, outside));
                }
            }

            foreach ((string trait, IReadOnlyDictionary<int, string> values) in traits)
            {
                string[] inside = [.. known.Where(i => segments[i] == segment && values.ContainsKey(keys[i])).Select(i => values[keys[i]])];
                string[] outside = [.. known.Where(i => segments[i] != segment && values.ContainsKey(keys[i])).Select(i => values[keys[i]])];
                if (inside.Length >= Fewest && outside.Length >= Fewest)
                {
                    all.Add(Category(segment, trait, inside, outside));
                }
            }
        }

        double[] adjusted = FalseDiscovery.Adjust([.. all.Select(one => one.PValue)]);
        return [.. all.Zip(adjusted, (one, q) => one with { FalseDiscovery = q })];
    }

    private static SegmentContrast Number(ValueSegment segment, Signal signal, double[] inside, double[] outside)
    {
        var effect = EffectSize.CliffDelta(inside, outside);
        double own = Median(inside), others = Median(outside);
        string name = ValueSegments.Name(segment);
        return new(
            name, signal.Id, signal.Family, Numbers, effect.Value, effect.PValue, 1, own, others, inside.Length, outside.Length, signal.Family == SignalFamilies.Revenue,
            string.Create(CultureInfo.InvariantCulture, $"{(effect.Value >= 0 ? "More" : "Less")} {Words(signal.Id)} goes with {name}: median {own:G3} against {others:G3} of all others (Cliff's delta {effect.Value:0.00})."));
    }

    private static SegmentContrast Category(ValueSegment segment, string trait, string[] inside, string[] outside)
    {
        string[] words = [.. inside.Concat(outside).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        double Share(string[] group, string word) => group.Count(one => one == word) / (double)group.Length;
        var effect = EffectSize.CramerV([[.. words.Select(word => inside.LongCount(one => one == word))], [.. words.Select(word => outside.LongCount(one => one == word))]]);
        string most = words.MaxBy(word => Math.Abs(Share(inside, word) - Share(outside, word)))!, name = ValueSegments.Name(segment);
        double own = Share(inside, most), others = Share(outside, most);
        return new(
            name, $"{trait}: {most}", "traits", Categories, effect.Value, effect.PValue, 1, own, others, inside.Length, outside.Length, false,
            string.Create(CultureInfo.InvariantCulture, $"The {trait} {most} goes {(own >= others ? "more" : "less")} often with {name}: {100 * own:0} % against {100 * others:0} % of all others (Cramér's V {effect.Value:0.00})."));
    }

    // "use_a_week_28d" as "use a week, 28 days".
    private static string Words(string id)
    {
        string[] parts = id.Split('_');
        string last = parts[^1];
        return last.Length > 1 && char.IsAsciiDigit(last[0]) && (last[^1] is 'd' or 'w')
            ? $"{string.Join(' ', parts[..^1])} ({last[..^1]} {(last[^1] == 'd' ? "days" : "weeks")})"
            : string.Join(' ', parts);
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }
}
