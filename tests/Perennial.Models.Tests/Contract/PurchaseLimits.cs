using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Contract;

/// <summary>Parameters and histories at the ends of what numbers hold: no model ever says NaN, infinity or a chance beyond one.</summary>
public sealed class PurchaseLimits
{
    private static readonly ContinuousRate Rate = ContinuousRate.PerUnit(0.003, TimeUnit.Week);

    /// <summary>Nobody, newcomers, the busiest, those whose last purchase is the last day, and those silent for a million weeks.</summary>
    private static readonly PurchaseHistories Hard = new(
        [0, 0, 0, 1, 1, 3, 20000, 20000, 20000, 7],
        [0, 0, 0, 1e-9, 1e6, 38, 38.85, 1e6, 1e-3, 1e3],
        [0, 1e-9, 1e6, 1e6, 1e6, 38, 38.86, 1e6, 1e6, 1e3 + 1e-9],
        TimeUnit.Week);

    /// <summary>Gives the models.</summary>
    public static TheoryData<string> Names => PurchaseCases.Names;

    /// <summary>Gives those with closed forms; sums over phases take longer and leave the fast suite to the others.</summary>
    public static TheoryData<string> Light => [.. PurchaseCases.Names.Where(row => !row.Data.Contains("cnbd", StringComparison.Ordinal)).Select(row => row.Data)];

    [Theory]
    [MemberData(nameof(Light))]
    public void Parameters_of_any_size_give_finite_answers(string name) => Check(name, 4);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Speed", "Slow")]
    public void Parameters_of_any_size_give_finite_answers_many_times(string name) => Check(name, name.Contains("cnbd", StringComparison.Ordinal) ? 12 : 60);

    private static void Check(string name, int draws)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        Pcg64 random = new(5);
        int covariates = name.EndsWith("covariates", StringComparison.Ordinal) ? 2 : 0;
        int own = model.Parameters.Length - covariates;

        // All parameters 1 (a = 1, s = 1, alpha = beta), a + b below 1, one huge (beta), then any between 1e-6 and 1e6.
        List<double[]> points = [Filled(own, _ => 1.0), Filled(own, _ => 0.3), Filled(own, i => i == own - 1 ? 1e9 : 1.0), Filled(own, i => i < 2 ? 1.0 : 1e6)];
        while (points.Count < draws)
        {
            points.Add(Filled(own, _ => Math.Pow(10, (12 * random.NextDouble()) - 6)));
        }

        List<string> faults = [];
        foreach (double[] point in points)
        {
            double[] parameters = [.. point, .. model.Parameters[own..]];
            ITransactionModel at = model.Make(parameters, TimeUnit.Week);
            Chances("alive", at.ProbabilityAlive(Hard));
            Amounts("dert", at.Dert(Hard, Rate));
            foreach (double t in (double[])[0, 1e-9, 39, 1e5])
            {
                Chances($"alive {t} later", at.ProbabilityAlive(Hard, t));
                Chances($"silence {t}", at.ProbabilityOfNoPurchase(Hard, t));
                Amounts($"cet {t}", at.ConditionalExpectedTransactions(Hard, t));
                Amounts($"dect {t}", at.DiscountedExpectedTransactions(Hard, t, Rate));
                Amounts($"expected {t}", [at.ExpectedTransactions(t)]);
            }

            foreach (int i in (int[])[0, 2, 4, 5, 9])
            {
                double[] mass = at.ProbabilityOfCount(Hard.Frequency[i], Hard.Recency[i], Hard.T[i], 39, 5);
                Chances($"mass of {i}", mass);
                Chances($"sum of mass of {i}", [mass.Sum() - 1e-9]);
            }

            PurchaseHistories rows = PurchaseCase.Rows(Hard.Frequency, Hard.Recency, Hard.T, TimeUnit.Week);
            for (int i = 0; i < Hard.Count; i++)
            {
                if (!double.IsFinite(model.LogLikelihood(at, rows, i)))
                {
                    faults.Add($"({string.Join(", ", parameters)}): log-likelihood of row {i} is {model.LogLikelihood(at, rows, i)}");
                }
            }

            void Chances(string what, double[] values) => Values(what, values, v => v >= -1e-9 && v <= 1);

            void Amounts(string what, double[] values) => Values(what, values, v => double.IsFinite(v) && v >= 0);

            void Values(string what, double[] values, Func<double, bool> holds)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    if (!holds(values[i]))
                    {
                        faults.Add($"({string.Join(", ", parameters)}): {what}[{i}] is {values[i]:R}");
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count}:\n{string.Join('\n', faults.Take(30))}");
    }

    private static double[] Filled(int n, Func<int, double> value) => [.. Enumerable.Range(0, n).Select(value)];
}
