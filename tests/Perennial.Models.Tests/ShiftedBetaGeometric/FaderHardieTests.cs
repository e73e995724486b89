using System.Globalization;
using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.Contracts;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Tests.Points;

namespace Perennial.Models.Tests.ShiftedBetaGeometric;

/// <summary>
/// The two cohorts of Fader and Hardie (2007), seven renewals: their printed estimates, and an independent maximum-likelihood fit to full precision.
/// </summary>
public sealed class FaderHardieTests
{
    public static TheoryData<string, double[], double[], double, double, double> Published => new()
    {
        // Column; alpha, beta printed; the same polished; log-likelihood; DEL at 10 %; squared error in points over years 8 to 12.
        { "highend", [0.668, 3.806], [0.6680883586, 3.8060949630], -1611.158147391, 5.922253462, 7.572055 },
        { "regular", [0.704, 1.182], [0.7040773029, 1.1820430183], -1680.265188463, 3.694908400, 0.417015 },
    };

    public static TheoryData<string, double[], double, double> Weibull => new()
    {
        { "highend", [0.2142533310, 1.4265748168, 1.7235649127], -1605.314213214, 1.934529 },
        { "regular", [0.4556140367, 0.7793255773, 1.2834511972], -1679.602832907, 0.419216 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Shifted_beta_geometric_gives_the_published_fit(string cohort, double[] printed, double[] polished, double logLikelihood, double del, double error)
    {
        double[] survivors = Load(cohort);
        FitReport<ShiftedBetaGeometricModel> report = ShiftedBetaGeometricFitter.Fit(ContractHistories.FromSurvivors(survivors[..8]));
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.Equal(printed[0], report.Parameters[0].Value, 5e-4);
        Assert.Equal(printed[1], report.Parameters[1].Value, 5e-4);
        Assert.Equal(polished[0], report.Parameters[0].Value, 1e-6 * polished[0]);
        Assert.Equal(polished[1], report.Parameters[1].Value, 1e-6 * polished[1]);
        Assert.Equal(logLikelihood, report.LogLikelihood, 1e-7);
        Assert.Equal(del, report.Model.Del(PeriodicRate.PerOpportunity(0.1)), 1e-6);
        Assert.Equal(error, Holdout(survivors, report.Model), 2e-5);
    }

    /// <summary>DERL at 10 % for customers about to make their first to fifth renewal decision, by the hypergeometric form at the polished parameters.</summary>
    [Theory]
    [InlineData(0.6680883586291311, 3.80609496296196, new[] { 5.414478808216088, 5.9013775578457714, 6.293891534724893, 6.619919954487807, 6.896706649215641 })]
    [InlineData(0.7040773029166273, 1.1820430183049222, new[] { 2.964399240076357, 4.103139747344927, 4.869804626631857, 5.442058442382515, 5.894095338339219 })]
    public void Derl_stands_before_the_renewal_it_names(double alpha, double beta, double[] expected)
    {
        ContractLifetime law = new(alpha, beta);
        for (int n = 1; n <= 5; n++)
        {
            Assert.Equal(expected[n - 1], law.Derl(n - 1, PeriodicRate.PerOpportunity(0.1), RenewalStandpoint.BeforeNextRenewal), 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Weibull))]
    public void Beta_discrete_weibull_gives_the_independent_fit(string cohort, double[] polished, double logLikelihood, double error)
    {
        double[] survivors = Load(cohort);
        FitReport<BetaDiscreteWeibullModel> report = BetaDiscreteWeibullFitter.Fit(ContractHistories.FromSurvivors(survivors[..8]));
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.True(report.LogLikelihood >= logLikelihood - 1e-6);
        Assert.Equal(logLikelihood, report.LogLikelihood, 1e-6);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(polished[i], report.Parameters[i].Value, 1e-4 * polished[i]);
        }

        Assert.Equal(error, Holdout(survivors, report.Model), 1e-3);
    }

    private static double Holdout(double[] survivors, ContractModel model) =>
        Enumerable.Range(8, 5).Sum(n => Math.Pow(100 * ((survivors[n] / survivors[0]) - model.Base.Survival(n)), 2));

    internal static double[] Load(string cohort)
    {
        string[][] rows = [.. OraclePoints.Lines("fader_hardie_2007.csv").Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], cohort);
        return [.. rows.Skip(1).Select(r => double.Parse(r[column], CultureInfo.InvariantCulture))];
    }
}
