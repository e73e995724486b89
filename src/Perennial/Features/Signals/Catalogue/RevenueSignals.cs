using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Recurring revenue and how it moved: the columns of one working table, in its order.</summary>
internal static class RevenueSignals
{
    private static readonly string[] OfSubscriptions = ["subscriptions.starts_on", "subscriptions.ends_on", "subscriptions.amount", "subscriptions.mrr", "subscriptions.discount", "subscriptions.billing_months", "subscriptions.recorded_at", "exchange_rates.rate"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("mrr", Revenue, "money a month", "the day", "recurring revenue of running stretches, by the conventions of the run (mrr.v1)", 1, "no subscription was known", 1, OfSubscriptions),
        new("acv", Revenue, "money a year", "the day", "twelve times mrr", 1, "no subscription was known", 1, OfSubscriptions),
        new("mrr_growth_91d", Revenue, "logarithm", "91 days", "ln of mrr by mrr 91 days before", 1, "no recurring revenue on one of the two days", 1, OfSubscriptions),
        new("expansions", Revenue, "count", "all that was known", "days on which recurring revenue rose from above nothing, exchange rates left out", 1, "no subscription was known", 28, OfSubscriptions),
        new("expansion_amount_365d", Revenue, "money a month", "365 days", "by how much it rose on such days", 1, "no subscription was known", 28, OfSubscriptions),
        new("days_since_expansion", Revenue, "days", "all that was known", "days since the last such day", 0, "there was none", 1, OfSubscriptions),
        new("contractions", Revenue, "count", "all that was known", "days on which recurring revenue fell without ending, exchange rates left out", -1, "no subscription was known", 28, OfSubscriptions),
        new("contraction_amount_365d", Revenue, "money a month", "365 days", "by how much it fell on such days", -1, "no subscription was known", 28, OfSubscriptions),
        new("days_since_contraction", Revenue, "days", "all that was known", "days since the last such day", 0, "there was none", 1, OfSubscriptions),
        new("paying_days", Retention, "days", "all that was known", "days since recurring revenue was first above nothing", 1, "there was none yet", 1, OfSubscriptions),
        new("reactivations", Retention, "count", "all that was known", "times recurring revenue began again after it had ended", 0, "no subscription was known", 28, OfSubscriptions),
        new("expansion_propensity", Revenue, "expansions a year", "all that was known", "(expansions + those a year of the segment's customers) by (years since recurring revenue began + 1)", 1, "there was no recurring revenue yet", 28, OfSubscriptions),
    ];
}
