using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>How much the product is used: the columns of one working table, in its order.</summary>
internal static class UseSignals
{
    private static readonly string[] OfUsage = ["usage.used_on", "usage.quantity"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("use_a_week_28d", Engagement, "units of usage", "28 days", "use by four", 1, "usage had not come in yet", 7, OfUsage),
        new("use_days_28d", Engagement, "days", "28 days", "days with any use: how often people log in", 1, "usage had not come in yet", 7, OfUsage),
        new("users_28d", Engagement, "people", "28 days", "most people in a day with one feature", 1, "usage had not come in yet", 7, ["usage.users"]),
        new("use_a_user_28d", Engagement, "units of usage", "28 days", "use by people added up over days and features: intensity", 1, "nobody used it", 7, ["usage.used_on", "usage.quantity", "usage.users"]),
        new("minutes_a_user_28d", Engagement, "minutes", "28 days", "minutes by people added up over days and features: how long a session is", 1, "nobody used it, or minutes are not stated", 7, ["usage.minutes", "usage.users"]),
        new("error_share_28d", Engagement, "share", "28 days", "errors by use", -1, "nobody used it", 7, ["usage.errors", "usage.quantity"]),
        new("weeks_used_share_8w", Engagement, "share", "8 weeks", "weeks with use by weeks since the customer was first known, at most eight", 1, "usage had not come in for a week", 7, OfUsage),
        new("weeks_since_use", Engagement, "weeks", "26 weeks", "whole weeks without any use up to the day", -1, "no use in the window", 7, OfUsage),
        new("use_velocity_8w", Engagement, "logarithm a week", "8 weeks", "slope of ln(1 + use of a week) a week", 1, "known for less than four weeks", 7, OfUsage),
        new("use_velocity_26w", Engagement, "logarithm a week", "26 weeks", "slope of ln(1 + use of a week) a week", 1, "known for less than twelve weeks", 7, OfUsage),
    ];
}
