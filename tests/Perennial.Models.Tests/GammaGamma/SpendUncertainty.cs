using Perennial.Models.GammaGamma;
using Perennial.Models.Tests.Covariates;
using Perennial.Models.Uncertainty;

namespace Perennial.Models.Tests.GammaGamma;

/// <summary>Wald, profile and bootstrap of the spend fits: three ways to the same interval.</summary>
public sealed class SpendUncertainty
{
    private static readonly SpendCovariateOptions Both = new() { Frequency = FrequencyDependence.Power };
    private static readonly CovariateColumns Known = CovariateConsistency.Columns(1200, 9);
    private static readonly SpendCovariateModel Truth = new(new(6, 4, 15), [new("web", 0.3)], 0.2);
    private static readonly SpendHistories Rows = GammaGammaSimulator.Histories(Truth, [.. Enumerable.Range(0, 1200).Select(i => i % 8)], Known, 2);

    [Fact]
    public void Profiles_hold_the_estimate_and_those_of_coefficients_are_near_wald()
    {
        Near(WaldIntervals.Of(GammaGammaFitter.Fit(Rows)), ProfileLikelihood.OfGammaGamma(Rows));
        Near(WaldIntervals.Of(SpendCovariateFitter.Fit(Rows, Known, Both)), ProfileLikelihood.OfGammaGamma(Rows, Known, Both));

        static void Near(IReadOnlyList<ParameterInterval> wald, IReadOnlyList<ParameterInterval> profile)
        {
            foreach ((ParameterInterval a, ParameterInterval b) in wald.Zip(profile))
            {
                Assert.Equal(a.Name, b.Name);
                Assert.Equal(a.Estimate, b.Estimate, 1e-12 * Math.Abs(a.Estimate));
                Assert.True(b.Lower < b.Estimate && b.Estimate < b.Upper);
                if (a.Name.Contains('-', StringComparison.Ordinal) || a.Name.Contains(':', StringComparison.Ordinal))
                {
                    // Coefficients have likelihoods near to parabolas; shapes have not, which is what profiles are for.
                    double width = a.Upper!.Value - a.Lower!.Value;
                    Assert.Equal(a.Lower!.Value, b.Lower!.Value, 0.02 * width);
                    Assert.Equal(a.Upper!.Value, b.Upper!.Value, 0.02 * width);
                }
            }
        }
    }

    [Fact]
    public void At_the_end_of_a_profile_interval_half_the_chi_square_quantile_of_log_likelihood_is_lost()
    {
        // Held at the end by taking the effect out of the data: money over exp(c web) of customers whose other parameters are fitted anew.
        ParameterInterval interval = ProfileLikelihood.OfGammaGamma(Rows, Known, new() { Spend = ["web"] })[3];
        double top = SpendCovariateFitter.Fit(Rows, Known, new() { Spend = ["web"] }).LogLikelihood;
        foreach (double end in (double[])[interval.Lower!.Value, interval.Upper!.Value])
        {
            SpendHistories held = new(Rows.Frequency, [.. Rows.MeanSpend.Select((z, i) => z * Math.Exp(-end * Known.Columns[0][i]))]);
            double moved = Enumerable.Range(0, Rows.Count).Where(i => Rows.Frequency[i] > 0).Sum(i => end * Known.Columns[0][i]);
            Assert.Equal(3.841458820694124 / 2, top - (GammaGammaFitter.Fit(held).LogLikelihood - moved), 1e-6);
        }
    }

    [Fact]
    public void Units_of_a_covariate_change_the_interval_of_its_coefficient_alone()
    {
        CovariateColumns other = new(["web"], [[.. Known.Columns[0].Select(v => (100 * v) + 7)]]);
        IReadOnlyList<ParameterInterval> one = ProfileLikelihood.OfGammaGamma(Rows, Known, new() { Spend = ["web"] }), two = ProfileLikelihood.OfGammaGamma(Rows, other, new());
        Assert.Equal(one[3].Lower!.Value, 100 * two[3].Lower!.Value, 1e-6);
        Assert.Equal(one[3].Upper!.Value, 100 * two[3].Upper!.Value, 1e-6);
        Assert.Equal(one[0].Lower!.Value, two[0].Lower!.Value, 1e-6);
    }

    [Fact]
    public void A_bootstrap_is_reproducible_and_keeps_frequencies_and_those_set_aside()
    {
        GammaGammaModel model = GammaGammaFitter.Fit(Rows).Model;
        SpendHistories more = new([.. Rows.Frequency, 6], [.. Rows.MeanSpend, 0]);
        BootstrapDraws one = ParametricBootstrap.Of(model, Rows, 4, 7), two = ParametricBootstrap.Of(model, Rows, 4, 7);
        Assert.Equal(one.Parameters.SelectMany(row => row), two.Parameters.SelectMany(row => row));
        Assert.Equal(["p", "q", "gamma"], one.Names);
        Assert.Equal(one.Parameters[0], ParametricBootstrap.Of(model, more, 2, 7).Parameters[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => ParametricBootstrap.Of(model, Rows, 1));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_bootstrap_scatters_as_the_standard_errors_say()
    {
        FitReport<SpendCovariateModel> fit = SpendCovariateFitter.Fit(Rows, Known, Both);
        BootstrapDraws draws = ParametricBootstrap.Of(fit.Model, Rows, Known, 400);
        Assert.Equal(fit.Parameters.Select(p => p.Name), draws.Names);
        double[] scatter = draws.StandardErrors();
        for (int i = 3; i < scatter.Length; i++)
        {
            // A standard deviation of 400 draws is known to 3.5 %.
            Assert.Equal(1, scatter[i] / fit.Parameters[i].StandardError!.Value, 0.15);
        }
    }
}
