namespace Perennial.Kernel;

/// <summary>Definitions of stances, and of how effort, growth and proposals fall.</summary>
internal static class DefinitionsOfStances
{
    private static readonly DefinitionFamily Family = new("signals, costs and values of the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("stance.v1", "Stance", "Invest, Protect, Improve or Deprioritize by the first of twelve rules that holds, in their order of precedence; undecided where none does, or the confidence is below the stated level",
            "the run's horizon", "one of five words",
            note: "A person's decision with reason and expiry goes before the rules. What is not known never counts as no. Value is net value, never recurring revenue. Deprioritizing is only ever proposed. The rules and their thresholds stand in docs/how-to/stances.md."),
        Family.Of("stance.confidence.v1", "Confidence of a stance", "share of 64 draws in which the rules say the same stance: value from its interval, the chance to leave from its spread in log odds, its rise from its standard error; everything else stays",
            "the run's horizon", "share, 0 to 1",
            note: "Values are drawn from what may come to one customer, so a stance that rests on value is as sure as that. The spread of the log odds is that of the customer's own chances from one landmark to the next, the median one where there are none, 0.5 where nobody has any."),
        Family.Of("risk.rising.v1", "Rising chance to leave", "slope of the chance to leave (trajectory.slope-of-leaving.v1), whose 95 % interval lies above nothing and above the slope of the median customer; its one-sided p-value is adjusted for looking at every customer (Benjamini and Hochberg)",
            "up to 364 days back", "share of wrong findings, 0 to 1", note: "Where it is at most the stated share (0.1) the chance rises: a slope, not a level. What all customers have in common, such as a season of use, is no rise of one."),
        Family.Of("adverse-impact.v1", "Adverse-impact ratio", "share of a group not proposed to be deprioritized, by that of the group with the highest share among those of the fewest peers or more",
            "the as-of day", "ratio", numerator: "share of the group not proposed", denominator: "that share of the group that fares best",
            note: "Below 0.8 it is flagged (the four-fifths rule). The interval is Katz's, at 95 %, with a half added to each count; of small groups it is wide."),
        Family.Of("effort.alignment.v1", "Alignment of effort with value", "Spearman's correlation over customers of what was spent on them and their net value",
            "spending of the last twelve whole months, value of the run's horizon", "-1 to 1", note: "The interval is Bonett and Wright's, at 95 %. Retention: interventions and customer success; expansion: sales to customers there are; support; engineering."),
        Family.Of("effort.proportional.v1", "Effort in proportion to value", "effort of each kind shared out by net value above nothing; of support nobody is left below the service floor where all support reaches it",
            "the last twelve whole months", "the run's currency", note: "What others are served beside it, not what a customer needs."),
        Family.Of("erosion.v1", "Growth that erodes", "recurring revenue a year is above that of a year before, and net value is below nothing; of a channel or a cohort of the last twelve months also: a customer is worth less than it cost to win",
            "the year up to the as-of day, value of the run's horizon", "the run's currency", note: "A proposal that raises recurring revenue and lowers net value carries the flag platform_erosion. Without subscriptions revenue of twelve months stands for recurring revenue."),
        Family.Of("priority.segment.v1", "Priority of a segment", "high where a customer's mean net value is at least the median of these means over the segments, medium from half of it, else low",
            "the run's horizon", "high, medium, low", note: "Low everywhere where that median is not above nothing. A customer's own priority follows the stance: invest and protect high, improve medium, deprioritize low, undecided by value."),
    ];
}
