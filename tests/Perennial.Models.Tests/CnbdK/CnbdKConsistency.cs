using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.Tests.CnbdK;

/// <summary>Do the theorems hold: k = 1 is the base model, both ways of summing agree, and the story told forwards gives the same figures?</summary>
public sealed class CnbdKConsistency
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week);

    private static readonly PurchaseHistories Some = new(
        [0, 0, 0, 2, 1, 7, 29, 200, 2000], [0, 0, 0, 30.43, 1.714, 29.43, 37.7, 38.5, 38.7], [0, 1, 38.857, 38.857, 38.857, 29.43, 38.857, 38.857, 38.857], TimeUnit.Week);

    public static TheoryData<CnbdKVariant, int> Models => new()
    {
        { CnbdKVariant.BgCnbdK, 2 }, { CnbdKVariant.BgCnbdK, 5 }, { CnbdKVariant.MbgCnbdK, 2 }, { CnbdKVariant.MbgCnbdK, 3 }, { CnbdKVariant.MbgCnbdK, 12 },
    };

    [Fact]
    public void With_k_1_every_prediction_is_that_of_the_base_model()
    {
        BgNbdModel bg = new(new(0.2425945, 4.4136022, 0.7929203, 2.4258953), TimeUnit.Week);
        MbgNbdModel mbg = new(new(0.5248431, 6.1830856, 0.8913593, 1.6140023), TimeUnit.Week);
        Same(bg, new CnbdKModel(CnbdKVariant.BgCnbdK, new(1, bg.Named.R, bg.Named.Alpha, bg.Named.A, bg.Named.B), TimeUnit.Week));
        Same(mbg, new CnbdKModel(CnbdKVariant.MbgCnbdK, new(1, mbg.Named.R, mbg.Named.Alpha, mbg.Named.A, mbg.Named.B), TimeUnit.Week));
        for (int i = 0; i < Some.Count; i++)
        {
            (int x, double tx, double t) = (Some.Frequency[i], Some.Recency[i], Some.T[i]);
            Close(BgNbdLikelihood.LogLikelihood(bg.Named, x, tx, t), CnbdKLikelihood.LogLikelihood(CnbdKVariant.BgCnbdK, new(1, bg.Named.R, bg.Named.Alpha, bg.Named.A, bg.Named.B), x, tx, t, 0), 1e-12);
            Close(MbgNbdLikelihood.LogLikelihood(mbg.Named, x, tx, t), CnbdKLikelihood.LogLikelihood(CnbdKVariant.MbgCnbdK, new(1, mbg.Named.R, mbg.Named.Alpha, mbg.Named.A, mbg.Named.B), x, tx, t, 0), 1e-12);
        }
    }

    [Fact]
    public void With_k_1_the_fit_is_that_of_the_base_model()
    {
        PurchaseHistories rows = MbgNbdSimulator.Histories(new(0.525, 6.183, 0.891, 1.614), [.. Enumerable.Range(0, 2000).Select(i => 52 + (i % 365 / 7.0))], TimeUnit.Week, 4);
        FitReport<MbgNbdModel> mbg = MbgNbdFitter.Fit(rows);
        FitReport<CnbdKModel> one = CnbdKFitter.Fit(rows, new() { K = 1 });
        Close(mbg.LogLikelihood, one.LogLikelihood, 1e-12);
        FitReport<BgNbdModel> bg = BgNbdFitter.Fit(rows);
        FitReport<CnbdKModel> other = CnbdKFitter.Fit(new(rows.Frequency, rows.Recency, rows.T, rows.Unit), new() { K = 1, Variant = CnbdKVariant.BgCnbdK });
        Close(bg.LogLikelihood, other.LogLikelihood, 1e-12);
        for (int i = 0; i < 4; i++)
        {
            Close(mbg.Parameters[i].Value, one.Parameters[i].Value, 1e-9);
            Close(mbg.Parameters[i].StandardError!.Value, one.Parameters[i].StandardError!.Value, 1e-6);
            Close(bg.Parameters[i].Value, other.Parameters[i].Value, 1e-9);
        }

        Assert.Equal(new ParameterEstimate("k", 1, null), Assert.Single(one.WholeParameters));
    }

    /// <summary>The sum over purchases and the form over roots of unity meet where the one hands over to the other.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void The_sum_and_the_roots_of_unity_agree(CnbdKVariant variant, int k)
    {
        foreach ((double r, double alpha, double a, double b, double t) in ((double, double, double, double, double)[])
            [(0.5, 4, 0.9, 2.6, 260), (0.5, 4, 0.9, 0.4, 300), (k * 7.0, 43, 0.8, 9.4, 2000), (k * 40.0, 43, 12, 80, 900), (30, 300, 0.01, 3, 25_000)])
        {
            CnbdKExpectation now = new(k, r, alpha, a, b + variant.ChancesBeforeTheFirstRepeat());
            double[] sum = now.BySum(t, 60_000), roots = now.ByRoots(t);
            for (int j = 0; j < k; j++)
            {
                Close(sum[j], roots[j], 1e-11);
            }
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Models))]
    public void Simulated_customers_do_what_is_predicted_of_their_likes(CnbdKVariant variant, int k)
    {
        // Customers at one age are grouped by what is known of them; each group's figures are those predicted for its members.
        const double Age = 30, Horizon = 26, Delta = 0.02;
        CnbdKParameters p = new(k, 1.2, 4.0 / k, 0.7, 2.2);
        CnbdKModel model = new(variant, p, TimeUnit.Week);
        const int Customers = 60_000;
        int[] x = new int[Customers];
        double[] tx = new double[Customers], later = new double[Customers], discounted = new double[Customers];
        for (int i = 0; i < Customers; i++)
        {
            double[] times = CnbdKSimulator.Purchases(variant, p, Age + Horizon, new Pcg64(77, (ulong)i));
            x[i] = times.Count(time => time <= Age);
            tx[i] = x[i] == 0 ? 0 : times[x[i] - 1];
            later[i] = times.Length - x[i];
            discounted[i] = times.Skip(x[i]).Sum(time => Math.Exp(-Delta * (time - Age)));
        }

        PurchaseHistories known = new(x, tx, [.. x.Select(_ => Age)], TimeUnit.Week);
        double[] cet = model.ConditionalExpectedTransactions(known, Horizon), none = model.ProbabilityOfNoPurchase(known, Horizon);
        double[] dect = model.DiscountedExpectedTransactions(known, Horizon, ContinuousRate.PerUnit(Delta, TimeUnit.Week));
        (string Name, Func<int, bool> Has)[] groups =
            [("none", i => x[i] == 0), ("one, long ago", i => x[i] == 1 && tx[i] < 20), ("two or three, lately", i => x[i] is 2 or 3 && tx[i] > 25), ("four or more", i => x[i] > 3)];
        foreach ((string name, Func<int, bool> has) in groups)
        {
            int[] rows = [.. Enumerable.Range(0, Customers).Where(has)];
            Assert.True(rows.Length > 200, name);
            Judge(name, rows, cet, later);
            Judge(name, rows, dect, discounted);
            Judge(name, rows, none, [.. later.Select(n => n == 0 ? 1.0 : 0.0)]);
        }

        static void Judge(string name, int[] rows, double[] predicted, double[] happened)
        {
            double gap = rows.Average(i => happened[i] - predicted[i]);
            double error = Math.Sqrt(rows.Average(i => Math.Pow(happened[i] - predicted[i] - gap, 2)) / rows.Length);
            Assert.True(Math.Abs(gap) < 4 * error, $"{name}: off by {gap:G3}, {gap / error:F1} standard errors");
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_regularity_that_was_planted_is_found()
    {
        foreach ((CnbdKVariant variant, int k) in ((CnbdKVariant, int)[])[(CnbdKVariant.BgCnbdK, 1), (CnbdKVariant.MbgCnbdK, 2), (CnbdKVariant.BgCnbdK, 3), (CnbdKVariant.MbgCnbdK, 5)])
        {
            PurchaseHistories rows = CnbdKSimulator.Histories(variant, new(k, 1.2, 4.0 / k, 0.7, 2.2), [.. Enumerable.Range(0, 4000).Select(i => 40 + (i % 84 / 7.0))], TimeUnit.Week, 21);
            FitReport<CnbdKModel> report = CnbdKFitter.Fit(rows, new() { Variant = variant });
            Assert.Equal(k, report.Model.Named.K);
            Assert.Equal(k, report.WholeParameters[0].Value);
            Assert.Equal(variant == CnbdKVariant.BgCnbdK ? "bg-cnbd-k" : "mbg-cnbd-k", report.Name);
        }
    }

    [Fact]
    public void The_posterior_peaks_at_the_fit_and_with_k_1_at_the_base_models_peak()
    {
        PurchaseHistories rows = CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(2, 1.2, 2.0, 0.7, 2.2), [.. Enumerable.Range(0, 6000).Select(i => 40 + (i % 84 / 7.0))], TimeUnit.Week, 8);
        FitReport<CnbdKModel> fit = CnbdKFitter.Fit(rows, new() { K = 2 });
        double[] mode = PosteriorTarget.OfCnbdK(rows, CnbdKVariant.MbgCnbdK, 2).Mode;
        double[] one = PosteriorTarget.OfCnbdK(rows, CnbdKVariant.MbgCnbdK, 1).Mode, mbg = PosteriorTarget.OfMbgNbd(rows).Mode;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(fit.Parameters[i].Value, mode[i], 0.1 * fit.Parameters[i].StandardError!.Value);
            Close(mbg[i], one[i], 1e-8);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PosteriorTarget.OfCnbdK(rows, CnbdKVariant.MbgCnbdK, 13));
    }

    [Fact]
    public void Clockwork_is_fitted_at_the_largest_k_and_said_to_be()
    {
        // Gaps of one customer are all the same, so that every k beats the one before.
        PurchaseHistories rows = CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(8, 1.2, 0.5, 0.7, 2.2), [.. Enumerable.Range(0, 800).Select(i => 40 + (i % 84 / 7.0))], TimeUnit.Week, 5);
        PurchaseHistories clockwork = new(rows.Frequency, rows.Recency, rows.T, rows.Unit, null, [.. rows.Frequency.Select((x, i) => x == 0 ? 0 : x * Math.Log(rows.Recency[i] / x))]);
        FitReport<CnbdKModel> report = CnbdKFitter.Fit(clockwork);
        Assert.Equal(12, report.Model.Named.K);
        Assert.Contains("as regular as is looked for", report.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("as regular as", CnbdKFitter.Fit(clockwork, new() { K = 12 }).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_are_wanted_where_k_is_not_1_and_must_be_possible()
    {
        PurchaseHistories without = new([2], [20], [30], TimeUnit.Week);
        Assert.Contains("no log gaps", Assert.Throws<ArgumentException>(() => CnbdKFitter.Fit(without)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CnbdKFitter.Fit(without, new() { K = 13 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CnbdKModel(CnbdKVariant.BgCnbdK, new(0, 1, 1, 1, 1), TimeUnit.Week));

        // Two gaps that sum to 20 have at most ln 10 each.
        Assert.Contains("Row 0 has log gaps 5", Assert.Throws<ArgumentException>(() => new PurchaseHistories([2], [20], [30], TimeUnit.Week, null, [5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PurchaseHistories([0], [0], [30], TimeUnit.Week, null, [1]));
        Assert.Throws<ArgumentException>(() => new PurchaseHistories([1], [20], [30], TimeUnit.Week, null, [double.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => new PurchaseHistories([1], [20], [30], TimeUnit.Week, null, []));
        Assert.Equal([2 * Math.Log(10)], new PurchaseHistories([2], [20], [30], TimeUnit.Week, null, [2 * Math.Log(10)]).LogGaps!);
    }

    private static void Same(ITransactionModel expected, CnbdKModel found)
    {
        Same(expected.ProbabilityAlive(Some), found.ProbabilityAlive(Some));
        foreach (double t in (double[])[0, 0.01, 1, 39, 520, 20_000])
        {
            Same(expected.ProbabilityOfNoPurchase(Some, t), found.ProbabilityOfNoPurchase(Some, t));
            Same(expected.ConditionalExpectedTransactions(Some, t), found.ConditionalExpectedTransactions(Some, t));
            Same(expected.DiscountedExpectedTransactions(Some, t, Rate), found.DiscountedExpectedTransactions(Some, t, Rate));
            Same([expected.ExpectedTransactions(t)], [found.ExpectedTransactions(t)]);
        }

        Same(expected.Dert(Some, Rate), found.Dert(Some, Rate));
        double[] own = expected.ProbabilityOfCount(7, 29.43, 31, 39, 60), mine = found.ProbabilityOfCount(7, 29.43, 31, 39, 60);
        for (int n = 0; n < own.Length; n++)
        {
            Assert.Equal(own[n], mine[n], 1e-13);
        }
    }

    private static void Same(double[] expected, double[] found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Close(expected[i], found[i], 1e-9);
        }
    }

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");

    [Theory]
    [InlineData(1, 0.3, 4.0, 0.002)]
    [InlineData(2, 2.0, 30.0, 0.02)]
    [InlineData(5, 0.8, 1.5, 0.01)]
    [InlineData(12, 0.4, 0.5, 0.002)]
    [InlineData(12, 600.0, 220.0, 0.002)]
    [InlineData(12, 3.0, 300.0, 0.1)]
    public void Discounted_purchases_are_the_integral_by_parts_of_those_not_discounted(int k, double r, double alpha, double delta)
    {
        var now = new CnbdKExpectation(k, r, alpha, 0.7, 4.0);
        foreach (double t in (double[])[0.3, 10.0, 150.0])
        {
            double[] discounted = now.Discounted(t, delta), byParts = Array.ConvertAll(now.Transactions(t), mean => mean * Math.Exp(-delta * t));
            foreach ((double at, double weight) in now.Waves(t, delta))
            {
                double[] mean = now.Transactions(at);
                for (int j = 0; j < k; j++)
                {
                    byParts[j] += delta * Math.Exp(-delta * at) * weight * mean[j];
                }
            }

            for (int j = 0; j < k; j++)
            {
                Assert.Equal(byParts[j], discounted[j], 1e-9 * Math.Max(byParts[j], 1e-6));
            }
        }
    }
}
