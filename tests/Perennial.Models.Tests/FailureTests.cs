using System.Globalization;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Tests.Contract;
using Perennial.Testing;

namespace Perennial.Models.Tests;

/// <summary>Inputs on which other libraries return NaN, infinities, nonsense or a bare exception.</summary>
public sealed class FailureTests
{
    /// <summary>Name, exit of BG/NBD, of MBG/NBD, of Pareto/NBD, of Gamma-Gamma.</summary>
    public static TheoryData<string, FitExit, FitExit, FitExit, FitExit> Fitted => new()
    {
        { "one_customer", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Boundary },
        { "three_customers", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Boundary },
        { "all_zero_repeat", FitExit.Failed, FitExit.Failed, FitExit.Failed, FitExit.Failed },
        { "nobody_churns", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Converged },
        { "all_identical", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Boundary },
        { "T_equals_zero", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "all_T_zero", FitExit.Failed, FitExit.Failed, FitExit.Failed, FitExit.Failed },
        { "recency_equals_T", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.NotIdentified },
        { "one_whale_x2000", FitExit.Converged, FitExit.Converged, FitExit.Boundary, FitExit.Converged },
        { "one_whale_x20000", FitExit.Converged, FitExit.Converged, FitExit.Boundary, FitExit.Converged },
        { "daily_data_high_frequency", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Converged },
        { "large_T_seconds", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "tiny_T_years", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "monetary_1e9", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "monetary_1e-6", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "monetary_zero_mean", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Boundary },
        { "monetary_identical", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Boundary },
        { "monetary_heavy_tail", FitExit.Converged, FitExit.Converged, FitExit.Converged, FitExit.Converged },
        { "empty", FitExit.Failed, FitExit.Failed, FitExit.Failed, FitExit.Failed },
        { "short_window_no_churn", FitExit.Boundary, FitExit.Boundary, FitExit.NotIdentified, FitExit.Boundary },
        { "yearly_buyers", FitExit.Converged, FitExit.Boundary, FitExit.Boundary, FitExit.Converged },
        { "frequency_gt_T", FitExit.Boundary, FitExit.Boundary, FitExit.Boundary, FitExit.Boundary },
    };

    /// <summary>Gives the purchase models that are not in <see cref="Fitted"/>.</summary>
    public static TheoryData<string> Models => [.. Others.Where(model => model.TimePowers.Length == 4).Select(model => model.Name)];

    /// <summary>Gives those of them with more parameters.</summary>
    public static TheoryData<string> SlowModels => [.. Others.Where(model => model.TimePowers.Length > 4).Select(model => model.Name)];

    private static IEnumerable<PurchaseCase> Others => PurchaseCases.All.Where(model => model.Name is not ("bg-nbd" or "mbg-nbd" or "pareto-nbd"));

    [Theory]
    [MemberData(nameof(Fitted))]
    public void Purchases_give_a_right_or_an_honest_answer(string name, FitExit bgNbd, FitExit mbgNbd, FitExit paretoNbd, FitExit gammaGamma)
    {
        (PurchaseHistories histories, SpendHistories spend) = Load(name);
        Survives(BgNbdFitter.Fit(histories), bgNbd, histories);
        Survives(MbgNbdFitter.Fit(histories), mbgNbd, histories);
        Survives(ParetoNbdFitter.Fit(histories), paretoNbd, histories);
        FitReport<GammaGammaModel> money = GammaGammaFitter.Fit(spend);
        Assert.Equal(gammaGamma, money.Exit);
        Assert.NotEmpty(money.Explanation);
        if (money.IsUsable)
        {
            // No customer is predicted below the smallest or above the largest mean seen, heavy tails apart.
            double most = spend.MeanSpend.Max() * (name == "monetary_heavy_tail" ? 10 : 1.0000001);
            Assert.All(money.Model.ExpectedSpend(spend), e => Assert.InRange(e, spend.MeanSpend.Where(z => z > 0).Min() * 0.9999999, most));
        }
    }

    /// <summary>The same files with gaps between purchases that are nearly even.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_gives_a_right_or_an_honest_answer(string name) => Survives(name);

    [Theory]
    [MemberData(nameof(SlowModels))]
    [Trait("Speed", "Slow")]
    public void So_do_those_that_take_longer(string name) => Survives(name);

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

    private static void Survives(string model)
    {
        foreach (TheoryDataRow<string, FitExit, FitExit, FitExit, FitExit> file in Fitted)
        {
            PurchaseHistories rows = Load(file.Data.Item1).Histories;
            PurchaseHistories regular = new(
                rows.Frequency, rows.Recency, rows.T, rows.Unit, null, [.. rows.Frequency.Select((x, i) => x == 0 ? 0 : (x * Math.Log(rows.Recency[i] / x)) - (0.2 * (x - 1)))]);
            FitReport<ITransactionModel> report = PurchaseCases.Named(model).Fit(regular, 0);
            Assert.False(file.Data.Item2 == FitExit.Failed && report.IsUsable, file.Data.Item1);
            bool covariateIsConstant = report.Explanation.Contains("same value for every customer", StringComparison.Ordinal);
            Assert.True(file.Data.Item2 == FitExit.Failed || report.IsUsable || covariateIsConstant, $"{file.Data.Item1}: {report.Explanation}");
            Survives(report, report.Exit, regular);
            if (file.Data.Item1 == "nobody_churns" && !covariateIsConstant)
            {
                Assert.Contains("No drop-out identifiable", report.Explanation, StringComparison.Ordinal);
                Assert.All(report.Model.ProbabilityAlive(regular), p => Assert.Equal(1.0, p, 1e-6));
            }
        }
    }

    internal static void Survives<TModel>(FitReport<TModel> report, FitExit exit, PurchaseHistories histories)
        where TModel : class, ITransactionModel
    {
        Assert.Equal(exit, report.Exit);
        Assert.NotEmpty(report.Explanation);
        Assert.True(double.IsFinite(report.LogLikelihood) && double.IsFinite(report.ConditionNumber) && double.IsFinite(report.GradientNorm));
        Assert.Equal(exit == FitExit.Converged, report.Parameters.Count > 0 && report.Parameters.All(p => p.StandardError > 0));
        Assert.Equal(exit == FitExit.Failed, !report.IsUsable);
        if (!report.IsUsable)
        {
            Assert.Throws<ConvergenceException>(() => report.Model);
            return;
        }

        // Nobody is promised more than twice the past rate over a horizon as long as the past.
        double past = histories.T.Average();
        double[] cet = report.Model.ConditionalExpectedTransactions(histories, past);
        double[] dert = report.Model.Dert(histories, ContinuousRate.PerUnit(0.1 / past, histories.Unit));
        Assert.All(report.Model.ProbabilityAlive(histories), p => Assert.InRange(p, 0.0, 1.0));
        Assert.All(report.Model.ProbabilityOfNoPurchase(histories, past), p => Assert.InRange(p, 0.0, 1.0));
        Assert.All(cet, c => Assert.True(double.IsFinite(c) && c >= 0));
        Assert.All(dert, d => Assert.True(double.IsFinite(d) && d >= 0));
        Assert.InRange(cet.Sum(), 0.0, 2.0 * histories.Frequency.Sum());
    }

    internal static (PurchaseHistories Histories, SpendHistories Spend) Load(string name)
    {
        string[][] rows = [.. File.ReadLines(RealData.Failure(name + ".csv")).Skip(1).Select(line => line.Split(','))];
        int[] frequency = [.. rows.Select(r => int.Parse(r[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))];
        double[] Column(int c) => [.. rows.Select(r => r[c].Length == 0 ? double.NaN : double.Parse(r[c], CultureInfo.InvariantCulture))];
        return (new PurchaseHistories(frequency, Column(2), Column(3), TimeUnit.Week), new SpendHistories(frequency, Column(4)));
    }
}
