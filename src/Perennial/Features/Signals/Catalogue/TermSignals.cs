using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>What is agreed: terms, discounts, seats, renewals: the columns of one working table, in its order.</summary>
internal static class TermSignals
{
    private static readonly string[] OfSubscriptions = ["subscriptions.term_ends_on", "subscriptions.term_months", "subscriptions.billing_months", "subscriptions.starts_on", "subscriptions.ends_on", "subscriptions.status", "subscriptions.recorded_at"];

    private static readonly string[] OfSubscriptions2 = ["subscriptions.quantity"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("contract_months", Revenue, "months", "the day", "the longest term of the running stretches", 1, "no subscription ran", 28, OfSubscriptions),
        new("days_to_renewal", Revenue, "days", "the day", "days until the first of the running terms ends; a term that is over is followed by one as long", 0, "no subscription ran", 1, OfSubscriptions),
        new("billing_months", Revenue, "months", "the day", "the most months between two bills of the running stretches", 0, "no subscription ran", 28, ["subscriptions.billing_months"]),
        new("auto_renews", Retention, "0 or 1", "the day", "1 where every running stretch renews unless somebody says no", 1, "no subscription ran, or it is not said", 28, ["subscriptions.auto_renews"]),
        new("discount_depth", Revenue, "share", "the day", "discounts that are still running by the amounts before them", -1, "no subscription ran, or amounts are not stated", 28, ["subscriptions.amount", "subscriptions.discount", "subscriptions.discount_until"]),
        new("seats", Engagement, "seats", "the day", "seats or units of the running stretches of the product with most; an add-on counts the same people again", 1, "no subscription ran", 28, OfSubscriptions2),
        new("seat_growth_182d", Engagement, "logarithm", "182 days", "ln of seats by seats 182 days before", 1, "no seats on one of the two days", 28, OfSubscriptions2),
        new("products", Revenue, "count", "the day", "different products, or plans, that run", 1, "no subscription ran", 28, ["subscriptions.product_id", "subscriptions.plan"]),
        new("renewals", Retention, "count", "all that was known", "terms of three months or more that were over and went on, late ones too", 1, "no subscription was known", 28, OfSubscriptions),
        new("renewals_early", Retention, "count", "all that was known", "terms of three months or more that a longer one took the place of before they were over", 1, "no subscription was known", 28, OfSubscriptions),
        new("renewals_late", Retention, "count", "all that was known", "terms of three months or more after which the customer paid again only within the following thirty days", -1, "no subscription was known", 28, OfSubscriptions),
        new("renewals_downgraded", Retention, "count", "all that was known", "terms of three months or more that went on with less recurring revenue", -1, "no subscription was known", 28, OfSubscriptions),
        new("seat_utilisation", Engagement, "share", "28 days", "users_28d by seats; above 1 where more people use than seats are paid", 0, "no seats, or no usage came in", 7, ["usage.users", "subscriptions.quantity"]),
    ];
}
