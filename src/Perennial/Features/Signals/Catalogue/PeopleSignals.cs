using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Contacts, events, answers and entered scores: the columns of one working table, in its order.</summary>
internal static class PeopleSignals
{
    private static readonly string[] OfContacts = ["contacts.team", "contacts.created_on"];

    private static readonly string[] OfEngagement = ["engagement.engaged_on", "engagement.kind", "engagement.quantity"];

    private static readonly string[] OfSurveys = ["surveys.answered_on", "surveys.kind", "surveys.score"];

    private static readonly string[] OfStrategicScores = ["strategic_scores.dimension", "strategic_scores.score", "strategic_scores.owner", "strategic_scores.entered_on", "strategic_scores.expires_on"];

    public static IReadOnlyList<Signal> All { get; } =
    [
        new("contacts", Engagement, "people", "the day", "people known of the customer", 1, "contacts had not come in yet", 28, OfContacts),
        new("contacts_new_182d", Engagement, "people", "182 days", "people known for the first time: a change of the organisation", 0, "contacts had not come in yet", 28, OfContacts),
        new("contact_teams", Engagement, "count", "the day", "teams these people belong to", 1, "contacts had not come in yet", 28, OfContacts),
        new("contact_team_entropy", Engagement, "nats", "the day", "-sum of share ln share of people by team", 1, "no contact names a team", 28, OfContacts),
        new("email_open_share_91d", Engagement, "share", "91 days", "mails opened by mails sent", 1, "no mail was sent", 7, OfEngagement),
        new("webinars_365d", Engagement, "count", "365 days", "webinars attended", 1, "no such event of anybody had come in yet", 28, OfEngagement),
        new("community_365d", Engagement, "count", "365 days", "contributions to the community", 1, "no such event of anybody had come in yet", 28, OfEngagement),
        new("trainings_365d", Engagement, "count", "365 days", "trainings taken", 1, "no such event of anybody had come in yet", 28, OfEngagement),
        new("meetings_365d", Engagement, "count", "365 days", "meetings held", 1, "no such event of anybody had come in yet", 28, OfEngagement),
        new("referrals_365d", Engagement, "count", "365 days", "customers recommended", 1, "no such event of anybody had come in yet", 28, OfEngagement),
        new("nps", Surveys, "0 to 10", "all that was known", "the last answer whether the customer would recommend the company", 1, "no answer yet", 182, OfSurveys),
        new("nps_age_days", Surveys, "days", "all that was known", "days since that answer", 0, "no answer yet", 1, OfSurveys),
        new("nps_change", Surveys, "-10 to 10", "all that was known", "the last answer less the one before", 1, "fewer than two answers", 182, OfSurveys),
        new("csat", Surveys, "the survey's scale", "all that was known", "the last answer how satisfied the customer is", 1, "no answer yet", 182, OfSurveys),
        new("ces", Surveys, "the survey's scale", "all that was known", "the last answer how easy it was", 0, "no answer yet", 182, OfSurveys),
        new("strategic_brand", Strategic, "0 to 10", "all that was known", "the last score of brand value that a person entered", 1, "nobody entered one, or the last has expired", 28, OfStrategicScores),
        new("strategic_reference", Strategic, "0 to 10", "all that was known", "the last score of willingness to be a reference that a person entered", 1, "nobody entered one, or the last has expired", 28, OfStrategicScores),
        new("strategic_influence", Strategic, "0 to 10", "all that was known", "the last score of influence in its market that a person entered", 1, "nobody entered one, or the last has expired", 28, OfStrategicScores),
        new("strategic_partner", Strategic, "0 to 10", "all that was known", "the last score of potential as a partner that a person entered", 1, "nobody entered one, or the last has expired", 28, OfStrategicScores),
    ];
}
