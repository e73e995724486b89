using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.CorrelatedParetoNbd;

/// <summary>CDNOW's one-tenth sample, weeks, span 1, against CLVTools 0.12.1.</summary>
public sealed class CorrelatedParetoNbdCorrectness
{
    private const double Theirs = -9591.76590723822;
    private static readonly ParetoNbdParameters There = new(0.54318313650545, 10.100142348798, 0.508848250187658, 9.17911999073598);

    [Fact]
    public void Log_likelihood_at_CLVTools_parameters_is_theirs()
    {
        CorrelatedParetoNbdModel model = new(There, 0.0861198560455643, TimeUnit.Week);
        Assert.Equal(Theirs, model.LogLikelihood(CdnowTests.Sample()).Sum(), 1e-6);
    }

    /// <summary>Their search ran into the bound of the correlation, .0861218 there, and stopped: nothing they report says so.</summary>
    [Fact]
    public void The_fit_finds_more_than_CLVTools_and_says_that_the_correlation_is_at_its_bound()
    {
        Assert.Equal(0.0861218309, ParetoNbdCorrelation.Bounds(There, 1).Highest, 1e-9);
        PurchaseHistories histories = CdnowTests.Sample();
        FitReport<CorrelatedParetoNbdModel> fit = CorrelatedParetoNbdFitter.Fit(histories);
        Assert.Equal(FitExit.Boundary, fit.Exit);
        Assert.Contains("as strongly correlated (positively) as this form", fit.Explanation, StringComparison.Ordinal);
        Assert.Equal(-9591.665759405, fit.LogLikelihood, 1e-6);
        Assert.Equal(["r", "alpha", "s", "beta", "correlation"], fit.Parameters.Select(p => p.Name));
        double[] expected = [0.5287859029, 9.847237627, 0.4942358441, 9.172254711, 0.08829249067];
        Assert.All(fit.Parameters.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Value, 1e-6 * pair.Second));
        Assert.All(fit.Parameters, p => Assert.Null(p.StandardError));
        Assert.Equal(fit.LogLikelihood, fit.Model.LogLikelihood(histories).Sum(), 1e-7);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_longer_span_allows_more_correlation_and_fits_better_up_to_a_point()
    {
        PurchaseHistories histories = CdnowTests.Sample();
        FitReport<CorrelatedParetoNbdModel>[] fits = [.. ((double[])[0.1, 1, 10, 30]).Select(span => CorrelatedParetoNbdFitter.Fit(histories, new() { Span = span }))];
        double[] expected = [-9594.573664421, -9591.665759405, -9584.475966323, -9586.231512011];
        Assert.All(fits.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.LogLikelihood, 1e-6));
        Assert.Equal(0.28375, fits[2].Model.Correlation, 1e-5);
        Assert.Equal(-9594.97618, ParetoNbdFitter.Fit(histories).LogLikelihood, 1e-5);
    }
}
