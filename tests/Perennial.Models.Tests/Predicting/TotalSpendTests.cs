using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

/// <summary>Total spend over a horizon: exact sums where they exist, brute force elsewhere.</summary>
public sealed class TotalSpendTests
{
    private static readonly GammaGammaModel Spend = new(new(6.2496, 3.7442, 15.4435));
    private static readonly ParetoNbdParameters Pareto = new(0.5533, 10.5777, 0.6062, 11.6687);
    private static readonly ParetoNbdModel Purchases = new(Pareto, TimeUnit.Week);
    private static readonly PurchaseHistories Rows = new([0, 1, 2, 7, 29], [0, 1.7, 30.4, 29.4, 37.7], [38.86, 38.86, 38.86, 38.86, 38.86], TimeUnit.Week);
    private static readonly SpendHistories Money = new([0, 1, 2, 7, 29], [0, 11.77, 22.345, 33.1, 60.2]);
    private static readonly double[] Levels = [0.5, 0.8, 0.9, 0.975, 0.995];

    [Fact]
    public void Undiscounted_it_is_the_mixture_of_beta_primes_over_the_count_to_1e_3()
    {
        TotalSpend total = TotalSpend.Of(Purchases, Spend, 39);
        double[][] quantiles = total.Quantiles(Rows, Money, Levels);
        for (int i = 0; i < Rows.Count; i++)
        {
            double[] counts = Purchases.ProbabilityOfCount(Rows.Frequency[i], Rows.Recency[i], Rows.T[i], 39, 400);
            Assert.Equal(1, counts.Sum(), 1e-12);
            Assert.Equal(counts[0], total.ProbabilityOfNone(Rows)[i], 1e-12);
            foreach ((double[] column, double level) in quantiles.Zip(Levels))
            {
                Assert.Equal(Math.Max(level, counts[0]), Exact(i, column[i], counts), 1e-3);
                double[] same = [.. quantiles[0].Select(_ => column[i])];
                Assert.Equal(Exact(i, column[i], counts), total.ProbabilityOfAtMost(Rows, Money, same)[i], 1e-3);
            }
        }

        // A sum of n purchases is beta-prime(n p, q + p x) in units of gamma + x z.
        static double Exact(int i, double amount, double[] counts)
        {
            (double p, double q, double gamma) = Spend.Named;
            double rate = gamma + (Money.Frequency[i] * Money.MeanSpend[i]), share = amount / (amount + rate), sum = counts[0];
            for (int n = 1; n < counts.Length; n++)
            {
                sum += counts[n] * (amount == 0 ? 0 : IncompleteFunctions.Beta(n * p, q + (p * Money.Frequency[i]), share, 1 - share));
            }

            return sum;
        }
    }

    [Fact]
    public void Its_mean_is_expected_purchases_times_expected_spend_discounted_or_not()
    {
        ContinuousRate rate = ContinuousRate.PerUnit(0.003, TimeUnit.Week);
        double[] price = Spend.ExpectedSpend(Money);
        double[] plain = Purchases.ConditionalExpectedTransactions(Rows, 39), discounted = Purchases.DiscountedExpectedTransactions(Rows, 39, rate), forever = Purchases.Dert(Rows, rate);
        double?[] undiscountedMean = TotalSpend.Of(Purchases, Spend, 39).Mean(Rows, Money), mean = TotalSpend.Of(Purchases, Spend, 39, rate).Mean(Rows, Money);
        double?[] lifetime = TotalSpend.Of(Purchases, Spend, double.PositiveInfinity, rate, margin: 0.3).Mean(Rows, Money);
        for (int i = 0; i < Rows.Count; i++)
        {
            Assert.Equal(plain[i] * price[i], undiscountedMean[i]!.Value, 1e-8 * plain[i] * price[i]);
            Assert.Equal(discounted[i] * price[i], mean[i]!.Value, 1e-8 * discounted[i] * price[i]);
            Assert.Equal(0.3 * forever[i] * price[i], lifetime[i]!.Value, 1e-8 * forever[i] * price[i]);
        }
    }

    [Fact]
    public void Levels_of_spend_that_are_multiplied_multiply_the_total()
    {
        CovariateColumns known = new(["web"], [[0, 1, 0, 1, 1]]);
        SpendCovariateModel moved = new(Spend.Named, [new("web", 0.7)], 0.2);
        double[] factor = [.. Money.Frequency.Select((x, i) => Math.Exp(0.7 * known.Columns[0][i]) * Math.Pow(1 + x, 0.2))];
        SpendHistories more = new(Money.Frequency, [.. Money.MeanSpend.Select((z, i) => z * factor[i])]);
        TotalSpend plain = TotalSpend.Of(Purchases, Spend, 39), other = TotalSpend.Of(Purchases, moved, 39);
        double[] expected = plain.Quantiles(Rows, Money, [0.9])[0], found = other.Quantiles(Rows, more, [0.9], known)[0];
        double?[] deviation = plain.StandardDeviation(Rows, Money), otherDeviation = other.StandardDeviation(Rows, more, known);
        for (int i = 0; i < Rows.Count; i++)
        {
            Assert.Equal(expected[i] * factor[i], found[i], 1e-9 * found[i]);
            Assert.Equal(deviation[i]!.Value * factor[i], otherDeviation[i]!.Value, 1e-9 * otherDeviation[i]!.Value);
        }

        Assert.Equal(plain.ProbabilityOfAtMost(Rows, Money, expected)[3], other.ProbabilityOfAtMost(Rows, more, found, known)[3], 1e-12);
    }

    [Fact]
    public void With_covariates_on_purchases_each_customer_gets_the_customers_own_distribution()
    {
        CovariateColumns known = new(["web"], [[0, 1, 0, 1, 2]]);
        CovariateModel<ParetoNbdModel> purchases = new(Purchases, [new("web", CovariateProcess.Purchase, 0.4), new("web", CovariateProcess.Dropout, -0.2)]);
        SpendCovariateModel moved = new(Spend.Named, [new("web", 0.3)]);
        TotalSpend all = TotalSpend.Of(purchases, moved, 39);
        double[][] quantiles = all.Quantiles(Rows, Money, [0.7, 0.95], known);
        for (int i = 0; i < Rows.Count; i++)
        {
            TotalSpend own = TotalSpend.Of(purchases.Customer(known, i), moved.Customer(Money.Frequency[i], known, i), 39);
            PurchaseHistories one = new([Rows.Frequency[i]], [Rows.Recency[i]], [Rows.T[i]], TimeUnit.Week);
            SpendHistories money = new([Money.Frequency[i]], [Money.MeanSpend[i]]);
            Assert.Equal(own.Mean(one, money)[0]!.Value, all.Mean(Rows, Money, known)[i]!.Value, 1e-9 * own.Mean(one, money)[0]!.Value);
            Assert.Equal(own.ProbabilityOfNone(one)[0], all.ProbabilityOfNone(Rows, known)[i], 1e-12);
            Assert.Equal(own.Quantiles(one, money, [0.95])[0][0], quantiles[1][i], 1e-9 * quantiles[1][i]);
            double[] same = [.. Rows.T.Select(_ => quantiles[1][i])];
            Assert.Equal(own.ProbabilityOfAtMost(one, money, [quantiles[1][i]])[0], all.ProbabilityOfAtMost(Rows, Money, same, known)[i], 1e-9);
        }

        Assert.Contains("Purchases depend on web", Assert.Throws<ArgumentException>(() => all.ProbabilityOfNone(Rows)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, 60_000)]
    [InlineData(0.01, 60_000)]
    public void Simulated_futures_fall_below_the_quantiles_as_often_as_said(double delta, int draws) => Simulated(delta, draws);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [Trait("Speed", "Slow")]
    public void Simulated_futures_agree_to_1e_3(double delta) => Simulated(delta, 4_000_000);

    [Fact]
    public void What_cannot_be_asked_is_refused_with_what_to_do()
    {
        Says("There is no distribution of the total spend for the model 'something-else'. There is one for bg-nbd", () => TotalSpend.Of(new WithoutLaw(), Spend, 39));
        Says("undiscounted lifetime value may be infinite", () => TotalSpend.Of(Purchases, Spend, double.PositiveInfinity));
        Says("Make the rate in the model's unit", () => TotalSpend.Of(Purchases, Spend, 39, ContinuousRate.PerUnit(0.1, TimeUnit.Day)));
        TotalSpend total = TotalSpend.Of(Purchases, Spend, 39);
        Says("frequency 0 in purchases and 1 in spend", () => total.Mean(Rows, new([1, 1, 2, 7, 29], [1, 11, 22, 33, 60])));
        Says("has 1 rows where frequency has 5", () => total.Mean(Rows, new([1], [2])));
        Says("Give histories in Week", () => total.ProbabilityOfNone(new([0], [0], [3], TimeUnit.Day)));
        Says("at least 0", () => total.ProbabilityOfAtMost(Rows, Money, [-1, 0, 0, 0, 0]));

        static void Says(string what, Func<object> act) => Assert.Contains(what, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    // The story of one customer, told without any of the library's formulas: lifetime and rate given the history by rejection, then each purchase.
    private static void Simulated(double delta, int draws)
    {
        const double Horizon = 39, Age = 38.86, Last = 30.4;
        const int X = 2;
        TotalSpend total = TotalSpend.Of(Purchases, Spend, Horizon, ContinuousRate.PerUnit(delta, TimeUnit.Week));
        double[] quantiles = [.. total.Quantiles(Rows, Money, Levels).Select(column => column[2])];
        double none = total.ProbabilityOfNone(Rows)[2];
        int[] below = new int[Levels.Length];
        int nothing = 0;
        Pcg64 random = new(20261122, (ulong)draws);
        for (int k = 0; k < draws; k++)
        {
            double lifetime;
            do
            {
                // Later than the last purchase; likelier the fewer silent weeks it leaves to be explained.
                lifetime = ((Pareto.Beta + Last) * Math.Pow(1 - random.NextDouble(), -1 / Pareto.S)) - Pareto.Beta;
            }
            while (random.NextDouble() > Math.Pow((Pareto.Alpha + Last) / (Pareto.Alpha + Math.Min(lifetime, Age)), Pareto.R + X));

            double rate = random.NextGamma(Pareto.R + X) / (Pareto.Alpha + Math.Min(lifetime, Age)), sum = 0;
            double nu = random.NextGamma(Spend.Named.Q + (Spend.Named.P * X)) / (Spend.Named.Gamma + (X * Money.MeanSpend[2]));
            for (double time = Age + (random.NextExponential() / rate); time < Math.Min(lifetime, Age + Horizon); time += random.NextExponential() / rate)
            {
                sum += random.NextGamma(Spend.Named.P) / nu * Math.Exp(-delta * (time - Age));
            }

            nothing += sum == 0 ? 1 : 0;
            for (int j = 0; j < quantiles.Length; j++)
            {
                below[j] += sum <= quantiles[j] ? 1 : 0;
            }
        }

        Assert.Equal(none, (double)nothing / draws, 4 * Math.Sqrt(none * (1 - none) / draws));
        for (int j = 0; j < quantiles.Length; j++)
        {
            double said = Math.Max(Levels[j], none);
            Assert.Equal(said, (double)below[j] / draws, 1e-3 + (4 * Math.Sqrt(said * (1 - said) / draws)));
        }
    }

    /// <summary>A model that is not in the list.</summary>
    private sealed class WithoutLaw : ITransactionModel
    {
        public string Name => "something-else";

        public TimeUnit Unit => TimeUnit.Week;

        public double[] Parameters => [];

        public ITransactionModel With(double[] parameters) => throw new NotSupportedException();

        public double[] ProbabilityAlive(PurchaseHistories histories) => throw new NotSupportedException();

        public double[] ProbabilityAlive(PurchaseHistories histories, double t) => throw new NotSupportedException();

        public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => throw new NotSupportedException();

        public double ExpectedTransactions(double t) => throw new NotSupportedException();

        public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t) => throw new NotSupportedException();

        public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts) => throw new NotSupportedException();

        public double[] ProbabilityOfCount(double t, int counts) => throw new NotSupportedException();

        public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate) => throw new NotSupportedException();

        public double[] Dert(PurchaseHistories histories, ContinuousRate rate) => throw new NotSupportedException();
    }
}
