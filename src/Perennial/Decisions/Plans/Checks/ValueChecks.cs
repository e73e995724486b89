using static Perennial.Decisions.Plans.Checks.PlanChecks;

namespace Perennial.Decisions.Plans.Checks;

/// <summary>Whether the values a plan aims at follow from what is to bring them.</summary>
internal static class ValueChecks
{
    public static IEnumerable<PlanFinding> Of(PlanFile file) => Cac(file).Concat(Retention(file)).Concat(Expansion(file)).Concat(Segments(file)).Concat(Definition(file));

    // What a customer costs to win, where value and ratio say it and nobody else does.
    private static IEnumerable<PlanFinding> Cac(PlanFile file)
    {
        if (Goal(file, PlanMetrics.Clv) is not { } clv || Goal(file, PlanMetrics.ClvCac) is not { } ratio)
        {
            yield break;
        }

        PlanGoal? cac = Goal(file, PlanMetrics.Cac);
        (string When, decimal? Value, decimal? Ratio, decimal? Stated)[] times =
            [("now", clv.Current, ratio.Current, cac?.Current), ("in 6 months", clv.InSixMonths, ratio.InSixMonths, cac?.InSixMonths), ("in 12 months", clv.InTwelveMonths, ratio.InTwelveMonths, cac?.InTwelveMonths), ("benchmark", clv.Benchmark, ratio.Benchmark, cac?.Benchmark)];
        var implied = times.Where(time => time is { Value: not null, Ratio: > 0 }).Select(time => (time.When, Cac: time.Value!.Value / time.Ratio!.Value, time.Stated)).ToArray();
        string place = PlanFile.Place("goals", PlanMetrics.ClvCac);
        if (implied.Length > 0 && cac is null)
        {
            yield return file.Finding(
                PlanGravity.Unclear, "cac-not-stated", place, $"Value and ratio imply a cost of acquisition of {string.Join(", ", implied.Select(time => $"{Money(Math.Round(time.Cac))} {time.When}"))}; no goal states it.",
                $"a goal 'cac' with these amounts: a ratio that rises with value alone is another plan than one that spends less");
        }

        // A plan that says its definition may mean another value by the ratio: clv-cac.v1 is over the whole life.
        foreach (var time in implied.Where(time => file.Plan.Head.Definition is null && time.Stated is { } stated && Math.Abs(stated - time.Cac) > 0.02m * time.Cac))
        {
            yield return file.Finding(PlanGravity.Contradiction, "cac-against-ratio", place, $"The cost of acquisition is {Money(time.Stated)} {time.When}; value by ratio is {Money(time.Cac)}.", $"a cost of {Money(time.Cac)}, or another ratio");
        }
    }

    // What retention alone does to a geometric value, beside the share of the change it is credited with.
    private static IEnumerable<PlanFinding> Retention(PlanFile file)
    {
        PlanHead head = file.Plan.Head;
        string life = head.Years is { } years ? PlanNumber.Text($"a value over {years * 365.25:0} days") : "a geometric value";
        if (Goal(file, PlanMetrics.Retention) is { Current: { } from, Target: { } to } && Goal(file, PlanMetrics.Clv) is { Current: { } value and > 0, Target: { } target } && target != value
            && head.Ratio(from, to) is { } ratio)
        {
            double planned = (double)(target / value) - 1, share = (ratio - 1) / planned;
            if (file.Plan.Change is { } change && Math.Abs(share - (double)change.Retention) > 0.1)
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "retention-credited", "change",
                    $"Retention from {Share(from)} to {Share(to)} alone raises {life} at {Share(head.Discount)} a year by {Share(ratio - 1)}: {Share(share)} of the {Share(planned)} planned, and is credited with {Share(change.Retention)}. {(share < 1 ? PlanNumber.Text($"All other drivers together need a further {Share(((1 + planned) / ratio) - 1)} only.") : "Nothing is left for other drivers.")}",
                    $"a retention target near {Share(RetentionFor(head, from, (double)change.Retention * planned))}, or a share of {Share(share)} for retention");
            }
        }

        foreach (PlanSegment segment in file.Plan.Segments)
        {
            foreach (PlanRow row in segment.Areas?.Rows.Where(row => row.Metric == PlanMetrics.Retention) ?? [])
            {
                if (row is { Current.Number: { } now, Target.Number: { } then } && segment is { Value: > 0, Target: { } goal } && head.Ratio(now, then) is { } times
                    && (times - 1) is var alone && (double)(goal / segment.Value) - 1 is var wanted && alone > wanted)
                {
                    yield return file.Finding(
                        PlanGravity.Contradiction, "driver-beyond-target", PlanFile.Place("segments", segment.Name, row.Name), $"Retention from {Share(now)} to {Share(then)} alone raises {life} by {Share(alone)}, more than the {Share(wanted)} planned from all rows.",
                        $"a higher target of value, or a lower one of retention");
                }

                if (row is { Current.Number: { } stated } && segment.Retention is { } own && stated != own)
                {
                    yield return file.Finding(PlanGravity.Contradiction, "retention-stated-twice", PlanFile.Place("segments", segment.Name, row.Name), $"Retention is {Share(stated)} here and {Share(own)} of the segment.", $"the same rate");
                }
            }
        }
    }

    // Expansion told in two ways, and net retention beyond what expansion allows.
    private static IEnumerable<PlanFinding> Expansion(PlanFile file)
    {
        PlanGoal? expansion = Goal(file, PlanMetrics.Expansion), nrr = Goal(file, PlanMetrics.Nrr), kept = Goal(file, "grr");
        if (file.Plan.Areas.FirstOrDefault(area => area.Name == "expansion") is { } kinds && expansion is not null)
        {
            decimal? now = kinds.Current?.Number ?? Sum(kinds.Rows.Select(row => row.Current?.Number)), then = kinds.Target?.Number ?? Sum(kinds.Rows.Select(row => row.Target?.Number));
            if ((expansion.Current is { } stated && now is { } n0 && !Near(stated, n0)) || (expansion.Target is { } aim && then is { } n1 && !Near(aim, n1)))
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "two-expansions", PlanFile.Place("areas", "expansion", "total"), $"The kinds of expansion add up to {Share(now)} now and {Share(then)} later; the goal says {Share(expansion.Current)} and {Share(expansion.Target)}.",
                    $"one definition, with what it is divided by: expansion.v1 is expansion of twelve months by recurring revenue at their opening, and its kinds add up to it");
            }
        }

        if (nrr is null || expansion is null)
        {
            yield break;
        }

        foreach ((string when, decimal? net, decimal? more, decimal? stays) in new[] { ("now", nrr.Current, expansion.Current, kept?.Current), ("in 6 months", nrr.InSixMonths, expansion.InSixMonths, kept?.InSixMonths), ("in 12 months", nrr.InTwelveMonths, expansion.InTwelveMonths, kept?.InTwelveMonths) })
        {
            if (net is { } n && more is { } e && n > (stays ?? 1) + e)
            {
                yield return file.Finding(
                    PlanGravity.Contradiction, "net-beyond-expansion", PlanFile.Place("goals", PlanMetrics.Nrr), $"Net revenue retention is {Share(n)} {when}; with an expansion of {Share(e)} it is at most {Share((stays ?? 1) + e)}{(stays is null ? ", and only if nothing is lost" : string.Empty)}.",
                    $"a target of at most {Share((stays ?? 1) + e)}, or an expansion of {Share(n - (stays ?? 1))}");
            }
        }
    }

    // With any mix of segments that gives today's value, the targets of the segments give at least and at most so much.
    private static IEnumerable<PlanFinding> Segments(PlanFile file)
    {
        (double Now, double Then)[] segments = [.. file.Plan.Segments.Where(segment => segment is { Value: not null, Target: not null }).Select(segment => ((double)segment.Value!.Value, (double)segment.Target!.Value))];
        if (segments.Length < 2 || segments.Length < file.Plan.Segments.Count || Goal(file, PlanMetrics.Clv) is not { Current: { } now, InTwelveMonths: { } goal })
        {
            yield break;
        }

        double value = (double)now;
        double[] ends =
        [
            .. segments.Where(segment => segment.Now == value).Select(segment => segment.Then),
            .. from a in segments from b in segments where a.Now < value && b.Now > value let share = (b.Now - value) / (b.Now - a.Now) select (share * a.Then) + ((1 - share) * b.Then),
        ];
        if (ends.Length == 0)
        {
            yield return file.Finding(
                PlanGravity.Contradiction, "value-outside-segments", PlanFile.Place("goals", PlanMetrics.Clv), $"The value of all, {Money(now)}, lies outside those of the segments, {Money((decimal)segments.Min(s => s.Now))} to {Money((decimal)segments.Max(s => s.Now))}.",
                $"a mean between them");
        }
        else if ((double)goal < 0.995 * ends.Min() || (double)goal > 1.005 * ends.Max())
        {
            yield return file.Finding(
                PlanGravity.Contradiction, "goal-against-segments", PlanFile.Place("goals", PlanMetrics.Clv), $"With any mix of segments that gives {Money(now)} today, their targets give {Money((decimal)ends.Min())} to {Money((decimal)ends.Max())}; the goal is {Money(goal)}.",
                $"a goal in that range, or a planned change of the mix");
        }
    }

    private static IEnumerable<PlanFinding> Definition(PlanFile file)
    {
        if (Goal(file, PlanMetrics.Clv) is not null && file.Plan.Head.Definition is null)
        {
            yield return file.Finding(
                PlanGravity.Unclear, "value-not-defined", PlanFile.Place("goals", PlanMetrics.Clv), $"The plan does not say what its lifetime value is: over which horizon, net of what, discounted at what rate.",
                $"a 'definition' below 'plan', such as clv.net.365d.mid.d10.cac-out.retention-out.v1");
        }
    }

    /// <summary>Gives the retention whose geometric value lies so much higher.</summary>
    private static double RetentionFor(PlanHead head, decimal from, double more)
    {
        (decimal low, decimal high) = (0, 1);
        for (int i = 0; i < 40; i++)
        {
            decimal middle = (low + high) / 2;
            (low, high) = head.Annuity(middle) < head.Annuity(from) * (1 + more) ? (middle, high) : (low, middle);
        }

        return (double)low;
    }

    // Known where every part is.
    private static decimal? Sum(IEnumerable<decimal?> parts) => parts.Aggregate((decimal?)0, (sum, part) => sum + part);

    private static PlanGoal? Goal(PlanFile file, string metric) => file.Plan.Goals.FirstOrDefault(goal => goal.Metric == metric);
}
