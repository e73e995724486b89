using Perennial.Models.ParetoGgg;
using Perennial.Models.Posterior;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Are predictions right where regularities near 0, whose purchases come in bursts, or very long horizons carry them?</summary>
public sealed class ParetoGggBurstTests
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(Math.Log(1.1) / 52, TimeUnit.Week);
    private static readonly ParetoGggModel Bursts = new(new(1.7, 1, 0.5, 10, 0.6, 11.7), TimeUnit.Week);
    private static readonly PurchaseHistories Fresh = new([0], [0], [0], TimeUnit.Week, null, [0]);

    [Theory]
    [InlineData(0.3, 0, 0, 52)]
    [InlineData(1.7, 0, 0, 1e-6)]
    [InlineData(1.7, 0, 0, 52)]
    [InlineData(1.7, 1, 0.001, 52)]
    [InlineData(1.7, 0, 0.001, 52)]
    public void No_purchase_is_as_likely_by_counts_as_by_the_likelihood(double shape, int x, double age, double t)
    {
        ParetoGggModel model = new(Bursts.Named with { T = shape }, TimeUnit.Week);
        double tx = x == 0 ? 0 : age, gaps = x == 0 ? 0 : Math.Log(age);
        double silent = model.ProbabilityOfNoPurchase(new([x], [tx], [age], TimeUnit.Week, null, [gaps]), t)[0];
        Assert.Equal(silent, model.ProbabilityOfCount(x, tx, age, gaps, t, 3)[0], 1e-6);
    }

    /// <summary>The chance of no purchase by a separate quadrature of the rate, the drop-out and the regularity.</summary>
    [Fact]
    public void No_purchase_in_a_year_is_as_likely_as_by_plain_quadrature() =>
        Assert.Equal(0.586396, Bursts.ProbabilityOfCount(0, 0, 0, 0, 52, 1)[0], 2e-6);

    /// <summary>Counted one by one to 400; sums over n by integrals give the same, and tend to the uncut expectation.</summary>
    [Fact]
    public void The_expected_number_is_that_of_the_counts()
    {
        double[] counts = Bursts.ProbabilityOfCount(0, 0, 0, 0, 52, 400);
        double oneByOne = (400 * (1.0 - counts.Sum())) + counts.Select((mass, n) => n * mass).Sum();
        Assert.Equal(oneByOne, Bursts.ExpectedTransactions(52, 400), 1e-6);
        double all = Bursts.ExpectedTransactions(52), most = Bursts.ExpectedTransactions(52, 1e6);
        Assert.InRange(all, most, most + 2e-6);
        Assert.Equal(1.51708, all, 1e-5);
    }

    [Theory]
    [InlineData(6, 3, 0, 0, 0)]
    [InlineData(6, 3, 3, 30, 39)]
    [InlineData(1.7, 1, 3, 30, 39)]
    public void A_far_horizon_reaches_dert_from_below(double t, double gamma, int x, double tx, double age)
    {
        ParetoGggModel model = new(Bursts.Named with { T = t, Gamma = gamma }, TimeUnit.Week);
        PurchaseHistories one = new([x], [tx], [age], TimeUnit.Week, null, [x == 0 ? 0 : x * Math.Log(9)]);
        double dert = model.Dert(one, Rate)[0], before = 0;
        foreach (double horizon in new[] { 1000.0, 5200.0, 20_000.0 })
        {
            double value = model.DiscountedExpectedTransactions(one, horizon, Rate)[0];
            Assert.InRange(value, before, dert * (1 + 1e-7));
            before = value;
        }

        Assert.Equal(dert, before, 1e-7 * dert);
    }

    [Fact]
    public void An_infinite_expectation_is_refused_and_what_exists_is_given()
    {
        ParetoGggModel one = new(Bursts.Named with { T = 1 }, TimeUnit.Week);
        string message = Assert.Throws<InvalidOperationException>(() => one.ExpectedTransactions(52)).Message;
        Assert.Contains("is infinite: at t = 1, which is not above 1", message);
        Assert.Contains("ProbabilityOfCount", message);
        Assert.Throws<InvalidOperationException>(() => one.ConditionalExpectedTransactions(Fresh, 52));
        Assert.Throws<InvalidOperationException>(() => one.DiscountedExpectedTransactions(Fresh, 52, Rate));
        Assert.Throws<InvalidOperationException>(() => one.Dert(Fresh, Rate));
        PurchaseHistories silent = new([0], [0], [39], TimeUnit.Week, null, [0]);
        Assert.InRange(one.ConditionalExpectedTransactions(silent, 52)[0], 0.1, 0.2);
    }

    [Fact]
    public void A_posterior_with_draws_below_1_counts_no_more_than_it_says()
    {
        double[] draws = [.. new[] { 0.2, 0.9, 1.3, 2 }.SelectMany(t => new[] { t, t, 0.5, 10, 0.6, 11.7 }.Select(value => Math.Log(value)))];
        PosteriorOptions options = new() { Draws = 4, Chains = 1 };
        PosteriorDraws some = PosteriorDraws.Of(
            ["t", "gamma", "r", "alpha", "s", "beta"], [new ChainResult(draws, [1, 2, 1, 2], 0, 0, 1, 4)], point => Array.ConvertAll(point, Math.Exp), options);
        ParetoGggPosterior posterior = new(some, TimeUnit.Week);
        double mean = posterior.ExpectedTransactions(52, 4);
        int[] counts = posterior.Counts(Fresh, 52, 2000)[0];
        Assert.Equal(10_000, counts.Max());
        double error = Math.Sqrt(counts.Sum(n => (n - mean) * (n - mean))) / counts.Length;
        Assert.InRange(counts.Average() - mean, -4 * error, 4 * error);
    }
}
