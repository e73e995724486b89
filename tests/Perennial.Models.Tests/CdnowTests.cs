using System.Globalization;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoNbd;
using Perennial.Testing;

namespace Perennial.Models.Tests;

/// <summary>CDNOW's one-tenth sample: parameters, log-likelihood and standard errors at an optimum polished to machine precision.</summary>
public sealed class CdnowTests
{
    [Fact]
    public void Bg_nbd_gives_the_polished_optimum()
    {
        FitReport<BgNbdModel> report = BgNbdFitter.Fit(Sample());
        Agree(report, -9582.4292066739, [.2425945302, 4.4136021816, .7929219753, 2.4259066547], [(.012557, 5e-7), (.378224, 5e-7), (.185734, 5e-7), (.705414, 5e-7)]);
        PurchaseHistories first = new([2], [213.0 / 7], [272.0 / 7], TimeUnit.Week);
        BgNbdModel there = new(new(0.24259453015627694, 4.413602181579171, 0.7929219752650292, 2.4259066546621746), TimeUnit.Week);
        Close(.7266203151633169, there.ProbabilityAlive(first)[0], 1e-12);
        Close(1.2259944663217177, there.ConditionalExpectedTransactions(first, 39)[0], 1e-12);
        Close(.7266203152, report.Model.ProbabilityAlive(first)[0], 1e-7);
        Close(1.225994466, report.Model.ConditionalExpectedTransactions(first, 39)[0], 1e-7);
    }

    [Fact]
    public void Pareto_nbd_gives_the_polished_optimum()
    {
        FitReport<ParetoNbdModel> report = ParetoNbdFitter.Fit(Sample());
        Agree(report, -9594.9761789395, [.553277, 10.577684, .606240, 11.668735], [(.04763, 5e-6), (.84272, 5e-6), (.18728, 5e-6), (6.2111, 5e-5)]);
        PurchaseHistories first = new([2], [213.0 / 7], [272.0 / 7], TimeUnit.Week);
        Close(.869134266260943, report.Model.ProbabilityAlive(first)[0], 1e-8);
        Close(1.455201712184758, report.Model.ConditionalExpectedTransactions(first, 39)[0], 1e-8);
    }

    [Fact]
    public void Gamma_gamma_gives_the_polished_optimum()
    {
        (PurchaseHistories histories, double[] spend) = Load();
        FitReport<GammaGammaModel> report = GammaGammaFitter.Fit(new SpendHistories(histories.Frequency, spend));
        Assert.Equal(946, report.Customers);
        Agree(report, -4055.9176948, [6.2495716310, 3.7442247118, 15.4435229396], [(1.190, 5e-4), (.290, 5e-4), (4.159, 5e-4)]);
        Close(24.653918981746912, report.Model.ExpectedSpend(new SpendHistories([2], [22.345]))[0], 1e-7);
    }

    internal static PurchaseHistories Sample() => Load().Histories;

    private static void Agree<TModel>(FitReport<TModel> report, double logLikelihood, double[] parameters, (double Value, double Rounding)[] errors)
        where TModel : class
    {
        Assert.Equal(FitExit.Converged, report.Exit);
        Close(logLikelihood, report.LogLikelihood, 1e-9);
        for (int i = 0; i < parameters.Length; i++)
        {
            Close(parameters[i], report.Parameters[i].Value, 1e-6);

            // The published errors are rounded: half a unit of their last digit, and 1e-4 for the other program's Hessian.
            Assert.Equal(errors[i].Value, report.Parameters[i].StandardError!.Value, errors[i].Rounding + (1e-4 * errors[i].Value));
        }
    }

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");

    private static (PurchaseHistories Histories, double[] Spend) Load()
    {
        double[][] rows = [.. File.ReadLines(RealData.Reference("cbs_cdnow_sample.csv")).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return (
            new PurchaseHistories([.. rows.Select(r => (int)r[1])], [.. rows.Select(r => r[2])], [.. rows.Select(r => r[3])], TimeUnit.Week),
            [.. rows.Select(r => r[4])]);
    }
}
