using System.Text.Json.Nodes;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Trajectories;
using Perennial.Reports.Charts;
using Perennial.Scoring;

namespace Perennial.Reports.Pictures;

/// <summary>Value by trajectory: where customers go against what they are worth, with the interval of the most valuable ones; hollow where the segment is not sure.</summary>
internal static class QuadrantPicture
{
    private const int MostPoints = 1200, Whiskers = 12;
    private static readonly string[] Symbols = ["circle", "rect", "diamond", "circle", "diamond", "triangle", "circle"];
    private static readonly string[] Colours = ["$accent", "$second", "$ink", "$mid", "$heat3", "$alert", "$muted"];

    public static Chart? Draw(RunRecord run, ScoreTable scores, TrajectoryTable trajectories, SegmentTable segments)
    {
        int[] known = [.. Enumerable.Range(0, scores.Count).Where(i => segments.Segment[i] != ValueSegment.None && double.IsFinite(scores.Percentile[i]))];
        if (known.Length < 10)
        {
            return null;
        }

        // The most valuable, and every k-th of the others.
        int[] ordered = [.. known.OrderByDescending(i => scores.Clv[i]).ThenBy(i => scores.CustomerId[i], StringComparer.Ordinal)];
        int step = Math.Max(1, (ordered.Length + MostPoints - 1) / MostPoints);
        int[] shown = [.. ordered.Where((_, at) => at < Whiskers || at % step == 0)];
        double[] sorted = [.. known.Select(i => scores.Clv[i]).Order()];
        JsonObject option = ChartJson.Base("Points of customers: the chance to go up less that to go down, against the share of customers worth less; hollow where the segment is not sure.");
        JsonObject x = ChartJson.Values("@percent", "Chance of expansion less that of contraction and churn"), y = ChartJson.Values("@percent", "Share of customers worth less");
        (x["min"], x["max"], y["min"], y["max"]) = (-1, 1, 0, 1);
        y["nameGap"] = 48;
        (option["xAxis"], option["yAxis"]) = (x, y);
        JsonArray series = [];
        ValueSegment[] present = [.. ValueSegments.All.Where(one => shown.Any(i => segments.Segment[i] == one))];
        (string Name, string Icon)[] marks = [.. present.Select(one => (ValueSegments.Name(one), Symbols[Place(one)]))];
        option["legend"] = ChartJson.Legend(marks);
        option["legend"]!["type"] = "scroll";
        (option["grid"]!["bottom"], option["grid"]!["left"]) = (36, 28);
        foreach (ValueSegment one in present)
        {
            string colour = Colours[Place(one)];
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "scatter", ["name"] = ValueSegments.Name(one), ["symbol"] = Symbols[Place(one)], ["symbolSize"] = 8, ["itemStyle"] = new JsonObject { ["color"] = colour, ["opacity"] = 0.75 },
                ["data"] = ChartJson.All(shown.Where(i => segments.Segment[i] == one).Select(i => (JsonNode?)Point(scores, trajectories, segments, i, colour))),
            });
        }

        foreach (int i in ordered.Take(Whiskers).Where(i => double.IsFinite(scores.ClvP10[i])))
        {
            series.Add((JsonNode)new JsonObject
            {
                ["type"] = "line", ["symbol"] = "none", ["silent"] = true, ["lineStyle"] = ChartJson.Stroke("$muted", 1),
                ["data"] = new JsonArray(
                    ChartJson.Point(Balance(trajectories, i), Standing(sorted, scores.ClvP10[i])), ChartJson.Point(Balance(trajectories, i), Standing(sorted, scores.ClvP90[i]))),
            });
        }

        option["series"] = series;
        int sure = known.Count(i => Sure(trajectories, segments, i));
        return new Chart
        {
            Id = "value-by-trajectory",
            Title = $"Of {Figure.Percent((double)sure / known.Length)} of customers the segment is sure",
            Caption = $"{Figure.Of(shown.Length, "customer")} of {Figure.Count(known.Length)} as of {Figure.Day(run.AsOf)}{(shown.Length < known.Length ? $": the {Whiskers} most valuable and a regular part of the others" : string.Empty)}. Hollow: the interval of the value reaches another level, or it is not clear which way the customer goes. Lines: 80 % intervals of the value of the {Whiskers} most valuable.",
            DefinitionId = "segment.v1",
            Height = 460,
            Views =
            [
                new(string.Empty, option, new(
                    [new("Customer", false), new("Segment", false), new("Balance of chances"), new("Percentile of value")],
                    [.. shown.Select(i => (IReadOnlyList<ChartCell>)[new(scores.CustomerId[i]), new(ValueSegments.Name(segments.Segment[i])), new(Figure.Fixed(Balance(trajectories, i), "0.00"), Balance(trajectories, i)), new(Figure.Fixed(scores.Percentile[i], "0"), scores.Percentile[i])])])),
            ],
        };
    }

    private static JsonObject Point(ScoreTable scores, TrajectoryTable trajectories, SegmentTable segments, int i, string colour)
    {
        TrajectoryChances chances = trajectories.Chances[i];
        JsonObject item = ChartJson.Item(
            ChartJson.Point(Balance(trajectories, i), scores.Percentile[i] / 100),
            $"{scores.CustomerId[i]}\n{ValueSegments.Name(segments.Segment[i])}\nExpansion {Figure.Percent(chances.Expansion)}, stable {Figure.Percent(chances.Stable)}\nContraction {Figure.Percent(chances.Contraction)}, churn {Figure.Percent(chances.Churn)}");
        if (!Sure(trajectories, segments, i))
        {
            item["itemStyle"] = new JsonObject { ["color"] = "$panel", ["borderColor"] = colour, ["borderWidth"] = 1.5 };
        }

        return item;
    }

    private static bool Sure(TrajectoryTable trajectories, SegmentTable segments, int i) => segments.Sure[i] && trajectories.Direction[i] != TrajectoryDirection.Undecided;

    private static double Balance(TrajectoryTable trajectories, int i) => trajectories.Chances[i] is var c ? c.Expansion - c.Contraction - c.Churn : 0;

    // The share of values below one.
    private static double Standing(double[] sorted, double value)
    {
        int at = Array.BinarySearch(sorted, value);
        return (double)(at < 0 ? ~at : at) / sorted.Length;
    }

    private static int Place(ValueSegment segment) => segment switch
    {
        ValueSegment.Star => 0,
        ValueSegment.CashCow => 1,
        ValueSegment.Safeguard => 2,
        ValueSegment.Nurture => 3,
        ValueSegment.QuestionMark => 4,
        ValueSegment.AtRisk => 5,
        _ => 6,
    };
}
