using Perennial.Models.Numerics;

namespace Perennial.Models.Survival.Curves;

/// <summary>How events at one time add to the cumulative hazard.</summary>
public enum TieRule
{
    /// <summary>All at once: d / n.</summary>
    Together,

    /// <summary>One after the other: 1/n + 1/(n-1) + …, as if the ties were only rounding (Fleming and Harrington).</summary>
    OneByOne,
}

/// <summary>The cumulative hazard: the sum over events of one over the number at risk.</summary>
/// <source paper="Aalen1978"/>
/// <source paper="FlemingHarrington1984"/>
public static class NelsonAalen
{
    /// <summary>Estimates the cumulative hazard.</summary>
    /// <param name="histories">n rows; strata and covariates are not used.</param>
    /// <param name="ties">How ties add.</param>
    /// <exception cref="ArgumentException">There are no rows; or ties are to be taken one by one but weights are not whole numbers.</exception>
    public static NelsonAalenCurve Estimate(SurvivalHistories histories, TieRule ties = TieRule.Together)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Count == 0)
        {
            throw new ArgumentException("There are no histories. Give at least one row.", nameof(histories));
        }

        if (ties == TieRule.OneByOne && histories.Weight is not null && Array.Exists(histories.Weight, w => w != Math.Floor(w)))
        {
            throw new ArgumentException("Ties are to be taken one by one, but a weight is not a whole number of customers. Take them together.", nameof(ties));
        }

        return new NelsonAalenCurve(RiskTable.Of(histories), histories.Unit, ties);
    }
}

/// <summary>A Nelson-Aalen curve.</summary>
public sealed class NelsonAalenCurve
{
    internal NelsonAalenCurve(RiskTable table, TimeUnit unit, TieRule ties)
    {
        Times = table.Times;
        AtRisk = table.AtRisk;
        Events = table.Events;
        Unit = unit;
        CumulativeHazard = new double[Times.Length];
        StandardError = new double[Times.Length];
        double hazard = 0.0;
        double variance = 0.0;
        for (int k = 0; k < Times.Length; k++)
        {
            double n = AtRisk[k];
            if (ties == TieRule.Together)
            {
                hazard += Events[k] / n;
                variance += Events[k] / (n * n);
            }
            else
            {
                hazard += SpecialFunctions.DigammaRise(n - Events[k] + 1.0, (int)Events[k]);
                variance -= SpecialFunctions.TrigammaRise(n - Events[k] + 1.0, (int)Events[k]);
            }

            CumulativeHazard[k] = hazard;
            StandardError[k] = Math.Sqrt(variance);
        }
    }

    /// <summary>Gives the distinct times, rising.</summary>
    public double[] Times { get; }

    /// <summary>Gives the numbers at risk just before each time.</summary>
    public double[] AtRisk { get; }

    /// <summary>Gives the events at each time.</summary>
    public double[] Events { get; }

    /// <summary>Gives H at each time.</summary>
    public double[] CumulativeHazard { get; }

    /// <summary>Gives the standard error of H at each time (Aalen's).</summary>
    public double[] StandardError { get; }

    /// <summary>Gives the unit of the times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives exp(-H) at each time, the survival curve that belongs to the hazard (Breslow, or Fleming and Harrington).</summary>
    public double[] Survival => Array.ConvertAll(CumulativeHazard, h => Math.Exp(-h));

    /// <summary>Gives a pointwise confidence band of H.</summary>
    /// <param name="level">Confidence in (0, 1).</param>
    /// <param name="transform">Plain, cut at 0, or Log; LogLog (of survival) is Log of H.</param>
    public ConfidenceBand Band(double level = 0.95, BandTransform transform = BandTransform.Log)
    {
        if (!(level > 0.0 && level < 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies between 0 and 1, such as 0.95.");
        }

        double z = Normal.Quantile(0.5 + (0.5 * level));
        double[] lower = new double[Times.Length];
        double[] upper = new double[Times.Length];
        for (int k = 0; k < Times.Length; k++)
        {
            double h = CumulativeHazard[k];
            double half = z * StandardError[k];
            (lower[k], upper[k]) = transform switch
            {
                _ when h == 0.0 => (0.0, 0.0),
                BandTransform.Plain => (Math.Max(0.0, h - half), h + half),
                BandTransform.Log or BandTransform.LogLog => (h * Math.Exp(-half / h), h * Math.Exp(half / h)),
                _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "A transform is Plain, Log or LogLog."),
            };
        }

        return new ConfidenceBand(lower, upper);
    }
}
