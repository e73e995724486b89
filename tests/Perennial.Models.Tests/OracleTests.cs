using System.Globalization;
using Perennial.Models.BgNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests;

/// <summary>Every point of Reference/oracle.csv: 40-digit arithmetic at inputs where double arithmetic usually fails.</summary>
public sealed class OracleTests
{
    public static TheoryData<string> Models => ["bg-nbd", "mbg-nbd", "pareto-nbd"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Log_likelihood_agrees_with_40_digit_arithmetic(string name) => Compare(name, point =>
    {
        if (point.LogLikelihood is not { } expected)
        {
            return null;
        }

        double found = point.Model switch
        {
            BgNbdModel bg => BgNbdLikelihood.LogLikelihood(bg.Named, point.X, point.Tx, point.T),
            MbgNbdModel mbg => MbgNbdLikelihood.LogLikelihood(mbg.Named, point.X, point.Tx, point.T),
            _ => ParetoNbdLikelihood.LogLikelihood(((ParetoNbdModel)point.Model).Named, point.X, point.Tx, point.T),
        };
        return Math.Abs(found - expected) <= 1e-9 * Math.Max(1.0, Math.Abs(expected)) ? null : $"log-likelihood {found:R}, expected {expected:R}";
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void Probability_alive_agrees_with_40_digit_arithmetic(string name) => Compare(name, point =>
        Relative("P(alive)", point.Model.ProbabilityAlive(point.Histories)[0], point.Alive));

    [Theory]
    [MemberData(nameof(Models))]
    public void Conditional_expected_transactions_agree_with_40_digit_arithmetic(string name) => Compare(name, point =>
        Relative("CET", point.Horizon is { } t ? point.Model.ConditionalExpectedTransactions(point.Histories, t)[0] : null, point.Cet));

    [Theory]
    [MemberData(nameof(Models))]
    public void Dert_agrees_with_40_digit_arithmetic(string name) => Compare(name, point =>
        Relative("DERT", point.Delta is { } d ? point.Model.Dert(point.Histories, ContinuousRate.PerUnit(d, TimeUnit.Week))[0] : null, point.Dert));

    /// <summary>By quadrature of the discounted purchase rate, mpmath at 30 digits: series, no spread in rates, no spread in drop-out, far horizon.</summary>
    [Theory]
    [InlineData(0.2425945, 4.4136022, 0.7929203, 2.4258953, 2, 30.43, 38.857, 0.02, 52, 1.004746410110739)]
    [InlineData(40.0, 900.0, 1.5, 4.8, 3, 90, 104, 0.002, 52, 1.2778860352013905)]
    [InlineData(0.5, 4.0, 300.0, 9000.0, 5, 38, 39, 0.002, 52, 5.39614007287686)]
    [InlineData(0.2425945, 4.4136022, 0.7929203, 2.4258953, 0, 0, 0, 0.0027, 520, 3.356380924852996)]
    public void Bg_nbd_discounted_expectation_agrees_with_30_digit_quadrature(
        double r, double alpha, double a, double b, int x, double tx, double age, double delta, double t, double expected)
    {
        BgNbdModel model = new(new(r, alpha, a, b), TimeUnit.Week);
        double found = model.DiscountedExpectedTransactions(new([x], [tx], [age], TimeUnit.Week), t, ContinuousRate.PerUnit(delta, TimeUnit.Week))[0];
        Assert.Equal(expected, found, 1e-10 * expected);
    }

    private static string? Relative(string what, double? found, double? expected)
    {
        if (found is null || expected is null)
        {
            return null;
        }

        bool good = expected == 0.0
            ? found >= 0.0 && found < 1e-300
            : Math.Abs(found.Value - expected.Value) <= 1e-9 * Math.Abs(expected.Value);
        return good ? null : $"{what} {found:R}, expected {expected:R}, relative {(found - expected) / expected:G3}";
    }

    private static void Compare(string name, Func<Point, string?> check)
    {
        List<Point> points = [.. Points().Where(p => p.Model.Name == name)];
        Assert.True(points.Count > 100);
        List<string> faults = [];
        foreach (Point point in points)
        {
            if (check(point) is { } fault)
            {
                faults.Add($"({string.Join(", ", point.P)}) x {point.X} tx {point.Tx} T {point.T} t {point.Horizon}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} of {points.Count}:\n{string.Join('\n', faults.Take(40))}");
    }

    private static IEnumerable<Point> Points()
    {
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "oracle.csv")))
        {
            if (line.StartsWith('#') || line.StartsWith("model", StringComparison.Ordinal))
            {
                continue;
            }

            string[] cells = line.Split(',');
            double?[] v = [.. cells.Skip(1).Select(c => c.Length == 0 ? (double?)null : double.Parse(c, CultureInfo.InvariantCulture))];
            double[] p = [v[0]!.Value, v[1]!.Value, v[2]!.Value, v[3]!.Value];
            ITransactionModel model = cells[0] switch
            {
                "bg-nbd" => new BgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
                "mbg-nbd" => new MbgNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
                _ => new ParetoNbdModel(new(p[0], p[1], p[2], p[3]), TimeUnit.Week),
            };
            yield return new Point(model, p, (int)v[4]!.Value, v[5]!.Value, v[6]!.Value, v[7], v[8], v[9], v[10], v[11], v[12]);
        }
    }

    private sealed record Point(
        ITransactionModel Model,
        double[] P,
        int X,
        double Tx,
        double T,
        double? Horizon,
        double? LogLikelihood,
        double? Alive,
        double? Cet,
        double? Delta,
        double? Dert)
    {
        public PurchaseHistories Histories { get; } = new([X], [Tx], [T], TimeUnit.Week);
    }
}
