using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Do draws of Pareto/GGG say what its exact predictions say, customer by customer and together, and does it refuse what it cannot know?</summary>
public sealed class ParetoGggByDrawsTests
{
    private static readonly ParetoGggParameters Truth = new(4, 2, 0.8, 8, 0.6, 12);
    private static readonly ParetoGggModel Exact = new(Truth, TimeUnit.Week);
    private static readonly ParetoGggByDraws Drawn = new(Exact);
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.10, TimeUnit.Week);
    private static readonly GammaGammaParameters Spend = new(6.25, 3.74, 15.44);

    private static PurchaseHistories Company(int customers, ulong seed = 5) =>
        ParetoGggSimulator.Histories(Truth, [.. Enumerable.Range(0, customers).Select(i => 26 + (i % 182 / 7.0))], TimeUnit.Week, seed);

    [Fact]
    public void Expectations_are_the_exact_ones_up_to_the_noise_of_draws()
    {
        PurchaseHistories company = Company(30);
        Near(Exact.ConditionalExpectedTransactions(company, 26), Drawn.ConditionalExpectedTransactions(company, 26));
        Near(Exact.DiscountedExpectedTransactions(company, 26, Rate), Drawn.DiscountedExpectedTransactions(company, 26, Rate));

        static void Near(double[] exact, double[] drawn)
        {
            // A thousand paths: 3 % for a customer, 1 % for the sum of thirty, five of those allowed.
            Assert.All(exact.Zip(drawn), pair => Assert.Equal(1, pair.Second / pair.First, 0.2));
            Assert.Equal(1, drawn.Sum() / exact.Sum(), 0.04);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Sums_over_many_customers_agree_within_their_monte_carlo_error()
    {
        PurchaseHistories company = Company(200, 8);
        double exact = Exact.ConditionalExpectedTransactions(company, 39).Sum();
        Assert.Equal(1, Drawn.ConditionalExpectedTransactions(company, 39).Sum() / exact, 0.01);
        Assert.Equal(1, Drawn.ExpectedTotals(company, [13, 39])[1] / exact, 0.02);
        Assert.Equal(1, Drawn.Dert(company, Rate).Sum() / Exact.Dert(company, Rate).Sum(), 0.02);
    }

    [Fact]
    public void After_a_silence_that_hardly_anybody_keeps_draws_are_right_too()
    {
        // Regular and random buyers who have been silent for six and twelve of their gaps.
        PurchaseHistories late = new([8, 8, 3], [16, 16, 6], [28, 40, 30], TimeUnit.Week, logGaps: [8 * Math.Log(1.95), 8 * Math.Log(1.2), 3 * Math.Log(1.9)]);
        double[] exact = Exact.ConditionalExpectedTransactions(late, 26), drawn = Drawn.ConditionalExpectedTransactions(late, 26);
        Assert.All(exact.Zip(drawn), pair => Assert.Equal(1, pair.Second / pair.First, 0.15));
    }

    [Fact]
    public void Counts_are_distributed_as_the_model_says()
    {
        PurchaseHistories company = Company(12, 9);
        double[] alive = Drawn.ProbabilityAlive(company);
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Drawn, company), 26);
        double[] zero = counts.PZero(company.Frequency, company.Recency, company.T, alive);
        int[] y = [.. Enumerable.Range(0, company.Count).Select(i => i % 4)];
        (double[] below, double[] atMost) = counts.Cdf(company.Frequency, company.Recency, company.T, alive, y);
        for (int i = 0; i < company.Count; i++)
        {
            double[] exact = Exact.ProbabilityOfCount(company.Frequency[i], company.Recency[i], company.T[i], company.LogGaps![i], 26, 5);
            Assert.Equal(exact[0], zero[i], 1e-5);
            Assert.Equal(exact[..(y[i] + 1)].Sum(), atMost[i], 0.05);
            Assert.Equal(exact[..y[i]].Sum(), below[i], 0.05);
        }
    }

    [Fact]
    public void Values_have_the_mean_and_the_quantiles_of_what_is_drawn_one_by_one()
    {
        PurchaseHistories company = Company(6, 11);
        double[] alive = Drawn.ProbabilityAlive(company), spend = [.. company.Frequency.Select(x => x == 0 ? 0.0 : 30)];
        ValueDistribution value = ValueDistribution.Create(TransactionLaw.Of(Drawn, company), Spend, 26, Rate, margin: 0.4);
        double[] mean = value.InfiniteMoments(company.Frequency, company.Recency, company.T, alive, spend).Mean;
        double[] price = new GammaGammaModel(Spend).ExpectedSpend(new SpendHistories(company.Frequency, spend));
        double[] discounted = Drawn.DiscountedExpectedTransactions(company, 26, Rate);
        double[][] quantiles = value.Quantiles(company.Frequency, company.Recency, company.T, alive, spend, [0.5, 0.9]);
        for (int i = 0; i < company.Count; i++)
        {
            Assert.Equal(1, mean[i] / (0.4 * price[i] * discounted[i]), 1e-4);
            PurchaseHistories one = new([company.Frequency[i]], [company.Recency[i]], [company.T[i]], TimeUnit.Week, logGaps: [company.LogGaps![i]]);
            ValueDistribution own = ValueDistribution.Create(TransactionLaw.Of(Drawn, one), Spend, 26, Rate, margin: 0.4);
            Pcg64 random = new(3, (ulong)i);
            double[] values = [.. Enumerable.Range(0, 400).Select(_ => own.Sample(one.Frequency[0], one.Recency[0], one.T[0], alive[i], spend[i], random))];
            Assert.Equal(0.5, values.Count(v => v <= quantiles[0][i]) / 400.0, quantiles[0][i] == 0 ? 0.5 : 0.12);
            Assert.Equal(0.9, values.Count(v => v <= quantiles[1][i]) / 400.0, quantiles[1][i] == 0 ? 0.1 : 0.07);
        }
    }

    [Theory]
    [InlineData(5.0, 9.0)]
    [InlineData(30.0, 31.0)]
    public void Counts_without_gaps_are_those_over_all_gaps_that_are_possible(double recency, double age)
    {
        // Two repeat purchases: the first anywhere before the second.
        const int Places = 120;
        double[] expected = new double[4];
        double weights = 0;
        for (int i = 0; i < Places; i++)
        {
            double first = recency * Math.Pow(Math.Sin(Math.PI / 4 * (i + 0.5) / Places), 2), gaps = Math.Log(first) + Math.Log(recency - first);
            double weight = Math.Exp(ParetoGggLikelihood.LogLikelihood(Exact.Named, 2, recency, age, gaps)) * Math.Sqrt(first * (recency - first));
            weights += weight;
            double[] mass = Exact.ProbabilityOfCount(2, recency, age, gaps, 13, 4);
            for (int n = 0; n < 4; n++)
            {
                expected[n] += weight * mass[n];
            }
        }

        double[] found = Drawn.ProbabilityOfCount(2, recency, age, 13, 4);
        Assert.All(Enumerable.Range(0, 4), n => Assert.Equal(expected[n] / weights, found[n], 1e-4));
        Assert.Equal(1, Drawn.ProbabilityOfCount(7, recency, age, 13, 400).Sum(), 1e-4);
        Assert.Equal(Exact.ProbabilityOfCount(1, recency, age, Math.Log(recency), 13, 4), Drawn.ProbabilityOfCount(1, recency, age, 13, 4));
    }

    [Fact]
    public void A_customers_numbers_do_not_depend_on_the_others_nor_on_threads()
    {
        PurchaseHistories company = Company(20, 12);
        int[] rows = [7, 3, 19];
        PurchaseHistories some = new(
            [.. rows.Select(i => company.Frequency[i])], [.. rows.Select(i => company.Recency[i])], [.. rows.Select(i => company.T[i])], TimeUnit.Week,
            logGaps: [.. rows.Select(i => company.LogGaps![i])]);
        double[] all = Drawn.ConditionalExpectedTransactions(company, 13);
        Assert.Equal([.. rows.Select(i => all[i])], Drawn.ConditionalExpectedTransactions(some, 13));
        double[] alive = Drawn.ProbabilityAlive(company);
        Assert.Equal(Moments(1).Mean, Moments(3).Mean);
        Assert.Equal(0, Drawn.ConditionalExpectedTransactions(company, 0).Sum());

        (double[] Mean, double[] Variance) Moments(int threads) =>
            CountDistribution.Create(TransactionLaw.Of(Drawn, company), 13, threads).Moments(company.Frequency, company.Recency, company.T, alive);
    }

    [Fact]
    public void The_fit_is_the_mode_and_has_the_likelihood_of_the_histories_own_unit()
    {
        PurchaseHistories company = Company(150, 13);
        FitReport<ParetoGggModel> report = ParetoGggFitter.Fit(company);
        double likelihood = Enumerable.Range(0, company.Count)
            .Sum(i => ParetoGggLikelihood.LogLikelihood(report.Model.Named, company.Frequency[i], company.Recency[i], company.T[i], company.LogGaps![i]));
        Assert.Equal(likelihood, report.LogLikelihood, 1e-3);
        Assert.Equal(6, report.Parameters.Count);
        Assert.Equal(36, report.LogParameterCovariance!.Length);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_fit_recovers_what_was_planted_and_learns_from_a_sample_of_many()
    {
        FitReport<ParetoGggModel> report = ParetoGggFitter.Fit(Company(4000, 14));
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(2000, report.Customers);
        Assert.EndsWith("Learned from one customer in 2: 2000 of 4000.", report.Explanation, StringComparison.Ordinal);
        foreach ((ParameterEstimate estimate, double truth) in report.Parameters.Zip(Truth.ToArray()))
        {
            Assert.Equal(truth, estimate.Value, 3.5 * estimate.StandardError!.Value);
        }
    }

    [Fact]
    public void What_it_cannot_know_is_refused()
    {
        PurchaseHistories without = new([3], [10], [20], TimeUnit.Week);
        PurchaseHistories company = Company(5);
        Assert.Contains("no log gaps", Assert.Throws<ArgumentException>(() => Drawn.ConditionalExpectedTransactions(without, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("no log gaps", Assert.Throws<ArgumentException>(() => ParetoGggFitter.Fit(without)).Message, StringComparison.Ordinal);
        Assert.Contains("TransactionLaw.Of(model, histories)", Assert.Throws<ArgumentException>(() => TransactionLaw.Of(Drawn)).Message, StringComparison.Ordinal);
        CountDistribution counts = CountDistribution.Create(TransactionLaw.Of(Drawn, company), 4);
        Assert.Contains("that of 5 histories, and is asked about 1", Assert.Throws<ArgumentException>(() => counts.PZero([1], [2], [9], [0.5])).Message, StringComparison.Ordinal);
        FitReport<ParetoGggModel> nobody = ParetoGggFitter.Fit(new([0, 0], [0, 0], [9, 8], TimeUnit.Week));
        Assert.Equal((FitExit.Failed, "Nobody has bought twice, so nothing is known of rates and rhythms."), (nobody.Exit, nobody.Explanation));
        Assert.Throws<ArgumentException>(() => Drawn.With([1, 2]));
        Assert.Equal(Exact.ProbabilityOfCount(1, 3, 9, Math.Log(3), 4, 3), Drawn.ProbabilityOfCount(1, 3, 9, 4, 3));
    }
}
