using Perennial.Models.Numerics;
using Perennial.Models.Survival.Curves;

namespace Perennial.Models.Survival.CompetingRisks;

/// <summary>Cumulative incidences: for each cause the share that has left for it by each time. With survival they add up to one.</summary>
public sealed class CumulativeIncidence
{
    private readonly int[] _causes;

    internal CumulativeIncidence(RiskTable table, int[] causes, double[][] events, TimeUnit unit)
    {
        _causes = causes;
        Times = table.Times;
        AtRisk = table.AtRisk;
        Unit = unit;
        int m = Times.Length;
        Survival = new double[m];
        double[] before = new double[m];
        double[][] incidence = [.. causes.Select(_ => new double[m])];
        double s = 1.0;
        for (int k = 0; k < m; k++)
        {
            before[k] = s;
            double n = table.AtRisk[k];
            for (int c = 0; c < causes.Length; c++)
            {
                incidence[c][k] = (k == 0 ? 0.0 : incidence[c][k - 1]) + (s * events[c][k] / n);
            }

            s = table.Events[k] >= n ? 0.0 : s * (n - table.Events[k]) / n;
            Survival[k] = s;
        }

        Incidence = incidence;
        StandardError = [.. causes.Select((_, c) => Errors(table, before, incidence[c], events[c]))];
    }

    /// <summary>Gives the distinct times, rising.</summary>
    public double[] Times { get; }

    /// <summary>Gives the numbers at risk just before each time.</summary>
    public double[] AtRisk { get; }

    /// <summary>Gives the causes, rising.</summary>
    public IReadOnlyList<int> Causes => _causes;

    /// <summary>Gives the share that has not left at each time: Kaplan-Meier's of all causes together.</summary>
    public double[] Survival { get; }

    /// <summary>Gives, for each cause, the share that has left for it by each time.</summary>
    public IReadOnlyList<double[]> Incidence { get; }

    /// <summary>Gives, for each cause, the standard errors of its incidence.</summary>
    public IReadOnlyList<double[]> StandardError { get; }

    /// <summary>Gives the unit of the times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the share that has left for a cause by a time.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="t">A time of at least 0.</param>
    public double At(int cause, double t)
    {
        Histories.HistoryDoor.Time(t);
        int found = Array.BinarySearch(Times, t);
        int k = found >= 0 ? found : ~found - 1;
        return k < 0 ? 0.0 : Incidence[Index(cause)][k];
    }

    /// <summary>Gives a pointwise confidence band of a cause's incidence.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <param name="transform">Plain, cut at 0 and 1, Log of the incidence, or LogLog of one minus it.</param>
    public ConfidenceBand Band(int cause, double level = 0.95, BandTransform transform = BandTransform.LogLog)
    {
        if (!(level > 0.0 && level < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, such as 0.95.");
        }

        double z = Normal.Quantile(0.5 + (0.5 * level));
        int c = Index(cause);
        double[] lower = new double[Times.Length];
        double[] upper = new double[Times.Length];
        for (int k = 0; k < Times.Length; k++)
        {
            double f = Incidence[c][k];
            double half = z * StandardError[c][k];
            double log = SpecialFunctions.Log1p(-f);
            (lower[k], upper[k]) = transform switch
            {
                _ when f <= 0.0 || f >= 1.0 || half == 0.0 => (f, f),
                BandTransform.Plain => (Math.Max(0.0, f - half), Math.Min(1.0, f + half)),
                BandTransform.Log => (f * Math.Exp(-half / f), Math.Min(1.0, f * Math.Exp(half / f))),
                BandTransform.LogLog => (
                    -SpecialFunctions.Expm1(log * Math.Exp(half / ((1.0 - f) * log))), -SpecialFunctions.Expm1(log * Math.Exp(-half / ((1.0 - f) * log)))),
                _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "A transform is Plain, Log or LogLog."),
            };
        }

        return new ConfidenceBand(lower, upper);
    }

    private int Index(int cause)
    {
        int c = Array.IndexOf(_causes, cause);
        return c >= 0 ? c : throw new ArgumentException($"There is no event of cause {cause}. The causes seen are {string.Join(", ", _causes)}.", nameof(cause));
    }

    // The delta method (Dinse and Larson 1986), its three sums over earlier times kept as running sums: with F the incidence at the time asked for,
    // sum of (F - F_j)^2 g_j + S^2 (n - d) d / n^3 - 2 (F - F_j) S d / n^2, g = d / (n (n - d)) over all causes.
    private static double[] Errors(RiskTable table, double[] before, double[] incidence, double[] events)
    {
        double[] errors = new double[incidence.Length];
        double g = 0.0;
        double gF = 0.0;
        double gFF = 0.0;
        double own = 0.0;
        double cross = 0.0;
        double crossF = 0.0;
        for (int k = 0; k < incidence.Length; k++)
        {
            double n = table.AtRisk[k];
            double all = table.Events[k];
            double d = events[k];
            double f = incidence[k];
            double step = all >= n ? 0.0 : all / (n * (n - all));
            g += step;
            gF += step * f;
            gFF += step * f * f;
            own += before[k] * before[k] * (n - d) * d / (n * n * n);
            cross += before[k] * d / (n * n);
            crossF += before[k] * d / (n * n) * f;
            double variance = (f * f * g) - (2.0 * f * gF) + gFF + own - (2.0 * ((f * cross) - crossF));
            errors[k] = Math.Sqrt(Math.Max(0.0, variance));
        }

        return errors;
    }
}
