using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.Numerics;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.Curves;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;

namespace Perennial.Models.Tests.Survival;

/// <summary>Hundreds of small and strange companies: every fit ends, says how, and gives finite numbers only.</summary>
public sealed class NeverNaN
{
    [Fact]
    public void Contracts_of_any_shape_give_finite_numbers()
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            Pcg64 random = new(seed);
            int n = 1 + random.NextInt32(12);
            int longest = 1 + random.NextInt32(seed % 5 == 0 ? 200 : 5);
            int[] renewals = Draw(n, () => random.NextInt32(longest));
            bool[] left = Draw(n, () => random.NextDouble() < 0.6);
            double[] weight = Draw(n, () => Math.Exp(8 * random.NextDouble()));
            CovariateColumns? x = seed % 3 == 0 ? new(["x"], [Draw(n, () => (double)random.NextInt32(4))]) : null;
            ContractHistories rows = new(renewals, left, weight, covariates: x);
            Check(seed, ShiftedBetaGeometricFitter.Fit(rows), m => Of(m, rows));
            Check(seed, BetaDiscreteWeibullFitter.Fit(rows), m => Of(m, rows));
            foreach (HazardBaseline baseline in Enum.GetValues<HazardBaseline>())
            {
                RenewalPanel panel = RenewalPanel.FromContracts(rows);
                Check(seed, DiscreteHazardFitter.Fit(panel, new() { Baseline = baseline, Degree = 1, Link = (HazardLink)(seed % 2) }), m =>
                    [.. m.Hazard(panel), .. baseline == HazardBaseline.Polynomial ? m.Survival(3, 40, x is null ? [] : [2.0]) : []]);
            }
        }
    }

    [Fact]
    public void Lifetimes_of_any_shape_give_finite_numbers()
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            Pcg64 random = new(seed);
            int n = 1 + random.NextInt32(15);
            double unit = Math.Pow(10, random.NextInt32(13) - 6);
            double[] time = Draw(n, () => unit * (1 + random.NextInt32(seed % 4 == 0 ? 3 : 1000)));
            bool[] observed = Draw(n, () => random.NextDouble() < 0.6);
            double[]? entry = seed % 5 == 0 ? [.. time.Select(t => t * 0.9 * random.NextDouble())] : null;
            double[]? weight = seed % 7 == 0 ? Draw(n, () => Math.Exp(6 * random.NextDouble())) : null;
            CovariateColumns x = new(["x", "y"], [Draw(n, () => (double)random.NextInt32(3)), Draw(n, () => 1e6 * random.NextNormal())]);
            SurvivalHistories rows = new(time, observed, TimeUnit.Day, entry, weight, seed % 6 == 0 ? Draw(n, () => random.NextInt32(2)) : null, covariates: x);
            KaplanMeierCurve curve = KaplanMeier.Estimate(rows);
            ConfidenceBand band = curve.Band();
            Finite(seed, [.. curve.Survival, .. curve.StandardError, .. band.Lower, .. band.Upper, curve.RestrictedMean(curve.Times[^1]).StandardError]);
            foreach (CoxTies ties in Enum.GetValues<CoxTies>())
            {
                Check(seed, CoxFitter.Fit(rows, new() { Ties = ties }), m =>
                [
                    .. m.Curve([1, 5e5], m.Strata[0]).Survival, .. m.Curve([1, 5e5], m.Strata[0]).CumulativeHazard, .. m.Curve([1, 5e5], m.Strata[0]).StandardError ?? [],
                    m.ScoreTest.PValue, m.LikelihoodRatioTest.Statistic, m.Concordance.Value, .. m.RobustCovariance ?? [],
                    .. m.Covariance is null ? [] : Schoenfeld.Test(m, rows).Each.Select(t => t.PValue),
                ]);
            }

            foreach (AftDistribution law in Enum.GetValues<AftDistribution>())
            {
                Check(seed, AftFitter.Fit(rows, law), m =>
                [
                    .. m.ConditionalSurvival(x, time, unit), .. m.ResidualQuantile(x, time, 0.5), .. m.RestrictedResidualMean(x, time, 100 * unit),
                    m.QuantileInterval([1, 5e5], 0.5)?.Upper ?? 0,
                ]);
            }
        }
    }

    private static double[] Of(ContractModel model, ContractHistories rows)
    {
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.02);
        return
        [
            .. model.Derl(rows, rate, RenewalStandpoint.BeforeNextRenewal), .. model.ConditionalSurvival(rows, 7), .. model.ExpectedRemainingPeriods(rows, 30), model.Del(rate),
        ];
    }

    private static void Check<TModel>(ulong seed, FitReport<TModel> report, Func<TModel, double[]> predictions)
        where TModel : class
    {
        Assert.NotEmpty(report.Explanation);
        Finite(seed, [report.LogLikelihood, report.GradientNorm, report.ConditionNumber, .. report.Parameters.Select(p => p.Value), .. report.Parameters.Select(p => p.StandardError ?? 0)]);
        if (report.IsUsable)
        {
            Finite(seed, predictions(report.Model));
        }
    }

    private static void Finite(ulong seed, double[] numbers) => Assert.True(Array.TrueForAll(numbers, double.IsFinite), $"seed {seed}: {string.Join(' ', numbers)}");

    private static T[] Draw<T>(int n, Func<T> one) => [.. Enumerable.Range(0, n).Select(_ => one())];
}
