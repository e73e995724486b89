using System.Globalization;
using Perennial.Models.Survival.ProportionalHazards;

namespace Perennial.Models.Tests.Survival.ProportionalHazards;

/// <summary>The published fits of the field's sets, to the last digit of R's survival package, and to the digits printed in papers.</summary>
public sealed class CoxCorrectness
{
    public static TheoryData<string> Fits =>
    [
        "rossi-efron", "rossi-breslow", "lung-efron", "lung-strata", "veteran-breslow", "veteran-efron", "gbsg2-efron", "heart-efron", "heart-breslow", "heart-interaction",
    ];

    [Theory]
    [MemberData(nameof(Fits))]
    public void Cox_regression_gives_the_numbers_of_R(string fit)
    {
        SurvivalReference reference = new(fit);
        SurvivalHistories histories = Load(fit, reference.Names("coef"));
        CoxTies ties = fit.EndsWith("breslow", StringComparison.Ordinal) ? CoxTies.Breslow : CoxTies.Efron;
        FitReport<CoxModel> report = CoxFitter.Fit(histories, new() { Ties = ties });
        Assert.Equal(FitExit.Converged, report.Exit);
        CoxModel model = report.Model;
        int p = model.Names.Count;
        int At(string name) => model.Names.ToList().IndexOf(name);
        reference.Compare("coef", name => model.Coefficients[At(name)], 1e-7);
        reference.Compare("se", name => report.Parameters[At(name)].StandardError, 1e-7);
        reference.Compare("loglik", "", report.LogLikelihood, 1e-11);
        reference.Compare("loglik0", "", model.NullLogLikelihood, 1e-11);
        reference.Compare("score", "", model.ScoreTest.Statistic, 1e-8);
        reference.Compare("wald", "", model.WaldTest!.Statistic, 1e-7);
        reference.Compare("concordant", "", model.Concordance.Concordant, 0);
        reference.Compare("discordant", "", model.Concordance.Discordant, 0);
        reference.Compare("tiedrisk", "", model.Concordance.TiedRisk, 0);
        foreach ((string name, TimeTransform transform) in ((string, TimeTransform)[])
            [("km", TimeTransform.KaplanMeier), ("identity", TimeTransform.Identity), ("log", TimeTransform.Log), ("rank", TimeTransform.Rank)])
        {
            ProportionalHazardsTest test = Schoenfeld.Test(model, histories, transform);
            reference.Compare($"zph-{name}", covariate => covariate == "GLOBAL" ? test.Global.Statistic : test.Each[At(covariate)].Statistic, 1e-6);
        }

        // Several rows of one patient only in one of the references.
        if (fit == "heart-efron" || histories.Subject is null)
        {
            reference.Compare("robust", name => Math.Sqrt(model.RobustCovariance![(At(name) * p) + At(name)]), 1e-6);
        }

        reference.Holds();
    }

    [Theory]
    [InlineData("rossi-efron", CoxTies.Efron)]
    [InlineData("rossi-breslow", CoxTies.Breslow)]
    public void Predicted_survival_and_its_error_are_those_of_R(string fit, CoxTies ties)
    {
        SurvivalReference reference = new(fit);
        CoxModel model = CoxFitter.Fit(Sets.Rossi("fin", "age", "race", "wexp", "mar", "paro", "prio"), new() { Ties = ties }).Model;
        CoxCurve curve = model.Curve([1, 20, 1, 0, 0, 1, 3]);
        int At(string time) => Array.FindLastIndex(curve.Times, t => t <= double.Parse(time, CultureInfo.InvariantCulture));
        reference.Compare("survival", time => curve.Survival[At(time)], 1e-9);
        reference.Compare("survival-se", time => curve.StandardError![At(time)], 1e-7);
        if (ties == CoxTies.Efron)
        {
            reference.Compare("hazard", "52", model.Curve(new double[7]).CumulativeHazard[^1], 1e-8);
        }

        reference.Holds();
    }

    [Fact]
    public void The_penalty_is_a_ridge_on_standardised_covariates()
    {
        SurvivalReference reference = new("rossi-ridge10");
        CoxModel model = CoxFitter.Fit(Sets.Rossi([.. reference.Names("coef")]), new() { Penalty = 10 }).Model;
        reference.Compare("coef", name => model.Coefficients[model.Names.ToList().IndexOf(name)], 1e-6);
        reference.Holds();
    }

    /// <summary>Table 1 of Fox (2002), three digits.</summary>
    [Fact]
    public void Rossi_is_the_table_printed_by_Fox()
    {
        FitReport<CoxModel> report = CoxFitter.Fit(Sets.Rossi("fin", "age", "race", "wexp", "mar", "paro", "prio"));
        double[] coefficients = [-0.379, -0.057, 0.314, -0.150, -0.434, -0.085, 0.091];
        double[] errors = [0.191, 0.022, 0.308, 0.212, 0.382, 0.196, 0.029];
        for (int j = 0; j < 7; j++)
        {
            Assert.Equal(coefficients[j], report.Parameters[j].Value, 5.1e-4);
            Assert.Equal(errors[j], report.Parameters[j].StandardError!.Value, 5.1e-4);
        }

        Assert.Equal(33.27, report.Model.LikelihoodRatioTest.Statistic, 5e-3);
        Assert.Equal(32.11, report.Model.WaldTest!.Statistic, 5e-3);
        Assert.Equal(33.53, report.Model.ScoreTest.Statistic, 5e-3);
    }

    /// <summary>The remission times of Freireich et al.: what textbooks print for them, and R to twelve digits.</summary>
    [Theory]
    [InlineData(CoxTies.Efron, -1.57212514883, 0.412396717709, -85.0084245774, 17.2465367957)]
    [InlineData(CoxTies.Breslow, -1.50919141259, 0.409564406367, -86.3796220711, 15.930539564)]
    public void Remission_times_give_the_textbook_hazard_ratio(CoxTies ties, double coefficient, double error, double logLikelihood, double score)
    {
        FitReport<CoxModel> report = CoxFitter.Fit(Sets.Freireich, new() { Ties = ties });
        Assert.Equal(coefficient, report.Parameters[0].Value, 1e-9);
        Assert.Equal(error, report.Parameters[0].StandardError!.Value, 1e-9);
        Assert.Equal(logLikelihood, report.LogLikelihood, 1e-9);
        Assert.Equal(score, report.Model.ScoreTest.Statistic, 1e-8);
    }

    internal static SurvivalHistories Load(string fit, string[] covariates)
    {
        string set = fit[..fit.IndexOf('-', StringComparison.Ordinal)];
        if (fit == "lung-strata")
        {
            SurvivalHistories all = Sets.Lung([.. covariates, "sex"]);
            return new SurvivalHistories(
                all.Time, all.Observed, all.Unit, stratum: Sets.Column(all, "sex"), covariates: new(covariates, [.. all.Covariates!.Columns.Take(covariates.Length)]));
        }

        return set switch
        {
            "rossi" => Sets.Rossi(covariates),
            "lung" => Sets.Lung(covariates),
            "veteran" => Sets.Veteran(covariates),
            "gbsg2" => Sets.Gbsg2(covariates),
            _ => Sets.Heart(covariates),
        };
    }
}
