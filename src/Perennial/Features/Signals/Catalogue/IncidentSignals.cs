using static Perennial.Features.Signals.SignalFamilies;

namespace Perennial.Features.Signals.Catalogue;

/// <summary>Failures of the service and what followed: the columns of one working table, in its order.</summary>
internal static class IncidentSignals
{
    public static IReadOnlyList<Signal> All { get; } =
    [
        new("incidents_182d", Retention, "count", "182 days", "incidents that met the customer", -1, "incidents had not come in yet", 28, ["incidents.started_at", "incident_customers.incident_id"]),
        new("incident_user_minutes_182d", CostToServe, "user minutes", "182 days", "minutes of these incidents times the people who met them", -1, "incidents had not come in yet", 28, ["incidents.started_at", "incident_customers.incident_id", "incidents.minutes", "incident_customers.users"]),
        new("incident_breaches_365d", Retention, "count", "365 days", "incidents in which an agreed level of service was missed", -1, "incidents had not come in yet", 28, ["incidents.started_at", "incident_customers.incident_id", "incident_customers.sla_breached"]),
        new("sla_sensitivity", Retention, "logarithm", "all that was known", "mean over missed agreements at least 60 days old of ln(use of the four whole weeks after / before), shrunk to the mean of the segment by the variances within and between accounts", 1, "nobody of the segment had such a day with use", 28, ["incidents.started_at", "incident_customers.incident_id", "incident_customers.sla_breached", "tickets.sla_breached", "usage.quantity"]),
        new("incident_tolerance", Retention, "share", "all that was known", "share of the incidents at least 60 days old after which a subscription still ran 60 days later, shrunk to the share of the segment", 1, "nobody of the segment met one", 28, ["incidents.started_at", "incident_customers.incident_id", "subscriptions.starts_on", "subscriptions.ends_on"]),
    ];
}
