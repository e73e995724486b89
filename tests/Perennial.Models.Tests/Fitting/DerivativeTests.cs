using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Fitting;
using Perennial.Models.GammaGamma;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Fitting;

/// <summary>Analytic gradients and Hessians against central differences, at ordinary and at extreme points.</summary>
public sealed class DerivativeTests
{
    private static readonly PurchaseHistories Rows = new(
        [0, 0, 0, 1, 1, 2, 5, 12, 30, 300, 3],
        [0, 0, 0, 1.7, 30, 30.4, 38, 20, 38.857, 38, 0.5],
        [0.5, 10, 38.857, 38.857, 31, 38.857, 38, 38.857, 38.857, 38.857, 39],
        TimeUnit.Week,
        [3, 2, 5, 1, 1, 2, 1, 1, 1, 1, 1]);

    public static TheoryData<double[]> Points =>
    [
        new double[] { -1.4, -2.0, -0.2, 0.9 },
        new double[] { -0.6, -1.0, -0.5, -0.9 },
        new double[] { 2.0, 1.0, 1.5, 2.0 },
        new double[] { -0.6, 1.5, -1.0, -2.0 },
        new double[] { 0.0, 0.0, 0.0, 0.0 },
        new double[] { 4.0, 4.0, 3.0, 6.0 },
        new double[] { -3.0, -4.0, -5.0, -1.0 },
    ];

    [Theory]
    [MemberData(nameof(Points))]
    public void Bg_nbd_derivatives_are_right(double[] point) => Check(BgNbdLikelihood.Objective(HistoryGroups.Of(Rows), 1), point);

    [Theory]
    [MemberData(nameof(Points))]
    public void Mbg_nbd_derivatives_are_right(double[] point) => Check(MbgNbdLikelihood.Objective(HistoryGroups.Of(Rows), 1), point);

    [Theory]
    [MemberData(nameof(Points))]
    public void Cnbd_k_derivatives_are_right(double[] point)
    {
        foreach ((CnbdKVariant variant, int k) in ((CnbdKVariant, int)[])[(CnbdKVariant.BgCnbdK, 2), (CnbdKVariant.MbgCnbdK, 3), (CnbdKVariant.MbgCnbdK, 12)])
        {
            Check(CnbdKLikelihood.Objective(HistoryGroups.Of(Rows), variant, k, 100, 1), point);
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Pareto_nbd_derivatives_are_right(double[] point) => Check(ParetoNbdLikelihood.Objective(HistoryGroups.Of(Rows), 1), point);

    [Theory]
    [MemberData(nameof(Points))]
    public void Ggom_nbd_derivatives_are_right(double[] point) =>
        Check(GgomNbdLikelihood.Objective(HistoryGroups.Of(Rows), 1), [point[0], point[1], 0.5 * point[3], point[2], point[1] + point[2]]);

    [Theory]
    [MemberData(nameof(Points))]
    public void Gamma_gamma_derivatives_are_right(double[] point)
    {
        SpendHistories spend = new([1, 1, 2, 5, 40, 300, 3], [12, 80, 33.5, 20, 41, 27, 900]);
        Check(GammaGammaLikelihood.Objective(SpendGroups.Of(spend), 1), point[..3]);
    }

    [Fact]
    public void The_value_is_the_mean_of_the_customers_log_likelihoods()
    {
        HistoryGroups groups = HistoryGroups.Of(Rows);
        double[] g = new double[4], h = new double[16];
        double found = BgNbdLikelihood.Objective(groups, 1)([-1.4, -2.0, -0.2, 0.9], g, h);
        BgNbdParameters p = new(Math.Exp(-1.4), Math.Exp(-2.0) * groups.TimeScale, Math.Exp(-0.2), Math.Exp(0.9));
        double sum = Enumerable.Range(0, Rows.Count).Sum(i => Rows.Weight![i] * BgNbdLikelihood.LogLikelihood(p, Rows.Frequency[i], Rows.Recency[i], Rows.T[i]));
        Assert.Equal(sum, (-found * groups.Customers) - (groups.Purchases * Math.Log(groups.TimeScale)), 1e-10 * Math.Abs(sum));
    }

    internal static void Check(SmoothFunction function, double[] point)
    {
        int n = point.Length;
        const double Step = 1e-5;
        double[] g = new double[n], h = new double[n * n];
        double value = function(point, g, h);
        double scale = Math.Max(1.0, Math.Abs(value));

        // Without the Hessian the same to the bit.
        double[] alone = new double[n];
        Assert.Equal(value, function(point, alone, default));
        Assert.Equal(g, alone);
        for (int i = 0; i < n; i++)
        {
            double[] up = [.. point], down = [.. point], gUp = new double[n], gDown = new double[n], unused = new double[n * n];
            up[i] += Step;
            down[i] -= Step;
            double slope = (function(up, gUp, unused) - function(down, gDown, unused)) / (2 * Step);
            Assert.Equal(slope, g[i], 1e-7 * scale);
            for (int j = 0; j < n; j++)
            {
                Assert.Equal((gUp[j] - gDown[j]) / (2 * Step), h[(i * n) + j], 2e-8 * scale);
            }
        }
    }
}
