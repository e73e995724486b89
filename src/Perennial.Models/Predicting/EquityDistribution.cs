using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>Gives mean and variance of the sum over all customers when the parameters are these and nothing else is uncertain.</summary>
/// <param name="parameters">All parameters: of the transaction model, then of the spend model.</param>
/// <returns>Finite numbers of at least 0; null for a mean or a variance that the spend model does not have.</returns>
public delegate (double? Mean, double? Variance) EquityTotal(double[] parameters);

/// <summary>Draws the sum over all customers when the parameters are these.</summary>
/// <param name="parameters">All parameters: of the transaction model, then of the spend model.</param>
/// <param name="random">The generator to draw from.</param>
public delegate double EquitySample(double[] parameters, Pcg64 random);

/// <summary>What a joint simulation of a total needs.</summary>
public sealed record EquityQuestion
{
    /// <summary>Gives the estimated parameters; positive.</summary>
    public required double[] Parameters { get; init; }

    /// <summary>Gives the covariance of their logarithms, row by row, or null where it does not exist: then parameters count as known, and the label says so.</summary>
    public double[]? LogCovariance { get; init; }

    /// <summary>Gives the total's mean and variance as functions of the parameters.</summary>
    public required EquityTotal Total { get; init; }

    /// <summary>Gives the total's exact sampler for few customers, or null where customers are many enough for the normal law.</summary>
    public EquitySample? Sample { get; init; }

    /// <summary>Gives the common calendar shock, or null where too few origins show it.</summary>
    public CalendarShock? Calendar { get; init; }

    /// <summary>Gives the number of replicates.</summary>
    /// <value>Default: 2000.</value>
    public int Replicates { get; init; } = 2000;

    /// <summary>Gives the seed.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the threads; 0 for all processors. Results do not depend on it.</summary>
    /// <value>Default: 0.</value>
    public int Threads { get; init; }
}

/// <summary>The law of the total value of all customers. They are not independent: they share parameters and a calendar.</summary>
/// <remarks>
/// A replicate draws one set of parameters (normal in their logarithms), one calendar shock (Student t in the logarithm of the total) and the
/// customers' own noise: by the exact sampler where one is given, else normal with the total's variance. Without a sampler the total's mean
/// is evaluated along the axes of the covariance and interpolated, so that a million customers are gone through a few times only.
/// </remarks>
public sealed class EquityDistribution
{
    private readonly double[] _sorted;

    private EquityDistribution(double? mean, double[] sorted, string label)
    {
        Mean = mean;
        _sorted = sorted;
        Label = label;
    }

    /// <summary>Gives the mean of the sum at the estimated parameters: the sum of the customers' means. Null where the spend model has no mean.</summary>
    public double? Mean { get; }

    /// <summary>Gives what the interval includes, in words.</summary>
    public string Label { get; }

    /// <summary>Gives a quantile of the simulated sum.</summary>
    /// <param name="level">In [0, 1].</param>
    public double Quantile(double level)
    {
        PredictiveDoor.Chances([level], nameof(level));
        double at = level * (_sorted.Length - 1);
        int k = Math.Min((int)at, _sorted.Length - 2);
        return _sorted[k] + ((at - k) * (_sorted[k + 1] - _sorted[k]));
    }

    /// <summary>Simulates the total.</summary>
    /// <param name="question">Customers, model, horizon and number of futures.</param>
    /// <exception cref="ArgumentException">A parameter is not positive, the covariance has the wrong size or is not one, or the mean is infinite and no sampler is given.</exception>
    public static EquityDistribution Simulate(EquityQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(question.Replicates, 2);
        double[] axes = Axes(question);
        int n = question.Parameters.Length;
        (double? known, double? variance) = question.Total([.. question.Parameters]);
        if (known is { } stated && !(double.IsFinite(stated) && stated >= 0))
        {
            throw new ArgumentException($"The mean of the total is {stated}. A mean is a finite number of at least 0, or null where there is none.", nameof(question));
        }

        if (question.Sample is null && known is null)
        {
            throw new ArgumentException(
                "The total has no mean. Without one (Gamma-Gamma with q at most 1 gives none) a total exists only by sampling customers: state Sample.", nameof(question));
        }

        bool sampled = question.Sample is not null, noisy = sampled || variance is not null;
        double mean = known ?? 0;
        Surface? surface = sampled ? null : new Surface(question, axes, mean, variance ?? 0);
        double[] totals = new double[question.Replicates];
        Parallel.For(0, totals.Length, new ParallelOptions { MaxDegreeOfParallelism = question.Threads == 0 ? -1 : question.Threads }, b =>
        {
            // A stream for each replicate makes the result the same on one thread and many.
            Pcg64 random = new(question.Seed, (ulong)b);
            double[] z = new double[n];
            for (int k = 0; k < n; k++)
            {
                z[k] = random.NextNormal();
            }

            double total = question.Sample is { } sample ? sample(Moved(question.Parameters, axes, z), random) : surface?.Draw(z, noisy, random) ?? mean;
            double shock = question.Calendar is { } calendar
                ? calendar.Deviation * random.NextNormal() * Math.Sqrt(calendar.Degrees / 2 / random.NextGamma(calendar.Degrees / 2))
                : 0;
            totals[b] = total == 0 ? 0 : Math.Min(total * Math.Exp(Math.Clamp(shock, -300, 300)), double.MaxValue);
        });
        Array.Sort(totals);
        if (!(totals[0] >= 0))
        {
            throw new ArgumentException($"A simulated total is {totals[0]}. The sampler gives numbers of at least 0.", nameof(question));
        }

        return new(known, totals, Describe(question, noisy));
    }

    private static string Describe(EquityQuestion question, bool noisy)
    {
        string parameters = question.LogCovariance is null ? "No parameter risk included" : "Parameter risk included";
        string customers = noisy ? "customer risk included" : "no customer risk included, because the spend model has no variance";
        string calendar = question.Calendar is { } c
            ? $"calendar risk from {c.Origins} rolling origins included (log sd {c.Deviation:0.000})"
            : "no calendar risk included";
        return $"{parameters}; {customers}; {calendar}";
    }

    // The columns of a square root of the covariance: its eigenvectors times the roots of the eigenvalues.
    private static double[] Axes(EquityQuestion question)
    {
        int n = question.Parameters.Length;
        foreach (double parameter in question.Parameters)
        {
            if (!(parameter > 0) || !double.IsFinite(parameter))
            {
                throw new ArgumentException($"A parameter is {parameter}. Parameters are positive, finite numbers.", nameof(question));
            }
        }

        if (question.LogCovariance is not { } covariance)
        {
            return new double[n * n];
        }

        if (covariance.Length != n * n)
        {
            throw new ArgumentException($"The covariance has {covariance.Length} entries. For {n} parameters it has {n * n}.", nameof(question));
        }

        (double[] values, double[] vectors) = Fitting.SymmetricEigen.Decompose(covariance, n);
        double largest = values.Max(Math.Abs);
        double[] axes = new double[n * n];
        for (int k = 0; k < n; k++)
        {
            if (!(values[k] >= -1e-8 * largest))
            {
                throw new ArgumentException($"The covariance has the eigenvalue {values[k]}. A covariance has none below 0: was the fit at an optimum?", nameof(question));
            }

            for (int i = 0; i < n; i++)
            {
                axes[(i * n) + k] = vectors[(i * n) + k] * Math.Sqrt(Math.Max(0, values[k]));
            }
        }

        return axes;
    }

    private static double[] Moved(double[] parameters, double[] axes, double[] z)
    {
        int n = parameters.Length;
        double[] moved = new double[n];
        for (int i = 0; i < n; i++)
        {
            double shift = 0;
            for (int k = 0; k < n; k++)
            {
                shift += axes[(i * n) + k] * z[k];
            }

            moved[i] = parameters[i] * Math.Exp(Math.Clamp(shift, -20, 20));
        }

        return moved;
    }

    // ln of the mean of the total as a quadratic along each axis of the covariance, through its values at -1, 0 and 1; the relative spread stays.
    private sealed class Surface
    {
        private readonly double[] _slope;
        private readonly double[] _bend;
        private readonly double _mean;
        private readonly double _relativeSpread;

        public Surface(EquityQuestion question, double[] axes, double mean, double variance)
        {
            int n = question.Parameters.Length;
            _mean = mean;
            _relativeSpread = mean > 0 ? Math.Sqrt(variance) / mean : 0;
            _slope = new double[n];
            _bend = new double[n];
            for (int k = 0; k < n && mean > 0; k++)
            {
                double[] z = new double[n];
                z[k] = 1;
                double up = LogGain(question, axes, z, mean);
                z[k] = -1;
                double down = LogGain(question, axes, z, mean);
                bool usable = double.IsFinite(up) && double.IsFinite(down);
                _slope[k] = usable ? (up - down) / 2 : 0;
                _bend[k] = usable ? (up + down) / 2 : 0;
            }
        }

        // Not finite where the mean is gone there.
        private static double LogGain(EquityQuestion question, double[] axes, double[] z, double mean) =>
            Math.Log((question.Total(Moved(question.Parameters, axes, z)).Mean ?? 0) / mean);

        public double Draw(double[] z, bool noisy, Pcg64 random)
        {
            double log = 0;
            for (int k = 0; k < z.Length; k++)
            {
                log += z[k] * (_slope[k] + (_bend[k] * z[k]));
            }

            double noise = random.NextNormal();
            return Math.Max(0, _mean * Math.Exp(Math.Clamp(log, -50, 50)) * (1 + (noisy ? _relativeSpread * noise : 0)));
        }
    }
}
