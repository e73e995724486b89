using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

/// <summary>Is every answer a finite number in its range, whatever the customer and the parameters?</summary>
public sealed class ValueDistributionExtremes
{
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Week);
    private static readonly double[] Levels = [0, 1e-6, 0.025, 0.1, 0.5, 0.9, 0.975, 0.9999, 1 - 1e-12];

    public static TheoryData<string> Laws => ["bg", "mbg", "pareto", "bg no drop-out", "pareto no drop-out", "bg tiny a", "pareto tiny s", "pareto tiny beta", "bg sure rates", "ggom", "ggom as good as pareto", "ggom tiny beta", "ggom tiny s"];

    public static TheoryData<string> CostlyLaws => ["ggom cliff", "regular", "clockwork", "regular tiny a"];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(CostlyLaws))]
    public void Extreme_customers_get_finite_ordered_values_whatever_it_costs(string name) => Extreme_customers_get_finite_ordered_values(name);

    [Theory]
    [MemberData(nameof(Laws))]
    public void Extreme_customers_get_finite_ordered_values(string name)
    {
        TransactionLaw law = Law(name);
        int[] x = [0, 0, 0, 1, 1, 7, 300, 2000];
        double[] t = [0, 1e-9, 5000, 0.001, 104, 0, 104, 900], alive = [1, 1, 1e-300, 0, 1e-9, 1, 0.5, 1], spend = [0, 0, 0, 0, 1e9, 1e-9, 20, 20], tx = Typical.Recency(x, t);
        foreach (GammaGammaParameters? g in new GammaGammaParameters?[] { new(6.25, 3.74, 15.44), new(1.5, 0.479, 10), new(0.2, 1.5, 100), null })
        {
            ValueDistribution v = ValueDistribution.Create(law, g, 52.18, Rate);
            double[] zero = v.PZero(x, tx, t, alive);
            Assert.All(zero, p => Assert.InRange(p, 0, 1));
            double[][] q = v.Quantiles(x, tx, t, alive, spend, Levels);
            for (int k = 0; k < Levels.Length; k++)
            {
                Assert.All(q[k], value => Assert.True(double.IsFinite(value) && value >= 0, $"{value}"));
                Assert.All(Enumerable.Range(0, x.Length), i => Assert.True(k == 0 || q[k][i] >= q[k - 1][i] * (1 - 1e-9), $"row {i} level {Levels[k]}: {q[k][i]} after {q[Math.Max(0, k - 1)][i]}"));
            }

            (double?[] mean, double?[] variance) = v.Moments(x, tx, t, alive, spend);
            Assert.All(mean.Concat(variance), value => Assert.True(value is null || (value >= 0 && double.IsFinite(value.Value)), $"{value}"));
            (double[] below, double[] atMost) = v.Cdf(x, tx, t, alive, spend, [0, 1e-300, 1, 1e300, 5, 0, 100, 1e5]);
            Assert.All(Enumerable.Range(0, x.Length), i => Assert.True(below[i] >= 0 && below[i] <= atMost[i] && atMost[i] <= 1));
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Twenty_thousand_purchases_have_the_law_of_a_known_rate()
    {
        // x = 20,000 in two years: 192 a week for sure; ln V then spreads by the price's and the rate's certainty and the count's own noise.
        TransactionLaw law = TransactionLaw.ParetoNbd(new(0.8, 5, 0, 1), TimeUnit.Week);
        ValueDistribution v = ValueDistribution.Create(law, new GammaGammaParameters(6, 4, 15), 52.18, Rate);
        double[] q = [.. v.Quantiles([20_000], [103.9], [104], [1], [20], [0.1, 0.5, 0.9]).Select(column => column[0])];
        (double[] mean, double[] variance) = v.InfiniteMoments([20_000], [103.9], [104], [1], [20]);
        double sd = Math.Sqrt(variance[0]);
        Assert.Equal(mean[0], q[1], 0.02 * sd);
        Assert.Equal(mean[0] - (1.2816 * sd), q[0], 0.02 * sd);
        Assert.Equal(mean[0] + (1.2816 * sd), q[2], 0.02 * sd);
    }

    [Fact]
    public void Heavy_tailed_spend_has_quantiles_and_no_mean()
    {
        TransactionLaw law = Law("bg");
        ValueDistribution v = ValueDistribution.Create(law, new GammaGammaParameters(1.5, 0.479, 10), 52.18, Rate);
        (double?[] mean, double?[] variance) = v.Moments([0, 1], [0, 20], [30, 30], [1, 1], [0, 20]);
        Assert.Null(mean[0]);
        Assert.Null(variance[0]);
        Assert.True(double.IsFinite(mean[1]!.Value) && variance[1] is null);
        Assert.Null(v.Test([0], [0], [30], [1], [0], [5], [0.5]).Variance[0]);
        EquityQuestion question = new EquityPortfolio(new BgNbdModel(new(0.243, 4.414, 0.793, 2.426), TimeUnit.Week), new GammaGammaParameters(1.5, 0.479, 10), new([0], [0], [30], TimeUnit.Week), [0], 52.18, Rate)
            .Ask(null, null, null, 50, 1);
        Assert.Equal((null, null), question.Total(question.Parameters));
        Assert.Null(EquityDistribution.Simulate(question).Mean);
        Assert.True(double.IsFinite(v.Quantiles([0], [0], [30], [1], [0], [0.99])[0][0]));
    }

    [Fact]
    public void Values_scale_with_margin_and_currency_and_not_with_the_unit_of_time()
    {
        int[] x = [0, 2, 9];
        double[] t = [20, 30, 40], alive = [1, 0.7, 0.9], spend = [0, 20, 40], cents = [0, 2000, 4000], tx = Typical.Recency(x, t);
        double[][] weeks = ValueDistribution.Create(Law("bg"), new GammaGammaParameters(6, 4, 15), 52, Rate).Quantiles(x, tx, t, alive, spend, [0.9]);
        double[][] margin = ValueDistribution.Create(Law("bg"), new GammaGammaParameters(6, 4, 15), 52, Rate, margin: 0.5).Quantiles(x, tx, t, alive, spend, [0.9]);
        double[][] money = ValueDistribution.Create(Law("bg"), new GammaGammaParameters(6, 4, 1500), 52, Rate).Quantiles(x, tx, t, alive, cents, [0.9]);
        double[][] days = ValueDistribution
            .Create(TransactionLaw.BgNbd(new(0.2426, 4.4136 * 7, 0.7929, 2.4259), TimeUnit.Day), new GammaGammaParameters(6, 4, 15), 364, ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Day))
            .Quantiles(x, [.. tx.Select(time => time * 7)], [.. t.Select(age => age * 7)], alive, spend, [0.9]);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(weeks[0][i] * 0.5, margin[0][i], 1e-9);
            Assert.Equal(weeks[0][i] * 100, money[0][i], 1e-7);
            Assert.Equal(weeks[0][i], days[0][i], 1e-7);
        }
    }

    [Fact]
    public void Row_order_and_threads_do_not_change_a_bit()
    {
        Pcg64 random = new(2);
        int[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextInt32(15))], order = [.. Enumerable.Range(0, 3000).OrderBy(_ => random.NextUInt64())];
        double[] t = [.. x.Select(_ => 20.0 + (random.NextInt32(300) / 7.0))], alive = [.. x.Select(_ => random.NextDouble())], spend = [.. x.Select(_ => 50 * random.NextDouble())], tx = Typical.Recency(x, t);
        double[] one = ValueDistribution.Create(Law("pareto"), new GammaGammaParameters(6, 4, 15), 52, Rate, threads: 1).Quantiles(x, tx, t, alive, spend, [0.9])[0];
        double[] many = ValueDistribution.Create(Law("pareto"), new GammaGammaParameters(6, 4, 15), 52, Rate, threads: 4)
            .Quantiles([.. order.Select(i => x[i])], [.. order.Select(i => tx[i])], [.. order.Select(i => t[i])], [.. order.Select(i => alive[i])], [.. order.Select(i => spend[i])], [0.9])[0];
        Assert.Equal(order.Select(i => one[i]), many);
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_a_sentence()
    {
        TransactionLaw law = Law("bg");
        Assert.Contains("infinite", Assert.Throws<ArgumentOutOfRangeException>(
            () => ValueDistribution.Create(law, null, double.PositiveInfinity, ContinuousRate.PerUnit(0, TimeUnit.Week))).Message, StringComparison.Ordinal);
        Assert.Throws<UnitMismatchException>(() => ValueDistribution.Create(law, null, 52, ContinuousRate.FromEffectiveAnnual(0.1, TimeUnit.Day)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueDistribution.Create(law, null, 52, Rate, margin: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueDistribution.Create(law, new GammaGammaParameters(0, 1, 1), 52, Rate));
        ValueDistribution v = ValueDistribution.Create(law, new GammaGammaParameters(6, 4, 15), 52, Rate);
        Assert.Contains("meanSpend", Assert.Throws<ArgumentException>(() => v.Quantiles([0], [0], [1], [1], [], [0.5])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 0", Assert.Throws<ArgumentException>(() => v.Cdf([0], [0], [1], [1], [0], [-1])).Message, StringComparison.Ordinal);
        Assert.Contains("frequency -1", Assert.Throws<ArgumentException>(() => v.PZero([-1], [0], [1], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransactionLaw.BgNbd(new(0, 1, 1, 1), TimeUnit.Week));
    }

    private static TransactionLaw Law(string name) => name switch
    {
        "mbg" => TransactionLaw.MbgNbd(new(0.5248, 6.1831, 0.8914, 1.614), TimeUnit.Week),
        "bg" => TransactionLaw.BgNbd(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week),
        "pareto" => TransactionLaw.ParetoNbd(new(0.5533, 10.5777, 0.6062, 11.6687), TimeUnit.Week),
        "bg no drop-out" => TransactionLaw.BgNbd(new(0.2426, 4.4136, 0, 2.4259), TimeUnit.Week),
        "pareto no drop-out" => TransactionLaw.ParetoNbd(new(0.5533, 10.5777, 0, 11.6687), TimeUnit.Week),
        "bg tiny a" => TransactionLaw.BgNbd(new(0.2426, 4.4136, 1e-8, 2.4259), TimeUnit.Week),
        "pareto tiny s" => TransactionLaw.ParetoNbd(new(0.5533, 10.5777, 1e-8, 11.6687), TimeUnit.Week),
        "pareto tiny beta" => TransactionLaw.ParetoNbd(new(0.5533, 10.5777, 0.3, 1e-4), TimeUnit.Week),
        "regular" => TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(3, 0.9, 3.5, 0.7, 2.5), TimeUnit.Week),
        "clockwork" => TransactionLaw.CnbdK(CnbdKVariant.MbgCnbdK, new(12, 2, 0.8, 0.3, 4), TimeUnit.Week),
        "regular tiny a" => TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(2, 0.9, 3.5, 1e-8, 2.5), TimeUnit.Week),
        "ggom" => TransactionLaw.GgomNbd(new(0.5533, 10.5777, 0.05, 0.8, 4), TimeUnit.Week),
        "ggom cliff" => TransactionLaw.GgomNbd(new(0.8, 5, 0.4, 20, 3e6), TimeUnit.Week),
        "ggom as good as pareto" => TransactionLaw.GgomNbd(new(0.5533, 10.5777, 1e-9, 0.6062, 11.6687e-9), TimeUnit.Week),
        "ggom tiny beta" => TransactionLaw.GgomNbd(new(0.5533, 10.5777, 0.05, 0.3, 1e-6), TimeUnit.Week),
        "ggom tiny s" => TransactionLaw.GgomNbd(new(0.5533, 10.5777, 0.05, 1e-6, 4), TimeUnit.Week),
        _ => TransactionLaw.BgNbd(new(500, 5000, 0.7929, 2.4259), TimeUnit.Week),
    };
}
