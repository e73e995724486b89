using System.Text.Json;
using Perennial.Models.Survival.Accelerated;
using Perennial.Models.Survival.DiscreteTime;
using Perennial.Models.Survival.ProportionalHazards;
using Perennial.Models.Tests.Points;

namespace Perennial.Models.Tests.Survival;

/// <summary>A model of lifetimes made again of what was written of it: all it says, to the bit, and nothing that does not fit together.</summary>
public sealed class WrittenModelsTests
{
    [Fact]
    public void A_cox_model_read_again_has_its_curves_with_their_errors_and_its_tests()
    {
        SurvivalHistories lives = SmallSet.Lives;
        SurvivalHistories strata = new(lives.Time, lives.Observed, lives.Unit, stratum: [.. lives.Time.Select((_, i) => i % 2)], covariates: lives.Covariates);
        CoxModel model = CoxFitter.Fit(strata, new() { Ties = CoxTies.Breslow }).Model;
        CoxModel read = new(JsonSerializer.Deserialize<CoxParameters>(JsonSerializer.Serialize(model.Named))!);
        foreach (int stratum in model.Strata)
        {
            CoxCurve expected = model.Curve([1, 0.5], stratum), found = read.Curve([1, 0.5], stratum);
            Assert.Equal(expected.Times, found.Times);
            Assert.Equal(expected.Survival, found.Survival);
            Assert.Equal(expected.StandardError!, found.StandardError!);
        }

        Assert.Equal((model.Ties, model.Unit, model.LikelihoodRatioTest, model.ScoreTest, model.WaldTest, model.Concordance), (read.Ties, read.Unit, read.LikelihoodRatioTest, read.ScoreTest, read.WaldTest, read.Concordance));
        Assert.Equal(model.RobustCovariance!, read.RobustCovariance!);
        Assert.Equal(model.HazardRatio([1, 2], [0, 1]), read.HazardRatio([1, 2], [0, 1]));
    }

    [Theory]
    [InlineData(AftDistribution.Exponential)]
    [InlineData(AftDistribution.LogNormal)]
    public void An_accelerated_lifetime_read_again_has_its_intervals(AftDistribution distribution)
    {
        AftModel model = AftFitter.Fit(SmallSet.Lives, distribution).Model;
        AftModel read = new(distribution, model.Unit, model.Names, model.Intercept, model.Coefficients, model.Sigma, model.Covariance);
        Assert.NotNull(model.QuantileInterval([1, 0.5], 0.3));
        Assert.Equal(model.QuantileInterval([1, 0.5], 0.3), read.QuantileInterval([1, 0.5], 0.3));
    }

    [Fact]
    public void A_hazard_by_period_read_again_knows_the_periods_in_which_nobody_or_everybody_left()
    {
        RenewalPanel panel = new([1, 1, 1, 2, 2, 2, 3, 3, 3], [true, false, false, false, false, false, true, true, true]);
        FitReport<DiscreteHazardModel> report = DiscreteHazardFitter.Fit(panel);
        DiscreteHazardModel model = report.Model, read = new(JsonSerializer.Deserialize<DiscreteHazardParameters>(JsonSerializer.Serialize(model.Named))!);
        Assert.Equal([2], model.Named.NobodyLeft);
        Assert.Equal([3], model.Named.EverybodyLeft);
        Assert.Equal((model.Hazard(1), 0.0, 1.0), (read.Hazard(1), read.Hazard(2), read.Hazard(3)));
        Assert.Equal(
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Hazard(4)).Message, Assert.Throws<ArgumentOutOfRangeException>(() => read.Hazard(4)).Message);
    }

    [Fact]
    public void Parameters_that_do_not_fit_together_are_refused()
    {
        Refused("one coefficient a covariate", () => new AftModel(AftDistribution.Weibull, TimeUnit.Week, ["a"], 1, [], 1));
        Refused("stands twice", () => new AftModel(AftDistribution.Weibull, TimeUnit.Week, ["a", "a"], 1, [1, 2], 1));
        Refused("of the exponential law it is 1", () => new AftModel(AftDistribution.Exponential, TimeUnit.Week, [], 1, [], 2));
        Refused("2 parameters have 4", () => new AftModel(AftDistribution.Weibull, TimeUnit.Week, [], 1, [], 2, [1]));
        Refused("A variance is at least 0", () => new AftModel(AftDistribution.Weibull, TimeUnit.Week, [], 1, [], 2, [1, 0, 0, -1]));
        Refused("not finite", () => new AftModel(AftDistribution.Weibull, TimeUnit.Week, ["a"], 1, [double.NaN], 1));

        DiscreteHazardParameters hazard = new() { Link = HazardLink.Logit, Baseline = HazardBaseline.EachPeriod, Levels = [1, 2], Periods = [1, 2] };
        Refused("one level a period", () => new DiscreteHazardModel(hazard with { Periods = [1] }));
        Refused("stands once", () => new DiscreteHazardModel(hazard with { NobodyLeft = [2] }));
        Refused("A polynomial", () => new DiscreteHazardModel(hazard with { Baseline = HazardBaseline.Polynomial }));

        CoxParameters cox = CoxFitter.Fit(SmallSet.Lives).Model.Named;
        Refused("deviations above 0", () => new CoxModel(cox with { Deviation = [1, 0] }));
        Refused("at least one", () => new CoxModel(cox with { Baselines = [] }));
        Refused("do not rise", () => new CoxModel(cox with { Baselines = [cox.Baselines[0] with { Times = [.. cox.Baselines[0].Times.Reverse()] }] }));
        Refused("columns of means", () => new CoxModel(cox with { Baselines = [cox.Baselines[0] with { Mean = [] }] }));

        static void Refused(string part, Func<object> make) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }
}
