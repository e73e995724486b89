using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Models.Assessing;

namespace Perennial.Portfolio.Trajectories;

/// <summary>Values of customers in periods of 28 days, the last first, and the slopes they show. Reads <c>ledger_days</c>, <c>ledger_earned</c> and <c>features_signals_all</c>.</summary>
internal sealed class SeenSlopes(DuckDbConnection connection, DateOnly asOf)
{
    public const int PeriodDays = 28;

    /// <summary>A year of periods.</summary>
    public const int Periods = 13;

    // Fewer than so many periods with revenue show a customer who came by, not a course.
    private const int FewestWithRevenue = 3, FewestPeriods = 8;
    private const double PeriodsAYear = 365.25 / PeriodDays;

    /// <summary>Reads values: by customer, so many as there are periods, 0 where nothing was.</summary>
    public Dictionary<int, double[]> Read(string name, int periods)
    {
        Dictionary<int, double[]> series = [];
        using DuckDbResult result = SqlFile.Of("Portfolio/Trajectories", name).Query(connection, new("as_of", asOf), new("periods", periods));
        while (result.Read(out DuckDbChunk chunk))
        {
            ReadOnlySpan<int> key = chunk.Int32(0), period = chunk.Int32(1);
            ReadOnlySpan<double> value = chunk.Double(2);
            for (int row = 0; row < chunk.Count; row++)
            {
                if (!series.TryGetValue(key[row], out double[]? own))
                {
                    series[key[row]] = own = new double[periods];
                }

                own[period[row]] = value[row];
            }
        }

        return series;
    }

    /// <summary>Gives the whole periods since a day, at most a year of them.</summary>
    public int Since(DateOnly day) => Math.Clamp((asOf.DayNumber - day.DayNumber + 1) / PeriodDays, 0, Periods);

    /// <summary>Puts down the slope of a customer's last values, as a share of their mean a year.</summary>
    /// <param name="columns">Where.</param>
    /// <param name="i">Whose.</param>
    /// <param name="values">The values, the last first.</param>
    /// <param name="known">How many of them are known.</param>
    public static void Relative(SlopeColumns columns, int i, ReadOnlySpan<double> values, int known)
    {
        if (Trend(values[..Math.Min(known, values.Length)]) is not { } trend)
        {
            return;
        }

        double mean = 0;
        foreach (double value in values[..known])
        {
            mean += value / known;
        }

        if (mean > 0)
        {
            Put(columns, i, trend, PeriodsAYear / mean);
        }
    }

    /// <summary>Gives the trend of values that tell a course; null where they are too few.</summary>
    /// <param name="values">The values, the last first.</param>
    public static TrendTest? Trend(ReadOnlySpan<double> values)
    {
        int some = 0;
        foreach (double value in values)
        {
            some += value != 0 ? 1 : 0;
        }

        return values.Length < FewestPeriods || some < FewestWithRevenue ? null : TrendTest.Of(Forwards(values));
    }

    /// <summary>Puts down the slope of the log odds of a customer's chances, a year.</summary>
    /// <param name="columns">Where.</param>
    /// <param name="i">Whose.</param>
    /// <param name="chances">Chances on days 28 days apart, the last first.</param>
    public static void LogOdds(SlopeColumns columns, int i, ReadOnlySpan<double> chances)
    {
        if (chances.Length < TrendTest.Fewest)
        {
            return;
        }

        double[] odds = Forwards(chances);
        for (int k = 0; k < odds.Length; k++)
        {
            double chance = Math.Clamp(odds[k], 1e-4, 1 - 1e-4);
            odds[k] = Math.Log(chance / (1 - chance));
        }

        Put(columns, i, TrendTest.Of(odds), PeriodsAYear);
    }

    private static void Put(SlopeColumns columns, int i, TrendTest trend, double scale)
    {
        (double low, double high) = trend.Interval() ?? (double.NegativeInfinity, double.PositiveInfinity);
        (columns.Slope[i], columns.Low[i], columns.High[i], columns.PValue[i]) = (trend.Slope * scale, low * scale, high * scale, trend.PValue);
    }

    private static double[] Forwards(ReadOnlySpan<double> values)
    {
        double[] forwards = values.ToArray();
        Array.Reverse(forwards);
        return forwards;
    }
}
