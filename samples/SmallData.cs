using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.Pooling;

namespace Perennial.Samples;

/// <summary>Many small segments: fitted apart they are wild, fitted together all the same. Pooling lets each learn from the others.</summary>
internal static class SmallData
{
    public static void Main()
    {
        // Fourteen countries, most with few customers, that differ: the logarithm of each parameter varies by about a third.
        int[] customers = [25, 25, 30, 30, 40, 40, 50, 60, 80, 100, 200, 400, 1000, 3000];
        Pcg64 random = new(11);
        BgNbdParameters[] truth = [.. customers.Select(_ => new BgNbdParameters(0.6 * Spread(), 6 * Spread(), 0.8 * Spread(), 2.4 * Spread()))];
        PurchaseHistories[] countries = [.. customers.Select((n, k) => BgNbdSimulator.Histories(truth[k], [.. Enumerable.Range(0, n).Select(i => 20.0 + (i % 30))], TimeUnit.Week, (ulong)k))];

        PooledSegments pooled = SegmentPool.OfBgNbd(countries).EmpiricalBayes();
        Console.WriteLine($"a typical country: {string.Join(", ", pooled.Names.Zip(pooled.Population, (name, value) => $"{name} {value:F2}"))}");

        // Expected orders of a new customer in the first year, three ways, beside the truth that only a simulation knows.
        BgNbdModel together = BgNbdFitter.Fit(Join(countries)).Model;
        Console.WriteLine("customers   truth   alone   pooled   all alike   from others");
        double[] errors = new double[3];
        for (int k = 0; k < countries.Length; k++)
        {
            FitReport<BgNbdModel> alone = BgNbdFitter.Fit(countries[k]);
            PooledSegment own = pooled.Segments[k];
            double right = Year(new BgNbdModel(truth[k], TimeUnit.Week));
            double[] found = [alone.IsUsable ? Year(alone.Model) : double.NaN, Year(together.With(own.Parameters)), Year(together)];
            Console.WriteLine($"{customers[k],9}{right,8:F2}{found[0],8:F2}{found[1],9:F2}{found[2],12:F2}{own.Pooling,14:P0}");
            for (int j = 0; j < errors.Length; j++)
            {
                errors[j] += Math.Abs(found[j] - right) / countries.Length;
            }
        }

        Console.WriteLine($"mean error: alone {errors[0]:F3}, pooled {errors[1]:F3}, all alike {errors[2]:F3}");

        double Spread() => Math.Exp(0.35 * random.NextNormal());
    }

    private static double Year(ITransactionModel model) => model.ExpectedTransactions(52);

    private static PurchaseHistories Join(PurchaseHistories[] all) => new(
        [.. all.SelectMany(h => h.Frequency)], [.. all.SelectMany(h => h.Recency)], [.. all.SelectMany(h => h.T)], all[0].Unit);
}
