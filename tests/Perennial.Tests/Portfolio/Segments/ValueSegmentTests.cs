using Perennial.Features.Signals;
using Perennial.Kernel;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Trajectories;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Segments;

/// <summary>Segments of value and direction: the whole truth table, and what tells segments apart.</summary>
public sealed class ValueSegmentTests
{
    [Fact]
    [Golden("segment.v1")]
    public void The_truth_table_is_whole()
    {
        // Columns: strong negative, declining, stable, positive, strong positive, undecided, unknown.
        Dictionary<ValueLevel, string[]> table = new()
        {
            [ValueLevel.High] = ["At-Risk", "Safeguard", "Cash Cows", "Stars", "Stars", "Undecided", "none"],
            [ValueLevel.Moderate] = ["At-Risk", "Question Marks", "Maintain", "Nurture", "Nurture", "Undecided", "none"],
            [ValueLevel.Low] = ["At-Risk", "Low Touch", "Maintain", "Nurture", "Nurture", "Undecided", "none"],
            [ValueLevel.Unknown] = ["At-Risk", "none", "none", "none", "none", "none", "none"],
        };
        TrajectoryDirection[] directions =
        [
            TrajectoryDirection.StrongNegative, TrajectoryDirection.Declining, TrajectoryDirection.Stable, TrajectoryDirection.Positive, TrajectoryDirection.StrongPositive,
            TrajectoryDirection.Undecided, TrajectoryDirection.Unknown,
        ];
        Assert.Equal(Enum.GetValues<TrajectoryDirection>().Order(), directions.Order());
        foreach (ValueLevel value in Enum.GetValues<ValueLevel>())
        {
            Assert.Equal(table[value], directions.Select(direction => ValueSegments.Name(ValueSegments.Of(value, direction))));
        }

        Assert.Equal(Enum.GetValues<ValueSegment>().Where(one => one != ValueSegment.None).Order(), ValueSegments.All.Order());
        Assert.Equal(ValueSegments.All.Count, ValueSegments.All.Select(ValueSegments.Meaning).Distinct().Count());
    }

    [Fact]
    public void Levels_come_from_the_tiers()
    {
        Check(["A", "B"], ["C"], SegmentRule.Of(["A", "B", "C", "D"]), ["A", "B", "C", "D"]);
        Check(["gold"], ["silver"], SegmentRule.Of(["gold", "silver"]), ["gold", "silver"]);
        Check(["1", "2"], ["3", "4"], SegmentRule.Of(["1", "2", "3", "4", "5"]), ["1", "2", "3", "4", "5"]);
        Check(["A"], [], new SegmentRule(["A", "Z"], []), ["A", "B"]);

        static void Check(string[] high, string[] moderate, SegmentRule rule, string[] tiers)
        {
            Assert.Equal(high, rule.For(tiers).High);
            Assert.Equal(moderate, rule.For(tiers).Moderate);
        }
    }

    [Fact]
    [Golden("segment.contrast.v1")]
    public void What_differs_is_found_what_does_not_is_not_and_all_tests_count_together()
    {
        // Twenty stars whose use is above that of forty others but for one; tickets alike; three in four are of one industry, of the others one in four.
        int[] keys = [.. Enumerable.Range(0, 60)];
        ValueSegment[] segments = [.. keys.Select(i => i < 20 ? ValueSegment.Star : ValueSegment.Maintain)];
        double[][] values = [.. SignalCatalogue.All.Select(_ => Enumerable.Repeat(double.NaN, 60).ToArray())];
        values[SignalCatalogue.PlaceOf("use_a_week_28d")] = [.. keys.Select(i => i == 0 ? -1.0 : i < 20 ? 100 + i : i)];
        values[SignalCatalogue.PlaceOf("tickets_91d")] = [.. keys.Select(i => (double)(i % 4))];
        values[SignalCatalogue.PlaceOf("mrr")] = [.. keys.Select(i => i < 20 ? 1000.0 + i : i)];
        SignalColumns signals = new()
        {
            CustomerKey = keys, Landmark = new int[60], Day = new int[60], Active = new bool?[60], Segments = [string.Empty], Segment = new int[60], Values = values,
        };
        Dictionary<int, string> industry = keys.ToDictionary(i => i, i => (i < 20 ? i % 4 != 0 : i % 4 == 0) ? "media" : "retail");
        IReadOnlyList<SegmentContrast> found = SegmentContrasts.Of(segments, keys, [("industry", industry)], signals);
        SegmentContrast use = found.Single(one => one is { Segment: "Stars", Feature: "use_a_week_28d" });
        Assert.Equal((2 * 19 / 20.0) - 1, use.Effect, 1e-12);
        Assert.Equal("More use a week (28 days) goes with Stars: median 110 against 39.5 of all others (Cliff's delta 0.90).", use.Sentence);
        Assert.True(use.FalseDiscovery < 0.001 && use.FalseDiscovery >= use.PValue);
        Assert.True(found.Single(one => one is { Segment: "Stars", Feature: "tickets_91d" }).FalseDiscovery > 0.5);
        Assert.True(found.Single(one => one is { Segment: "Stars", Feature: "mrr" }).ByDefinition);
        SegmentContrast media = found.Single(one => one.Segment == "Stars" && one.Family == "traits");
        Assert.Equal(0.75, media.Inside, 1e-12);
        Assert.Equal(0.25, media.Outside, 1e-12);
        Assert.Contains("75 % against 25 % of all others", media.Sentence, StringComparison.Ordinal);
        Assert.Equal(8, found.Count);
    }
}
