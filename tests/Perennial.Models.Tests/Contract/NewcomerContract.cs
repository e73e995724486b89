namespace Perennial.Models.Tests.Contract;

/// <summary>
/// E[X(t)] has one meaning in every purchase model, those with covariates, fixed or changing, and those with drawn or discrete answers included: the expected number of repeat
/// purchases in (0, t] of a customer of whom nothing is known but that they were just acquired.
/// </summary>
public sealed class NewcomerContract
{
    private const int Customers = 20_000;

    /// <summary>Gives the models, none excused.</summary>
    public static TheoryData<string> Names => [.. PurchaseCases.All.Concat(PurchaseCases.Excused).Select(model => model.Name)];

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Expected_transactions_are_the_mean_of_their_counts_and_of_what_newcomers_buy_again(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        foreach (Newcomer newcomer in model.Newcomers)
        {
            Assert.Equal(0.0, newcomer.Expected(0));
            foreach (double t in (double[])[6, 39])
            {
                double expected = newcomer.Expected(t), counted = newcomer.Counts(t, 1200).Select((chance, n) => n * chance).Sum();
                Assert.True(Math.Abs((counted / expected) - 1) < model.MeanTolerance, $"{newcomer.Name}, {t} weeks: counts have a mean of {counted:R}, the expectation is {expected:R}.");
                double[] bought = [.. newcomer.Simulate([.. Enumerable.Repeat(t, Customers)], 31).Frequency];
                double mean = bought.Average(), error = Math.Sqrt(bought.Sum(x => (x - mean) * (x - mean))) / Customers;
                Assert.True(Math.Abs(mean - expected) < 4 * error, $"{newcomer.Name}, {t} weeks: {mean} purchases on average, with an error of {error}; the expectation is {expected}.");
            }
        }
    }
}
