using Perennial.Models.Covariates;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.VaryingCovariates;

/// <summary>Simulate, fit, and find what was planted within the errors the fit states.</summary>
public sealed class VaryingCovariateRecovery
{
    private static readonly VaryingCovariateModel Planted = new(
        new(new(1.2, 6, 0.9, 12), TimeUnit.Week),
        [
            new("season", CovariateProcess.Purchase, 0.6), new("letter", CovariateProcess.Purchase, 0.4), new("web", CovariateProcess.Purchase, -0.3),
            new("season", CovariateProcess.Dropout, -0.5), new("letter", CovariateProcess.Dropout, -0.6), new("web", CovariateProcess.Dropout, 0.5),
        ]);

    // The mean of squared deviations in standard errors is chi-square by its degrees: 1 within 4 of its own standard errors.
    [Fact]
    [Trait("Speed", "Slow")]
    public void Planted_effects_are_found_again()
    {
        const int Customers = 1500, Repeats = 8;
        CovariatePaths known = VaryingCovariateConsistency.Paths(Customers, 21);
        double squares = 0;
        int counted = 0;
        double[] expected = [.. Planted.AtZero.Parameters, .. Planted.Effects.Select(effect => effect.Coefficient)];
        double[] sum = new double[expected.Length];
        for (ulong seed = 1; seed <= Repeats; seed++)
        {
            PurchaseTimes rows = VaryingCovariateSimulator.Times(Planted, known, VaryingCovariateConsistency.Ages(Customers), seed);
            FitReport<VaryingCovariateModel> report = VaryingCovariateFitter.ParetoNbd(rows, known);
            Assert.Equal(FitExit.Converged, report.Exit);
            for (int i = 0; i < expected.Length; i++)
            {
                ParameterEstimate found = report.Parameters[i];
                double z = found.IsCoefficient
                    ? (found.Value - expected[i]) / found.StandardError!.Value
                    : Math.Log(found.Value / expected[i]) / (found.StandardError!.Value / found.Value);
                Assert.InRange(z, -4.5, 4.5);
                sum[i] += z;
                squares += found.IsCoefficient ? z * z : 0;
                counted += found.IsCoefficient ? 1 : 0;
            }
        }

        double allowed = 4 * Math.Sqrt(2.0 / counted);
        Assert.InRange(squares / counted, 1 - allowed, 1 + allowed);
        Assert.All(sum, z => Assert.InRange(z / Math.Sqrt(Repeats), -4.0, 4.0));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Simulated_customers_buy_as_often_as_expected()
    {
        const int Customers = 40_000;
        CovariatePaths known = VaryingCovariateConsistency.Paths(Customers, 8);
        double expected = Planted.ExpectedTransactions(known, 40).Sum();
        PurchaseTimes rows = VaryingCovariateSimulator.Times(Planted, known, [.. Enumerable.Repeat(40.0, Customers)], 3);
        double[] counts = [.. rows.Times.Select(own => (double)own.Length)];
        double error = Math.Sqrt(counts.Sum(count => Math.Pow(count - (expected / Customers), 2)));
        Assert.InRange(counts.Sum(), expected - (4 * error), expected + (4 * error));

        // And those seen for 20 weeks go on as they are expected to.
        PurchaseTimes seen = new([.. rows.Times.Select(own => own.Where(time => time <= 20).ToArray())], [.. rows.Times.Select(_ => 20.0)], TimeUnit.Week);
        double[] forecast = Planted.ConditionalExpectedTransactions(seen, known, 20), alive = Planted.ProbabilityOfNoPurchase(seen, known, 20);
        double[] later = [.. rows.Times.Select(own => (double)own.Count(time => time > 20))];
        double spread = Math.Sqrt(later.Zip(forecast, (count, mean) => Math.Pow(count - mean, 2)).Sum());
        Assert.InRange(later.Sum(), forecast.Sum() - (4 * spread), forecast.Sum() + (4 * spread));
        double silent = alive.Sum(), chance = Math.Sqrt(alive.Sum(p => p * (1 - p)));
        Assert.InRange(later.Count(count => count == 0), silent - (4 * chance), silent + (4 * chance));
    }

    /// <summary>Followed into a season, customers who buy for it are forecast without bias only by a model that knows it.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Seasonal_customers_are_forecast_with_less_bias_than_without_the_season()
    {
        const int Customers = 3000;
        VaryingCovariateModel truth = new(new(new(1.2, 12, 0.9, 40), TimeUnit.Week), [new("season", CovariateProcess.Purchase, 1.2)]);
        CovariatePaths known = new(
            [CovariatePath.Calendar("season", [.. Enumerable.Range(0, 70).Select(k => k % 26 < 8 ? 1.0 : 0.0)])], new double[Customers], 70, 1, TimeUnit.Week);
        PurchaseTimes whole = VaryingCovariateSimulator.Times(truth, known, [.. Enumerable.Repeat(60.0, Customers)], 5);
        PurchaseTimes seen = new([.. whole.Times.Select(own => own.Where(time => time <= 52).ToArray())], [.. whole.Times.Select(_ => 52.0)], TimeUnit.Week);
        double actual = whole.Times.Sum(own => own.Count(time => time > 52));
        double with = VaryingCovariateFitter.ParetoNbd(seen, known, new() { Dropout = [] }).Model.ConditionalExpectedTransactions(seen, known, 8).Sum();
        double without = ParetoNbdFitter.Fit(seen.Histories).Model.ConditionalExpectedTransactions(seen.Histories, 8).Sum();
        Assert.InRange(with / actual, 0.93, 1.07);
        Assert.InRange(without / actual, 0.2, 0.75);
    }
}
