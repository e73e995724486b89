using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Are predictions Pareto/NBD's where buying is random, consistent with one another, and those of the story told forwards?</summary>
public sealed class ParetoGggPredictionTests
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week);
    private static readonly ParetoGggParameters Parameters = new(4, 2, 0.8, 8, 0.6, 12);
    private static readonly ParetoGggModel Model = new(Parameters, TimeUnit.Week);

    private static readonly PurchaseHistories Some = new(
        [0, 0, 2, 1, 7, 29], [0, 0, 30.43, 1.714, 29.43, 37.7], [0, 38.857, 38.857, 38.857, 29.43, 38.857], TimeUnit.Week, null,
        [0, 0, 2 * Math.Log(15), Math.Log(1.714), 7 * (Math.Log(4.2) - 0.3), 29 * (Math.Log(1.3) - 0.6)]);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 38.857)]
    [InlineData(2, 30.43, 38.857)]
    [InlineData(7, 29.43, 29.43)]
    [InlineData(29, 37.7, 38.857)]
    public void With_regularity_1_purchases_to_come_are_those_of_pareto_nbd(int x, double tx, double age)
    {
        ParetoNbdParameters p = new(0.553277, 10.577684, 0.60624, 11.668735);
        ParetoNbdModel nbd = new(p, TimeUnit.Week);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week);
        ParetoGggCustomer customer = ParetoGggCustomer.GivenRegularity(1, new(1, 1, p.R, p.Alpha, p.S, p.Beta), x, tx, age, x == 0 ? 0 : x * (Math.Log(tx / x) - 0.2));
        ParetoGggState state = customer.States[0];
        double[] reached = new double[10];
        FuturePurchases.Add(state, p.S, p.Beta + age, age - tx, 39, customer.Alive, reached);
        Close(nbd.ConditionalExpectedTransactions(one, 39)[0], customer.Alive * FuturePurchases.Sum(state, p.S, p.Beta + age, age - tx, 39, 0), 1e-8);
        Close(nbd.DiscountedExpectedTransactions(one, 39, Rate)[0], customer.Alive * FuturePurchases.Sum(state, p.S, p.Beta + age, age - tx, 39, Rate.Delta), 1e-8);
        Close(nbd.Dert(one, Rate)[0], customer.Alive * FuturePurchases.Forever(state, p.S, p.Beta + age, age - tx, Rate.Delta), 1e-7);
        double[] counts = nbd.ProbabilityOfCount(x, tx, age, 39, 10);
        Assert.Equal(counts[0], 1.0 - reached[0], 1e-9);
        for (int n = 1; n < 10; n++)
        {
            Assert.Equal(counts[n], reached[n - 1] - reached[n], 1e-9);
        }
    }

    [Fact]
    public void Answers_agree_with_one_another()
    {
        double[] alive = Model.ProbabilityAlive(Some), silent = Model.ProbabilityOfNoPurchase(Some, 20), expected = Model.ConditionalExpectedTransactions(Some, 20);
        double[] discounted = Model.DiscountedExpectedTransactions(Some, 20, Rate);
        Assert.Equal(1.0, alive[0]);
        Assert.Equal(1.0, alive[4]);
        Assert.Equal(Model.ExpectedTransactions(20), expected[0], 1e-12);
        for (int i = 0; i < Some.Count; i++)
        {
            double[] counts = Model.ProbabilityOfCount(Some.Frequency[i], Some.Recency[i], Some.T[i], Some.LogGaps![i], 20, 200);
            Assert.Equal(1.0, counts.Sum(), 1e-6);
            Assert.Equal(silent[i], counts[0], 3e-6);
            Close(expected[i], counts.Select((mass, n) => n * mass).Sum(), 1e-5);
            Assert.InRange(alive[i], 0.0, 1.0);
            Assert.InRange(silent[i], 1.0 - alive[i], 1.0);
            Assert.InRange(discounted[i], expected[i] * Math.Exp(-Rate.Delta * 20), expected[i]);
        }

        // Whoever is alive leaves at a rate gamma (s, beta + T), however regular.
        double[] later = Model.ProbabilityAlive(Some, 20);
        Assert.Equal(alive, Model.ProbabilityAlive(Some, 0));
        Assert.Equal([.. alive.Select((p, i) => p * Math.Pow((12 + Some.T[i]) / (32 + Some.T[i]), 0.6))], later, (one, other) => Math.Abs(one - other) < 1e-14);
        double[] silentAndThere = Model.ProbabilityAlive(new(Some.Frequency, Some.Recency, [.. Some.T.Select(t => t + 20)], TimeUnit.Week, null, Some.LogGaps));
        Assert.All(Enumerable.Range(0, Some.Count), i => Assert.True(later[i] >= silent[i] * silentAndThere[i]));
        Assert.All(Model.ConditionalExpectedTransactions(Some, 0), value => Assert.Equal(0.0, value));
        Assert.All(Model.ProbabilityOfNoPurchase(Some, 0), value => Assert.Equal(1.0, value));
    }

    /// <summary>At 30 % a week nothing is left after a year.</summary>
    [Fact]
    public void A_long_horizon_reaches_dert()
    {
        ContinuousRate steep = ContinuousRate.PerUnit(0.3, TimeUnit.Week);
        PurchaseHistories few = new([0, 2], [0, 30.43], [38.857, 38.857], TimeUnit.Week, null, [0, 2 * Math.Log(15)]);
        double[] forever = Model.Dert(few, steep), far = Model.DiscountedExpectedTransactions(few, 60, steep);
        for (int i = 0; i < few.Count; i++)
        {
            Close(forever[i], far[i], 1e-6);
        }
    }

    [Fact]
    public void Regular_customers_who_are_overdue_are_rather_gone_and_regularity_is_read_off_the_gaps()
    {
        double even = 6 * Math.Log(5), uneven = even - 6;
        PurchaseHistories two = new([6, 6], [30, 30], [42, 42], TimeUnit.Week, null, [even, uneven]);
        double[] alive = Model.ProbabilityAlive(two), regularity = Model.ExpectedRegularity(two);
        Assert.True(alive[0] < alive[1] - 0.1);
        Assert.True(regularity[0] > 2 * regularity[1]);
    }

    [Fact]
    public void Histories_without_gaps_in_another_unit_or_impossible_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Model.ProbabilityAlive(new([1], [2], [3], TimeUnit.Week)));
        Assert.Throws<UnitMismatchException>(() => Model.ProbabilityAlive(new([1], [2], [3], TimeUnit.Day, null, [0.1])));
        Assert.Throws<UnitMismatchException>(() => Model.Dert(Some, ContinuousRate.PerUnit(0.1, TimeUnit.Day)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.Dert(Some, ContinuousRate.PerUnit(0, TimeUnit.Week)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.ConditionalExpectedTransactions(Some, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.ProbabilityAlive(Some, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParetoGggModel(Parameters with { Gamma = 0 }, TimeUnit.Week));
        Assert.Throws<ArgumentException>(() => Model.ProbabilityOfCount(1, 5, 4, 0, 1, 3));
    }

    /// <summary>Customers simulated to a later day are alive as often as was said on an earlier one.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void As_many_are_alive_later_as_are_said_to_be_when_later_has_come()
    {
        double[] now = Model.ProbabilityAlive(ParetoGggSimulator.Histories(Parameters, [.. Enumerable.Repeat(30.0, 1500)], TimeUnit.Week, 3), 30);
        double[] then = Model.ProbabilityAlive(ParetoGggSimulator.Histories(Parameters, [.. Enumerable.Repeat(60.0, 1500)], TimeUnit.Week, 4));
        double truth = Math.Pow(12.0 / 72, 0.6);
        Assert.Equal(truth, Model.ProbabilityAlive(new([0], [0], [0], TimeUnit.Week), 60)[0], 1e-12);
        foreach (double[] values in (double[][])[now, then])
        {
            double[] miss = [.. values.Select(p => p - truth)];
            Assert.InRange(miss.Average(), -4 * Error(miss), 4 * Error(miss));
        }
    }

    /// <summary>Customers of one age are followed on; those of one past are what the model says of their likes.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Simulated_customers_do_what_is_predicted_for_them()
    {
        const int customers = 12_000;
        int[] frequency = new int[customers], later = new int[customers];
        double[] recency = new double[customers], gaps = new double[customers];
        for (int i = 0; i < customers; i++)
        {
            double[] times = ParetoGggSimulator.Purchases(Parameters, 60, new Pcg64(11, (ulong)i));
            double[] before = [.. times.Where(time => time <= 30)];
            frequency[i] = before.Length;
            later[i] = times.Length - before.Length;
            recency[i] = before.Length == 0 ? 0 : before[^1];
            double last = 0;
            foreach (double time in before)
            {
                gaps[i] += Math.Log(time - last);
                last = time;
            }
        }

        // Groups by frequency and by how uneven the gaps were.
        int[] few = [.. Enumerable.Range(0, customers).Where(i => i % 4 == 0)];
        PurchaseHistories rows = new(
            [.. few.Select(i => frequency[i])], [.. few.Select(i => recency[i])], [.. few.Select(_ => 30.0)], TimeUnit.Week, null, [.. few.Select(i => gaps[i])]);
        double[] expected = Model.ConditionalExpectedTransactions(rows, 30), silent = Model.ProbabilityOfNoPurchase(rows, 30);
        foreach (var group in Enumerable.Range(0, few.Length).GroupBy(j => (Math.Min(frequency[few[j]], 6), ParetoGggRows.Uneven(frequency[few[j]], recency[few[j]], gaps[few[j]]) > 0.2)).Where(g => g.Count() >= 100))
        {
            int[] those = [.. group];
            double[] miss = [.. those.Select(j => later[few[j]] - expected[j])], quiet = [.. those.Select(j => (later[few[j]] == 0 ? 1.0 : 0.0) - silent[j])];
            Assert.InRange(miss.Average(), -4 * Error(miss), 4 * Error(miss));
            Assert.InRange(quiet.Average(), -4 * Error(quiet), 4 * Error(quiet));
        }
    }

    private static double Error(double[] values) => Math.Sqrt(values.Sum(v => v * v)) / values.Length;

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");
}
