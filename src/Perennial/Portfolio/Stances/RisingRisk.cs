using Perennial.Models.Learning.Explaining;
using Perennial.Models.Numerics;
using Perennial.Portfolio.Trajectories;
using Perennial.Training.Learned;

namespace Perennial.Portfolio.Stances;

/// <summary>Whose chance to leave rises, and how unsure the chance itself is, by the course it took.</summary>
internal static class RisingRisk
{
    private const double SpreadWithoutCourse = 0.5;

    /// <summary>Gives, of some customers, the share of wrong findings accepted by believing that their chance rises, and that of all whose rise is as clear; NaN where there is no slope.</summary>
    /// <param name="leaving">Slopes of the log odds to leave, two-sided.</param>
    /// <param name="rows">The customers' rows.</param>
    /// <returns>One number a row given.</returns>
    public static double[] Discovery(SlopeColumns leaving, int[] rows)
    {
        int[] known = [.. Enumerable.Range(0, rows.Length).Where(k => double.IsFinite(leaving.Slope[rows[k]]) && double.IsFinite(leaving.PValue[rows[k]]))];

        // One-sided: a fall is no rise, however clear.
        double[] adjusted = FalseDiscovery.Adjust([.. known.Select(k => leaving.Slope[rows[k]] > 0 ? leaving.PValue[rows[k]] / 2 : 1 - (leaving.PValue[rows[k]] / 2))]);
        double[] discovery = new double[rows.Length];
        Array.Fill(discovery, double.NaN);
        foreach ((int at, int k) in known.Index())
        {
            discovery[k] = adjusted[at];
        }

        return discovery;
    }

    /// <summary>Gives the slope of the median customer, at least 0; NaN where nobody has one.</summary>
    /// <param name="leaving">Slopes of the log odds to leave.</param>
    /// <param name="rows">The customers' rows.</param>
    public static double Usual(SlopeColumns leaving, int[] rows)
    {
        double[] slopes = [.. rows.Select(row => leaving.Slope[row]).Where(double.IsFinite).Order()];
        return slopes.Length == 0 ? double.NaN : Math.Max(0, Valuation.Contracts.ContractValuation.Quantile(slopes, 0.5));
    }

    /// <summary>Gives the standard error of a slope, from its 95 % interval.</summary>
    public static double Error(SlopeColumns leaving, int row) => (leaving.High[row] - leaving.Slope[row]) / Normal.Quantile(0.975);

    /// <summary>Gives the standard deviation of the log odds around their course, by customer: of the differences from one landmark to the next, by the square root of two; and the median one, for all others.</summary>
    /// <param name="told">Chances on landmarks; null where nothing was learned.</param>
    public static (IReadOnlyDictionary<int, double> Own, double Median) Spreads(ChancesOverTime? told)
    {
        Dictionary<int, double> own = [];
        foreach (IGrouping<int, int> customer in Enumerable.Range(0, told?.Customer.Length ?? 0).GroupBy(i => told!.Customer[i]))
        {
            int[] order = [.. customer.OrderBy(i => told!.Landmark[i])];
            double[] odds = Array.ConvertAll(order, i => Math.Log(told!.Chance[i] / (1 - told.Chance[i])));
            double[] moves = [.. Enumerable.Range(1, Math.Max(0, odds.Length - 1)).Where(k => told!.Landmark[order[k]] == told.Landmark[order[k - 1]] + 1).Select(k => odds[k] - odds[k - 1])];
            if (moves.Length >= 3)
            {
                own[customer.Key] = Math.Sqrt(moves.Average(move => move * move) / 2);
            }
        }

        return (own, own.Count == 0 ? SpreadWithoutCourse : Valuation.Contracts.ContractValuation.Quantile([.. own.Values.Order()], 0.5));
    }
}
