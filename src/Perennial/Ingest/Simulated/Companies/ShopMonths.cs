using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>What one shopper brought and took in each month of the company; reused for all in turn. Money in cents.</summary>
internal sealed class ShopMonths(int months)
{
    /// <summary>Gives revenue after coupons and returns, and what the goods cost.</summary>
    public double[] Revenue { get; } = new double[months];
    public double[] Goods { get; } = new double[months];

    /// <summary>Gives orders, lines that came back, and minutes of support.</summary>
    public double[] Orders { get; } = new double[months];
    public double[] Returns { get; } = new double[months];
    public double[] Minutes { get; } = new double[months];

    public void Clear()
    {
        foreach (double[] column in new[] { Revenue, Goods, Orders, Returns, Minutes })
        {
            Array.Clear(column);
        }
    }

    /// <summary>Adds up months after the last day.</summary>
    public FutureValue Future(ShopPlan plan, int first, int count)
    {
        FutureValue value = default;
        for (int i = 0; i < count; i++)
        {
            int m = first + i;
            value = value.With(i, Revenue[m], Goods[m], (Orders[m] * plan.OrderCents) + (Returns[m] * plan.ReturnCents) + (Minutes[m] * plan.MinuteCents));
        }

        return value;
    }
}
