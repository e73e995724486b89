using Perennial.Models.BgNbd;
using Perennial.Models.Covariates;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Covariates;

/// <summary>Simulate, fit, and find what was planted within the errors the fit states.</summary>
public sealed class CovariateRecovery
{
    private static readonly CovariateEffect[] Planted =
    [
        new("web", CovariateProcess.Purchase, 0.5), new("spend", CovariateProcess.Purchase, -0.3),
        new("web", CovariateProcess.Dropout, -0.7), new("spend", CovariateProcess.Dropout, 0.4),
    ];

    [Fact]
    [Trait("Speed", "Slow")]
    public void Pareto_nbd_with_covariates_is_found_again() =>
        Found(new ParetoNbdModel(new(1.2, 6, 0.9, 12), TimeUnit.Week), (rows, known) => CovariateFitter.ParetoNbd(rows, known));

    [Fact]
    [Trait("Speed", "Slow")]
    public void Bg_nbd_with_covariates_is_found_again() =>
        Found(new BgNbdModel(new(1.2, 6, 0.8, 2.4), TimeUnit.Week), (rows, known) => CovariateFitter.BgNbd(rows, known));

    [Fact]
    [Trait("Speed", "Slow")]
    public void Mbg_nbd_with_covariates_is_found_again() =>
        Found(new MbgNbdModel(new(1.2, 6, 0.8, 2.4), TimeUnit.Week), (rows, known) => CovariateFitter.MbgNbd(rows, known));

    [Fact]
    [Trait("Speed", "Slow")]
    public void Ggompertz_nbd_with_covariates_is_found_again() =>
        Found(new GgomNbdModel(new(1.2, 6, 0.08, 0.9, 1.5), TimeUnit.Week), (rows, known) => CovariateFitter.GgomNbd(rows, known));

    // The mean of squared deviations in standard errors is chi-square by its degrees: 1 within 4 of its own standard errors.
    private static void Found<TModel>(TModel truth, Func<PurchaseHistories, CovariateColumns, FitReport<CovariateModel<TModel>>> fit)
        where TModel : class, ITransactionModel
    {
        CovariateModel<TModel> planted = new(truth, Planted);
        CovariateColumns known = CovariateConsistency.Columns(4000, 21);
        const int Repeats = 8;
        double squares = 0;
        int counted = 0;
        double[] sum = new double[Planted.Length];
        for (ulong seed = 1; seed <= Repeats; seed++)
        {
            FitReport<CovariateModel<TModel>> report = fit(CovariateSimulator.Histories(planted, known, CovariateConsistency.Ages(4000), seed), known);
            Assert.Equal(FitExit.Converged, report.Exit);
            double[] expected = [.. truth.Parameters, .. Planted.Select(effect => effect.Coefficient)];
            for (int i = 0; i < expected.Length; i++)
            {
                ParameterEstimate found = report.Parameters[i];
                double z = found.IsCoefficient
                    ? (found.Value - expected[i]) / found.StandardError!.Value
                    : Math.Log(found.Value / expected[i]) / (found.StandardError!.Value / found.Value);
                Assert.InRange(z, -4.5, 4.5);
                if (found.IsCoefficient)
                {
                    squares += z * z;
                    counted++;
                    sum[i - truth.Parameters.Length] += z;
                }
            }
        }

        double allowed = 4 * Math.Sqrt(2.0 / counted);
        Assert.InRange(squares / counted, 1 - allowed, 1 + allowed);
        Assert.All(sum, z => Assert.InRange(z / Math.Sqrt(Repeats), -4.0, 4.0));
    }
}
