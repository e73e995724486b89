using Perennial.Models.Fitting;
using Perennial.Models.Numerics;
using Perennial.Models.Survival.Accelerated;

namespace Perennial.Models.Tests.Survival.Accelerated;

/// <summary>What must hold for accelerated failure times, and what is refused.</summary>
public sealed class AftConsistency
{
    public static TheoryData<AftDistribution> Laws => [.. Enum.GetValues<AftDistribution>()];

    [Fact]
    public void The_exponential_law_is_weibull_with_sigma_one()
    {
        AftLifetime one = new(AftDistribution.Exponential, 1.3, 1), other = new(AftDistribution.Weibull, 1.3, 1);
        foreach (double t in (double[])[0, 0.1, 1, 5, 40])
        {
            Assert.Equal(one.Survival(t), other.Survival(t));
            Assert.Equal(Math.Exp(-t / Math.Exp(1.3)), one.Survival(t), 1e-15);
        }

        Assert.Equal(Math.Exp(1.3), one.Mean!.Value, 1e-14);
        Assert.Equal(Math.Exp(-1.3), one.Hazard(7), 1e-15);

        // Lifetimes of a constant hazard: Weibull's sigma is 1 within its error, and costs no likelihood.
        SurvivalHistories rows = Simulated(AftDistribution.Exponential, 4000, 1, 1);
        FitReport<AftModel> weibull = AftFitter.Fit(rows, AftDistribution.Weibull);
        Assert.InRange(weibull.Model.Sigma, 1 - (4 * weibull.Parameters[^1].StandardError!.Value), 1 + (4 * weibull.Parameters[^1].StandardError!.Value));
        Assert.InRange(weibull.LogLikelihood - AftFitter.Fit(rows, AftDistribution.Exponential).LogLikelihood, 0, 8);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Quantiles_moments_and_residual_lifetimes_belong_to_one_law(AftDistribution law)
    {
        foreach (double sigma in law == AftDistribution.Exponential ? [1.0] : (double[])[0.3, 0.8, 1.5])
        {
            AftLifetime life = new(law, 2, sigma);
            foreach (double p in (double[])[0.01, 0.5, 0.99])
            {
                Assert.Equal(1 - p, life.Survival(life.Quantile(p)), 1e-12);
                double age = life.Quantile(0.7);
                Assert.Equal(1 - p, life.ConditionalSurvival(age, life.ResidualQuantile(age, p)), 1e-11);
                Assert.Equal(life.Quantile(p), life.ResidualQuantile(0, p), 1e-11 * life.Quantile(p));
            }

            // The hazard is the slope of the cumulative hazard.
            double t = life.Median;
            Assert.Equal((life.CumulativeHazard(t * 1.0001) - life.CumulativeHazard(t * 0.9999)) / (t * 0.0002), life.Hazard(t), 1e-7 * life.Hazard(t));

            // Areas under survival add up, and reach the mean where there is one.
            double whole = life.RestrictedResidualMean(0, 40);
            double split = life.RestrictedResidualMean(0, 15) + (life.Survival(15) * life.RestrictedResidualMean(15, 25));
            Assert.Equal(whole, split, 1e-11 * whole);
            double sum = 0;
            for (int i = 0; i < 400_000; i++)
            {
                sum += life.Survival((i + 0.5) * 1e-4);
            }

            Assert.Equal(sum * 1e-4, whole, 1e-6);
            if (life.Mean is { } mean && law != AftDistribution.LogLogistic)
            {
                Assert.Equal(mean, life.RestrictedResidualMean(0, 1e9), 1e-9 * mean);
            }
        }

        Assert.Null(new AftLifetime(AftDistribution.LogLogistic, 1, 1).Mean);
        Assert.Equal(Math.Exp(1) * Math.PI * 0.5, new AftLifetime(AftDistribution.LogLogistic, 1, 0.5).Mean!.Value, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Derivatives_agree_with_differences(AftDistribution law)
    {
        SurvivalHistories rows = new([1, 2.5, 7, 3, 0.2, 30], [true, false, true, true, false, false], TimeUnit.Week, entry: [0, 1, 2, 0, 0.1, 12], weight: [1, 2, 1, 3, 1, 1],
            covariates: new(["a"], [[0.1, 1, -2, 0.4, 0.6, 2]]));
        SmoothFunction f = AftLikelihood.Objective(AftRows.Of(rows), law, 1);
        double[] at = law == AftDistribution.Exponential ? [0.3, -0.4] : [0.3, -0.4, -0.2];
        int n = at.Length;
        double[] g = new double[n], h = new double[n * n], up = new double[n], down = new double[n], waste = new double[n * n];
        f(at, g, h);
        for (int i = 0; i < n; i++)
        {
            double[] more = [.. at], less = [.. at];
            more[i] += 1e-5;
            less[i] -= 1e-5;
            Assert.Equal((f(more, up, waste) - f(less, down, waste)) / 2e-5, g[i], 1e-8);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal((up[j] - down[j]) / 2e-5, h[(i * n) + j], 1e-7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Order_threads_weights_and_units_change_nothing(AftDistribution law)
    {
        SurvivalHistories rows = Simulated(law, 300, 0.7, 2);
        int[] back = [.. Enumerable.Range(0, rows.Count).Reverse()];
        FitReport<AftModel> first = AftFitter.Fit(rows, law, new() { Threads = 1 });
        Assert.Equal(first.Parameters, AftFitter.Fit(rows.Select(back), law, new() { Threads = 2 }).Parameters);
        FitReport<AftModel> weighted = AftFitter.Fit(new(rows.Time, rows.Observed, rows.Unit, weight: [.. back.Select(_ => 2.0)], covariates: rows.Covariates), law);
        FitReport<AftModel> twice = AftFitter.Fit(rows.Select([.. back, .. back]), law);
        FitReport<AftModel> seconds = AftFitter.Fit(new([.. rows.Time.Select(t => t * 604_800)], rows.Observed, TimeUnit.Day, covariates: new(["x"], [[.. rows.Covariates!.Columns[0].Select(v => (100 * v) - 7e4)]])), law);
        for (int i = 0; i < first.Parameters.Count; i++)
        {
            Assert.Equal(twice.Parameters[i].Value, weighted.Parameters[i].Value, 1e-9);
            Assert.Equal(twice.Parameters[i].StandardError!.Value, weighted.Parameters[i].StandardError!.Value, 1e-9);
        }

        Assert.Equal(first.Model.Coefficients[0], 100 * seconds.Model.Coefficients[0], 1e-8);
        Assert.Equal(first.Model.For(0.4).Median, seconds.Model.For(40 - 7e4).Median / 604_800, 1e-7);
        Assert.Equal(first.LogLikelihood - (rows.Observed.Count(o => o) * Math.Log(604_800)), seconds.LogLikelihood, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Simulated_laws_come_back_also_when_seen_late(AftDistribution law)
    {
        double sigma = law == AftDistribution.Exponential ? 1 : 0.6;
        SurvivalHistories all = Simulated(law, 12_000, sigma, 3);

        // Every other customer is only known when still there after four weeks.
        int[] seen = [.. Enumerable.Range(0, all.Count).Where(i => i % 2 == 0 || all.Time[i] > 4)];
        SurvivalHistories some = all.Select(seen);
        FitReport<AftModel> report = AftFitter.Fit(new(some.Time, some.Observed, some.Unit, [.. seen.Select(i => i % 2 == 0 ? 0.0 : 4.0)], covariates: some.Covariates), law);
        double[] truth = law == AftDistribution.Exponential ? [2, -0.5] : [2, -0.5, sigma];
        for (int i = 0; i < truth.Length; i++)
        {
            Assert.InRange((report.Parameters[i].Value - truth[i]) / report.Parameters[i].StandardError!.Value, -4, 4);
            Assert.True(report.Parameters[i].StandardError < 0.05);
        }

        (double lower, double upper) = report.Model.QuantileInterval([1], 0.5, 0.9999)!.Value;
        Assert.InRange(new AftLifetime(law, 1.5, sigma).Median, lower, upper);
        Assert.True(upper / lower < 1.3);
    }

    [Fact]
    public void A_covariate_that_means_nothing_leaves_the_base_model()
    {
        SurvivalHistories rows = Sets.Freireich;
        int[] twice = [.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count)];
        SurvivalHistories both = new([.. twice.Select(i => rows.Time[i])], [.. twice.Select(i => rows.Observed[i])], rows.Unit, covariates: new(["side"], [[.. twice.Select((_, i) => i < rows.Count ? 0.0 : 1.0)]]));
        FitReport<AftModel> with = AftFitter.Fit(both, AftDistribution.Weibull);
        FitReport<AftModel> without = AftFitter.Fit(new(rows.Time, rows.Observed, rows.Unit), AftDistribution.Weibull);
        Assert.Equal(0, with.Model.Coefficients[0], 1e-9);
        Assert.Equal(without.Model.Intercept, with.Model.Intercept, 1e-9);
        Assert.Equal(2 * without.LogLikelihood, with.LogLikelihood, 1e-9);
    }

    [Fact]
    public void Predictions_follow_the_customers()
    {
        AftModel model = AftFitter.Fit(Sets.Freireich, AftDistribution.LogNormal).Model;
        CovariateColumns customers = new(["treated"], [[0, 1]]);
        Assert.Equal([model.For(0).ConditionalSurvival(3, 8), model.For(1).ConditionalSurvival(10, 8)], model.ConditionalSurvival(customers, [3, 10], 8));
        Assert.Equal([model.For(0).ResidualQuantile(3, 0.5), model.For(1).ResidualQuantile(10, 0.5)], model.ResidualQuantile(customers, [3, 10], 0.5));
        Assert.Equal([model.For(0).RestrictedResidualMean(3, 52), model.For(1).RestrictedResidualMean(10, 52)], model.RestrictedResidualMean(customers, [3, 10], 52));
        Assert.Throws<ArgumentException>(() => model.ConditionalSurvival(null, [1], 8));
        Assert.Throws<ArgumentException>(() => model.ConditionalSurvival(customers, [1], 8));
    }

    [Fact]
    public void What_cannot_be_learned_is_named()
    {
        Starts("No event was observed", AftFitter.Fit(new([1, 2], [false, false], TimeUnit.Day), AftDistribution.Weibull));
        FitReport<AftModel> point = AftFitter.Fit(new([3, 3, 3, 3], [true, true, true, true], TimeUnit.Day), AftDistribution.LogNormal);
        Assert.Equal(FitExit.Boundary, point.Exit);
        Starts("No spread in lifetimes", point);
        Assert.Equal(3, point.Model.For().Median, 1e-3);
        FitReport<AftModel> separated = AftFitter.Fit(
            new([1, 2, 3, 4, 5, 6], [true, true, true, false, false, false], TimeUnit.Day, covariates: new(["vip"], [[0, 0, 0, 1, 1, 1]])), AftDistribution.Exponential);
        Assert.Equal(FitExit.Boundary, separated.Exit);
        Starts("The effect of 'vip' has no finite estimate", separated);
        Starts("The covariate 'k' has the same value", AftFitter.Fit(new([1, 2], [true, true], TimeUnit.Day, covariates: new(["k"], [[3, 3]])), AftDistribution.Weibull));
        Assert.StartsWith("Row 1 has time 0", Assert.Throws<ArgumentException>(() => AftFitter.Fit(new([1, 0], [true, true], TimeUnit.Day), AftDistribution.Weibull)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AftFitter.Fit(Sets.Freireich, (AftDistribution)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AftLifetime(AftDistribution.Exponential, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AftLifetime(AftDistribution.Weibull, double.NaN, 2));
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void No_age_gives_a_nan_or_an_infinity(AftDistribution law)
    {
        foreach (double sigma in law == AftDistribution.Exponential ? [1.0] : (double[])[1e-4, 0.2, 3, 30])
        {
            foreach (double location in (double[])[-50, 0, 50])
            {
                AftLifetime life = new(law, location, sigma);
                foreach (double age in (double[])[0, 1e-9, 1, 1e3, 1e9])
                {
                    double[] found =
                    [
                        life.Survival(age), life.CumulativeHazard(age), life.ConditionalSurvival(age, 10), life.ResidualQuantile(age, 0.5), life.RestrictedResidualMean(age, 10),
                    ];
                    Assert.True(found.All(v => double.IsFinite(v) && v >= 0), $"{life} at {age}: {string.Join(' ', found)}");
                    Assert.InRange(found[4], 0, 10);
                }
            }
        }
    }

    private static void Starts(string sentence, FitReport<AftModel> report) => Assert.StartsWith(sentence, report.Explanation, StringComparison.Ordinal);

    // ln t = 2 - 0.5 x + sigma w, followed for 3 to 18 weeks.
    private static SurvivalHistories Simulated(AftDistribution law, int n, double sigma, ulong seed)
    {
        Pcg64 random = new(seed);
        double[] x = new double[n], time = new double[n];
        bool[] observed = new bool[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = (i % 5 / 2.0) - 1;
            double w = law switch
            {
                AftDistribution.LogNormal => random.NextNormal(),
                AftDistribution.LogLogistic => random.NextDouble() is var u ? Math.Log((u + 1e-300) / (1 - u)) : 0,
                _ => Math.Log(random.NextExponential() + 1e-300),
            };
            double life = Math.Exp(2 - (0.5 * x[i]) + ((law == AftDistribution.Exponential ? 1 : sigma) * w));
            double end = 3 + (15 * random.NextDouble());
            time[i] = Math.Min(life, end);
            observed[i] = life <= end;
        }

        return new SurvivalHistories(time, observed, TimeUnit.Week, covariates: new(["x"], [x]));
    }
}
