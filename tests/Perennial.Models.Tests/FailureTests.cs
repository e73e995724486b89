using System.Globalization;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Tests.Contract;
using Perennial.Models.Tests.Failures;
using Perennial.Testing;

namespace Perennial.Models.Tests;

/// <summary>Inputs on which other libraries return NaN, infinities, nonsense or a bare exception.</summary>
public sealed class FailureTests
{
    /// <summary>What each file must end as with each model, in the words of <see cref="FailureOutcome"/>.</summary>
    private static readonly FailureTable Expected = new("""
        kind                        bg-nbd      mbg-nbd     bg-cnbd-k, k = 3  mbg-cnbd-k, k = 2  pareto-nbd  ggom-nbd    correlated-pareto-nbd  bg-nbd with covariates  mbg-nbd with covariates  pareto-nbd with covariates  ggom-nbd with covariates  gamma-gamma
        one_customer                rates       rates       rates             rates              rates       rates       rates                  constant                constant                 constant                    constant                  price
        three_customers             collapse    rates       collapse          rates              rates       ridge       rates                  ridge                   ridge                    ridge                       ridge                     customers
        all_zero_repeat             once        once        once              once               once        once        once                   once                    once                     once                        once                      unspent
        nobody_churns               immortal    immortal    immortal          immortal           immortal    immortal    immortal               constant                constant                 constant                    constant                  optimum
        all_identical               rates       immortal    rates             immortal           immortal    rates       immortal               constant                constant                 constant                    constant                  price
        T_equals_zero               optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     optimum
        all_T_zero                  unborn      unborn      unborn            unborn             unborn      unborn      unborn                 unborn                  unborn                   unborn                      unborn                    unspent
        recency_equals_T            immortal    immortal    immortal          immortal           immortal    immortal    immortal               constant                constant                 constant                    constant                  ridge
        one_whale_x2000             optimum     optimum     optimum           optimum            dropout     ridge       dropout                optimum                 optimum                  ridge                       ridge                     optimum
        one_whale_x20000            optimum     optimum     optimum           optimum            dropout     dropout     dropout                optimum                 ridge                    ridge                       ridge                     optimum
        daily_data_high_frequency   dropout     dropout     dropout           dropout            dropout     optimum     dropout                constant                constant                 constant                    constant                  optimum
        large_T_seconds             optimum     optimum     optimum           optimum            optimum     ridge       untold                 constant                constant                 constant                    constant                  optimum
        tiny_T_years                optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     optimum
        monetary_1e9                optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     optimum
        monetary_1e-6               optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     optimum
        monetary_zero_mean          optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     customers
        monetary_identical          optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     price
        monetary_heavy_tail         optimum     optimum     optimum           optimum            optimum     ridge       bound                  optimum                 optimum                  ridge                       ridge                     infinite
        empty                       empty       empty       empty             empty              empty       empty       empty                  empty                   empty                    empty                       empty                     unspent
        short_window_no_churn       dropout     dropout     ridge             dropout            ridge       ridge       ridge                  constant                constant                 constant                    constant                  customers
        yearly_buyers               optimum     rates       dropout           dropout            rates       rates       rates                  constant                constant                 constant                    constant                  optimum
        frequency_gt_T              immortal    immortal    dropout           dropout            immortal    immortal    immortal               constant                constant                 constant                    constant                  customers
        """);

    /// <summary>Gives the files.</summary>
    public static TheoryData<string> Files => [.. Expected.Kinds];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_gives_a_right_or_an_honest_answer(string name)
    {
        (PurchaseHistories histories, SpendHistories spend) = Load(name);
        Expected.Holds(name, histories, PurchaseCases.All.Where(model => model.TimePowers.Length == 4));
        Expected.Holds(name, spend);
    }

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("Speed", "Slow")]
    public void So_it_does_to_models_of_more_parameters(string name) =>
        Expected.Holds(name, Load(name).Histories, PurchaseCases.All.Where(model => model.TimePowers.Length > 4));

    [Theory]
    [InlineData("nan_values", "Row 3 has T NaN")]
    [InlineData("recency_gt_T", "Row 0 has recency 50 but T 38.857")]
    [InlineData("negative_recency", "Row 0 has recency -1")]
    [InlineData("monetary_negative", "Row 0 has mean spend -12.5")]
    public void Impossible_rows_are_refused_by_their_number_and_value(string name, string sentence)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Load(name));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fractional_frequency_never_becomes_a_whole_one() =>
        Assert.Throws<FormatException>(() => Load("noninteger_frequency"));

    [Fact]
    public void Seconds_and_years_give_the_same_customers_as_weeks()
    {
        FitReport<ParetoNbdModel> weeks = ParetoNbdFitter.Fit(Load("monetary_1e9").Histories);
        FitReport<ParetoNbdModel> seconds = ParetoNbdFitter.Fit(Load("large_T_seconds").Histories);
        FitReport<ParetoNbdModel> years = ParetoNbdFitter.Fit(Load("tiny_T_years").Histories);
        Assert.Equal(weeks.Parameters[0].Value, seconds.Parameters[0].Value, 1e-7);
        Assert.Equal(weeks.Parameters[0].Value, years.Parameters[0].Value, 1e-7);
        Assert.Equal(weeks.Parameters[1].Value * 604800, seconds.Parameters[1].Value, 1.0);
        // The file counts 52.18 weeks to the year.
        Assert.Equal(weeks.Parameters[3].Value / 52.18, years.Parameters[3].Value, 1e-6);
    }

    [Theory]
    [InlineData("monetary_1e9", 1e9)]
    [InlineData("monetary_1e-6", 1e-6)]
    public void The_currency_changes_no_meaning(string name, double factor)
    {
        FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(Load(name).Spend);
        GammaGammaParameters found = report.Model.Named;
        Assert.Equal(3.718, found.P, 5e-4);
        Assert.Equal(7.531, found.Q, 5e-4);
        Assert.Equal(0.6135, found.Gamma / factor, 5e-5);
    }

    [Fact]
    public void Everybody_at_one_price_is_predicted_at_that_price()
    {
        SpendHistories spend = Load("monetary_identical").Spend;
        FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(spend);
        Assert.Contains("No spread in spend", report.Explanation, StringComparison.Ordinal);
        Assert.All(report.Model.ExpectedSpend(spend), e => Assert.Equal(9.99, e, 1e-6));
        Assert.Equal(9.99, report.Model.PopulationMeanSpend!.Value, 1e-6);
    }

    [Fact]
    public void A_heavy_tail_has_no_population_mean_and_no_negative_spend()
    {
        SpendHistories spend = Load("monetary_heavy_tail").Spend;
        FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(spend);
        Assert.Equal(0.479, report.Model.Named.Q, 5e-4);
        Assert.Null(report.Model.PopulationMeanSpend);
        Assert.Contains("infinite", report.Explanation, StringComparison.Ordinal);
        Assert.False(report.Model.HasMeanSpend(0));
        Assert.True(report.Model.HasMeanSpend(2));
        double[] expected = report.Model.ExpectedSpend(spend);
        for (int i = 0; i < spend.Count; i++)
        {
            Assert.True(expected[i] > 0 && double.IsFinite(expected[i]));
            Assert.True(spend.Frequency[i] > 0 || expected[i] == report.Model.PopulationMedianSpend);
        }
    }

    [Fact]
    public void Nobody_leaves_means_everybody_is_alive()
    {
        PurchaseHistories histories = Load("nobody_churns").Histories;
        FitReport<BgNbdModel> report = BgNbdFitter.Fit(histories);
        Assert.Contains("No drop-out identifiable", report.Explanation, StringComparison.Ordinal);
        Assert.All(report.Model.ProbabilityAlive(histories), p => Assert.Equal(1.0, p, 1e-6));

        // Everybody buys on at the common rate.
        double weeks = histories.T.Sum();
        Assert.Equal(histories.Frequency.Sum() / weeks * 52 * histories.Count, report.Model.ConditionalExpectedTransactions(histories, 52).Sum(), 1.0);
    }

    internal static (PurchaseHistories Histories, SpendHistories Spend) Load(string name)
    {
        string[][] rows = [.. File.ReadLines(RealData.Failure(name + ".csv")).Skip(1).Select(line => line.Split(','))];
        int[] frequency = [.. rows.Select(r => int.Parse(r[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];
        double[] Column(int c) => [.. rows.Select(r => r[c].Length == 0 ? double.NaN : double.Parse(r[c], CultureInfo.InvariantCulture))];
        return (new PurchaseHistories(frequency, Column(2), Column(3), TimeUnit.Week), new SpendHistories(frequency, Column(4)));
    }
}
