using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Which features are used, by whom, and how that fell: the columns of one working table, in its order.</summary>
internal static class AdoptionSignals
{
    private static readonly string[] OfUsage = ["usage.used_on", "usage.feature", "usage.quantity"];

    private static readonly string[] OfUsage2 = ["usage.used_on", "usage.feature", "usage.quantity", "customers.signed_up_on"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("features_used_8w", Engagement, "count", "8 weeks", "features used: breadth", 1, "usage had not come in yet", 7, OfUsage),
        new("adoption_depth_8w", Engagement, "share", "8 weeks", "features used three times or more, by the features that anybody had used by the day", 1, "usage had not come in yet", 7, OfUsage),
        new("largest_feature_share_8w", Engagement, "share", "8 weeks", "use of the feature used most, by all use; near 1 where a script uses one feature", 0, "nothing was used", 7, OfUsage),
        new("features_ever", Engagement, "count", "all that was known", "features ever used", 1, "usage had not come in yet", 28, OfUsage),
        new("features_first_60d", Engagement, "count", "all that was known", "features first used within sixty days of the first day known", 1, "usage had not come in yet", 28, OfUsage2),
        new("feature_1_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 1 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("feature_2_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 2 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("feature_3_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 3 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("feature_4_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 4 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("feature_5_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 5 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("feature_6_first_60d", Engagement, "0 or 1", "all that was known", "1 where feature 6 (by customers who ever used it) was first used within sixty days of the first day known", 1, "there are fewer features, or usage had not come in yet", 28, OfUsage2),
        new("teams_8w", Engagement, "count", "8 weeks", "teams that used the product", 1, "usage names no team", 7, ["usage.team"]),
        new("team_entropy_8w", Engagement, "nats", "8 weeks", "-sum of share ln share of use by team: 0 where one team does all", 1, "usage names no team", 7, ["usage.team", "usage.quantity"]),
        new("deepest_fall", Engagement, "logarithm", "30 weeks", "the least over features of ln(use a week in the last four weeks / upper quartile of the 26 weeks before); features used in eight of those weeks", 1, "no feature was used so long", 7, OfUsage),
        new("deepest_fall_before", Engagement, "logarithm", "34 weeks", "the same four weeks earlier: whether the fall is older than a month", 1, "no feature was used so long", 7, OfUsage),
        new("feature_1_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 1", 1, "not used in eight of those weeks", 7, OfUsage),
        new("feature_2_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 2", 1, "not used in eight of those weeks", 7, OfUsage),
        new("feature_3_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 3", 1, "not used in eight of those weeks", 7, OfUsage),
        new("feature_4_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 4", 1, "not used in eight of those weeks", 7, OfUsage),
        new("feature_5_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 5", 1, "not used in eight of those weeks", 7, OfUsage),
        new("feature_6_fall", Engagement, "logarithm", "30 weeks", "ln(use a week in the last four weeks / upper quartile of the 26 weeks before) of feature 6", 1, "not used in eight of those weeks", 7, OfUsage),
    ];
}
