using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Covariates;
using Perennial.Models.Tests.VaryingCovariates;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.CorrelatedParetoNbd;

/// <summary>Simulate, fit, and find what was planted within the errors the fit states.</summary>
public sealed class CorrelatedParetoNbdRecovery
{
    private const int Repeats = 8;

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_planted_correlation_is_found_again()
    {
        CorrelatedParetoNbdModel truth = new(new(1.5, 8, 1.2, 14), -0.06, TimeUnit.Week, 10);
        double[] ages = [.. Enumerable.Range(0, 8000).Select(i => 45 + (i % 84 / 7.0))];
        Found(truth.Parameters, seed => CorrelatedParetoNbdFitter.Fit(CorrelatedParetoNbdSimulator.Histories(truth, ages, seed), new() { Span = 10 }).Parameters);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_planted_correlation_is_found_again_beside_covariates_that_change()
    {
        CovariatePaths known = VaryingCovariateConsistency.Paths(4000, 21);
        double[] ages = [.. Enumerable.Range(0, 4000).Select(i => 40 + (i % 18) + (i % 7 / 7.0))];
        VaryingCovariateModel truth = new(
            new(new(1.5, 8, 1.2, 14), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 0.5), new("letter", CovariateProcess.Dropout, -0.7)], -0.06, 10);
        CovariateOptions options = new() { Purchase = ["season"], Dropout = ["letter"] };
        Found(
            [.. truth.AtZero.Parameters, 0.5, -0.7, -0.06],
            seed => VaryingCovariateFitter.CorrelatedParetoNbd(VaryingCovariateSimulator.Times(truth, known, ages, seed), known, options, 10).Parameters);
    }

    // Deviations in standard errors are normal: their squares average to 1 within 4 of their own standard errors.
    private static void Found(double[] planted, Func<ulong, IReadOnlyList<ParameterEstimate>> fit)
    {
        double squares = 0;
        double[] sum = new double[planted.Length];
        for (ulong seed = 1; seed <= Repeats; seed++)
        {
            IReadOnlyList<ParameterEstimate> found = fit(seed);
            for (int i = 0; i < planted.Length; i++)
            {
                ParameterEstimate p = found[i];
                double z = p.IsCoefficient ? (p.Value - planted[i]) / p.StandardError!.Value : Math.Log(p.Value / planted[i]) / (p.StandardError!.Value / p.Value);
                Assert.InRange(z, -4.5, 4.5);
                squares += z * z;
                sum[i] += z;
            }
        }

        // Parameters move together, so that fewer degrees count than there are numbers.
        Assert.InRange(squares / (Repeats * planted.Length), 0.4, 1.8);
        Assert.All(sum, z => Assert.InRange(z / Math.Sqrt(Repeats), -4.0, 4.0));
    }
}
