using Perennial.Models.BgBb;
using Perennial.Models.Tests.Fitting;

namespace Perennial.Models.Tests.BgBb;

/// <summary>Theorems that hold whatever the parameters, and the limits of the parameters.</summary>
public sealed class BgBbConsistency
{
    private static readonly BgBbParameters Typical = new(1.2035222, 0.7497163, 0.6567183, 2.7834427);
    private static readonly BgBbModel Model = new(Typical);
    private static readonly DiscreteHistories Hard = new(
        [0, 0, 0, 6, 1, 1, 200, 3, 2000, 1], [0, 0, 0, 6, 1, 6, 200, 4, 5000, 1], [0, 1, 6, 6, 6, 6, 300, 3000, 20_000, 100_000]);

    public static TheoryData<double, double, double, double> Shapes => new()
    {
        { 1.2, 0.75, 0.66, 2.78 },
        { 0.05, 3, 1, 1 },
        { 30, 0.4, 0.03, 0.2 },
        { 1e-4, 1e-4, 2, 1e-3 },
        { 4e3, 9e3, 50, 2e3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_histories_of_seven_opportunities_have_probability_one(double alpha, double beta, double gamma, double delta)
    {
        BgBbParameters p = new(alpha, beta, gamma, delta);
        double sum = Math.Exp(BgBbLikelihood.LogLikelihood(p, 0, 0, 7));
        double[] counts = new double[8];
        counts[0] = sum;
        for (int tx = 1; tx <= 7; tx++)
        {
            for (int x = 1; x <= tx; x++)
            {
                double sequences = Choose(tx - 1, x - 1);
                double chance = sequences * Math.Exp(BgBbLikelihood.LogLikelihood(p, x, tx, 7));
                sum += chance;
                counts[x] += chance;
            }
        }

        Assert.Equal(1.0, sum, 1e-12);
        double[] found = new BgBbModel(p).ProbabilityOfCount(7, 8);
        for (int x = 0; x <= 7; x++)
        {
            Assert.Equal(counts[x], found[x], 1e-12);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 40)]
    [InlineData(0, 0, 6, 40)]
    [InlineData(6, 6, 6, 300)]
    [InlineData(1, 2, 6, 1)]
    [InlineData(200, 200, 300, 2500)]
    [InlineData(2000, 5000, 5010, 30)]
    public void Counts_sum_to_one_and_their_mean_is_the_expectation(int x, int tx, int n, int m)
    {
        double[] mass = Model.ProbabilityOfCount(x, tx, n, m, m + 1);
        DiscreteHistories one = new([x], [tx], [n]);
        Assert.All(mass, p => Assert.InRange(p, 0.0, 1.0));
        Assert.Equal(1.0, mass.Sum(), 1e-11);
        double mean = Enumerable.Range(0, m + 1).Sum(c => c * mass[c]);
        Close(Model.ConditionalExpectedTransactions(one, m)[0], mean, 1e-10);
        Assert.Equal(Model.ProbabilityOfNoPurchase(one, m)[0], mass[0], 1e-13);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_prediction_is_that_of_bayes_rule_over_longer_histories(double alpha, double beta, double gamma, double delta)
    {
        // The chance of one more year with and without a purchase, from likelihoods alone.
        BgBbParameters p = new(alpha, beta, gamma, delta);
        BgBbModel model = new(p);
        foreach ((int x, int tx, int n) in ((int, int, int)[])[(0, 0, 0), (0, 0, 3), (1, 1, 3), (1, 3, 3), (2, 4, 6), (5, 5, 6)])
        {
            double now = BgBbLikelihood.LogLikelihood(p, x, tx, n);
            double buys = Math.Exp(BgBbLikelihood.LogLikelihood(p, x + 1, n + 1, n + 1) - now);
            double buysNot = Math.Exp(BgBbLikelihood.LogLikelihood(p, x, tx, n + 1) - now);
            Assert.Equal(1.0, buys + buysNot, 1e-11);
            Assert.Equal(buys, model.ConditionalExpectedTransactions(new([x], [tx], [n]), 1)[0], 1e-11);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Long_sums_and_dert_equal_the_plain_sum(double alpha, double beta, double gamma, double delta)
    {
        BgBbExpectation later = new(gamma, delta);
        _ = (alpha, beta);
        foreach (double rate in (double[])[0.0, 1e-5, 1e-3, 0.1])
        {
            foreach (int m in (int[])[4000, 5000, 300_000])
            {
                double term = 1.0, sum = 0.0;
                for (int k = 0; k < m; k++)
                {
                    term *= (delta + k) / (gamma + delta + k) / (1.0 + rate);
                    sum += term;
                }

                Close(sum, later.Opportunities(m, rate), 1e-9);
                if (rate * m >= 60.0)
                {
                    Close(sum, later.OpportunitiesForever(rate), 1e-9);
                }
            }
        }
    }

    [Fact]
    public void The_expectation_of_the_paper_holds_at_and_around_its_singularity()
    {
        foreach (double gamma in (double[])[0.66, 0.999, 1.001, 3.0])
        {
            BgBbModel model = new(Typical with { Gamma = gamma });
            double delta = Typical.Delta, share = Typical.Alpha / (Typical.Alpha + Typical.Beta);
            double product = 1.0;
            for (int k = 0; k < 12; k++)
            {
                product *= (1.0 + delta + k) / (gamma + delta + k);
            }

            Close(share * delta / (gamma - 1.0) * (1.0 - product), model.ExpectedTransactions(12), 1e-11);
        }

        BgBbModel singular = new(Typical with { Gamma = 1.0 });
        double harmonic = Enumerable.Range(1, 12).Sum(k => Typical.Delta / (Typical.Delta + k));
        Close(Typical.Alpha / (Typical.Alpha + Typical.Beta) * harmonic, singular.ExpectedTransactions(12), 1e-13);
    }

    [Fact]
    public void Every_prediction_is_finite_and_in_its_range_on_hard_histories()
    {
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.01);
        double[] before = new double[Hard.Count];
        foreach (int m in (int[])[0, 1, 10, 1000, 100_000])
        {
            double[] cet = Model.ConditionalExpectedTransactions(Hard, m);
            double[] discounted = Model.DiscountedExpectedTransactions(Hard, m, rate);
            Assert.All(Model.ProbabilityAlive(Hard, m), p => Assert.InRange(p, 0.0, 1.0));
            Assert.All(Model.ProbabilityOfNoPurchase(Hard, m), p => Assert.InRange(p, m == 0 ? 1.0 : 0.0, 1.0));
            for (int i = 0; i < Hard.Count; i++)
            {
                Assert.True(double.IsFinite(cet[i]) && cet[i] >= before[i] * (1 - 1e-12) && cet[i] <= m);
                Assert.InRange(discounted[i], 0.0, cet[i] * (1 + 1e-12));
            }

            before = cet;
        }

        double[] forever = Model.Dert(Hard, rate);
        double[] ages = Model.DiscountedExpectedTransactions(Hard, 100_000, rate);
        for (int i = 0; i < Hard.Count; i++)
        {
            Close(forever[i], ages[i], 1e-9);
        }
    }

    [Fact]
    public void A_purchase_at_the_last_opportunity_is_proof_of_life_and_silence_ends_in_death()
    {
        Assert.Equal(1.0, Model.ProbabilityAlive(new([3], [6], [6]))[0]);
        Assert.Equal(1.0, Model.ProbabilityAlive(new([0], [0], [0]))[0]);
        double[] alive = Model.ProbabilityAlive(new([3, 3, 3, 3], [4, 4, 4, 4], [4, 10, 100, 100_000]));
        Assert.True(alive[0] > alive[1] && alive[1] > alive[2] && alive[2] > alive[3]);
        Assert.True(alive[3] < 1e-5);
    }

    public static TheoryData<double[]> Points =>
    [
        new double[] { 0.2, -0.3, -0.4, 1.0 },
        new double[] { -3.0, 1.0, 0.0, 0.0 },
        new double[] { 3.0, 4.0, 2.0, 5.0 },
        new double[] { -1.0, -2.0, -5.0, -1.0 },
        new double[] { 0.0, -6.0, 1.0, 3.0 },
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public void Derivatives_are_right(double[] point)
    {
        DiscreteHistories rows = new([0, 0, 1, 1, 2, 5, 12, 30, 3], [0, 0, 1, 4, 3, 5, 20, 30, 9], [1, 6, 6, 4, 6, 5, 60, 31, 40], [3, 2, 5, 1, 1, 2, 1, 1, 1]);
        DerivativeTests.Check(BgBbLikelihood.Objective(OpportunityGroups.Of(rows), 1), point);
    }

    [Fact]
    public void The_objective_is_the_mean_of_the_customers_log_likelihoods()
    {
        DiscreteHistories rows = new([0, 0, 1, 2, 12], [0, 0, 4, 3, 20], [1, 6, 4, 6, 60], [3, 2, 5, 1, 1.5]);
        double found = BgBbLikelihood.Objective(OpportunityGroups.Of(rows), 1)([0.2, -0.3, -0.4, 1.0], new double[4], new double[16]);
        BgBbParameters p = new(Math.Exp(0.2), Math.Exp(-0.3), Math.Exp(-0.4), Math.Exp(1.0));
        double sum = Enumerable.Range(0, rows.Count)
            .Sum(i => rows.Weight![i] * BgBbLikelihood.LogLikelihood(p, rows.Frequency[i], rows.Recency[i], rows.Opportunities[i]));
        Close(sum / 12.5, -found, 1e-12);
    }

    private static double Choose(int n, int k)
    {
        double value = 1.0;
        for (int i = 1; i <= k; i++)
        {
            value *= (double)(n - k + i) / i;
        }

        return value;
    }

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= (relative * Math.Abs(expected)) + 1e-300, $"Found {found:R}, expected {expected:R}.");
}
