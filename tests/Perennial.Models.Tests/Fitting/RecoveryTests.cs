using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Fitting;

/// <summary>Simulate on continuous time, fit, compare with the truth and with another optimiser.</summary>
public sealed class RecoveryTests
{
    private const int Repeats = 60;
    private static readonly double[] BgTruth = [0.243, 4.414, 0.793, 2.426];
    private static readonly double[] MbgTruth = [0.525, 6.183, 0.891, 1.614];
    private static readonly double[] ParetoTruth = [0.553, 10.578, 0.606, 11.669];

    [Fact]
    [Trait("Speed", "Slow")]
    public void Bg_nbd_intervals_cover_the_truth() => Covers(BgTruth, seed =>
        BgNbdFitter.Fit(BgNbdSimulator.Histories(new(BgTruth[0], BgTruth[1], BgTruth[2], BgTruth[3]), Ages(8000), TimeUnit.Week, seed)).Parameters);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Mbg_nbd_intervals_cover_the_truth() => Covers(MbgTruth, seed =>
        MbgNbdFitter.Fit(MbgNbdSimulator.Histories(new(MbgTruth[0], MbgTruth[1], MbgTruth[2], MbgTruth[3]), Ages(8000), TimeUnit.Week, seed)).Parameters);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Mbg_cnbd_3_intervals_cover_the_truth()
    {
        double[] truth = [1.2, 1.4, 0.7, 2.2];
        Covers(truth, seed => CnbdKFitter.Fit(
            CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(3, truth[0], truth[1], truth[2], truth[3]), Ages(8000), TimeUnit.Week, seed), new() { K = 3 }).Parameters);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Pareto_nbd_intervals_cover_the_truth() => Covers(ParetoTruth, seed =>
        ParetoNbdFitter.Fit(ParetoNbdSimulator.Histories(new(ParetoTruth[0], ParetoTruth[1], ParetoTruth[2], ParetoTruth[3]), Ages(8000), TimeUnit.Week, seed)).Parameters);

    [Fact]
    public void A_simplex_search_finds_no_better_bg_nbd()
    {
        PurchaseHistories rows = BgNbdSimulator.Histories(new(BgTruth[0], BgTruth[1], BgTruth[2], BgTruth[3]), Ages(1500), TimeUnit.Week, 9);
        FitReport<BgNbdModel> report = BgNbdFitter.Fit(rows);
        double simplex = Simplex(BgTruth, p => Enumerable.Range(0, rows.Count)
            .Sum(i => BgNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), rows.Frequency[i], rows.Recency[i], rows.T[i])));
        Assert.InRange(report.LogLikelihood, simplex - 1e-9, simplex + 1e-3);
    }

    [Fact]
    public void A_simplex_search_finds_no_better_mbg_nbd()
    {
        PurchaseHistories rows = MbgNbdSimulator.Histories(new(MbgTruth[0], MbgTruth[1], MbgTruth[2], MbgTruth[3]), Ages(1500), TimeUnit.Week, 9);
        FitReport<MbgNbdModel> report = MbgNbdFitter.Fit(rows);
        double simplex = Simplex(MbgTruth, p => Enumerable.Range(0, rows.Count)
            .Sum(i => MbgNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), rows.Frequency[i], rows.Recency[i], rows.T[i])));
        Assert.InRange(report.LogLikelihood, simplex - 1e-9, simplex + 1e-3);
    }

    [Fact]
    public void A_simplex_search_finds_no_better_pareto_nbd()
    {
        PurchaseHistories rows = ParetoNbdSimulator.Histories(new(ParetoTruth[0], ParetoTruth[1], ParetoTruth[2], ParetoTruth[3]), Ages(1000), TimeUnit.Week, 9);
        FitReport<ParetoNbdModel> report = ParetoNbdFitter.Fit(rows);
        double simplex = Simplex(ParetoTruth, p => Enumerable.Range(0, rows.Count)
            .Sum(i => ParetoNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), rows.Frequency[i], rows.Recency[i], rows.T[i])));
        Assert.InRange(report.LogLikelihood, simplex - 1e-9, simplex + 1e-3);
    }

    [Fact]
    public void Different_starts_end_at_the_same_optimum()
    {
        PurchaseHistories rows = ParetoNbdSimulator.Histories(new(ParetoTruth[0], ParetoTruth[1], ParetoTruth[2], ParetoTruth[3]), Ages(5000), TimeUnit.Week, 11);
        FitReport<ParetoNbdModel> plain = ParetoNbdFitter.Fit(rows);
        FitReport<ParetoNbdModel> far = ParetoNbdFitter.Fit(rows, new() { Start = new(50, 1, 0.01, 1000) });
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(1.0, far.Parameters[i].Value / plain.Parameters[i].Value, 1e-8);
        }
    }

    private static double[] Ages(int n) => [.. Enumerable.Range(0, n).Select(i => 52 + (i % 365 / 7.0))];

    private static double Simplex(double[] start, Func<double[], double> logLikelihood)
    {
        IObjectiveFunction objective = ObjectiveFunction.Value(v => -logLikelihood([.. v.Select(x => Math.Exp(x))]));
        Vector<double> at = Vector<double>.Build.DenseOfEnumerable(start.Select(x => Math.Log(x)));
        return -new NelderMeadSimplex(1e-9, 2000).FindMinimum(objective, at).FunctionInfoAtMinimum.Value;
    }

    // z = (estimate - truth) / error of ln parameters: mean 0, variance 1. With 60 repeats the bounds hold at about one in a thousand.
    private static void Covers(double[] truth, Func<ulong, IReadOnlyList<ParameterEstimate>> fit)
    {
        double[] sum = new double[4], squares = new double[4];
        for (int k = 0; k < Repeats; k++)
        {
            IReadOnlyList<ParameterEstimate> found = fit((ulong)(1000 + k));
            for (int i = 0; i < 4; i++)
            {
                double z = Math.Log(found[i].Value / truth[i]) / (found[i].StandardError!.Value / found[i].Value);
                sum[i] += z;
                squares[i] += z * z;
            }
        }

        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(sum[i] / Repeats, -0.45, 0.45);
            Assert.InRange(squares[i] / Repeats, 0.5, 1.65);
        }
    }
}
