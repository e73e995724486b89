using System.Globalization;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.MbgNbd;
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
    public void Mbg_nbd_gives_the_polished_optimum()
    {
        FitReport<MbgNbdModel> report = MbgNbdFitter.Fit(Sample());
        Agree(
            report, -9582.135715553748, [0.5248431317158968, 6.183085641091986, 0.8913593144086459, 1.61400226240981],
            [(.08326808867855288, 0), (.6956199090360872, 0), (.15478993801750496, 0), (.5374947939556138, 0)]);
    }

    /// <summary>Of customers 1 and 2, at the polished optimum; lifetimes 0.11.3.</summary>
    [Fact]
    public void Mbg_nbd_agrees_with_lifetimes_at_its_parameters()
    {
        MbgNbdModel model = new(new(0.5248431317158968, 6.183085641091986, 0.8913593144086459, 1.61400226240981), TimeUnit.Week);
        PurchaseHistories two = new([2, 1], [213.0 / 7, 12.0 / 7], [272.0 / 7, 272.0 / 7], TimeUnit.Week);
        double[] alive = model.ProbabilityAlive(two);
        Close(0.7061385001760043, alive[0], 1e-6);
        Close(0.17095110741143393, alive[1], 1e-6);
        (double Horizon, double First, double Second)[] expected =
            [(1, 0.03933599632288416, 0.005755763742065841), (13, 0.4768745907518823, 0.07036765075643894), (39, 1.2627588870715099, 0.18894493108146218), (104, 2.6884375181604874, 0.41121751880418905)];
        foreach ((double horizon, double first, double second) in expected)
        {
            double[] found = model.ConditionalExpectedTransactions(two, horizon);
            Close(first, found[0], 1e-6);
            Close(second, found[1], 1e-6);
        }

        Close(0.0530603196683104, model.ExpectedTransactions(1), 1e-6);
        Close(1.182279740538792, model.ExpectedTransactions(39), 1e-6);
        Close(2.1136242462013426, model.ExpectedTransactions(104), 1e-6);
        double[] published = [0.5829823487850974, 0.18275687442459965, 0.08682414633434976, 0.04850220673085866, 0.029715685517785702, 0.019338755487184514];
        double[] mass = model.ProbabilityOfCount(0, 0, 0, 272.0 / 7, published.Length);
        for (int n = 0; n < published.Length; n++)
        {
            Close(published[n], mass[n], 1e-6);
        }
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

    [Fact]
    public void Bg_nbd_agrees_with_lifetimes_at_its_parameters()
    {
        BgNbdModel model = new(new(0.24259453015627694, 4.413602181579171, 0.7929219752650292, 2.4259066546621746), TimeUnit.Week);
        Close(1.1950100545250475, model.ExpectedTransactions(39), 1e-6);
        Close(2.199828001835503, model.ExpectedTransactions(104), 1e-6);
        double[] published = [0.5747665624791081, 0.19911954304219404, 0.08525253015607942, 0.04574171909840674, 0.027587489598920253];
        double[] found = model.ProbabilityOfCount(0, 0, 0, 272.0 / 7, 5);
        for (int n = 0; n < 5; n++)
        {
            Close(published[n], found[n], 1e-6);
        }
    }

    [Fact]
    public void Pareto_nbd_agrees_with_lifetimes_and_CLVTools_at_their_parameters()
    {
        ParetoNbdModel model = new(new(0.5532770746513661, 10.577684006490918, 0.6062399703107957, 11.668734863545604), TimeUnit.Week);
        Close(1.2134040214067097, model.ExpectedTransactions(39), 2e-6);
        double[] published = [0.4080736456267318, 0.21926516321350129, 0.1517482492053043, 0.09565623245156132, 0.0565789509909314, 0.03198651922162809];
        double[] found = model.ProbabilityOfCount(2, 213.0 / 7, 272.0 / 7, 39, 6);
        for (int n = 0; n < 6; n++)
        {
            Close(published[n], found[n], 1e-5);
        }

        ParetoNbdModel clvTools = new(new(.55327001, 10.57780068, .60602000, 11.66391453), TimeUnit.Week);
        PurchaseHistories first = new([2], [213.0 / 7], [272.0 / 7], TimeUnit.Week);
        Close(6.50222841, clvTools.Dert(first, ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week))[0], 1e-6);
    }

    [Fact]
    public void Bg_nbd_dert_agrees_with_quadrature_in_40_digits()
    {
        BgNbdModel model = new(new(.2425945, 4.4136022, .7929203, 2.4258953), TimeUnit.Week);
        double[] expected = [5.169808324400, 1.017297042552, .918589540582, 12.703614068634, 69.742133375489];
        double age = 272.0 / 7;
        double[] found = model.Dert(
            new([2, 0, 1, 7, 29], [213.0 / 7, 0, 12.0 / 7, 206.0 / 7, 264.0 / 7], [age, age, age, age, age], TimeUnit.Week),
            ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week));
        for (int i = 0; i < expected.Length; i++)
        {
            Close(expected[i], found[i], 1e-11);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_full_set_of_23570_customers_agrees_too()
    {
        (PurchaseHistories histories, SpendHistories spend) = Full();
        Assert.Equal(23_570, histories.Count);
        FitReport<BgNbdModel> bg = BgNbdFitter.Fit(histories);
        FitReport<ParetoNbdModel> pareto = ParetoNbdFitter.Fit(histories);
        FitReport<GammaGammaModel> money = GammaGammaFitter.Fit(spend);
        Agree(bg, -95368.4439331608, [.2516239525, 4.7889426984, .7234336540, 2.1610886938], []);
        Agree(MbgNbdFitter.Fit(histories), -95336.9583198795, [.63714, 7.31029, .807474, 1.228394], [], 5e-6);
        Agree(pareto, -95415.1186174698, [.59742, 11.585657, .522185, 8.827754], [], 5e-6);
        Agree(money, -40763.4762613907, [6.27536037, 3.62444977, 14.98368237], []);
        Assert.Equal(9450, money.Customers);
    }

    internal static PurchaseHistories Sample() => Load().Histories;

    internal static SpendHistories SampleSpend() => Load() is var (histories, spend) ? new(histories.Frequency, spend) : null!;

    private static void Agree<TModel>(FitReport<TModel> report, double logLikelihood, double[] parameters, (double Value, double Rounding)[] errors, double relative = 1e-6)
        where TModel : class
    {
        Assert.Equal(FitExit.Converged, report.Exit);
        Close(logLikelihood, report.LogLikelihood, 1e-9);
        for (int i = 0; i < parameters.Length; i++)
        {
            Close(parameters[i], report.Parameters[i].Value, relative);
        }

        for (int i = 0; i < errors.Length; i++)
        {
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

    // Orders of one day are one purchase; the first day is no repeat purchase; 1997-09-30 ends the calibration.
    internal static (PurchaseHistories Histories, SpendHistories Spend) Full()
    {
        DateOnly end = new(1997, 9, 30);
        var customers = File.ReadLines(RealData.Path("cdnow/cdnow_master.csv")).Skip(1).Select(line => line.Split(','))
            .Select(c => (Id: c[0], Day: DateOnly.Parse(c[1], CultureInfo.InvariantCulture), Amount: double.Parse(c[3], CultureInfo.InvariantCulture)))
            .Where(o => o.Day <= end)
            .GroupBy(o => o.Id)
            .Select(g => g.GroupBy(o => o.Day).OrderBy(d => d.Key).Select(d => (Day: d.Key.DayNumber, Amount: d.Sum(o => o.Amount))).ToArray())
            .ToArray();
        int[] frequency = [.. customers.Select(c => c.Length - 1)];
        return (
            new PurchaseHistories(
                frequency,
                [.. customers.Select(c => (c[^1].Day - c[0].Day) / 7.0)],
                [.. customers.Select(c => (end.DayNumber - c[0].Day) / 7.0)],
                TimeUnit.Week),
            new SpendHistories(frequency, [.. customers.Select(c => c.Length == 1 ? 0.0 : c.Skip(1).Average(d => d.Amount))]));
    }
}
