using Perennial.Models.Assessing;
namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>The scale of time on which a hazard ratio is tested for a trend.</summary>
public enum TimeTransform
{
    /// <summary>One minus Kaplan-Meier's survival just before: even weight for events, not for stragglers. The default of R.</summary>
    KaplanMeier,

    /// <summary>Time itself.</summary>
    Identity,

    /// <summary>The logarithm of time; needs positive times.</summary>
    Log,

    /// <summary>The rank of the time among all times, censored ones included.</summary>
    Rank,
}

/// <summary>The test of proportional hazards.</summary>
/// <param name="Names">The covariates.</param>
/// <param name="Each">For each covariate the test that its log hazard ratio has no trend.</param>
/// <param name="Global">The test of all together.</param>
public sealed record ProportionalHazardsTest(IReadOnlyList<string> Names, IReadOnlyList<ChiSquareTest> Each, ChiSquareTest Global);

/// <summary>Schoenfeld's residuals: for each event the covariates less their mean among those at risk.</summary>
/// <param name="Times">The time of each event, rising; a row of a whole weight is one entry.</param>
/// <param name="Rows">The row of each event in the histories given.</param>
/// <param name="Residuals">One array a covariate; each sums to 0 over the events (weights counted) where nothing is penalised.</param>
/// <param name="Scaled">The same times the covariance and the events, plus the coefficient: a smooth through them shows the coefficient over time.</param>
public sealed record SchoenfeldResiduals(double[] Times, int[] Rows, double[][] Residuals, double[][] Scaled);

/// <summary>Checks whether hazard ratios stay the same over time, the one assumption Cox regression makes.</summary>
/// <source paper="Schoenfeld1982"/>
/// <source paper="GrambschTherneau1994"/>
public static class Schoenfeld
{
    /// <summary>Gives the Schoenfeld residuals of a fit on its histories.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="histories">The histories it was fitted to.</param>
    public static SchoenfeldResiduals Residuals(CoxModel model, SurvivalHistories histories)
    {
        CoxRows rows = Check(model, histories);
        int p = rows.Width;
        double[] covariance = model.Covariance ?? throw new ArgumentException("The fit has no covariance, so residuals cannot be scaled. Fit again with fewer covariates.", nameof(model));
        List<(double Time, int Row, double[] R)> all = [];
        CoxSweep.Run(rows, CoxLikelihood.Relative(rows, model.Standardised).Relative, model.Ties, m =>
        {
            for (int k = m.FirstEvent; k < m.EndEvent; k++)
            {
                int row = k;
                all.Add((m.Time, rows.Row[k], [.. Enumerable.Range(0, p).Select(j => (rows.X[(row * p) + j] - (m.Mean(j) / m.Events)) * rows.Scale.Deviation[j])]));
            }
        });
        (double Time, int Row, double[] R)[] sorted = [.. all.OrderBy(e => e.Time).ThenBy(e => e.Row)];
        double[][] plain = [.. Enumerable.Range(0, p).Select(j => Array.ConvertAll(sorted, e => e.R[j]))];
        double[][] scaled = [.. Enumerable.Range(0, p).Select(j => Array.ConvertAll(sorted, e =>
            model.Coefficients[j] + (rows.Events * Enumerable.Range(0, p).Sum(l => covariance[(j * p) + l] * e.R[l]))))];
        return new SchoenfeldResiduals(Array.ConvertAll(sorted, e => e.Time), Array.ConvertAll(sorted, e => e.Row), plain, scaled);
    }

    /// <summary>Tests each coefficient, and all together, for a trend in time: the score test of covariate times g(time).</summary>
    /// <param name="model">The fit.</param>
    /// <param name="histories">The histories it was fitted to.</param>
    /// <param name="transform">g.</param>
    public static ProportionalHazardsTest Test(CoxModel model, SurvivalHistories histories, TimeTransform transform = TimeTransform.KaplanMeier)
    {
        CoxRows rows = Check(model, histories);
        int p = rows.Width;
        Dictionary<double, double> g = Transformed(histories, transform);
        double[] score = new double[2 * p];
        double[] information = new double[4 * p * p];
        CoxSweep.Run(rows, CoxLikelihood.Relative(rows, model.Standardised).Relative, model.Ties, m =>
        {
            double at = g[m.Time];
            for (int i = 0; i < p; i++)
            {
                double difference = -m.Mean(i);
                for (int k = m.FirstEvent; k < m.EndEvent; k++)
                {
                    difference += rows.Weight[k] * rows.X[(k * p) + i];
                }

                score[p + i] += at * difference;
                for (int j = 0; j < p; j++)
                {
                    double v = m.Covariance(i, j, p);
                    information[(i * 2 * p) + j] += v;
                    information[(i * 2 * p) + p + j] += at * v;
                    information[((p + i) * 2 * p) + j] += at * v;
                    information[((p + i) * 2 * p) + p + j] += at * at * v;
                }
            }
        });
        ChiSquareTest[] each = [.. Enumerable.Range(0, p).Select(j => Statistic(score, information, p, [p + j]))];
        return new ProportionalHazardsTest(model.Names, each, Statistic(score, information, p, [.. Enumerable.Range(p, p)]));
    }

    private static ChiSquareTest Statistic(double[] score, double[] information, int p, int[] trends)
    {
        int[] keep = [.. Enumerable.Range(0, p), .. trends];
        int n = keep.Length;
        double[] some = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                some[(i * n) + j] = information[(keep[i] * 2 * p) + keep[j]];
            }
        }

        // No trend can be told where all events share one time: nothing to test, so nothing found.
        if (QuadraticForm.Inverse(some, n) is not { } inverse)
        {
            return new ChiSquareTest(0.0, 0);
        }

        double sum = 0.0;
        for (int i = p; i < n; i++)
        {
            for (int j = p; j < n; j++)
            {
                sum += score[keep[i]] * inverse[(i * n) + j] * score[keep[j]];
            }
        }

        return new ChiSquareTest(sum, trends.Length);
    }

    private static Dictionary<double, double> Transformed(SurvivalHistories histories, TimeTransform transform)
    {
        RiskTable table = RiskTable.Of(histories);
        Dictionary<double, double> g = [];
        double survival = 1.0;
        double before = 0.0;
        double mean = 0.0;
        double events = 0.0;
        for (int k = 0; k < table.Times.Length; k++)
        {
            double d = table.Events[k];
            if (d > 0.0)
            {
                double t = table.Times[k];
                double value = transform switch
                {
                    TimeTransform.KaplanMeier => 1.0 - survival,
                    TimeTransform.Identity => t,
                    TimeTransform.Log when t > 0.0 => Math.Log(t),
                    TimeTransform.Log => throw new ArgumentException("An event has time 0, which has no logarithm. Choose another transform.", nameof(transform)),
                    TimeTransform.Rank => before + (0.5 * (d + table.Censored[k] + 1.0)),
                    _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "A transform is KaplanMeier, Identity, Log or Rank."),
                };
                g[t] = value;
                mean += d * value;
                events += d;
                survival *= d >= table.AtRisk[k] ? 0.0 : (table.AtRisk[k] - d) / table.AtRisk[k];
            }

            before += d + table.Censored[k];
        }

        // Centred, so that coefficient and trend are told apart without loss of digits.
        return g.ToDictionary(pair => pair.Key, pair => pair.Value - (mean / events));
    }

    private static CoxRows Check(CoxModel model, SurvivalHistories histories)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Covariates is null || !histories.Covariates.Names.SequenceEqual(model.Names) || !Array.Exists(histories.Observed, o => o))
        {
            throw new ArgumentException($"Give the histories of the fit, with the covariates [{string.Join(", ", model.Names)}] and its events.", nameof(histories));
        }

        return CoxRows.Of(histories);
    }
}
