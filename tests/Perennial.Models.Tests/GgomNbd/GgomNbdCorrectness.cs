using Perennial.Models.GgomNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.GgomNbd;

/// <summary>CLVTools 0.12.1 at its own parameters, which lie on a ridge of both data sets.</summary>
public sealed class GgomNbdCorrectness
{
    private static readonly GgomNbdParameters Cdnow = new(0.553039208492708, 10.5726995700926, 9.98187005215026e-06, 0.606123090764072, 0.000116483112538977);
    private static readonly GgomNbdParameters Apparel = new(1.44900950444556, 48.6281157692002, 2.26666403991891e-06, 0.56084791474767, 0.000106175018931231);

    [Theory]
    [InlineData(2, 213, 272, 0.86913320081969, 1.45518668466167)]
    [InlineData(1, 12, 272, 0.168019070061707, 0.171125954768372)]
    [InlineData(0, 0, 272, 0.295183432101655, 0.107058902669202)]
    [InlineData(1, 34, 272, 0.251224070570692, 0.255869520771765)]
    [InlineData(0, 0, 271, 0.296024146697684, 0.107629414687483)]
    [InlineData(29, 264, 266, 0.99618681342861, 19.5973835700537)]
    [InlineData(1, 41, 261, 0.295087159951324, 0.308934799754092)]
    [InlineData(0, 0, 261, 0.304679540157954, 0.113588224955631)]
    [InlineData(4, 186, 209, 0.941062458163688, 3.32980070662142)]
    [InlineData(0, 0, 207, 0.360735212540018, 0.155960492316975)]
    [InlineData(21, 33, 205, 2.39609397297567e-08, 4.06135113889483e-07)]
    [InlineData(0, 0, 198, 0.371947462277077, 0.165228656921643)]
    public void Predictions_for_cdnow_are_those_of_CLVTools(int x, int tx, int age, double alive, double expected) =>
        Agrees(Cdnow, 39, x, tx, age, alive, expected);

    [Theory]
    [InlineData(6, 653, 728, 0.946862134836929, 7.32674769109228)]
    [InlineData(4, 614, 728, 0.915973745394354, 5.1847348278604)]
    [InlineData(5, 721, 728, 0.996196072466094, 6.67365575008512)]
    [InlineData(2, 182, 728, 0.295636658168543, 1.05920161413317)]
    [InlineData(0, 0, 728, 0.278469955322781, 0.419155855587007)]
    [InlineData(1, 152, 728, 0.360208743718579, 0.916369613325668)]
    [InlineData(10, 688, 728, 0.973250909183639, 11.5749385034431)]
    [InlineData(1, 47, 728, 0.204582934060462, 0.520458171677487)]
    public void Predictions_for_apparel_are_those_of_CLVTools(int x, int tx, int age, double alive, double expected) =>
        Agrees(Apparel, 1450 / 7.0, x, tx, age, alive, expected);

    [Fact]
    public void Expectations_of_a_new_customer_are_those_of_CLVTools()
    {
        GgomNbdModel model = new(Cdnow, TimeUnit.Week);
        Close(1.05100880366903 - 1, model.ExpectedTransactions(1), 1e-6);
        Close(1.19076984393449 - 1, model.ExpectedTransactions(4), 1e-6);
        Close(2.21355238508922 - 1, model.ExpectedTransactions(39), 1e-6);
        Close(3.27499486886316 - 1, model.ExpectedTransactions(104), 1e-6);
    }

    [Fact]
    public void The_log_likelihood_of_cdnow_is_that_of_CLVTools()
    {
        PurchaseHistories rows = CdnowTests.Sample();
        double sum = Enumerable.Range(0, rows.Count).Sum(i => GgomNbdLikelihood.LogLikelihood(Cdnow, rows.Frequency[i], rows.Recency[i], rows.T[i]));
        Assert.Equal(-9594.97626936137, sum, 1e-6);
    }

    [Fact]
    public void Mean_chances_of_counts_on_cdnow_are_those_of_CLVTools()
    {
        double[] expected =
        [
            0.60843947857384, 0.168360613402808, 0.0820833613676141, 0.047434948839369, 0.0296942824258852, 0.0194562236313742, 0.0131252668628174,
            0.00903438872950322, 0.00631057601919437, 0.00445756845790183, 0.00317654025962996,
        ];
        PurchaseHistories rows = CdnowTests.Sample();
        GgomNbdModel model = new(Cdnow, TimeUnit.Week);
        double[] found = new double[expected.Length];
        foreach (var group in rows.T.GroupBy(t => t))
        {
            // Of a customer just acquired, over the time each was observed.
            double[] mass = model.ProbabilityOfCount(0, 0, 0, group.Key, expected.Length);
            for (int n = 0; n < expected.Length; n++)
            {
                found[n] += group.Count() * mass[n] / rows.Count;
            }
        }

        for (int n = 0; n < expected.Length; n++)
        {
            Close(expected[n], found[n], 1e-6);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_ridge_of_cdnow_is_reported_and_is_as_high_as_pareto_nbd()
    {
        PurchaseHistories rows = CdnowTests.Sample();
        FitReport<GgomNbdModel> report = GgomNbdFitter.Fit(rows);
        Assert.Equal(FitExit.NotIdentified, report.Exit);
        Assert.All(report.Parameters, p => Assert.Null(p.StandardError));
        Assert.InRange(report.LogLikelihood, -9594.97626936137 - 1e-6, double.PositiveInfinity);
        double pareto = ParetoNbdFitter.Fit(rows).LogLikelihood;
        Assert.Equal(pareto, report.LogLikelihood, 0.05);
    }

    [Fact]
    public void Without_growing_risk_it_is_the_pareto_nbd()
    {
        // b -> 0 with beta = b times the other's beta.
        const double B = 1e-9;
        GgomNbdModel model = new(new(0.553, 10.58, B, 0.606, 11.67 * B), TimeUnit.Week);
        ParetoNbdModel pareto = new(new(0.553, 10.58, 0.606, 11.67), TimeUnit.Week);
        PurchaseHistories rows = new([0, 2, 7, 200], [0, 30.43, 29.43, 10], [38.857, 38.857, 38.857, 38.857], TimeUnit.Week);
        ContinuousRate rate = ContinuousRate.PerUnit(Math.Log(1.15) / 52, TimeUnit.Week);
        Same(pareto.ProbabilityAlive(rows), model.ProbabilityAlive(rows));
        Same(pareto.ProbabilityOfNoPurchase(rows, 39), model.ProbabilityOfNoPurchase(rows, 39));
        Same(pareto.ConditionalExpectedTransactions(rows, 39), model.ConditionalExpectedTransactions(rows, 39));
        Same(pareto.DiscountedExpectedTransactions(rows, 39, rate), model.DiscountedExpectedTransactions(rows, 39, rate));
        Same(pareto.Dert(rows, rate), model.Dert(rows, rate));
        Same(pareto.ProbabilityOfCount(2, 30.43, 38.857, 39, 12), model.ProbabilityOfCount(2, 30.43, 38.857, 39, 12));
        for (int i = 0; i < rows.Count; i++)
        {
            Close(
                ParetoNbdLikelihood.LogLikelihood(pareto.Named, rows.Frequency[i], rows.Recency[i], rows.T[i]),
                GgomNbdLikelihood.LogLikelihood(model.Named, rows.Frequency[i], rows.Recency[i], rows.T[i]), 1e-6);
        }

        static void Same(double[] expected, double[] found)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Close(expected[i], found[i], 2e-6);
            }
        }
    }

    // beta below, at and above 1; slow and sudden; young, old and very active customers.
    [Theory]
    [InlineData(0.8, 8, 0.12, 1, 20)]
    [InlineData(0.8, 8, 0.12, 1, 1)]
    [InlineData(0.8, 8, 0.05, 0.3, 0.2)]
    [InlineData(2, 0.5, 1.5, 3, 1e6)]
    [InlineData(0.3, 30, 0.01, 0.5, 3)]
    [InlineData(0.3, 30, 1e-4, 40, 0.9)]
    public void The_panels_agree_with_a_fine_trapezoid(double r, double alpha, double b, double s, double beta)
    {
        GgomNbdParameters p = new(r, alpha, b, s, beta);
        foreach ((int x, double tx, double age) in ((int, double, double)[])[(0, 0, 40), (2, 13, 40), (25, 36, 40), (300, 39, 40), (3, 1, 900)])
        {
            // In y = ln(alpha + t) the integrand is smooth on the whole range: Simpson's rule.
            const int N = 400_000;
            double low = Math.Log(alpha + tx), high = Math.Log(alpha + age), step = (high - low) / N;
            double LogG(double t) => (b * t) > 30 ? (b * t) + Math.Log(((beta - 1) * Math.Exp(-b * t)) + 1) : Math.Log(beta + SpecialFunctions.Expm1(b * t));
            double at = -((r + x) * low) - (s * LogG(tx));
            double Height(int i)
            {
                double y = low + (i * step), t = Math.Exp(y) - alpha;
                return Math.Exp((b * t) - ((r + x - 1) * y) - ((s + 1) * LogG(t)) - at);
            }

            double sum = Height(0) + Height(N);
            for (int i = 1; i < N; i++)
            {
                sum += (i % 2 == 1 ? 4.0 : 2.0) * Height(i);
            }

            double dropped = b * s * sum * step / 3.0;
            double alive = Math.Exp((-(r + x) * high) - (s * LogG(age)) - at);
            double expected = Math.Log(dropped + alive) + at + (r * Math.Log(alpha)) + (s * Math.Log(beta)) + SpecialFunctions.LogRising(r, x);
            double found = GgomNbdLikelihood.LogLikelihood(p, x, tx, age);
            Assert.True(Math.Abs(expected - found) <= 1e-9 * Math.Max(1.0, Math.Abs(expected)), $"x {x}: found {found:R}, expected {expected:R}.");
        }
    }

    [Fact]
    public void The_expectation_agrees_with_simulation()
    {
        GgomNbdParameters p = new(0.8, 8, 0.12, 1, 20);
        PurchaseHistories rows = GgomNbdSimulator.Histories(p, [.. Enumerable.Repeat(40.0, 40_000)], TimeUnit.Week, 3);
        double mean = rows.Frequency.Average();
        double sd = Math.Sqrt(rows.Frequency.Average(f => (f - mean) * (f - mean)));
        Assert.InRange(new GgomNbdModel(p, TimeUnit.Week).ExpectedTransactions(40), mean - (4 * sd / 200), mean + (4 * sd / 200));
        double[] mass = new GgomNbdModel(p, TimeUnit.Week).ProbabilityOfCount(0, 0, 0, 40, 6);
        for (int n = 0; n < 6; n++)
        {
            double share = rows.Frequency.Count(f => f == n) / 40_000.0;
            Assert.InRange(share, mass[n] - (4 * Math.Sqrt(mass[n] / 40_000)), mass[n] + (4 * Math.Sqrt(mass[n] / 40_000)));
        }
    }

    private static void Agrees(GgomNbdParameters p, double horizon, int x, int tx, int age, double alive, double expected)
    {
        GgomNbdModel model = new(p, TimeUnit.Week);
        PurchaseHistories one = new([x], [tx / 7.0], [age / 7.0], TimeUnit.Week);
        Close(alive, model.ProbabilityAlive(one)[0], 1e-6);
        Close(expected, model.ConditionalExpectedTransactions(one, horizon)[0], 1e-6);
    }

    private static void Close(double expected, double found, double relative) =>
        Assert.True(Math.Abs(found - expected) <= relative * Math.Abs(expected), $"Found {found:R}, expected {expected:R}.");
}
