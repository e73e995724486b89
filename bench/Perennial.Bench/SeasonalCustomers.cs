using Perennial.Models;
using Perennial.Models.Covariates;
using Perennial.Models.Numerics;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Bench;

/// <summary>Simulated customers under covariates that change every week: a season all share, letters and prices of each one's own.</summary>
internal static class SeasonalCustomers
{
    private static readonly VaryingCovariateModel Truth = new(
        new(new(1.2, 12, 0.8, 30), TimeUnit.Week),
        [
            new("season", CovariateProcess.Purchase, 0.5), new("letter", CovariateProcess.Purchase, 0.6), new("price", CovariateProcess.Purchase, -0.8),
            new("season", CovariateProcess.Dropout, -0.3), new("letter", CovariateProcess.Dropout, -0.6), new("price", CovariateProcess.Dropout, 0.5),
        ]);

    /// <summary>Simulates customers, all followed for so many weeks; no two are alike.</summary>
    public static (PurchaseTimes Times, CovariatePaths Covariates) Of(int customers, int weeks)
    {
        int periods = weeks + 1;
        Pcg64 random = new(5, 1);
        double[] letter = new double[customers * periods], price = new double[customers * periods];
        for (int i = 0; i < letter.Length; i++)
        {
            letter[i] = random.NextDouble() < 0.2 ? 1 : 0;
            price[i] = random.NextDouble() - 0.5;
        }

        CovariatePaths covariates = new(
            [
                CovariatePath.Calendar("season", [.. Enumerable.Range(0, periods).Select(k => Math.Sin(2 * Math.PI * k / 52))]),
                CovariatePath.Own("letter", letter),
                CovariatePath.Own("price", price),
            ],
            new double[customers],
            periods,
            1,
            TimeUnit.Week);
        return (VaryingCovariateSimulator.Times(Truth, covariates, [.. Enumerable.Repeat((double)weeks, customers)], seed: 3), covariates);
    }
}
