using Perennial.Models.Assessing;
using Perennial.Models.Covariates;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Assessing;

/// <summary>Is a planted effect found and taken, a useless trait left, and what leaving one out costs told?</summary>
public sealed class CovariateStudyTests
{
    private const int Customers = 800;
    private static readonly double[] Start = [.. Enumerable.Range(0, Customers).Select(i => i % 55 / 1.0)];
    private static readonly RollingOrigins Origins = RollingOrigins.Plan(70, 12, most: 2);

    private static readonly CustomerTrait Plan = CustomerTrait.Levels("plan", [.. Enumerable.Range(0, Customers).Select(i => i % 3 == 0 ? "pro" : "basic")]);
    private static readonly CustomerTrait Noise = CustomerTrait.Numbers("noise", [.. Enumerable.Range(0, Customers).Select(i => (double?)(i * 7 % 11))]);

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_planted_effect_is_found_and_taken_and_what_says_nothing_is_left()
    {
        CovariateStudy study = CovariateStudy.Run(Bought(2), Start, Origins, "pareto-nbd", [Noise, Plan], CovariateProcess.Purchase);
        Assert.True(study.Taken is ["plan"], study.Backtest.Choice.Because);
        Assert.Equal(["noise", "plan"], study.Ablation.Select(one => one.Trait));
        Assert.False(study.Ablation[0].Matters, study.Ablation[0].ToString());
        Assert.True(study.Ablation[1].Matters, study.Ablation[1].ToString());
        Assert.Equal(
            ["pareto-nbd", "pareto-nbd with plan = pro on purchases", "pareto-nbd with noise on purchases", "pareto-nbd with noise on purchases, plan = pro on purchases"],
            study.Backtest.Choice.Compared.Select(model => model.Name));

        // The effect and its error, three of which hold the truth; the other is none.
        Assert.Equal(FitExit.Converged, study.Exit);
        Assert.Equal(["purchase:noise", "purchase:plan = pro"], study.Effects.Select(effect => effect.Name));
        Assert.InRange(study.Effects[1].Value, 2 - (3 * study.Effects[1].StandardError!.Value), 2 + (3 * study.Effects[1].StandardError!.Value));
        Assert.InRange(study.Effects[0].Value, -3 * study.Effects[0].StandardError!.Value, 3 * study.Effects[0].StandardError!.Value);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Traits_that_say_nothing_are_all_left_and_one_in_which_all_are_alike_costs_nothing()
    {
        CustomerTrait same = CustomerTrait.Levels("same", [.. Enumerable.Repeat("x", Customers)]);
        CovariateStudy study = CovariateStudy.Run(Bought(0), Start, Origins, "bg-nbd", [Noise, same], CovariateProcess.Purchase);
        Assert.Empty(study.Taken);
        Assert.Equal("bg-nbd", study.Backtest.Choice.Chosen);
        Assert.Equal(new TraitAblation("same", 0.0, 0.0), study.Ablation[1]);
        Assert.Equal(study.Backtest.Choice.Compared[0].MeanLoss - study.Backtest.Choice.Compared[1].MeanLoss, study.Ablation[0].Loss!.Value, 1e-12);
    }

    [Fact]
    public void Wrong_questions_are_refused()
    {
        PurchaseTimes two = new([[2, 6, 11], [8.5]], [19, 16], TimeUnit.Week);
        CustomerTrait plan = CustomerTrait.Levels("plan", ["a", "b"]);
        RollingOrigins origins = new([7.0], 6);
        Assert.Contains("takes no covariates", Assert.Throws<ArgumentException>(() => CovariateStudy.Run(two, [1, 4], origins, "bg-bb", [plan])).Message, StringComparison.Ordinal);
        Assert.Contains("There are 2 customers, and traits of 800", Assert.Throws<ArgumentException>(() => CovariateStudy.Run(two, [1, 4], origins, "bg-nbd", [Plan])).Message, StringComparison.Ordinal);
        CustomerTrait same = CustomerTrait.Levels("same", ["x", "x"]);
        Assert.Contains("All customers are alike in same", Assert.Throws<ArgumentException>(() => CovariateStudy.Run(two, [1, 4], origins, "bg-nbd", [same])).Message, StringComparison.Ordinal);
    }

    // Pareto/NBD customers of whom every third, on the plan pro, buys e^effect times as often.
    private static PurchaseTimes Bought(double effect)
    {
        double[] ages = [.. Start.Select(start => 70 - start)], pro = [.. Enumerable.Range(0, Customers).Select(i => i % 3 == 0 ? 1.0 : 0.0)];
        VaryingCovariateModel truth = new(new(new(0.9, 14, 0.8, 20), TimeUnit.Week), [new("pro", CovariateProcess.Purchase, effect)]);
        return VaryingCovariateSimulator.Times(truth, new([CovariatePath.Constant("pro", pro)], Start, 71, 1, TimeUnit.Week), ages, 7);
    }
}
