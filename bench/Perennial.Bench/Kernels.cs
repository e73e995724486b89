using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;

namespace Perennial.Bench;

/// <summary>The statistics library's hot paths on simulated customers: likelihood, fit, P(alive), expected purchases, quantiles of value.</summary>
/// <remarks>The likelihood is that of one row, summed over all without grouping: what a fit costs per distinct history. Everything else is as a run calls it.</remarks>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public class Kernels
{
    private static readonly BgNbdParameters BgNbd = new(0.2425945, 4.4136022, 0.7929203, 2.4258953);
    private static readonly ParetoNbdParameters ParetoNbd = new(0.553277, 10.577684, 0.60624, 11.668735);
    private static readonly GammaGammaParameters Spend = new(6.25, 3.74, 15.44);
    private static readonly double[] Levels = [0.025, 0.1, 0.5, 0.9, 0.975];
    private readonly BgNbdModel _bgNbd = new(BgNbd, TimeUnit.Week);
    private readonly ParetoNbdModel _paretoNbd = new(ParetoNbd, TimeUnit.Week);
    private PurchaseHistories _histories = null!;
    private double[] _alive = null!;
    private double[] _meanSpend = null!;

    /// <summary>Gets or sets the number of customers.</summary>
    [Params(10_000, 100_000)]
    public int Customers { get; set; }

    /// <summary>Draws the customers: twelve weeks of arrivals, half a year to a year and a half of age.</summary>
    [GlobalSetup]
    public void Draw()
    {
        double[] ages = [.. Enumerable.Range(0, Customers).Select(i => 27 + (i % 364 / 7.0))];
        _histories = ParetoNbdSimulator.Histories(ParetoNbd, ages, TimeUnit.Week, seed: 7);
        _alive = _paretoNbd.ProbabilityAlive(_histories);
        _meanSpend = [.. _histories.Frequency.Select((x, i) => x == 0 ? 0 : 20 + (i % 60))];
    }

    [Benchmark]
    public double BgNbdLikelihood()
    {
        double sum = 0;
        for (int i = 0; i < _histories.Count; i++)
        {
            sum += Models.BgNbd.BgNbdLikelihood.LogLikelihood(BgNbd, _histories.Frequency[i], _histories.Recency[i], _histories.T[i]);
        }

        return sum;
    }

    [Benchmark]
    public double ParetoNbdLikelihood()
    {
        double sum = 0;
        for (int i = 0; i < _histories.Count; i++)
        {
            sum += Models.ParetoNbd.ParetoNbdLikelihood.LogLikelihood(ParetoNbd, _histories.Frequency[i], _histories.Recency[i], _histories.T[i]);
        }

        return sum;
    }

    [Benchmark]
    public double BgNbdFit() => BgNbdFitter.Fit(_histories).LogLikelihood;

    [Benchmark]
    public double ParetoNbdFit() => ParetoNbdFitter.Fit(_histories).LogLikelihood;

    [Benchmark]
    public double[] BgNbdAlive() => _bgNbd.ProbabilityAlive(_histories);

    [Benchmark]
    public double[] ParetoNbdAlive() => _paretoNbd.ProbabilityAlive(_histories);

    [Benchmark]
    public double[] BgNbdExpected() => _bgNbd.ConditionalExpectedTransactions(_histories, 52);

    [Benchmark]
    public double[] ParetoNbdExpected() => _paretoNbd.ConditionalExpectedTransactions(_histories, 52);

    [Benchmark]
    public double[][] ValueQuantiles() => Value().Quantiles(_histories.Frequency, _histories.Recency, _histories.T, _alive, _meanSpend, Levels);

    [Benchmark]
    public double[] ValueCrps() => Value().Crps(_histories.Frequency, _histories.Recency, _histories.T, _alive, _meanSpend, _meanSpend, Models.Assessing.PitRecalibration.Identity);

    private ValueDistribution Value() => ValueDistribution.Create(TransactionLaw.Of(_paretoNbd), Spend, 52, ContinuousRate.FromEffectiveAnnual(0.10, TimeUnit.Week));

    /// <summary>Measures in the process of the bench, so that nothing is generated and built again.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(BenchmarkDotNet.Toolchains.InProcess.Emit.InProcessEmitToolchain.Instance));
    }
}
