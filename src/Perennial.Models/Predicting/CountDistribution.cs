using Perennial.Models.Assessing;

namespace Perennial.Models.Predicting;

/// <summary>The predictive distribution of each customer's number of purchases in (T, T + horizon], with rate and drop-out uncertain.</summary>
/// <remarks>
/// P(N = n) = (1 - P(alive)) 1{n = 0} + P(alive) P(N = n | alive; x, T), computed for every pair (x, T) once, until less than 1e-13 is left.
/// Columns go in and come out in the order of the rows; results do not depend on the number of threads.
/// </remarks>
public sealed class CountDistribution
{
    private readonly TransactionLaw _law;
    private readonly double _horizon;
    private readonly int _threads;

    private CountDistribution(TransactionLaw law, double horizon, int threads)
    {
        _law = law;
        _horizon = horizon;
        _threads = threads;
    }

    private delegate void Visit(int row, ReadOnlySpan<double> mass, ReadOnlySpan<double> cumulated);

    /// <summary>Makes the distribution.</summary>
    /// <param name="law">The transaction model with its parameters.</param>
    /// <param name="horizon">Horizon in the law's unit; finite and at least 0.</param>
    /// <param name="threads">Threads to use; 0 for all processors.</param>
    public static CountDistribution Create(TransactionLaw law, double horizon, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return horizon >= 0 && double.IsFinite(horizon)
            ? new(law, horizon, threads)
            : throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "The horizon of a count is a finite time of at least 0: over a lifetime the mean count may be infinite.");
    }

    /// <summary>Gives one customer's P(N = n), n = 0, 1, … until less than 1e-13 is left; sums to 1.</summary>
    /// <param name="frequency">Repeat purchases x.</param>
    /// <param name="recency">Time t_x of the last one.</param>
    /// <param name="t">Age T, in the law's unit.</param>
    /// <param name="pAlive">P(alive) at T.</param>
    public double[] Pmf(int frequency, double recency, double t, double pAlive)
    {
        PredictiveDoor.Chances([pAlive], nameof(pAlive));
        PredictiveDoor.Histories([frequency], [recency], [t]);
        _law.Own?.Check(1);
        double[] chance = new double[_law.Phases];
        _law.PhasesAt(frequency, recency, t, chance);
        double[] mass = _law.Own is { } own ? Counts(own.Of(0)) : Mixed(ByPhase(frequency, t), chance);
        for (int n = 0; n < mass.Length; n++)
        {
            mass[n] *= pAlive;
        }

        mass[0] += 1 - pAlive;
        return mass;
    }

    /// <summary>Gives each customer's P(N = 0).</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    public double[] PZero(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive) =>
        ValueDistribution.ZeroChances(_law, _horizon, _threads, frequency, recency, t, pAlive);

    /// <summary>Gives F(y-) and F(y) of each customer's count: the interval of the PIT.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="counts">n counts y that happened; at least 0.</param>
    public (double[] Below, double[] AtMost) Cdf(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<int> counts)
    {
        int[] y = Counts(frequency.Length, counts);
        double[] alive = Alive(frequency.Length, pAlive), below = new double[y.Length], atMost = new double[y.Length];
        ForEach(frequency, recency, t, (row, _, cumulated) =>
        {
            below[row] = Below(alive[row], cumulated, y[row]);
            atMost[row] = Mix(alive[row], At(cumulated, y[row]));
        });
        return (below, atMost);
    }

    /// <summary>Gives each customer's quantiles: the smallest n with F(n) at least the level.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="levels">m levels in [0, 1).</param>
    /// <returns>m columns of n counts.</returns>
    public int[][] Quantiles(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> levels)
    {
        PredictiveDoor.Chances(levels, nameof(levels));
        double[] alive = Alive(frequency.Length, pAlive), wanted = levels.ToArray();
        int[][] result = [.. wanted.Select(_ => new int[alive.Length])];
        ForEach(frequency, recency, t, (row, _, cumulated) =>
        {
            for (int k = 0; k < wanted.Length; k++)
            {
                result[k][row] = Quantile(alive[row], cumulated, wanted[k]);
            }
        });
        return result;
    }

    /// <summary>Gives each customer's CRPS, sum over n of (F(n) - 1{y &lt;= n})^2.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="counts">n counts y that happened; at least 0.</param>
    public double[] Crps(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<int> counts) =>
        Crps(frequency, recency, t, pAlive, counts, PitRecalibration.Identity);

    /// <summary>Gives each customer's CRPS of the recalibrated distribution R(F).</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="counts">n counts y that happened; at least 0.</param>
    /// <param name="recalibration">The map R, fitted on earlier origins.</param>
    public double[] Crps(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<int> counts, PitRecalibration recalibration)
    {
        ArgumentNullException.ThrowIfNull(recalibration);
        int[] y = Counts(frequency.Length, counts);
        double[] alive = Alive(frequency.Length, pAlive), score = new double[y.Length];
        ForEach(frequency, recency, t, (row, _, cumulated) => score[row] = Crps(alive[row], cumulated, y[row], recalibration));
        return score;
    }

    /// <summary>Gives each customer's log score, -ln P(N = y); about 690 where less than 1e-300 was given to what happened.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="counts">n counts y that happened; at least 0.</param>
    public double[] LogScore(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<int> counts)
    {
        int[] y = Counts(frequency.Length, counts);
        double[] alive = Alive(frequency.Length, pAlive), score = new double[y.Length];
        ForEach(frequency, recency, t, (row, mass, _) =>
        {
            double p = (y[row] == 0 ? 1 - alive[row] : 0) + (alive[row] * (y[row] < mass.Length ? mass[y[row]] : 0));
            score[row] = -Math.Log(Math.Max(p, Assessing.Probabilities.LeastChance));
        });
        return score;
    }

    /// <summary>Gives each customer's mean and variance.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    public (double[] Mean, double[] Variance) Moments(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive)
    {
        double[] alive = Alive(frequency.Length, pAlive), mean = new double[alive.Length], variance = new double[alive.Length];
        ForEach(frequency, recency, t, (row, mass, _) => (mean[row], variance[row]) = Moments(alive[row], mass));
        return (mean, variance);
    }

    /// <summary>Reads each customer's distribution at what happened and at its quantiles, its CRPS, P(N = 0) and variance, in one pass.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="counts">n counts y that happened; at least 0.</param>
    /// <param name="levels">m levels in [0, 1).</param>
    public PredictiveTest Test(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<int> counts, ReadOnlySpan<double> levels)
    {
        PredictiveDoor.Chances(levels, nameof(levels));
        int[] y = Counts(frequency.Length, counts);
        double[] alive = Alive(frequency.Length, pAlive), wanted = levels.ToArray();
        var test = PredictiveTest.Empty(y.Length, wanted.Length);
        ForEach(frequency, recency, t, (row, mass, cumulated) =>
        {
            double a = alive[row];
            test.Below[row] = Below(a, cumulated, y[row]);
            test.AtMost[row] = Mix(a, At(cumulated, y[row]));
            for (int k = 0; k < wanted.Length; k++)
            {
                int quantile = Quantile(a, cumulated, wanted[k]);
                test.Quantiles[k][row] = quantile;
                test.BelowQuantiles[k][row] = Below(a, cumulated, quantile);
                test.AtMostQuantiles[k][row] = Mix(a, At(cumulated, quantile));
            }

            test.Crps[row] = Crps(a, cumulated, y[row], PitRecalibration.Identity);
            test.Zero[row] = Mix(a, cumulated[0]);
            test.Variance[row] = Moments(a, mass).Variance;
        });
        return test;
    }

    private static double Below(double alive, ReadOnlySpan<double> cumulated, int n) => n == 0 ? 0 : Mix(alive, At(cumulated, n - 1));

    private static int Quantile(double alive, ReadOnlySpan<double> cumulated, double level)
    {
        double rest = (level - (1 - alive)) / alive;
        return !(rest > 0) ? 0 : FirstAtLeast(cumulated, rest);
    }

    private static double Crps(double alive, ReadOnlySpan<double> cumulated, int y, PitRecalibration recalibration)
    {
        double sum = Math.Max(0, y - cumulated.Length);
        for (int n = 0; n < cumulated.Length; n++)
        {
            double f = Mix(alive, cumulated[n]), gap = (recalibration.IsIdentity ? f : recalibration.Forward(f)) - (y <= n ? 1 : 0);
            sum += gap * gap;
        }

        return sum;
    }

    private static (double Mean, double Variance) Moments(double alive, ReadOnlySpan<double> mass)
    {
        double first = 0, second = 0;
        for (int n = 1; n < mass.Length; n++)
        {
            first += n * mass[n];
            second += (double)n * n * mass[n];
        }

        double mean = alive * first;
        return (mean, Math.Max(0, (alive * second) - (mean * mean)));
    }

    private static double Mix(double alive, double f) => Math.Clamp((1 - alive) + (alive * f), 0, 1);

    private static double At(ReadOnlySpan<double> cumulated, int n) => n < cumulated.Length ? cumulated[n] : 1;

    private static int FirstAtLeast(ReadOnlySpan<double> cumulated, double level)
    {
        int low = 0, high = cumulated.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = cumulated[middle] >= level ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static int[] Counts(int rows, ReadOnlySpan<int> counts)
    {
        PredictiveDoor.SameLength(rows, counts.Length, nameof(counts));
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0)
            {
                throw new ArgumentException($"Row {i} has count {counts[i]}. Counts are 0, 1, 2, …", nameof(counts));
            }
        }

        return counts.ToArray();
    }

    private static double[] Alive(int rows, ReadOnlySpan<double> pAlive)
    {
        PredictiveDoor.SameLength(rows, pAlive.Length, nameof(pAlive));
        PredictiveDoor.Chances(pAlive, nameof(pAlive));
        return pAlive.ToArray();
    }

    private static double[] Mixed(double[][] masses, double[] chance)
    {
        if (masses.Length == 1)
        {
            return masses[0];
        }

        double[] mixed = new double[masses.Max(mass => mass.Length)];
        for (int phase = 0; phase < masses.Length; phase++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(masses[phase], chance[phase], mixed.AsSpan(0, masses[phase].Length), mixed.AsSpan(0, masses[phase].Length));
        }

        return mixed;
    }

    private static double[] Cumulated(double[] mass)
    {
        double[] cumulated = new double[mass.Length];
        double sum = 0;
        for (int n = 0; n < mass.Length; n++)
        {
            cumulated[n] = sum += mass[n];
        }

        cumulated[^1] = 1;
        return cumulated;
    }

    // The counts of a customer who is alive, for each phase.
    private double[][] ByPhase(int frequency, double t) =>
        [.. Enumerable.Range(0, _law.Phases).Select(phase => Counts(_law.AliveAt(frequency, t, phase)))];

    private double[] Counts(AliveCustomer customer)
    {
        double[] mass = _horizon == 0 ? [1.0] : customer.Counts(_horizon);
        return double.IsFinite(mass[^1]) && double.IsFinite(mass[0])
            ? mass
            : throw new InvalidOperationException($"Over the horizon of {_horizon} the counts of a customer reach beyond what can be listed. Take a shorter horizon, or ConditionalExpectedTransactions.");
    }

    private void ForEach(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, Visit visit)
    {
        CustomerGroups groups = new(frequency, recency, t);
        int[] x = frequency.ToArray();
        double[] tx = recency.ToArray(), age = t.ToArray();
        if (_law.Own is { } own)
        {
            own.Check(x.Length);
            own.ForEach(_threads, (customer, rows) =>
            {
                double[] mass = Counts(customer), cumulated = Cumulated(mass);
                Array.ForEach(rows, row => visit(row, mass, cumulated));
            });
            return;
        }

        groups.ForEach(_threads, group =>
        {
            double last = double.NaN;
            double[][] masses = [];
            double[] mass = [], cumulated = [], chance = new double[_law.Phases];
            foreach (int row in groups.Rows(group))
            {
                bool other = age[row] != last;
                if (other)
                {
                    last = age[row];
                    masses = ByPhase(x[row], last);
                }

                if (other || masses.Length > 1)
                {
                    _law.PhasesAt(x[row], tx[row], last, chance);
                    mass = Mixed(masses, chance);
                    cumulated = Cumulated(mass);
                }

                visit(row, mass, cumulated);
            }
        });
    }
}
