using Perennial.Models.Numerics;
using Perennial.Portfolio.Stances;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Stances;

/// <summary>Erosion, service floor, adverse impact, alignment, priorities: by hand.</summary>
public sealed class StanceMeasuresTests
{
    [Fact]
    [Golden("erosion.v1")]
    public void A_proposal_that_raises_recurring_revenue_and_lowers_net_value_is_flagged()
    {
        Assert.Equal("platform_erosion", PlatformErosion.Judge(1200, -1));
        Assert.Null(PlatformErosion.Judge(1200, 0));
        Assert.Null(PlatformErosion.Judge(1200, 500));
        Assert.Null(PlatformErosion.Judge(-1200, -500));
        Assert.Null(PlatformErosion.Judge(0, -500));
        Assert.Contains("both finite", Assert.Throws<ArgumentOutOfRangeException>(() => PlatformErosion.Judge(1200, double.NaN)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Golden("effort.proportional.v1")]
    public void Everybody_keeps_the_floor_and_the_rest_follows_value()
    {
        // 100 to share among three, 10 each: 70 by 300 to 100 to nothing.
        Assert.Equal([62.5, 27.5, 10], ServiceFloor.Share(100, [300, 100, -50], 10), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([25.0, 25], ServiceFloor.Share(50, [0, -1], 5));
        Assert.Contains("does not give 3 customers the floor of 40 each; that takes 120", Assert.Throws<ArgumentException>(() => ServiceFloor.Share(100, [1, 1, 1], 40)).Message, StringComparison.Ordinal);
        Pcg64 random = new(4, 4);
        for (int round = 0; round < 200; round++)
        {
            double[] weights = [.. Enumerable.Range(0, 30).Select(_ => 10 * random.NextNormal())];
            double floor = random.NextDouble(), effort = (30 * floor) + (100 * random.NextDouble());
            double[] shares = ServiceFloor.Share(effort, weights, floor);
            Assert.All(shares, share => Assert.True(share >= floor));
            Assert.Equal(effort, shares.Sum(), 1e-9);
        }
    }

    /// <summary>Of 100 in the south 30 are proposed, of 200 in the north 20: 0.7 against 0.9.</summary>
    [Fact]
    [Golden("adverse-impact.v1")]
    public void The_four_fifths_rule_flags_seven_ninths()
    {
        IReadOnlyList<AdverseImpact> found = AdverseImpact.Of("region", [("south", 100, 30), ("north", 200, 20), ("few", 4, 0), ("west", 100, 24)], 20);
        Assert.Equal(["few", "north", "south", "west"], found.Select(one => one.Group));
        AdverseImpact south = found[2], few = found[0];
        Assert.Equal(0.7 / 0.9, south.Ratio, 1e-12);
        Assert.True(south is { BelowFourFifths: true, Surely: false });
        Assert.False(found[3].BelowFourFifths);

        // Katz by hand, a half added to the counts.
        double half = Normal.Quantile(0.975) * Math.Sqrt((1 / 70.5) - (1 / 101.0) + (1 / 180.5) - (1 / 201.0));
        Assert.Equal(70.5 / 101 / (180.5 / 201) * Math.Exp(-half), south.RatioLow, 1e-12);

        // Wilson's interval of 30 of 100 is known: 0.2189 to 0.3958.
        Assert.Equal((0.2189, 0.3958), (Math.Round(south.Low, 4), Math.Round(south.High, 4)));

        // Four customers are nobody's standard, and their interval is wide.
        Assert.True(few.Ratio > 1 && few.RatioLow < 0.9);
        Assert.True(AdverseImpact.Of("region", [("south", 1000, 600), ("north", 1000, 100)], 20)[1].Surely);
        Assert.Empty(AdverseImpact.Of("region", [("one", 100, 30)], 20));
    }

    [Fact]
    [Golden("effort.alignment.v1")]
    public void Effort_that_follows_value_is_aligned_and_who_gets_more_is_named()
    {
        string[] ids = [.. Enumerable.Range(0, 12).Select(i => $"c{i:00}")];
        double[] value = [.. Enumerable.Range(0, 12).Select(i => 100.0 * (i + 1))];
        CustomerEffort[] Effort(Func<int, double> support) => [.. Enumerable.Range(0, 12).Select(i => new CustomerEffort(i, 0, 0, support(i), 0, 0, 0, 12 * support(i)))];
        EffortAlignment right = EffortAlignment.Of(ids, value, Effort(i => 10 * (i + 1)), [.. ids.Select(id => id == "c11")], new(new Dictionary<string, double> { ["floor_minutes"] = 0 }))!;
        Assert.Equal(1, right.All!.Rank, 1e-12);
        Assert.Equal(["support"], right.Kinds.Select(kind => kind.Kind));
        Assert.Equal(1, right.Covered);
        Assert.All(right.Over.Concat(right.Under), one => Assert.Equal(one.Effort, one.Proportional, 1e-9));

        EffortAlignment wrong = EffortAlignment.Of(ids, value, Effort(i => 10 * (12 - i)), [.. ids.Select(id => id == "c11")], new(new Dictionary<string, double> { ["floor_minutes"] = 0 }))!;
        Assert.Equal(-1, wrong.All!.Rank, 1e-12);
        Assert.Equal(("c00", "c11", 0.0), (wrong.Over[0].CustomerId, wrong.Under[0].CustomerId, wrong.Covered));

        // 780 of effort, 78 shares: the first is worth one of them.
        Assert.Equal(10, wrong.Over[0].Proportional, 1e-9);
        Assert.Equal(1, wrong.Tenths.Sum(tenth => tenth.Value), 1e-12);
        Assert.Equal(1, wrong.Tenths.Sum(tenth => tenth.Effort[2]), 1e-12);
        Assert.All(wrong.Tenths, tenth => Assert.True(double.IsNaN(tenth.Effort[1])));

        // A minute costs a twelfth: 5 minutes a month are 5 a year, and everybody keeps them.
        EffortAlignment floor = EffortAlignment.Of(ids, value, Effort(i => 10 * (12 - i)), new bool[12], new(new Dictionary<string, double> { ["floor_minutes"] = 5 }))!;
        Assert.Equal(5 + ((780 - 60) / 78.0), floor.Over[0].Proportional, 1e-9);
        Assert.True(floor.FloorHolds);
        Assert.False(EffortAlignment.Of(ids, value, Effort(i => 1), new bool[12], new(new Dictionary<string, double> { ["floor_minutes"] = 50 }))!.FloorHolds);
        Assert.Null(EffortAlignment.Of(ids, value, Effort(_ => 0), new bool[12], new()));
    }

    /// <summary>The four segments of the framework: 180, 95, 45 and 18 thousand. Their median is 70.</summary>
    [Fact]
    [Golden("priority.segment.v1")]
    public void Priorities_of_the_four_segments_are_those_of_the_framework()
    {
        Assert.Equal(["High", "High", "Medium", "Low"], new double[] { 180, 95, 45, 18 }.Select(mean => StanceTaxonomy.PriorityOfSegment(mean, 70)));
        Assert.Equal("Low", StanceTaxonomy.PriorityOfSegment(5, -1));
        StanceEvidence medium = new() { Value = 50, HighFrom = 100, LowTo = 10 };
        Assert.Equal(["High", "High", "Medium", "Low", "Medium"], ((Stance[])[Stance.Invest, Stance.Protect, Stance.Improve, Stance.Deprioritize, Stance.Undecided]).Select(stance => StanceTaxonomy.PriorityOf(stance, medium)));
        Assert.Equal(("High", "Low"), (StanceTaxonomy.PriorityOf(Stance.Undecided, medium with { Value = 100 }), StanceTaxonomy.PriorityOf(Stance.Undecided, medium with { Value = 10 })));
    }

    /// <summary>Writes the tables of the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_has_the_rules_their_thresholds_and_the_map_of_the_three_ways_to_sort()
    {
        const string Begin = "<!-- {0} -->\n", End = "<!-- end -->";
        string path = Repository.Path("docs/how-to/stances.md"), page = File.ReadAllText(path), written = page;
        foreach ((string name, string table) in ((string, string)[])[("rules", StanceRules.ToMarkdown()), ("map", StanceTaxonomy.ToMarkdown())])
        {
            string head = string.Format(System.Globalization.CultureInfo.InvariantCulture, Begin, name);
            int from = written.IndexOf(head, StringComparison.Ordinal) + head.Length;
            written = written[..from] + table + written[written.IndexOf(End, from, StringComparison.Ordinal)..];
        }

        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.Equal(written, page);
        Assert.All(StanceTaxonomy.All.SelectMany(one => one.Segments), segment => Assert.Contains(segment, StanceTaxonomy.Segments));
        Assert.Equal(Enum.GetValues<Stance>().Order(), StanceTaxonomy.All.Select(one => one.Stance).Order());
    }
}
