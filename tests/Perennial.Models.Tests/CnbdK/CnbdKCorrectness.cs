using System.Globalization;
using Perennial.Models.CnbdK;
using Perennial.Testing;

namespace Perennial.Models.Tests.CnbdK;

/// <summary>The same numbers as integration in 25 digits, and as another program.</summary>
public sealed class CnbdKCorrectness
{
    public static TheoryData<int> Points => [.. Enumerable.Range(0, Lines().Length)];

    [Theory]
    [MemberData(nameof(Points))]
    public void Likelihood_and_predictions_agree_with_25_digit_integration(int point)
    {
        string[] cells = Lines()[point].Split(',');
        double[] v = [.. cells.Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        CnbdKVariant variant = cells[0] == "bg-cnbd-k" ? CnbdKVariant.BgCnbdK : CnbdKVariant.MbgCnbdK;
        CnbdKParameters p = new((int)v[0], v[1], v[2], v[3], v[4]);
        CnbdKModel model = new(variant, p, TimeUnit.Week);
        (int x, double tx, double t) = ((int)v[5], v[6], v[7]);
        PurchaseHistories one = new([x], [tx], [t], TimeUnit.Week);
        Close(v[10], CnbdKLikelihood.LogLikelihood(variant, p, x, tx, t, v[8]));
        Close(v[11], model.ProbabilityAlive(one)[0]);
        Close(v[12], model.ConditionalExpectedTransactions(one, v[9])[0]);
        Close(v[14], model.Dert(one, ContinuousRate.PerUnit(v[13], TimeUnit.Week))[0]);
    }

    /// <summary>Of all regularities BTYDplus 1.2.0 takes k = 1 on CDNOW's one-tenth sample, and stops its search a little early; so do we, at the optimum.</summary>
    [Theory]
    [InlineData(CnbdKVariant.BgCnbdK, -9582.4292067873, 0.242598152302962, 4.41368416317441, 0.792989873567761, 2.42616669597896, 0.726618431577605, 0.212395856504988, 1.22598481139165)]
    [InlineData(CnbdKVariant.MbgCnbdK, -9582.13571558839, 0.524843558624007, 6.18309284510756, 0.89138778023254, 1.61404833438599, 0.70613451972901, 0.170949136559617, 1.26274696448362)]
    public void Cdnow_is_bought_at_random(CnbdKVariant variant, double logLikelihood, double r, double alpha, double a, double b, double first, double second, double cet)
    {
        FitReport<CnbdKModel> report = CnbdKFitter.Fit(Cdnow(), new() { Variant = variant });
        Assert.Equal(1, report.Model.Named.K);
        Assert.InRange(report.LogLikelihood, logLikelihood - 1e-6, logLikelihood + 1e-6);
        CnbdKModel theirs = new(variant, new(1, r, alpha, a, b), TimeUnit.Week);
        PurchaseHistories two = new([2, 1], [213.0 / 7, 12.0 / 7], [272.0 / 7, 272.0 / 7], TimeUnit.Week);
        double[] alive = theirs.ProbabilityAlive(two);
        Assert.Equal(first, alive[0], 1e-6 * first);
        Assert.Equal(second, alive[1], 1e-6 * second);
        Assert.Equal(cet, theirs.ConditionalExpectedTransactions(two, 39)[0], 1e-6 * cet);
    }

    private static void Close(double expected, double found) =>
        Assert.True(Math.Abs(found - expected) <= 1e-9 * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");

    private static string[] Lines() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "cnbd_k.csv")).Where(line => !line.StartsWith('#')).Skip(1)];

    // Orders of one day are one purchase; 1997-09-30 ends the calibration.
    internal static PurchaseHistories Cdnow()
    {
        DateOnly end = new(1997, 9, 30);
        int[][] customers = [.. File.ReadLines(RealData.Path("cdnow/cdnow_sample.csv")).Skip(1).Select(line => line.Split(','))
            .Select(c => (Id: c[1], Day: DateOnly.Parse(c[2], CultureInfo.InvariantCulture)))
            .Where(o => o.Day <= end)
            .GroupBy(o => o.Id)
            .Select(g => g.Select(o => o.Day.DayNumber).Distinct().Order().ToArray())];
        return new(
            [.. customers.Select(days => days.Length - 1)],
            [.. customers.Select(days => (days[^1] - days[0]) / 7.0)],
            [.. customers.Select(days => (end.DayNumber - days[0]) / 7.0)],
            TimeUnit.Week,
            null,
            [.. customers.Select(days => days.Zip(days.Skip(1), (before, after) => Math.Log((after - before) / 7.0)).Sum())]);
    }
}
