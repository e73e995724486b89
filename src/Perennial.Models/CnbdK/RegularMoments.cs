using Perennial.Models.Predicting;

namespace Perennial.Models.CnbdK;

/// <summary>First and second moments of the discounted number of purchases of a regular buyer who is alive, for each number j of phases behind them.</summary>
/// <remarks>
/// The m-th and the n-th of the purchases, m before n, are discounted by e^(-2 delta T_m) e^(-delta (T_n - T_m)). For ever, given rate and drop-out chance,
/// the sum over m and n is a product of geometric series. Over a horizon t, given the phase rate l, let a clock strike at pace 2 delta beside the phases: the discount
/// is the chance that no strike falls before T_m, and that of each strike between T_m and T_n one of two equal chances comes true. With L = l + 2 delta and c such
/// strikes the pair is worth (l / L)^(k n - j) (delta / L)^c C(k (n - m) + c - 1, c) P(at least k n - j + c events of a Poisson of mean L t), summed over c. All
/// terms are positive, the sum over m of the binomials is one recursion, and each number of phases is a purchase for one j alone.
/// Where phases run into hundreds of thousands the rhythm is left out of the pairs: buyers so fast hardly show it, the slow among them do, by some percent.
/// Aimed at 1e-12, found against quadrature 1e-7, relative.
/// </remarks>
internal static class RegularMoments
{
    private const double Deepest = 35;
    private const double Negligible = 1e-18;

    /// <summary>Gives E S, E S at twice the rate and the sum over pairs, for j = 0 … k - 1.</summary>
    public static (double First, double Squares, double Pairs)[] Of(CnbdKExpectation now, double horizon, double delta)
    {
        bool forever = double.IsPositiveInfinity(horizon);
        double[] first = forever ? now.DiscountedForever(delta) : now.Discounted(horizon, delta);
        double[] squares = delta == 0 ? first : forever ? now.DiscountedForever(2 * delta) : now.Discounted(horizon, 2 * delta);
        double[] pairs = forever || delta * horizon >= Deepest ? now.PairsForever(delta) : Finite(now, horizon, delta);
        return [.. first.Select((value, j) => (value, squares[j], pairs[j]))];
    }

    private static double[] Finite(CnbdKExpectation now, double horizon, double delta)
    {
        int k = now.K;
        PhaseRates rates = new(k, now.R, now.Alpha);
        if (horizon == 0)
        {
            return new double[k];
        }

        if (rates.AreTooMany(horizon))
        {
            return [.. Enumerable.Range(0, k).Select(j => new LeavingAtPurchases(now.R + j, k * now.Alpha, now.A, now.B).Moments(horizon, delta).Pairs)];
        }

        double most = delta * horizon;
        double[] rises = new double[most == 0 ? 1 : (int)(most + (8 * Math.Sqrt(most)) + 14)], tails = [];
        return rates.Mean(horizon, (rate, given) => Given(now, rate, horizon, delta, rises, ref tails, given));
    }

    private static void Given(CnbdKExpectation now, double rate, double horizon, double delta, double[] rises, ref double[] tails, double[] sum)
    {
        Array.Clear(sum);
        Array.Clear(rises);
        int k = now.K;
        double all = rate + (2 * delta), strike = delta / all, phase = rate / all;
        ReadOnlySpan<double> tail = PhaseRates.PoissonTails(all * horizon, ref tails);
        double stay = now.B / (now.A + now.B), power = Math.Pow(phase, k);
        for (int n = 2; (k * (n - 1)) + 1 < tail.Length; n++)
        {
            Rise(rises, k, n);
            for (int j = k - 1; j >= 0; j--)
            {
                int events = (k * n) - j;
                power *= phase;
                double pairs = 0, scale = 1;
                for (int c = 0; c < rises.Length && events + c < tail.Length; c++)
                {
                    pairs += scale * rises[c] * tail[events + c];
                    scale *= strike * k * n / (c + 1);
                }

                double part = 2 * stay * power * pairs;
                sum[j] += part;
                if (part <= Negligible * sum[j])
                {
                    return;
                }
            }

            stay *= (now.B + n - 1) / (now.A + now.B + n - 1);
        }
    }

    // From the sum over d = 1 … n - 2 of (k d)_c / (k (n - 1))^c for every c to that of n, d = 1 … n - 1.
    private static void Rise(double[] rises, int k, int n)
    {
        double shrink = (n - 1.0) / n, power = 1, rise = 1;
        for (int c = 0; c < rises.Length; c++)
        {
            rises[c] = (rises[c] * power) + rise;
            power *= shrink;
            rise *= ((k * (n - 1.0)) + c) / (k * (double)n);
        }
    }
}
