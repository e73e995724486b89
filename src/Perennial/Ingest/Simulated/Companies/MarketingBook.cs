using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Writes what was spent to win customers: each channel's cost of a customer times those expected of a month, give or take, so that what came differs from what was planned.</summary>
internal static class MarketingBook
{
    private static readonly (string Kind, double Share)[] Kinds = [("media", 0.7), ("creative", 0.1), ("tools", 0.05), ("salaries", 0.15)];

    public static void Write(IReadOnlyList<PlantedChannel> channels, string currency, CompanyCalendar calendar, double customers, double arrivals, Pcg64 random, CompanyTables tables)
    {
        double days = arrivals * calendar.End;
        for (int m = 0; m < calendar.Months; m++)
        {
            double open = Math.Clamp(days - calendar.FirstDay(m), 0, calendar.FirstDay(m + 1) - calendar.FirstDay(m)) / days;
            foreach (PlantedChannel channel in channels)
            {
                // The bias of the exponential is taken out, so that what is spent on average is what is planned.
                long cents = (long)Math.Round(customers * channel.Share * open * channel.CacCents * Math.Exp((0.08 * random.NextNormal()) - 0.0032));
                long left = cents;
                foreach ((string kind, double share) in Kinds)
                {
                    long part = kind == "salaries" ? left : Math.Min(left, (long)Math.Round(cents * share));
                    left -= part;
                    tables.MarketingSpend.Day(calendar.FirstDay(m)).Next().Day(calendar.FirstDay(m + 1)).Next().Text(channel.Name).Next().Text(channel.Paid ? channel.Name + "-always-on" : string.Empty).Next().Text(kind).Next()
                        .Text(channel.Paid ? "true" : "false").Next().Money(part).Next().Text(currency).End();
                }
            }
        }
    }
}
