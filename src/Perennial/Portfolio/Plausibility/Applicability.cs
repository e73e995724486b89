using System.Globalization;

namespace Perennial.Portfolio.Plausibility;

/// <summary>Whether a lifetime value is the right figure for these customers, by rules whose thresholds and evidence are said.</summary>
public static class Applicability
{
    /// <summary>Months after which cohorts are looked at.</summary>
    public const int Months = 3;

    /// <summary>Share of a cohort of subscribers that must be there after these months.</summary>
    public const double SubscribersStay = 0.5;

    /// <summary>Share of a cohort of buyers that must buy in that month.</summary>
    public const double BuyersReturn = 0.05;

    /// <summary>Gross margin above which a customer can be worth something.</summary>
    public const double LeastMargin = 0.2;

    /// <summary>How many times dearer the dearest channel must be than the cheapest, for channels to differ.</summary>
    public const double ChannelsDiffer = 1.2;

    /// <summary>Share of customers gone at once above which a lifetime says nothing.</summary>
    public const double GoneAtOnce = 0.9;

    /// <summary>Applies the rules.</summary>
    public static IReadOnlyList<ApplicabilityRule> Of(ApplicabilityFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return [Segments(facts), Channels(facts), AtOnce(facts)];
    }

    private static ApplicabilityRule Segments(ApplicabilityFacts facts)
    {
        double least = facts.Subscribers ? SubscribersStay : BuyersReturn;
        bool? stays = facts.Stays is { } share ? share >= least : null, earns = facts.Margin is { } margin ? margin > LeastMargin : null;
        string what = facts.Subscribers ? "pay" : "buy";
        return new(
            "value-by-segment",
            "customers are kept beyond three months and gross margin is above 20 %",
            stays == false || earns == false ? false : stays & earns,
            $"{(facts.Stays is { } s ? Text($"After {Months} months {s:P0} of customers {what} ({least:P0} asked for)") : $"No cohort is {Months} months old yet")}; {(facts.Margin is { } m ? Text($"gross margin is {m:P0}") : "gross margin is not known")}.",
            "Use values by segment.");
    }

    private static ApplicabilityRule Channels(ApplicabilityFacts facts)
    {
        double[] costs = [.. facts.ChannelCosts.Where(cost => cost > 0).Order()];
        bool? differ = facts.ChannelCosts.Count == 0 ? null : costs.Length > 1 && costs[^1] >= ChannelsDiffer * costs[0];
        return new(
            "value-sets-cost",
            "what a customer costs to win differs by channel and customers come back",
            differ == false || facts.Repeats == 0 ? false : differ is null ? null : true,
            $"{(costs.Length > 1 ? Text($"Channels cost from {costs[0]:0.##} to {costs[^1]:0.##} a customer") : facts.ChannelCosts.Count == 0 ? "What customers cost to win is not known" : "Only one channel has a cost")}; {Text($"{facts.Repeats:P0} of customers come back or renew")}.",
            "Let values say what a customer of a channel may cost.");
    }

    private static ApplicabilityRule AtOnce(ApplicabilityFacts facts) => new(
        "short-horizon",
        "nearly all customers leave at once and do not come back",
        facts.Gone is { } gone ? gone >= GoneAtOnce : null,
        facts.Gone is { } share ? Text($"{share:P0} of customers {(facts.Subscribers ? "paid for no second month" : "never bought again")} ({GoneAtOnce:P0} asked for).") : "No customer is old enough to tell.",
        "Steer by revenue over a short horizon; a lifetime says nothing here.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the rules look at.</summary>
public sealed record ApplicabilityFacts
{
    /// <summary>Gives whether customers have subscriptions.</summary>
    public required bool Subscribers { get; init; }

    /// <summary>Gives the share of customers that pay, or buy, three months after their first month; null where no cohort is that old.</summary>
    public double? Stays { get; init; }

    /// <summary>Gives the share of customers that went at once; null where none is old enough.</summary>
    public double? Gone { get; init; }

    /// <summary>Gives gross margin as a share of revenue; null where it is not known.</summary>
    public double? Margin { get; init; }

    /// <summary>Gives what a customer cost to win by channel; none where it is not known.</summary>
    public IReadOnlyList<double> ChannelCosts { get; init; } = [];

    /// <summary>Gives the share of customers that come back or stay on.</summary>
    public double Repeats { get; init; }
}

/// <summary>A rule, applied.</summary>
/// <param name="Id">The rule.</param>
/// <param name="When">Its condition, in words.</param>
/// <param name="Holds">Whether the data meet it; null where they cannot tell.</param>
/// <param name="Evidence">What the data say, with the threshold.</param>
/// <param name="Then">What follows where it holds.</param>
public sealed record ApplicabilityRule(string Id, string When, bool? Holds, string Evidence, string Then);
