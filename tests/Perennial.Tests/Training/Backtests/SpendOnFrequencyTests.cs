using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;

namespace Perennial.Tests.Training.Backtests;

/// <summary>Why a run does not let the level of spend depend on how often a customer buys: fits say that it does, hidden months are foretold worse.</summary>
public sealed class SpendOnFrequencyTests
{
    /// <summary>Gives logs by columns, and days known and hidden, counted from the first purchase of all.</summary>
    public static TheoryData<string, int, int, int, int, int> Splits => new()
    {
        { "cdnow/cdnow_sample.csv", 1, 2, 4, 272, 363 },
        { "cdnow/cdnow_master.csv", 0, 1, 3, 200, 291 },
        { "cdnow/cdnow_master.csv", 0, 1, 3, 272, 545 },
        { "apparel/apparel_trans.csv", 0, 1, 2, 728, 2178 },
    };

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Splits))]
    public void What_customers_spend_later_is_foretold_worse_by_a_level_that_rises_with_frequency(string file, int customer, int day, int amount, int origin, int end)
    {
        var log = PublicLog.Read(file, customer, day, amount);
        OriginSplit split = log.Split(origin, end);
        (double[] mean, double[] spent) = log.Spend(origin, end);
        SpendHistories known = new(split.Known.Histories.Frequency, mean);
        FitReport<SpendCovariateModel> rising = SpendCovariateFitter.OnFrequency(known);
        ParameterEstimate power = rising.Parameters.Single(p => p.Name == "frequency-power");
        Assert.True(power.Value > 2 * power.StandardError, $"{power}");

        // Given how often they bought, so that spend alone is judged.
        double[] level = GammaGammaFitter.Fit(known).Model.ExpectedSpend(known), risen = rising.Model.ExpectedSpend(known);
        int[] bought = [.. Enumerable.Range(0, spent.Length).Where(i => split.Hidden[i] > 0)];
        double[] Squared(double[] price) => [.. bought.Select(i => Math.Pow(spent[i] - (split.Hidden[i] * price[i]), 2))];
        double Total(double[] price) => bought.Sum(i => split.Hidden[i] * price[i]);
        LossComparison worse = PairedBootstrap.Compare(Squared(risen), Squared(level), seed: 1);
        Assert.True(worse.Low > 0, $"{file}: {worse}");
        Assert.True(Math.Abs(Total(risen) - spent.Sum()) > Math.Abs(Total(level) - spent.Sum()), $"{file}: {spent.Sum()} was spent, {Total(level)} and {Total(risen)} were expected.");
    }
}
