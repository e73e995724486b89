using Perennial.Models.Numerics;

namespace Perennial.Models.ParetoGgg;

/// <summary>Draws what a customer will buy after T from what is known of them at given population parameters.</summary>
internal static class FuturePath
{
    private const int MostTries = 50;

    // A silence that so many keep is waited for.
    private const double Common = 0.3;

    /// <summary>Draws regularity, being alive, lifetime, next purchase, rate and the purchases in (T, T + t]; adds each up.</summary>
    public static double Draw(
        ParetoGggCustomer customer, ParetoGggParameters p, double tx, double age, double t, Pcg64 random, Func<double, double, double> add)
    {
        ParetoGggState state = Choose(customer.States, random.NextDouble());
        return random.NextDouble() >= state.Alive || t == 0.0 ? 0.0 : Of(state, p, tx, age, t, random, add);
    }

    /// <summary>Draws lifetime, next purchase, rate and the purchases in (T, T + t] of a customer of known regularity who is alive; adds each up.</summary>
    public static double Of(
        ParetoGggState state, ParetoGggParameters p, double tx, double age, double t, Pcg64 random, Func<double, double, double> add)
    {
        // The drop-out rate of one who is alive is gamma (s, beta + T).
        double end = Math.Min(t, random.NextExponential() * (p.Beta + age) / random.NextGamma(p.S));
        double silence = age - tx, k = state.K;
        double first = Next(state, silence, random);
        double phase = k * random.NextGamma(state.M + k) / (state.Scale + (k * first));
        double sum = 0.0, at = first - silence;
        for (int n = 0; n < ParetoGggPosterior.MostPurchases && at <= end; n++)
        {
            sum = add(sum, at);
            at += ParetoGggSimulator.Gap(k, phase, random);
        }

        return sum;
    }

    private static ParetoGggState Choose(List<ParetoGggState> states, double chance)
    {
        foreach (ParetoGggState state in states)
        {
            chance -= state.Chance;
            if (chance < 0.0)
            {
                return state;
            }
        }

        return states[^1];
    }

    // The time from the last purchase to the next, given that it is beyond the silence: A / (k Y + A) is beta (m, k) below its value at the silence.
    private static double Next(ParetoGggState state, double silence, Pcg64 random)
    {
        (double k, _, _, double m, double scale, double silent) = state;
        double top = scale / (scale + (k * silence)), slope = k > 1.0 ? m - ((k - 1.0) * scale / (k * silence)) : m;
        bool tail = silent < Common && slope > 0.0;
        for (int i = 0; i < MostTries; i++)
        {
            if (tail)
            {
                // ln of the share is below its tangent (or its largest factor) at the silence, an exponential law that is nearly it far out.
                double fall = random.NextExponential() / slope, w = top * Math.Exp(-fall), rest = 1.0 - top;
                double kept = ((k - 1.0) * Math.Log((1.0 - w) / rest)) - (k > 1.0 ? (m - slope) * fall : 0.0);
                if (-random.NextExponential() <= kept)
                {
                    return Math.Min(Math.Max(silence, scale * (1.0 - w) / (k * w)), 1e300);
                }

                continue;
            }

            double rate = random.NextGamma(m), y = rate > 0.0 ? scale * random.NextGamma(k) / (k * rate) : double.MaxValue;
            if (y > silence)
            {
                return Math.Min(y, 1e300);
            }
        }

        // A silence that hardly anybody keeps: halve the interval in which the quantile lies.
        double below = random.NextDouble() * IncompleteFunctions.Beta(m, k, top, 1.0 - top), low = 0.0, high = top;
        for (int i = 0; i < 100 && high - low > 1e-12 * high; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = IncompleteFunctions.Beta(m, k, middle, 1.0 - middle) < below ? (middle, high) : (low, middle);
        }

        return Math.Max(silence, scale * (1.0 - high) / (k * high));
    }
}
