using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;

namespace Perennial.Models.Predicting;

/// <summary>
/// The predictive distribution of each customer's discounted value, V = margin · sum over purchases in (T, T + horizon] of
/// e^(-delta (t_j - T)) z_j, with purchase rate, drop-out and spend uncertain.
/// </summary>
/// <remarks>
/// <para>F(v) = (1 - P(alive)) + P(alive) (P(N = 0 | alive) + P(N above 0 | alive) G(v / (gamma + x z); x, T)). The chance of zero is exact for every
/// customer; G depends on (x, T) only and is tabulated for each x at a few T. Accuracy aimed at: 1e-3 in probability, at every level.</para>
/// <para>Where spend is null a purchase is worth the customer's meanSpend, or 1 without that column. At frequency 0 the population's spend is used and
/// meanSpend ignored. Gamma-Gamma with q + p x at most 1 has an infinite mean (at most 2: variance): it is returned as positive infinity, while
/// quantiles exist. Over an infinite horizon purchases discounted below e^-14 of their price count as worth next to nothing.</para>
/// </remarks>
public sealed class ValueDistribution
{
    private const int CrpsPoints = 200;
    private readonly TransactionLaw _law;
    private readonly GammaGammaParameters? _spend;
    private readonly double _horizon;
    private readonly double _delta;
    private readonly double _margin;
    private readonly int _threads;

    private ValueDistribution(TransactionLaw law, GammaGammaParameters? spend, double horizon, double delta, double margin, int threads)
    {
        _law = law;
        _spend = spend;
        _horizon = horizon;
        _delta = delta;
        _margin = margin;
        _threads = threads;
    }

    private delegate void Visit(int row, double zero, double scale, PositiveLaw law, PositiveLaw.Place place);

    /// <summary>Makes the distribution.</summary>
    /// <param name="law">The transaction model with its parameters.</param>
    /// <param name="spend">The spend model's parameters, or null where a purchase has a known price.</param>
    /// <param name="horizon">Horizon in the law's unit; at least 0, or positive infinity with a positive rate.</param>
    /// <param name="rate">Discount rate in the law's unit.</param>
    /// <param name="margin">Margin as a share of revenue; positive. 1 for revenue.</param>
    /// <param name="threads">Threads to use; 0 for all processors. Results do not depend on it.</param>
    /// <exception cref="UnitMismatchException">Rate and law differ in time unit.</exception>
    public static ValueDistribution Create(
        TransactionLaw law, GammaGammaParameters? spend, double horizon, ContinuousRate rate, double margin = 1, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        if (rate.Unit != law.Unit)
        {
            throw new UnitMismatchException($"The rate is per {rate.Unit} but the model's unit is {law.Unit}. Make the rate in the model's unit.");
        }

        if (!(horizon >= 0) || (double.IsPositiveInfinity(horizon) && rate.Delta == 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(horizon), horizon, "The horizon is a time of at least 0; it may be infinite only with a positive discount rate, because undiscounted lifetime value may be infinite.");
        }

        if (!(margin > 0) || !double.IsFinite(margin))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A margin is a positive share of revenue, such as 0.35; 1 gives revenue.");
        }

        if (spend is { } s && !(s.P > 0 && s.Q > 0 && s.Gamma > 0 && double.IsFinite(s.P) && double.IsFinite(s.Q) && double.IsFinite(s.Gamma)))
        {
            throw new ArgumentOutOfRangeException(nameof(spend), spend, $"Gamma-Gamma has p {s.P}, q {s.Q}, gamma {s.Gamma}. They are positive, finite numbers.");
        }

        return new(law, spend, horizon, rate.Delta, margin, threads);
    }

    /// <summary>Gives each customer's P(V = 0): not alive, or no purchase within the horizon.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    public double[] PZero(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive) =>
        ZeroChances(_law, _horizon, _threads, frequency, recency, t, pAlive);

    /// <summary>Gives each customer's quantiles: the smallest v with F(v) at least the level.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1 (spend is null).</param>
    /// <param name="levels">m levels in [0, 1), such as .025 .1 .5 .9 .975; recalibrated ones come from <see cref="PitRecalibration.Inverse"/>.</param>
    /// <returns>m columns of n values, finite and at least 0.</returns>
    public double[][] Quantiles(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend, ReadOnlySpan<double> levels)
    {
        PredictiveDoor.Chances(levels, nameof(levels));
        double[] wanted = levels.ToArray();
        double[][] result = new double[wanted.Length][];
        for (int k = 0; k < wanted.Length; k++)
        {
            result[k] = new double[frequency.Length];
        }

        ForEach(frequency, recency, t, pAlive, meanSpend, (row, zero, scale, law, place) =>
        {
            for (int k = 0; k < wanted.Length; k++)
            {
                result[k][row] = Quantile(zero, scale, law, place, wanted[k]);
            }
        });
        return result;
    }

    /// <summary>Gives F(y-) and F(y) of each customer's value: the interval of the PIT, [0, P(V = 0)] at y = 0 and a point elsewhere.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1 (spend is null).</param>
    /// <param name="values">n values y; at least 0.</param>
    public (double[] Below, double[] AtMost) Cdf(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend, ReadOnlySpan<double> values)
    {
        PredictiveDoor.SameLength(frequency.Length, values.Length, nameof(values));
        double[] y = Outcomes(values), below = new double[y.Length], atMost = new double[y.Length];
        ForEach(frequency, recency, t, pAlive, meanSpend, (row, zero, scale, law, place) => (below[row], atMost[row]) = Around(zero, scale, law, place, y[row]));
        return (below, atMost);
    }

    /// <summary>Gives each customer's CRPS: the integral of (F(v) - 1{y at most v})^2, or, recalibrated, the mean over m even levels of twice the pinball loss of the quantile.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1 (spend is null).</param>
    /// <param name="values">n values y; at least 0.</param>
    /// <param name="recalibration">The map R of the CDF, or <see cref="PitRecalibration.Identity"/>.</param>
    /// <param name="points">Number m of levels (k + 1/2) / m of a recalibrated distribution.</param>
    public double[] Crps(
        ReadOnlySpan<int> frequency,
        ReadOnlySpan<double> recency,
        ReadOnlySpan<double> t,
        ReadOnlySpan<double> pAlive,
        ReadOnlySpan<double> meanSpend,
        ReadOnlySpan<double> values,
        PitRecalibration recalibration,
        int points = CrpsPoints)
    {
        ArgumentNullException.ThrowIfNull(recalibration);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        PredictiveDoor.SameLength(frequency.Length, values.Length, nameof(values));
        double[] y = Outcomes(values), score = new double[y.Length];
        double[] levels = recalibration.IsIdentity ? [] : EvenLevels(recalibration, points);
        ForEach(frequency, recency, t, pAlive, meanSpend, (row, zero, scale, law, place) =>
            score[row] = levels.Length == 0 ? Crps(zero, scale, law, place, y[row]) : CrpsOfQuantiles(zero, scale, law, place, levels, y[row]));
        return score;
    }

    /// <summary>Reads each customer's distribution at what happened and at its quantiles, its CRPS, P(V = 0) and variance, in one pass.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1 (spend is null).</param>
    /// <param name="values">n values y that happened; at least 0.</param>
    /// <param name="levels">m levels in [0, 1).</param>
    public PredictiveTest Test(
        ReadOnlySpan<int> frequency,
        ReadOnlySpan<double> recency,
        ReadOnlySpan<double> t,
        ReadOnlySpan<double> pAlive,
        ReadOnlySpan<double> meanSpend,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> levels)
    {
        PredictiveDoor.Chances(levels, nameof(levels));
        PredictiveDoor.SameLength(frequency.Length, values.Length, nameof(values));
        double[] y = Outcomes(values), wanted = levels.ToArray();
        var test = PredictiveTest.Empty(y.Length, wanted.Length);
        Moments(frequency, recency, t, pAlive, meanSpend).Variance.CopyTo(test.Variance, 0);
        ForEach(frequency, recency, t, pAlive, meanSpend, (row, zero, scale, law, place) =>
        {
            (test.Below[row], test.AtMost[row]) = Around(zero, scale, law, place, y[row]);
            for (int k = 0; k < wanted.Length; k++)
            {
                double quantile = Quantile(zero, scale, law, place, wanted[k]);
                test.Quantiles[k][row] = quantile;
                (test.BelowQuantiles[k][row], test.AtMostQuantiles[k][row]) = Around(zero, scale, law, place, quantile);
            }

            test.Crps[row] = Crps(zero, scale, law, place, y[row]);
            test.Zero[row] = zero;
        });
        return test;
    }

    /// <summary>Gives each customer's exact mean and variance; null where the spend model has none: a mean needs q + p x above 1, a variance above 2.</summary>
    /// <param name="frequency">n numbers of repeat purchases.</param>
    /// <param name="recency">n times t_x of the last one; they say something beyond pAlive only where buying is regular.</param>
    /// <param name="t">n ages T.</param>
    /// <param name="pAlive">n chances of being alive at T.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1 (spend is null).</param>
    /// <returns>n finite means of at least 0 and n variances of at least 0, or null in their place. Quantiles exist however heavy the tail.</returns>
    public (double?[] Mean, double?[] Variance) Moments(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend)
    {
        (double[] mean, double[] variance) = InfiniteMoments(frequency, recency, t, pAlive, meanSpend);
        return (Array.ConvertAll(mean, Finite), Array.ConvertAll(variance, Finite));

        static double? Finite(double value) => double.IsFinite(value) ? value : null;
    }

    /// <summary>Gives each customer's exact mean and variance; positive infinity where the spend model has none.</summary>
    internal (double[] Mean, double[] Variance) InfiniteMoments(
        ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend)
    {
        Rows rows = Check(frequency, recency, t, pAlive, meanSpend);
        double[] mean = new double[rows.X.Length], variance = new double[rows.X.Length];
        if (_law.Own is { } own)
        {
            own.ForEach(_threads, (customer, equal) =>
            {
                (double First, double Squares, double Pairs) moments = _horizon == 0 ? default : customer.Moments(_horizon, _delta);
                foreach (int row in equal)
                {
                    (double m, double v) = ValueMoments.Value(moments, rows.Alive[row], _spend, rows.X[row], rows.SpendOf(row));
                    (mean[row], variance[row]) = (_margin * m, _margin * _margin * v);
                }
            });
            return (mean, variance);
        }

        rows.Groups.ForEach(_threads, group =>
        {
            ReadOnlySpan<int> members = rows.Groups.Rows(group);
            int x = rows.X[members[0]];
            MomentCurve curve = new(_law, x, Ages(members, rows.T), _horizon, _delta);
            Phase phase = new(_law, _horizon);
            foreach (int row in members)
            {
                (double m, double v) = ValueMoments.Value(curve.At(rows.T[row], phase.Chances(x, rows.Recency[row], rows.T[row])), rows.Alive[row], _spend, x, rows.SpendOf(row));
                mean[row] = _margin * m;
                variance[row] = _margin * _margin * v;
            }
        });
        return (mean, variance);
    }

    /// <summary>Draws one customer's value by simulating the story of the model: rate, drop-out, purchases, spend.</summary>
    /// <param name="frequency">Repeat purchases x.</param>
    /// <param name="recency">Time t_x of the last one.</param>
    /// <param name="t">Age T.</param>
    /// <param name="pAlive">P(alive) at T.</param>
    /// <param name="meanSpend">Mean value of a repeat purchase.</param>
    /// <param name="random">The generator to draw from.</param>
    public double Sample(int frequency, double recency, double t, double pAlive, double meanSpend, Pcg64 random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frequency);
        ArgumentNullException.ThrowIfNull(random);
        PredictiveDoor.Chances([pAlive], nameof(pAlive));
        _law.Own?.Check(1);
        if (!(random.NextDouble() < pAlive))
        {
            return 0;
        }

        return _margin * ValueSampler.Draw(_law.Own?.Of(0) ?? _law.Drawn(frequency, recency, t, random), _spend, frequency, meanSpend, _horizon, _delta, random);
    }

    /// <summary>Draws the sum over all customers of a law that is theirs.</summary>
    internal double SampleAll(PurchaseHistories histories, double[] meanSpend, double[]? levels, Pcg64 random)
    {
        double sum = 0;
        for (int i = 0; i < histories.Count; i++)
        {
            DrawnCustomer customer = _law.Own!.Of(i);
            if (random.NextDouble() < customer.Alive)
            {
                sum += (levels?[i] ?? 1) * ValueSampler.Draw(customer, _spend, histories.Frequency[i], meanSpend.Length == 0 ? 1 : meanSpend[i], _horizon, _delta, random);
            }
        }

        return _margin * sum;
    }

    internal static double[] ZeroChances(TransactionLaw law, double horizon, int threads, ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive)
    {
        PredictiveDoor.SameLength(frequency.Length, pAlive.Length, nameof(pAlive));
        PredictiveDoor.Chances(pAlive, nameof(pAlive));
        PredictiveDoor.Histories(frequency, recency, t);
        int[] x = frequency.ToArray();
        double[] tx = recency.ToArray(), age = t.ToArray(), alive = pAlive.ToArray(), zero = new double[x.Length];
        if (law.Own is { } own)
        {
            own.Check(x.Length);
            own.ForEach(threads, (customer, equal) =>
            {
                double silent = customer.Zero(horizon);
                Array.ForEach(equal, row => zero[row] = Zero(alive[row], silent));
            });
            return zero;
        }

        Fitting.Blocks.Run(x.Length, threads, (start, end) =>
        {
            Phase phase = new(law, horizon);
            for (int i = start; i < end; i++)
            {
                zero[i] = Zero(alive[i], alive[i] == 0 ? 1 : phase.Zero(x[i], tx[i], age[i]));
            }
        });
        return zero;
    }

    private static double Zero(double alive, double zero) => alive == 0 ? 1 : Math.Clamp(1 - (alive * (1 - zero)), 0, 1);

    private static double[] EvenLevels(PitRecalibration recalibration, int points) => [.. Enumerable.Range(0, points).Select(k => recalibration.Inverse((k + 0.5) / points))];

    private static double[] Outcomes(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0) || double.IsPositiveInfinity(values[i]))
            {
                throw new ArgumentException($"Row {i} has value {values[i]}. Values are finite and at least 0: net refunds of an outcome against its purchases first.", nameof(values));
            }
        }

        return values.ToArray();
    }

    private static double Quantile(double zero, double scale, PositiveLaw law, in PositiveLaw.Place place, double level) =>
        level <= zero || zero >= 1 ? 0 : Math.Min(scale * law.Quantile(place, (level - zero) / (1 - zero)), double.MaxValue);

    // F(y-) and F(y).
    private static (double Below, double AtMost) Around(double zero, double scale, PositiveLaw law, in PositiveLaw.Place place, double y)
    {
        if (y == 0 || scale == 0)
        {
            return (y == 0 ? 0 : 1, scale == 0 ? 1 : zero);
        }

        double v = y / scale, atMost = Math.Clamp(zero + ((1 - zero) * law.Cdf(place, v)), 0, 1);
        return (Math.Clamp(zero + ((1 - zero) * law.CdfBelow(place, v)), 0, atMost), atMost);
    }

    // The integral of (F - 1{y at most v})^2 over v, with F = 1 - a S(v / scale).
    private static double Crps(double zero, double scale, PositiveLaw law, in PositiveLaw.Place place, double y)
    {
        double a = 1 - zero;
        return a == 0 || scale == 0
            ? y
            : Math.Max(0, y + (scale * a * ((a * law.SurvivalSquared(place)) - (2 * law.SurvivalTo(place, y / scale)))));
    }

    private static double CrpsOfQuantiles(double zero, double scale, PositiveLaw law, in PositiveLaw.Place place, double[] levels, double y)
    {
        int points = levels.Length, first = 0;
        Span<double> quantiles = points <= 512 ? stackalloc double[points] : new double[points];
        Span<double> within = points <= 512 ? stackalloc double[points] : new double[points];
        while (first < points && (levels[first] <= zero || zero >= 1))
        {
            quantiles[first++] = 0;
        }

        for (int k = first; k < points; k++)
        {
            within[k] = (levels[k] - zero) / (1 - zero);
        }

        law.Quantiles(place, within[first..], quantiles[first..]);
        for (int k = first; k < points; k++)
        {
            quantiles[k] = Math.Min(scale * quantiles[k], double.MaxValue);
        }

        return Assessing.Crps.OfQuantiles(quantiles, y);
    }

    // Members come nearly in the order of their ages, equal ones mostly together: few more are held than are different.
    private static double[] Ages(ReadOnlySpan<int> members, double[] t)
    {
        List<double> ages = [];
        foreach (int row in members)
        {
            if (ages.Count == 0 || t[row] != ages[^1])
            {
                ages.Add(t[row]);
            }
        }

        ages.Sort();
        int distinct = 0;
        for (int i = 0; i < ages.Count; i++)
        {
            if (distinct == 0 || ages[i] != ages[distinct - 1])
            {
                ages[distinct++] = ages[i];
            }
        }

        ages.RemoveRange(distinct, ages.Count - distinct);
        return [.. ages];
    }

    private void ForEach(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend, Visit visit)
    {
        Rows rows = Check(frequency, recency, t, pAlive, meanSpend);
        if (_law.Own is { } own)
        {
            own.ForEach(_threads, (customer, equal) => VisitDrawn(customer, equal, rows, visit));
            return;
        }

        rows.Groups.ForEach(_threads, group =>
        {
            ReadOnlySpan<int> members = rows.Groups.Rows(group);
            int x = rows.X[members[0]];
            SpendLaw spend = SpendLaw.Of(_spend, x);
            double[] ages = Ages(members, rows.T);
            PositiveLaw law = spend.IsPrice && _delta == 0
                ? new CountLaw(_law, x, ages, _horizon)
                : new ValueTable(_law, spend, x, ages, _horizon, _delta);
            Phase phase = new(_law, _horizon);
            foreach (int row in members)
            {
                double silent = _horizon == 0 ? 1 : phase.Zero(x, rows.Recency[row], rows.T[row]), zero = Zero(rows.Alive[row], silent);
                visit(row, zero, _margin * Scale(spend, x, rows.SpendOf(row)), law, law.At(rows.T[row], phase.ChancesOfBuyers(silent)));
            }
        });
    }

    // The worth of all purchases is in units of the rate that their customer's prices share.
    private void VisitDrawn(DrawnCustomer customer, int[] equal, Rows rows, Visit visit)
    {
        int x = rows.X[equal[0]];
        SpendLaw spend = SpendLaw.Of(_spend, x);
        double silent = _horizon == 0 ? 1 : customer.Zero(_horizon);
        DrawnLaw law = new(_horizon == 0 ? [1] : customer.Values(_horizon, _delta, spend));
        foreach (int row in equal)
        {
            visit(row, Zero(rows.Alive[row], silent), _margin * Scale(spend, x, rows.SpendOf(row)), law, default);
        }
    }

    private double Scale(SpendLaw law, int x, double meanSpend)
    {
        if (_spend is not { } s)
        {
            return meanSpend;
        }

        double rate = s.Gamma + (x * meanSpend);
        return law.IsPrice ? rate * s.P / (s.Q + (s.P * x)) : rate;
    }

    private Rows Check(ReadOnlySpan<int> frequency, ReadOnlySpan<double> recency, ReadOnlySpan<double> t, ReadOnlySpan<double> pAlive, ReadOnlySpan<double> meanSpend)
    {
        PredictiveDoor.SameLength(frequency.Length, pAlive.Length, nameof(pAlive));
        PredictiveDoor.Chances(pAlive, nameof(pAlive));
        _law.Own?.Check(frequency.Length);
        if (meanSpend.Length > 0 || _spend is not null)
        {
            PredictiveDoor.SameLength(frequency.Length, meanSpend.Length, nameof(meanSpend));
            for (int i = 0; i < meanSpend.Length; i++)
            {
                if (!(meanSpend[i] >= 0) || !double.IsFinite(meanSpend[i]))
                {
                    throw new ArgumentException($"Row {i} has mean spend {meanSpend[i]}. Mean spend is a finite amount of at least 0, net of returns.", nameof(meanSpend));
                }
            }
        }

        return new(new CustomerGroups(frequency, recency, t), frequency.ToArray(), recency.ToArray(), t.ToArray(), pAlive.ToArray(), meanSpend.ToArray());
    }

    private sealed record Rows(CustomerGroups Groups, int[] X, double[] Recency, double[] T, double[] Alive, double[] Spend)
    {
        public double SpendOf(int row) => Spend.Length == 0 ? 1 : Spend[row];
    }
}
