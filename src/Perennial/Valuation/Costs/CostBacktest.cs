using Perennial.DuckDb;

namespace Perennial.Valuation.Costs;

/// <summary>The forecast of costs against months it did not see: those of the last year (of a shorter history its last third), with how much customers were there taken as it came.</summary>
/// <remarks>What is tested is the rate, so a customer who left costs nothing afterwards in forecast and truth alike. Rivals: the customer's own mean, and the segment's mean.</remarks>
public static class CostBacktest
{
    private const int FewestMonths = 6;

    /// <summary>Tests the forecast.</summary>
    /// <param name="connection">The engine session after Ledger.</param>
    /// <param name="asOf">The day up to whose end everything is known.</param>
    /// <param name="subscribed">Which customers, as in <see cref="CostForecast.Of(DuckDbConnection, DateOnly, bool)"/>.</param>
    /// <returns>Null where fewer than six months are booked, or nobody was there before and after.</returns>
    public static CostTest? Run(DuckDbConnection connection, DateOnly asOf, bool subscribed)
    {
        ArgumentNullException.ThrowIfNull(connection);
        DateOnly until = CostForecast.Until(asOf);
        DateOnly first = connection.Scalar<DateOnly>("SELECT coalesce(CAST(date_trunc('month', min(month)) AS DATE), DATE '9999-01-01') FROM ledger_charges");
        int months = ((until.Year - first.Year) * 12) + until.Month - first.Month;
        if (months < FewestMonths)
        {
            return null;
        }

        DateOnly origin = until.AddMonths(-Math.Min(CostForecast.WindowMonths, months / 3));
        CostForecast known = CostForecast.Of(connection, subscribed ? origin.AddMonths(-CostForecast.WindowMonths) : DateOnly.MinValue, origin, subscribed);
        CostForecast came = CostForecast.Of(connection, origin, until, subscribed);
        int[] rows = [.. Enumerable.Range(0, known.CustomerKey.Length).Where(i => Array.BinarySearch(came.CustomerKey, known.CustomerKey[i]) >= 0)];
        if (rows.Length == 0)
        {
            return null;
        }

        int[] later = [.. rows.Select(i => Array.BinarySearch(came.CustomerKey, known.CustomerKey[i]))];
        double[] units = [.. later.Select(i => came.Exposure[i])], actual = [.. later.Select(i => came.OwnMean[i] * came.Exposure[i])];
        return new CostTest(origin, until.AddDays(-1), rows.Length, actual.Sum(),
        [
            Judge("forecast", i => known.Rate(known.CustomerKey[i]).Cost),
            Judge("own mean", i => known.OwnMean[i]),
            Judge("segment mean", i => known.OfSegment[known.Segment[i]].Cost),
        ]);

        CostRival Judge(string name, Func<int, double> rate)
        {
            double predicted = 0, absolute = 0, squared = 0;
            for (int k = 0; k < rows.Length; k++)
            {
                double cost = rate(rows[k]) * units[k], off = cost - actual[k];
                predicted += cost;
                absolute += Math.Abs(off);
                squared += off * off;
            }

            return new CostRival(name, predicted, absolute / rows.Length, Math.Sqrt(squared / rows.Length));
        }
    }
}

/// <summary>How the forecast of costs did in months it did not see.</summary>
/// <param name="From">First day of the hidden months.</param>
/// <param name="To">Last day of them.</param>
/// <param name="Customers">Customers who were there before and in them.</param>
/// <param name="Actual">What they cost in them, in the run's currency.</param>
/// <param name="Rivals">The forecast first, then what it has to be better than.</param>
public sealed record CostTest(DateOnly From, DateOnly To, int Customers, double Actual, IReadOnlyList<CostRival> Rivals);

/// <summary>One forecast of costs.</summary>
/// <param name="Name">Which.</param>
/// <param name="Predicted">What it said all would cost (cost.bias.v1 compares it with what they cost).</param>
/// <param name="Mae">Mean absolute error a customer (cost.mae.v1).</param>
/// <param name="Rmse">Root of the mean squared error a customer.</param>
public sealed record CostRival(string Name, double Predicted, double Mae, double Rmse);
