using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Mails sent to shoppers and opened: fewer before they leave, and in false alarms.</summary>
internal sealed class ShopperMail(ShopPlan plan, CompanyCalendar calendar, CompanyTables tables)
{
    private const int EveryDays = 14;
    private const int AfterLeaving = 180;
    private const double DaysAMonth = 365.25 / 12;

    public void Write(Shopper shopper, Pcg64 random)
    {
        LogWriter truth = tables.Truth("warnings", "customer_id,falls_on,ends_on,leaves");
        int falls = Math.Max(shopper.Joined, shopper.Left - plan.OpensFallDays);
        if (falls < calendar.End)
        {
            truth.Customer(shopper.Number).Next().Day(falls).Next().Day(shopper.Left).Next().Text("true").End();
        }

        var alarms = new List<int>();
        for (double day = shopper.Joined + Gap(random); day + plan.OpensFallDays < Math.Min(falls, calendar.End); day += plan.OpensFallDays + Gap(random))
        {
            alarms.Add((int)day);
            truth.Customer(shopper.Number).Next().Day((int)day).Next().Day((int)day + plan.OpensFallDays).Next().Text("false").End();
        }

        LogWriter rows = tables.Engagement;
        for (int day = shopper.Joined + 7; day < Math.Min(calendar.End, shopper.Left + AfterLeaving); day += EveryDays)
        {
            bool low = day >= falls || alarms.Exists(a => day >= a && day < a + plan.OpensFallDays);
            bool opened = random.NextDouble() < plan.Opens * (low ? plan.OpensFallTo : 1);
            rows.Customer(shopper.Number).Next().Day(day).Next().Text("email_sent").Next().Whole(1).End();
            if (opened)
            {
                rows.Customer(shopper.Number).Next().Day(day).Next().Text("email_open").Next().Whole(1).End();
            }
        }
    }

    private double Gap(Pcg64 random) => random.NextExponential() / plan.FalseAlarmsAMonth * DaysAMonth;
}
