using Perennial.Models.Predicting;

namespace Perennial.Models.CnbdK;

/// <summary>First and second moments of the discounted number of purchases of a regular buyer who is alive, for each number j of phases behind them.</summary>
/// <remarks>
/// The m-th and the n-th of the purchases, m before n, are discounted by e^(-2 delta T_m) e^(-delta (T_n - T_m)). For ever, given rate and drop-out chance,
/// the sum over m and n is a product of geometric series. Over a horizon: given T_n = t, T_m is t times a Beta(k m - j, k (n - m)), so that its mean discount
/// is e^(-z) times the sum over i of z^i / i! (k (n - m))_i / (k n - j)_i, z = delta t; these sum over m by rising from n to n + 1, and the integral over t
/// is taken by parts, where it is smooth. Beyond some thousands of phases the rhythm no longer shows in the second moment (less than 1e-3 of it).
/// </remarks>
internal static class RegularMoments
{
    private const double Deepest = 25;
    private const int MostTerms = 100;

    /// <summary>Gives E S, E S at twice the rate and the sum over pairs, for j = 0 … k - 1.</summary>
    public static (double First, double Squares, double Pairs)[] Of(CnbdKExpectation now, double horizon, double delta)
    {
        bool forever = double.IsPositiveInfinity(horizon);
        double[] first = forever ? now.DiscountedForever(delta) : now.Discounted(horizon, delta);
        double[] squares = delta == 0 ? first : forever ? now.DiscountedForever(2 * delta) : now.Discounted(horizon, 2 * delta);
        double[] pairs = forever ? now.PairsForever(delta) : Finite(now, delta > 0 ? Math.Min(horizon, Deepest / delta) : horizon, delta);
        return [.. first.Select((value, j) => (value, squares[j], pairs[j]))];
    }

    private static double[] Finite(CnbdKExpectation now, double horizon, double delta)
    {
        int reach = now.Reach(horizon), k = now.K;
        if (reach == int.MaxValue)
        {
            return [.. Enumerable.Range(0, k).Select(j => new LeavingAtPurchases(now.R + j, k * now.Alpha, now.A, now.B).Moments(horizon, delta).Pairs)];
        }

        int purchases = (reach + k - 1) / k;
        double[] stay = new double[purchases];
        stay[0] = 1;
        for (int n = 1; n < purchases; n++)
        {
            stay[n] = stay[n - 1] * (now.B + n - 1) / (now.A + now.B + n - 1);
        }

        double most = delta * horizon;
        int terms = most == 0 ? 1 : Math.Min(MostTerms, (int)(most + (8 * Math.Sqrt(most)) + 14));
        double[][] rises = Rises(k, purchases, terms + 1);
        double[] sum = new double[k];
        Add(horizon, 1, false);
        foreach ((double t, double weight) in delta == 0 ? [] : now.Waves(horizon, delta))
        {
            Add(t, -weight, true);
        }

        return sum;

        // Adds 2 stay F(t) h(t), or h'(t), of every n and j.
        void Add(double t, double weight, bool slope)
        {
            double z = delta * t;
            double[] poisson = new double[terms];
            poisson[0] = Math.Exp(-2 * z);
            for (int i = 1; i < terms; i++)
            {
                poisson[i] = poisson[i - 1] * z / i;
            }

            for (int j = 0; j < k; j++)
            {
                double[] reached = now.Reached(j, t, purchases);
                for (int n = 2; n <= purchases; n++)
                {
                    if (reached[n - 1] == 0)
                    {
                        break;
                    }

                    double h = 0, events = (k * n) - j, scale = 1;
                    for (int i = 0; i < terms; i++)
                    {
                        // C(i) = sum over m of (k (n - m))_i / (k n - j)_i.
                        double here = rises[n][i] * scale;
                        scale *= (k * n) / (events + i);
                        h += poisson[i] * (slope ? delta * ((rises[n][i + 1] * scale) - (2 * here)) : here);
                    }

                    sum[j] += 2 * weight * stay[n - 1] * reached[n - 1] * h;
                }
            }
        }
    }

    // rises[n][i] = sum over d = 1 … n - 1 of (k d)_i / (k n)^i.
    private static double[][] Rises(int k, int purchases, int terms)
    {
        double[][] rises = new double[purchases + 1][];
        rises[0] = rises[1] = new double[terms];
        for (int n = 2; n <= purchases; n++)
        {
            rises[n] = new double[terms];
            double shrink = (n - 1.0) / n, power = 1, rise = 1;
            for (int i = 0; i < terms; i++)
            {
                rises[n][i] = (rises[n - 1][i] * power) + rise;
                power *= shrink;
                rise *= ((k * (n - 1.0)) + i) / (k * (double)n);
            }
        }

        return rises;
    }
}
