using System.Globalization;
using Perennial.Models.Assessing;
using Perennial.Models.GammaGamma;
using Perennial.Models.Tests.Covariates;
using Perennial.Testing;

namespace Perennial.Models.Tests.GammaGamma;

/// <summary>Spend on the public sets: the numbers of CLVTools and lifetimes, and whether the level depends on frequency there.</summary>
public sealed class SpendCorrectness
{
    /// <summary>CLVTools 0.12.1, whose search stops within 1e-4 of a standard error.</summary>
    [Fact]
    public void Apparel_gives_the_numbers_of_CLVTools()
    {
        FitReport<GammaGammaModel> fit = GammaGammaFitter.Fit(Apparel.ReadSpend(104).Spend);
        Assert.Equal(FitExit.Converged, fit.Exit);
        Assert.Equal(387, fit.Customers);
        Assert.Equal(-1670.66304429776, fit.LogLikelihood, 1e-6);
        (double Value, double Error)[] theirs = [(3.0990326498745, 0.567557749353216), (5.65367286972872, 0.846042624262556), (56.504084439452, 18.6019834953229)];
        double[] theirCovariance = [0.322121798850888, -0.311674585238314, -9.74137630308144, -0.311674585238314, 0.715788122069072, 13.9122017722336, -9.74137630308144, 13.9122017722336, 346.033789960264];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(theirs[i].Value, fit.Parameters[i].Value, 1e-4 * theirs[i].Error);
            Assert.Equal(theirs[i].Error, fit.Parameters[i].StandardError!.Value, 1e-4 * theirs[i].Error);
            for (int j = 0; j < 3; j++)
            {
                double ours = fit.LogParameterCovariance![(3 * i) + j] * fit.Parameters[i].Value * fit.Parameters[j].Value;
                Assert.Equal(theirCovariance[(3 * i) + j], ours, 1e-4 * Math.Abs(theirCovariance[(3 * i) + j]));
            }
        }
    }

    [Fact]
    public void On_apparel_gender_and_channel_say_nothing_of_spend_and_frequency_does()
    {
        (SpendHistories spend, CovariateColumns known) = Apparel.ReadSpend(104);
        double plain = GammaGammaFitter.Fit(spend).LogLikelihood;
        FitReport<SpendCovariateModel> with = SpendCovariateFitter.Fit(spend, known), on = SpendCovariateFitter.OnFrequency(spend);
        Assert.Equal(-1670.4354524, with.LogLikelihood, 1e-6);
        Assert.Equal(-0.0059753, with.Parameters[3].Value, 1e-6);
        Assert.Equal(0.0403784, with.Parameters[4].Value, 1e-6);
        Assert.Equal(0.796, ChiSquareTest.LikelihoodRatio(plain, with.LogLikelihood, 2).PValue, 5e-4);
        Assert.Equal(13.3038, ChiSquareTest.LikelihoodRatio(plain, on.LogLikelihood, 1).Statistic, 1e-4);
        Assert.Equal((0.2140409, 0.0587846), (Math.Round(on.Parameters[^1].Value, 7), Math.Round(on.Parameters[^1].StandardError!.Value, 7)));
    }

    [Fact]
    public void On_cdnow_spend_rises_with_frequency_and_the_likelihood_ratio_says_so()
    {
        SpendHistories spend = CdnowTests.SampleSpend();
        FitReport<GammaGammaModel> plain = GammaGammaFitter.Fit(spend);
        FitReport<SpendCovariateModel> on = SpendCovariateFitter.OnFrequency(spend);
        Assert.Equal(FitExit.Converged, on.Exit);
        Assert.Equal(-4040.6779707, on.LogLikelihood, 1e-6);
        Assert.Equal(30.47945, ChiSquareTest.LikelihoodRatio(plain.LogLikelihood, on.LogLikelihood, 1).Statistic, 1e-4);
        Assert.Equal(0.2254773, on.Parameters[^1].Value, 1e-6);
        Assert.Equal(0.0405198, on.Parameters[^1].StandardError!.Value, 1e-6);
        int[] used = [.. Enumerable.Range(0, spend.Count).Where(i => spend.Frequency[i] > 0)];
        RankCorrelation rank = Ranking.Spearman([.. used.Select(i => (double)spend.Frequency[i])], [.. used.Select(i => spend.MeanSpend[i])]);
        Assert.Equal((0.206, 0.144, 0.267), (Math.Round(rank.Value, 3), Math.Round(rank.Low, 3), Math.Round(rank.High, 3)));
    }

    /// <summary>23,570 customers; what those who bought in the hidden 39 weeks spent on a purchase there, against what was expected.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void On_the_whole_of_cdnow_frequency_explains_the_past_better_and_foretells_the_future_no_better()
    {
        (SpendHistories spend, double[] later) = Hidden();
        Assert.Equal(new SpendSelection(9450, 14_119, 1, 0), spend.Selection);
        FitReport<GammaGammaModel> plain = GammaGammaFitter.Fit(spend);
        FitReport<SpendCovariateModel> on = SpendCovariateFitter.OnFrequency(spend);
        Assert.Equal(-40763.4762613907, plain.LogLikelihood, 1e-5);
        Assert.Equal(306.317, ChiSquareTest.LikelihoodRatio(plain.LogLikelihood, on.LogLikelihood, 1).Statistic, 1e-3);
        Assert.Equal(0.23192, on.Parameters[^1].Value, 1e-5);
        (double repeatPlain, double silentPlain) = Errors(plain.Model.ExpectedSpend(spend));
        (double repeatOn, double silentOn) = Errors(on.Model.ExpectedSpend(spend));
        Assert.Equal((16.510, 16.984), (Math.Round(repeatPlain, 3), Math.Round(repeatOn, 3)));
        Assert.Equal((-0.713, -9.148), (Math.Round(silentPlain, 3), Math.Round(silentOn, 3)));

        // Mean absolute error of those with a repeat purchase; mean error of those without, to whom the power reaches beyond what was seen.
        (double, double) Errors(double[] expected)
        {
            int[] seen = [.. Enumerable.Range(0, later.Length).Where(i => !double.IsNaN(later[i]))];
            return (
                seen.Where(i => spend.Frequency[i] > 0).Average(i => Math.Abs(expected[i] - later[i])),
                seen.Where(i => spend.Frequency[i] == 0).Average(i => expected[i] - later[i]));
        }
    }

    private static (SpendHistories Spend, double[] Later) Hidden()
    {
        DateOnly end = new(1997, 9, 30);
        var customers = File.ReadLines(RealData.Path("cdnow/cdnow_master.csv")).Skip(1).Select(line => line.Split(','))
            .Select(c => (Id: c[0], Day: DateOnly.Parse(c[1], CultureInfo.InvariantCulture), Amount: double.Parse(c[3], CultureInfo.InvariantCulture)))
            .GroupBy(order => order.Id)
            .Select(own => own.GroupBy(order => order.Day).OrderBy(day => day.Key).Select(day => (Day: day.Key, Amount: day.Sum(order => order.Amount))).ToArray())
            .ToArray();
        int[] frequency = [.. customers.Select(days => days.Count(day => day.Day <= end) - 1)];
        return (
            new(frequency, [.. customers.Select((days, i) => frequency[i] == 0 ? 0 : days[1..(frequency[i] + 1)].Average(day => day.Amount))]),
            [.. customers.Select((days, i) => days.Length == frequency[i] + 1 ? double.NaN : days[(frequency[i] + 1)..].Average(day => day.Amount))]);
    }
}
