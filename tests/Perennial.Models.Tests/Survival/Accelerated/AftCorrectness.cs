using System.Globalization;
using Perennial.Models.Survival.Accelerated;

namespace Perennial.Models.Tests.Survival.Accelerated;

/// <summary>Accelerated failure times against R's survreg, and against textbooks.</summary>
public sealed class AftCorrectness
{
    public static TheoryData<string, AftDistribution> Fits
    {
        get
        {
            TheoryData<string, AftDistribution> fits = [];
            foreach (string set in (string[])["lung", "rossi", "veteran", "gbsg2"])
            {
                fits.Add($"{set}-exponential", AftDistribution.Exponential);
                fits.Add($"{set}-weibull", AftDistribution.Weibull);
                fits.Add($"{set}-lognormal", AftDistribution.LogNormal);
                fits.Add($"{set}-loglogistic", AftDistribution.LogLogistic);
            }

            return fits;
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Accelerated_failure_times_give_the_numbers_of_R(string fit, AftDistribution distribution)
    {
        SurvivalReference reference = new(fit);
        string[] covariates = [.. reference.Names("coef").Skip(1)];
        SurvivalHistories histories = Load(fit, covariates);
        FitReport<AftModel> report = AftFitter.Fit(histories, distribution);
        Assert.Equal(FitExit.Converged, report.Exit);
        reference.Compare("coef", name => report.Parameters.Single(p => p.Name == name).Value, 1e-6);
        reference.Compare("se", name => report.Parameters.Single(p => p.Name == name).StandardError, 1e-5);
        reference.Compare("loglik", "", report.LogLikelihood, 1e-11);
        if (distribution != AftDistribution.Exponential)
        {
            reference.Compare("logscale", "", Math.Log(report.Model.Sigma), 1e-6);
            reference.Compare("logscale-se", "", report.Parameters[^1].StandardError / report.Model.Sigma, 1e-5);
        }

        AftLifetime first = report.Model.For(histories.Covariates!.Row(0));
        reference.Compare("quantile", share => first.Quantile(double.Parse(share, CultureInfo.InvariantCulture)), 1e-6);
        FitReport<AftModel> nothing = AftFitter.Fit(new(histories.Time, histories.Observed, histories.Unit), distribution);
        reference.Compare("loglik0", "", nothing.LogLikelihood, 1e-11);
        reference.Holds();
    }

    /// <summary>The remission times of Freireich et al., R to twelve digits; the exponential estimates are events over time at risk, by hand.</summary>
    [Theory]
    [InlineData(AftDistribution.Weibull, 2.248352360871, 1.267334585214, -0.311709222357, -106.579491582, 0.310639935490)]
    [InlineData(AftDistribution.LogNormal, 1.82512102015, 1.34684668200, -0.07918523061, -106.704622354, 0.316497884327)]
    [InlineData(AftDistribution.LogLogistic, 1.892690578424, 1.265463384889, -0.604123390761, -107.661417160, 0.325661257993)]
    [InlineData(AftDistribution.Exponential, 2.15948424935, 1.52661356177, 0, -108.524049537, 0.398409536441)]
    public void Remission_times_give_the_known_fit(
        AftDistribution distribution, double intercept, double treated, double logSigma, double logLikelihood, double error)
    {
        FitReport<AftModel> report = AftFitter.Fit(Sets.Freireich, distribution);
        Assert.Equal(intercept, report.Model.Intercept, 1e-7);
        Assert.Equal(treated, report.Model.Coefficients[0], 1e-7);
        Assert.Equal(logSigma, Math.Log(report.Model.Sigma), 1e-7);
        Assert.Equal(logLikelihood, report.LogLikelihood, 1e-8);
        Assert.Equal(error, report.Parameters[1].StandardError!.Value, 1e-6);
        if (distribution == AftDistribution.Exponential)
        {
            // 21 events in 182 weeks on placebo, 9 in 359 under treatment.
            Assert.Equal(182.0 / 21.0, report.Model.For(0).Mean!.Value, 1e-8);
            Assert.Equal(359.0 / 9.0, report.Model.For(1).Mean!.Value, 1e-7);
        }
    }

    internal static SurvivalHistories Load(string fit, string[] covariates) => fit.Split('-')[0] switch
    {
        "lung" => Sets.Lung(covariates),
        "rossi" => Sets.Rossi(covariates),
        "veteran" => Sets.Veteran(covariates),
        _ => Sets.Gbsg2(covariates),
    };
}
