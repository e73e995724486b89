using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.ShiftedBetaGeometric;

namespace Perennial.Models.Tests.Contracts;

/// <summary>Simulate and fit: the truth lies within the stated errors as often as they say.</summary>
public sealed class ContractRecovery
{
    private const int Repeats = 60;

    [Fact]
    [Trait("Speed", "Slow")]
    public void Shifted_beta_geometric_intervals_cover_the_truth()
    {
        int n = 4000;
        CovariateColumns x = new(["plan"], [[.. Enumerable.Range(0, n).Select(i => (double)(i % 2))]]);
        ShiftedBetaGeometricModel truth = new(new(0.8, 2.5), ["plan"], [0.4], [-0.3]);
        Covers([0.8, 2.5, 0.4, -0.3], [true, true, false, false], seed =>
            ShiftedBetaGeometricFitter.Fit(ShiftedBetaGeometricSimulator.Histories(truth, Opportunities(n), seed, x)).Parameters);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Beta_discrete_weibull_intervals_cover_the_truth()
    {
        BetaDiscreteWeibullModel truth = new(new(0.6, 1.5, 1.4));
        Covers([0.6, 1.5, 1.4], [true, true, true], seed =>
            BetaDiscreteWeibullFitter.Fit(BetaDiscreteWeibullSimulator.Histories(truth, Opportunities(20_000), seed)).Parameters);
    }

    private static int[] Opportunities(int n) => [.. Enumerable.Range(0, n).Select(i => 4 + (i % 9))];

    // z = (estimate - truth) / error: mean 0, variance 1. With 60 repeats the bounds hold at about one in a thousand.
    private static void Covers(double[] truth, bool[] log, Func<ulong, IReadOnlyList<ParameterEstimate>> fit)
    {
        double[] sum = new double[truth.Length], squares = new double[truth.Length];
        for (int k = 0; k < Repeats; k++)
        {
            IReadOnlyList<ParameterEstimate> found = fit((ulong)(500 + k));
            for (int i = 0; i < truth.Length; i++)
            {
                double error = found[i].StandardError!.Value;
                double z = log[i] ? Math.Log(found[i].Value / truth[i]) / (error / found[i].Value) : (found[i].Value - truth[i]) / error;
                sum[i] += z;
                squares[i] += z * z;
            }
        }

        for (int i = 0; i < truth.Length; i++)
        {
            Assert.InRange(sum[i] / Repeats, -0.43, 0.43);
            Assert.InRange(squares[i] / Repeats, 0.5, 1.7);
        }
    }
}
