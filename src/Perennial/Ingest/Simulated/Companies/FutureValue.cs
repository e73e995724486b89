using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What the months after the last day bring, in units of the currency. Gross margin is revenue less delivery; net is gross less the cost to serve.</summary>
/// <param name="Revenue">Earned, not discounted.</param>
/// <param name="GrossMargin">Revenue less infrastructure (accounts) or goods (shops), not discounted.</param>
/// <param name="CostToServe">Support, engineering, compliance and payments (accounts) or shipping, returns and payments (shops), not discounted.</param>
/// <param name="GrossValue">The gross margin, discounted.</param>
/// <param name="NetValue">The gross margin less the cost to serve, discounted.</param>
public readonly record struct FutureValue(double Revenue, double GrossMargin, double CostToServe, double GrossValue, double NetValue)
{
    /// <summary>The discount a year; each month is discounted from its middle.</summary>
    public const double Discount = 0.10;

    internal const string Names = "revenue,gross_margin,cost_to_serve,gross_value,net_value";

    public static FutureValue operator +(FutureValue a, FutureValue b) =>
        new(a.Revenue + b.Revenue, a.GrossMargin + b.GrossMargin, a.CostToServe + b.CostToServe, a.GrossValue + b.GrossValue, a.NetValue + b.NetValue);

    public static FutureValue Add(FutureValue left, FutureValue right) => left + right;

    /// <summary>Gives these divided by a number.</summary>
    internal FutureValue Over(double count) => new(Revenue / count, GrossMargin / count, CostToServe / count, GrossValue / count, NetValue / count);

    /// <summary>Adds a month, counted from 0 after the last day, in cents.</summary>
    internal FutureValue With(int month, double revenue, double delivery, double serving)
    {
        double factor = Math.Pow(1 + Discount, -(month + 0.5) / 12), margin = revenue - delivery;
        return this + new FutureValue(revenue / 100, margin / 100, serving / 100, margin * factor / 100, (margin - serving) * factor / 100);
    }

    /// <summary>Adds up months of an account after the last day.</summary>
    internal static FutureValue Of(AccountMonths months, PlantedCosts costs, int first, int count)
    {
        FutureValue value = default;
        for (int i = 0; i < count; i++)
        {
            int m = first + i;
            value = value.With(i, months.Revenue[m], months.Units[m] * costs.UnitCents, (months.Minutes[m] * costs.MinuteCents) + (months.Incidents[m] * costs.IncidentCents) + (months.Regulated[m] * costs.RegulatedCents) + months.Fees[m]);
        }

        return value;
    }

    internal void Write(LogWriter rows)
    {
        foreach (double number in new[] { Revenue, GrossMargin, CostToServe, GrossValue, NetValue })
        {
            rows.Next().Number(Math.Round(number, 2));
        }
    }
}
