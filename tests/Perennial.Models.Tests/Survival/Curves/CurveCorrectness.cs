using System.Globalization;
using Perennial.Models.Survival.Comparing;
using Perennial.Models.Survival.Curves;

namespace Perennial.Models.Tests.Survival.Curves;

/// <summary>Kaplan-Meier, Nelson-Aalen and log-rank against textbooks and against R's survival package.</summary>
public sealed class CurveCorrectness
{
    /// <summary>The remission times of Freireich et al. under 6-mercaptopurine, as every textbook prints them.</summary>
    [Fact]
    public void Remission_times_give_the_textbook_curve()
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(Sets.FreireichTreated);
        double[] times = [6, 7, 10, 13, 16, 22, 23];
        double[] survival = [0.85714286, 0.80672269, 0.75294118, 0.69019608, 0.62745098, 0.53781513, 0.44817927];
        double[] errors = [0.076360355, 0.086935285, 0.096349653, 0.106814708, 0.114053865, 0.128233752, 0.134591457];
        double[] atRisk = [21, 17, 15, 12, 11, 7, 6];
        for (int k = 0; k < times.Length; k++)
        {
            int at = Array.IndexOf(curve.Times, times[k]);
            Assert.Equal(survival[k], curve.Survival[at], 5e-9);
            Assert.Equal(errors[k], curve.StandardError[at], 5e-10);
            Assert.Equal(atRisk[k], curve.AtRisk[at]);
            Assert.Equal(survival[k], curve.At(times[k] + 0.5), 5e-9);
        }

        Assert.Equal(23, curve.Median());
        Assert.Equal((16.0, null), curve.QuantileInterval(0.5, 0.95, BandTransform.Log));
        Assert.Equal((13.0, null), curve.QuantileInterval(0.5, 0.95, BandTransform.LogLog));
        EstimateWithError mean = curve.RestrictedMean(35);
        Assert.Equal(23.287395, mean.Value, 5e-7);
        Assert.Equal(2.8274676, mean.StandardError, 5e-8);
        ConfidenceBand band = curve.Band(0.95, BandTransform.LogLog);
        Assert.Equal(0.619717955266, band.Lower[0], 1e-11);
        Assert.Equal(0.951551747647, band.Upper[0], 1e-11);
        Assert.Equal(0.188052005959, band.Lower[^1], 1e-11);
        Assert.Equal(0.680142628495, band.Upper[^1], 1e-11);
    }

    /// <summary>16.79 is the log-rank chi-square of the remission times in every textbook; 14.46 under Peto's weights S(t-).</summary>
    [Fact]
    public void Remission_times_give_the_textbook_log_rank()
    {
        LogRankResult plain = LogRank.Test(Sets.Freireich, Sets.FreireichGroup);
        Assert.Equal(16.7929409892, plain.Test.Statistic, 1e-9);
        Assert.Equal(10.7494990520, plain.Expected[0], 1e-9);
        Assert.Equal(19.2505009480, plain.Expected[1], 1e-9);
        Assert.Equal([21, 9], plain.Observed);
        Assert.Equal(1, plain.Test.Degrees);
        Assert.Equal(4.17e-5, plain.Test.PValue, 5e-8);
        LogRankResult early = LogRank.Test(Sets.Freireich, Sets.FreireichGroup, LogRankWeight.FlemingHarrington(1, 0));
        Assert.Equal(14.45715081872, early.Test.Statistic, 1e-9);
        Assert.Equal(5.12151463951, early.Observed[1], 1e-9);
    }

    /// <summary>Gehan's generalised Wilcoxon test of the remission times is 13.46 (SAS, Lawless).</summary>
    [Fact]
    public void Remission_times_give_the_textbook_wilcoxon() =>
        Assert.Equal(13.4579, LogRank.Test(Sets.Freireich, Sets.FreireichGroup, LogRankWeight.Wilcoxon).Test.Statistic, 5e-5);

    [Theory]
    [InlineData("lung-km-1", 1)]
    [InlineData("lung-km-2", 2)]
    public void Lung_curves_bands_quantiles_and_means_are_those_of_R(string fit, int sex)
    {
        SurvivalHistories all = Sets.Lung("sex");
        SurvivalHistories lung = all.Select([.. Enumerable.Range(0, all.Count).Where(i => all.Covariates!.Columns[0][i] == sex)]);
        SurvivalReference reference = new(fit);
        KaplanMeierCurve curve = KaplanMeier.Estimate(lung);
        int At(string time) => Array.FindLastIndex(curve.Times, t => t <= Number(time));
        reference.Compare("survival", time => curve.Survival[At(time)], 1e-12);
        reference.Compare("se", time => curve.StandardError[At(time)], 1e-12);
        reference.Compare("quantile", share => curve.Quantile(Number(share)), 1e-12);
        foreach ((string name, BandTransform transform) in ((string, BandTransform)[])[("plain", BandTransform.Plain), ("log", BandTransform.Log), ("log-log", BandTransform.LogLog)])
        {
            ConfidenceBand band = curve.Band(0.95, transform);
            reference.Compare($"lower-{name}", time => band.Lower[At(time)], 1e-11);
            reference.Compare($"upper-{name}", time => band.Upper[At(time)], 1e-11);
            reference.Compare($"qlower-{name}", share => curve.QuantileInterval(Number(share), 0.95, transform).Lower, 1e-12);
            reference.Compare($"qupper-{name}", share => curve.QuantileInterval(Number(share), 0.95, transform).Upper, 1e-12);
        }

        EstimateWithError mean = curve.RestrictedMean(700);
        reference.Compare("rmean", "700", mean.Value, 1e-12);
        reference.Compare("rmean-se", "700", mean.StandardError, 1e-11);
        NelsonAalenCurve hazard = NelsonAalen.Estimate(lung);
        reference.Compare("hazard", time => hazard.CumulativeHazard[At(time)], 1e-12);
        reference.Compare("hazard-se", time => hazard.StandardError[At(time)], 1e-11);
        NelsonAalenCurve single = NelsonAalen.Estimate(lung, TieRule.OneByOne);
        reference.Compare("hazard-fh", time => single.CumulativeHazard[At(time)], 1e-12);
        reference.Compare("hazard-fh-se", time => single.StandardError[At(time)], 1e-11);
        reference.Holds();
    }

    [Theory]
    [InlineData("heart-km-0", 0)]
    [InlineData("heart-km-1", 1)]
    public void Late_entries_join_the_risk_set_as_in_R(string fit, int transplant)
    {
        SurvivalHistories all = Sets.Heart("transplant");
        KaplanMeierCurve curve = KaplanMeier.Estimate(all.Select([.. Enumerable.Range(0, all.Count).Where(i => all.Covariates!.Columns[0][i] == transplant)]));
        SurvivalReference reference = new(fit);
        reference.Compare("survival", time => curve.At(Number(time)), 1e-12);
        reference.Compare("se", time => curve.StandardError[Array.FindLastIndex(curve.Times, t => t <= Number(time))], 1e-11);
        reference.Holds();
    }

    [Fact]
    public void Log_rank_tests_of_the_published_sets_are_those_of_R()
    {
        SurvivalHistories lung = Sets.Lung("sex");
        Check("lung-sex-rho0", LogRank.Test(lung, Sets.Column(lung, "sex")));
        Check("lung-sex-rho1", LogRank.Test(lung, Sets.Column(lung, "sex"), LogRankWeight.FlemingHarrington(1, 0)));
        Check("lung-sex-rho0.5", LogRank.Test(lung, Sets.Column(lung, "sex"), LogRankWeight.FlemingHarrington(0.5, 0)));
        SurvivalHistories ecog = Sets.Lung("sex", "ecog");
        Check("lung-sex-by-ecog", LogRank.Test(new(ecog.Time, ecog.Observed, ecog.Unit, stratum: Sets.Column(ecog, "ecog")), Sets.Column(ecog, "sex")));
        SurvivalHistories veteran = Sets.Veteran("small", "adeno", "large", "trt");
        int[] cell = [.. Enumerable.Range(0, veteran.Count).Select(i => (int)((1 * veteran.Covariates!.Columns[0][i]) + (2 * veteran.Covariates.Columns[1][i]) + (3 * veteran.Covariates.Columns[2][i])))];
        LogRankResult four = LogRank.Test(veteran, cell);
        Check("veteran-cell", four);
        Assert.Equal(3, four.Test.Degrees);
        Check("veteran-trt-by-cell", LogRank.Test(new(veteran.Time, veteran.Observed, veteran.Unit, stratum: cell), Sets.Column(veteran, "trt")));
        SurvivalHistories rossi = Sets.Rossi("fin");
        Check("rossi-fin", LogRank.Test(rossi, Sets.Column(rossi, "fin")));
        SurvivalHistories gbsg2 = Sets.Gbsg2("hormone");
        Check("gbsg2-hormone", LogRank.Test(gbsg2, Sets.Column(gbsg2, "hormone")));
    }

    private static void Check(string fit, LogRankResult found)
    {
        SurvivalReference reference = new(fit);
        reference.Compare("chisq", "", found.Test.Statistic, 1e-10);
        reference.Holds();
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
