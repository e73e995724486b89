using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The distribution of the number of purchases within a finite horizon of a customer who is alive.</summary>
internal static class AliveCounts
{
    private const double Negligible = 1e-13;
    private const int Most = 1 << 24;

    /// <summary>Gives P(N = n | alive) for n = 0 … until less than 1e-13 is left; normalised to sum to 1.</summary>
    public static double[] Pmf(AliveCustomer now, double horizon)
    {
        double[] mass = new double[Reach(now, horizon)];
        if (now.Law.DropsOutAtPurchases)
        {
            AtPurchases(now, horizon, mass);
        }
        else
        {
            AtAnyTime(now, horizon, mass);
        }

        double sum = 0;
        foreach (double m in mass)
        {
            sum += m;
        }

        for (int n = 0; n < mass.Length; n++)
        {
            mass[n] /= sum;
        }

        return mass;
    }

    // Who never drops out buys most, and their count is negative binomial.
    private static int Reach(AliveCustomer now, double horizon)
    {
        double ratio = horizon / now.Alpha, mean = now.R * ratio, n = mean + (8 * Math.Sqrt(mean * (1 + ratio))) + 8;
        while (n < Most && NegativeBinomial.Tail(now.R, now.Alpha, horizon, (int)n) > Negligible)
        {
            n = (n * 1.25) + 4;
        }

        return (int)Math.Min(n, Most) + 1;
    }

    private static void AtPurchases(AliveCustomer now, double horizon, double[] mass)
    {
        NegativeBinomial.Add(now.R, now.Alpha, horizon, 1, mass);
        double beyond = 0;
        for (int n = mass.Length - 1; n >= 0; n--)
        {
            beyond = Math.Min(1, beyond + mass[n]);
            double leave = n == 0 ? 0 : Math.Exp(now.LogLeave(n));
            mass[n] = (Math.Exp(now.LogStay(n)) * mass[n]) + (leave * beyond);
        }
    }

    private static void AtAnyTime(AliveCustomer now, double horizon, double[] mass)
    {
        NegativeBinomial.Add(now.R, now.Alpha, horizon, now.Survival(horizon), mass);
        if (now.A == 0)
        {
            return;
        }

        // Sixteen points a panel of y = ln(1 + u / c) resolve the mass of each n, whose width in y is about 1 / sqrt(r).
        double c = Math.Min(now.Alpha, now.B), top = SpecialFunctions.Log1p(horizon / c);
        int panels = Math.Max(1, (int)Math.Ceiling(top / Math.Min(1.5, 5 * Math.Sqrt((1 / now.R) + (1.0 / mass.Length)))));
        for (int k = 0; k < panels; k++)
        {
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double u = c * SpecialFunctions.Expm1(top * (k + GaussLegendre.Nodes[i]) / panels);
                NegativeBinomial.Add(now.R, now.Alpha, u, GaussLegendre.Weights[i] * top / panels * (c + u) * now.LifetimeDensity(u), mass);
            }
        }
    }
}
