using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>A failure of the service. Days are counted from the company's first.</summary>
internal readonly record struct Incident(int Number, int Day, int Second, int Minutes, string Severity, string Feature)
{
    /// <summary>Draws all incidents, past and future; they do not depend on the customers.</summary>
    public static List<Incident> Draw(AccountPlan plan, CompanyCalendar calendar, Pcg64 random)
    {
        var all = new List<Incident>();
        for (double day = 0; ; )
        {
            day += random.NextExponential() / plan.Incidents.AMonth * 365.25 / 12;
            if (day >= calendar.Horizon)
            {
                return all;
            }

            int minutes = 1 + (int)random.NextPoisson(plan.Incidents.Minutes * random.NextExponential());
            string severity = minutes > 180 ? "urgent" : minutes > 60 ? "high" : minutes > 20 ? "normal" : "low";
            all.Add(new(all.Count + 1, (int)day, random.NextInt32(86_000), minutes, severity, plan.Usage.Features[random.NextInt32(plan.Usage.Features.Count)].Name));
        }
    }
}

/// <summary>What support does for an account, and the incidents that met it.</summary>
internal sealed class AccountSupport(Account account, IReadOnlyList<Incident> incidents, CompanyTables tables)
{
    private const double DaysAMonth = 365.25 / 12;
    private const double Answers = 0.35;
    private const int HighSeverity = 2;
    private readonly PlantedSupport _plan = account.Plan.Support;
    private readonly PlantedIncidents _failures = account.Plan.Incidents;
    private readonly double _minutesATicket = Enumerable.Range(0, account.Plan.Support.Shares.Count).Sum(i => account.Plan.Support.Shares[i] * account.Plan.Support.Minutes[i]);
    private int _tickets;

    public void Clear() => _tickets = 0;

    /// <summary>Gives the expected minutes of support in days of life, and the expected incidents met.</summary>
    public (double Minutes, double Incidents) Expected(int from, int to)
    {
        double met = _failures.AMonth * _failures.Meets * (to - from) / DaysAMonth;
        return ((Tickets(from, to) * _minutesATicket) + (met * _failures.Writes * _plan.Minutes[HighSeverity]), met);
    }

    /// <summary>Lives the days of a month of life, writes what is before the end, and adds up minutes and incidents.</summary>
    public (long Minutes, long Incidents) Live(in LifeMonth month, int from, int to, Pcg64 random)
    {
        if (month.Paused)
        {
            return (0, 0);
        }

        long minutes = 0, met = 0;
        for (long n = random.NextPoisson(Tickets(from, to)); n > 0; n--)
        {
            int day = from + random.NextInt32(to - from);
            while (!account.Spells.Fallen(day) && random.NextDouble() * account.Plan.Warning.Tickets >= 1)
            {
                day = from + random.NextInt32(to - from);
            }

            int severity = AccountProfiles.Pick(random, _plan.Shares.Count, i => _plan.Shares[i]);
            minutes += Ticket(day, severity, "question", random);
        }

        int first = FirstFrom(from);
        for (int i = first; i < incidents.Count && incidents[i].Day < to; i++)
        {
            if (random.NextDouble() >= _failures.Meets)
            {
                continue;
            }

            met++;
            Incident incident = incidents[i];
            long users = 1 + random.NextInt32(Math.Max(1, month.Seats));
            bool late = incident.Minutes > _failures.AgreedMinutes && account.SegmentNo < 2;
            if (incident.Day < account.Calendar.End)
            {
                tables.IncidentCustomers.Id('F', incident.Number).Next().Customer(account.Number).Next().Whole(users).Next().Text(late ? "true" : "false").End();
            }

            if (random.NextDouble() < _failures.Writes)
            {
                minutes += Ticket(incident.Day, HighSeverity, "incident", random);
            }
        }

        return (minutes, met);
    }

    private double Tickets(int from, int to) =>
        account.Segment.TicketsAMonth / DaysAMonth * (to - from + ((account.Plan.Warning.Tickets - 1) * account.Spells.Count(from, to)));

    private int FirstFrom(int day)
    {
        (int low, int high) = (0, incidents.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = incidents[middle].Day < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long Ticket(int day, int severity, string topic, Pcg64 random)
    {
        long minutes = random.NextPoisson(_plan.Minutes[severity] * random.NextGamma(2) / 2);
        double reply = Math.Round(_plan.ReplyMinutes[severity] * random.NextExponential());
        int second = 25_000 + random.NextInt32(45_000);
        double hours = 1 + (30 * random.NextExponential()), mood = random.NextNormal(), answer = random.NextDouble();
        bool escalated = random.NextDouble() < 0.03 * (severity + 1);
        if (day >= account.Calendar.End)
        {
            return minutes;
        }

        bool trouble = account.Spells.Fallen(day), late = reply > _plan.AgreedMinutes[severity];
        double feeling = Math.Clamp(0.25 - (0.12 * severity) - (trouble ? 0.3 : 0) - (late ? 0.2 : 0) + (0.35 * mood), -1, 1);
        long solved = ((long)day * 86_400) + second + (long)((reply * 60) + (hours * 3600));
        LogWriter rows = tables.Tickets.Id('T', account.Number, ++_tickets).Next().Customer(account.Number).Next().Moment(day, second).Next();
        if (solved < account.Calendar.End * 86_400L)
        {
            rows.Moment((int)(solved / 86_400), (int)(solved % 86_400));
        }

        rows.Next().Text(_plan.Severities[severity]).Next().Whole(minutes).Next().Whole((long)reply).Next().Number(Math.Round(feeling, 2)).Next();
        if (answer < Answers && solved < account.Calendar.End * 86_400L)
        {
            rows.Whole(Math.Clamp((long)Math.Round(3.6 + (1.6 * feeling)), 1, 5));
        }

        rows.Next().Text(late ? "true" : "false").Next().Text(escalated ? "true" : "false").Next().Text(topic).End();
        return minutes;
    }
}
