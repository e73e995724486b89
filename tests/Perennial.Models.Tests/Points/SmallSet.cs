namespace Perennial.Models.Tests.Points;

/// <summary>Thirty customers nobody ever met: ties, censoring, two covariates. The numbers of points.csv are of these.</summary>
internal static class SmallSet
{
    private static readonly string[] Names = ["plan", "use"];

    /// <summary>Gives lifetimes.</summary>
    public static SurvivalHistories Lives { get; } = new(
        [2, 3, 3, 4, 5, 5, 5, 7, 8, 8, 11, 12, 15, 15],
        [true, true, true, false, true, true, false, true, true, true, false, true, true, false],
        TimeUnit.Week,
        covariates: new(Names, [[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], [1.2, -0.4, 0.3, 0.9, -1.1, 0.6, 0.1, -0.7, 0.8, 1.5, -0.2, -1.3, -0.6, 0.4]]));

    /// <summary>Gives contracts that came up for renewal up to three times, as rows of a panel.</summary>
    public static RenewalPanel Renewals { get; } = Panel(
        [1, 1, 2, 2, 3, 2, 3, 3, 1, 2, 3, 3, 3, 3, 1, 2],
        [true, true, true, false, true, true, false, true, true, true, false, true, false, false, false, false],
        [[0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0], [1.2, -0.4, 0.3, 0.9, -1.1, 0.6, 0.1, -0.7, 0.8, 1.5, -0.2, -1.3, -0.6, 0.4, -0.9, 0.5]]);

    /// <summary>Gives one customer's covariates.</summary>
    public static CovariateColumns At(double[] x) => new(Names, [[x[0]], [x[1]]]);

    private static RenewalPanel Panel(int[] last, bool[] left, double[][] x)
    {
        (int Row, int Period)[] rows = [.. last.SelectMany((periods, i) => Enumerable.Range(1, periods).Select(k => (i, k)))];
        return new(
            [.. rows.Select(r => r.Period)], [.. rows.Select(r => left[r.Row] && r.Period == last[r.Row])],
            covariates: new(Names, [.. x.Select(column => rows.Select(r => column[r.Row]).ToArray())]));
    }
}
