using Perennial.Models.Numerics;

namespace Perennial.Models.CnbdK;

/// <summary>How regularly customers buy, told without a model of their rates or of their leaving: are gaps between purchases more alike than chance makes them?</summary>
/// <remarks>
/// Given that a customer bought x times more within t_x, and last at t_x, gaps of Erlang-k buyers are t_x times Dirichlet(k, …, k), whoever they are and
/// whenever they leave; so the sum of ln of the gaps tells k. Days are whole and one day's purchases are one, which alone makes gaps more alike: what x
/// days drawn at random from t_x would give (all ways to part t_x days into x being as likely) is taken off first.
/// </remarks>
/// <param name="K">The estimate of k, from 1 to 12, not whole: about 1 where buying is at random, 2 and more where it is regular.</param>
/// <param name="Excess">How far the mean ln of a gap lies above that of random days.</param>
/// <param name="StandardError">Of the excess; null where fewer than two customers tell.</param>
/// <param name="Customers">How many customers have at least two gaps.</param>
public readonly record struct Regularity(double K, double Excess, double? StandardError, int Customers)
{
    private const int LongestTable = 100_000;
    private const int DayByDay = 65_536;

    /// <summary>Tells whether buying is regular: k rounds to 2 or more, and chance does not explain it (two standard errors).</summary>
    public bool IsRegular => K >= 1.5 && StandardError is { } error && Excess > 2 * error;

    /// <summary>Measures.</summary>
    /// <param name="frequency">n numbers of repeat purchase days x; those below 2 tell nothing and are passed over.</param>
    /// <param name="recencyDays">n times t_x of the last one, in whole days, at least x.</param>
    /// <param name="logGaps">n sums of ln of the days between purchase days; from 0 to x ln(t_x / x), that of equal gaps.</param>
    /// <exception cref="ArgumentException">Columns differ in length, t_x is below x, or log gaps are not what x gaps of whole days within t_x can have.</exception>
    public static Regularity Of(ReadOnlySpan<int> frequency, ReadOnlySpan<int> recencyDays, ReadOnlySpan<double> logGaps)
    {
        if (recencyDays.Length != frequency.Length || logGaps.Length != frequency.Length)
        {
            throw new ArgumentException($"The columns differ in length: frequency {frequency.Length}, recency {recencyDays.Length}, log gaps {logGaps.Length}. They must be equal.");
        }

        List<Buyer> buyers = [];
        double[] logs = [0, .. Enumerable.Range(1, Math.Clamp(Longest(recencyDays), DayByDay, LongestTable)).Select(day => Math.Log(day))];
        double sum = 0, squares = 0, gaps = 0;
        int customers = 0;
        for (int i = 0; i < frequency.Length; i++)
        {
            int x = frequency[i];
            if (!double.IsFinite(logGaps[i]))
            {
                throw new ArgumentException($"Row {i} has log gaps {logGaps[i]}. The sum of ln of the days between purchase days is a finite number.", nameof(logGaps));
            }

            if (x >= 2)
            {
                if (recencyDays[i] < x)
                {
                    throw new ArgumentException($"Row {i} has {x} repeat purchase days within {recencyDays[i]} days. There cannot be more purchase days than days.", nameof(recencyDays));
                }

                double most = x * Math.Log((double)recencyDays[i] / x);
                if (logGaps[i] < -1e-9 || logGaps[i] > most + (1e-9 * Math.Max(1, most)))
                {
                    throw new ArgumentException(
                        $"Row {i} has log gaps {logGaps[i]} with {x} repeat purchase days within {recencyDays[i]} days. The sum of ln of the days between them lies from 0 to {most}: "
                        + "give natural logarithms of days, and merge purchases of one day.",
                        nameof(logGaps));
                }

                double random = AtRandom(x, recencyDays[i], logs), excess = logGaps[i] - (x * random);
                sum += excess;
                squares += excess * excess;
                gaps += x;
                customers++;
                buyers.Add(new(x, -Math.Log(recencyDays[i]), random - Math.Log(recencyDays[i]) - Mean(1, x)));
            }
        }

        return customers == 0
            ? new(1, 0, null, 0)
            : new(Solve(buyers, sum), sum / gaps, customers < 2 ? null : Math.Sqrt(squares) / gaps, customers);
    }

    private static int Longest(ReadOnlySpan<int> days)
    {
        int most = 0;
        foreach (int day in days)
        {
            most = Math.Max(most, day);
        }

        return most;
    }

    // The mean ln of a gap where all ways to part t days into x gaps are as likely: a gap of g has chance C(t - g - 1, x - 2) / C(t - 1, x - 1).
    private static double AtRandom(int x, int t, double[] logs)
    {
        double first = (x - 1.0) / (t - 1.0), chance = first, mean = 0;
        int most = t - x + 1, day = t <= LongestTable ? most : Math.Min(most, DayByDay);
        for (int g = 1; g <= day; g++)
        {
            mean += chance * logs[g];
            chance *= (t - g - x + 1.0) / (t - g - 1.0);
        }

        // Over the rest of a long history chances change so little from day to day that the sum is an integral, in panels no longer than they allow.
        for (double from = day + 0.5, length; from < most && Chance(from) > 1e-18; from += length)
        {
            length = Math.Min(most + 0.5 - from, Math.Min(from, 2.0 * t / x));
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                double g = from + (GaussLegendre.Nodes[i] * length);
                mean += GaussLegendre.Weights[i] * length * Chance(g) * Math.Log(g);
            }
        }

        return mean;

        double Chance(double g)
        {
            double product = first;
            for (int i = 0; i < x - 2 && product > 1e-30; i++)
            {
                product *= (t - g - 1 - i) / (t - 2.0 - i);
            }

            return product;
        }
    }

    // The k at which the excess over random days is what was found: x (psi(k) - psi(k x)) less the same at 1, and less what whole days had added there.
    private static double Solve(List<Buyer> buyers, double excess)
    {
        double low = 1, high = CnbdKParameters.LargestK;
        if (!(excess > 0))
        {
            return low;
        }

        buyers.Sort((one, other) => one.X.CompareTo(other.X));

        for (int i = 0; i < 24; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Expected(middle) < excess ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;

        double Expected(double k)
        {
            double sum = 0, gain = 0, logFront = 0;
            int x = 0;
            foreach (Buyer buyer in buyers)
            {
                if (buyer.X != x)
                {
                    x = buyer.X;
                    double rest = k * (x - 1), logBeta = SpecialFunctions.LogGamma(k) + SpecialFunctions.LogGamma(rest) - SpecialFunctions.LogGamma(k + rest);
                    gain = Mean(k, x) - Mean(1, x);
                    logFront = -Math.Log(k * (x - 1.0)) - logBeta;
                }

                // Whole days add where gaps are below a day, whose chance falls as the k-th power of a day's share of t_x.
                double below = Math.Min(1, Math.Exp(((k - 1) * buyer.LogDay) + logFront));
                sum += x * (gain - (buyer.WholeDays * (1 - below)));
            }

            return sum;
        }
    }

    // E ln of a gap's share of t_x.
    private static double Mean(double k, int x) => SpecialFunctions.Digamma(k) - SpecialFunctions.Digamma(k * x);

    // x, ln of a day's share of t_x, and how much whole days add to the mean ln of a gap where buying is at random.
    private readonly record struct Buyer(int X, double LogDay, double WholeDays);
}
