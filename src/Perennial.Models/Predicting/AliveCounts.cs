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

        // Sixteen points a panel of y = ln(1 + u / c): small counts fall off within 1 / r of y = 0, others have a width of about 1 / sqrt(r).
        double c = Math.Min(now.Alpha, now.B), top = SpecialFunctions.Log1p(horizon / c);
        double wide = 4 * Math.Sqrt((1 / now.R) + (1.0 / mass.Length)), length;
        for (double y = 0; y < top; y += length)
        {
            // A relative width in u is one in y times u / (c + u).
            length = Math.Min(top - y, Math.Min(1.5, Math.Max(8 / now.R, wide * -SpecialFunctions.Expm1(-y))));
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double u = c * SpecialFunctions.Expm1(y + (length * GaussLegendre.Nodes[i]));
                NegativeBinomial.Add(now.R, now.Alpha, u, GaussLegendre.Weights[i] * length * (c + u) * now.LifetimeDensity(u), mass);
            }
        }
    }
}
