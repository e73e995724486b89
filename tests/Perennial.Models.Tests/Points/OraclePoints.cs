using System.Globalization;

namespace Perennial.Models.Tests.Points;

/// <summary>One number of Reference/points.csv: what a model says of a customer.</summary>
/// <param name="Model">The model, as the contract names it.</param>
/// <param name="Parameters">Its parameters; words for models that are fitted.</param>
/// <param name="Customer">The customer, as the head of the file says.</param>
/// <param name="Quantity">loglik, alive, cet, …</param>
/// <param name="At">Horizon, rate, count: whatever the quantity asks.</param>
/// <param name="Value">The number.</param>
internal sealed record OraclePoint(string Model, string Parameters, double[] Customer, string Quantity, double[] At, double Value)
{
    /// <summary>Gives the parameters as numbers.</summary>
    public double[] P => OraclePoints.Numbers(Parameters);
}

/// <summary>The committed numbers that need no data set.</summary>
internal static class OraclePoints
{
    /// <summary>Gives all points.</summary>
    public static IReadOnlyList<OraclePoint> All { get; } =
    [
        .. Lines("points.csv").Skip(1).Select(line => line.Split(',')).Select(cells =>
            new OraclePoint(cells[0], cells[1], Numbers(cells[2]), cells[3], Numbers(cells[4]), double.Parse(cells[5], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Gives the lines of a file of Reference that are no remarks.</summary>
    public static string[] Lines(string file) => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", file)).Where(line => !line.StartsWith('#'))];

    /// <summary>Reads numbers with blanks between.</summary>
    public static double[] Numbers(string cell) => [.. cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
