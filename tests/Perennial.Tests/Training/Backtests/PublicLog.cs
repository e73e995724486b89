using System.Globalization;
using System.IO.Compression;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Testing;

namespace Perennial.Tests.Training.Backtests;

/// <summary>A public log by customer and day, times in days since the first purchase of all, so that no sum of times is rounded.</summary>
internal sealed class PublicLog
{
    private readonly SortedDictionary<int, double>[] _days;

    private PublicLog(string[] ids, SortedDictionary<int, double>[] days, DateOnly first) => (Ids, _days, First) = (ids, days, first);

    /// <summary>Gives the customers, in the order of all that follows.</summary>
    public string[] Ids { get; }

    /// <summary>Gives the first day of all.</summary>
    public DateOnly First { get; }

    /// <summary>Gives the day of each customer's first purchase.</summary>
    public double[] Start => [.. _days.Select(own => (double)own.Keys.First())];

    /// <summary>Reads a file with a header line, or skips; columns by place, purchases of one day merged.</summary>
    public static PublicLog Read(string file, int customer, int day, int amount)
    {
        Dictionary<string, SortedDictionary<int, double>> all = new(StringComparer.Ordinal);
        foreach (string[] cells in File.ReadLines(RealData.Path(file)).Skip(1).Select(line => line.Split(',')))
        {
            if (!all.TryGetValue(cells[customer], out SortedDictionary<int, double>? own))
            {
                all.Add(cells[customer], own = []);
            }

            int at = DateOnly.ParseExact(cells[day], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
            own[at] = own.GetValueOrDefault(at) + double.Parse(cells[amount], CultureInfo.InvariantCulture);
        }

        int first = all.Values.Min(own => own.Keys.First());
        return new([.. all.Keys], [.. all.Values.Select(own => new SortedDictionary<int, double>(own.ToDictionary(pair => pair.Key - first, pair => pair.Value)))], DateOnly.FromDayNumber(first));
    }

    /// <summary>Gives every repeat purchase up to a day.</summary>
    public PurchaseTimes Times(int end) => new(
        [.. _days.Select(own => own.Keys.Skip(1).Where(day => day <= end).Select(day => (double)(day - own.Keys.First())).ToArray())],
        [.. _days.Select(own => (double)(end - own.Keys.First()))],
        TimeUnit.Day);

    /// <summary>Gives what is known at a day and what came until another one.</summary>
    public OriginSplit Split(int origin, int end) => OriginSplit.Of(Times(end), Start, origin, end - origin);

    /// <summary>Gives each customer's mean value of a repeat purchase day up to a day, 0 where there is none, and what was spent after it up to another.</summary>
    public (double[] Mean, double[] Hidden) Spend(int origin, int end) => (
        [.. _days.Select(own => own.Skip(1).Where(day => day.Key <= origin).Select(day => day.Value).DefaultIfEmpty().Average())],
        [.. _days.Select(own => own.Where(day => day.Key > origin && day.Key <= end).Sum(day => day.Value))]);

    /// <summary>Reads the covariates of the apparel set by week, season as it was known ahead: gender and channel do not change.</summary>
    public CovariatePaths Weekly()
    {
        const int Weeks = 313;
        Dictionary<string, double[][]> rows = Ids.ToDictionary(id => id, _ => (double[][])[new double[Weeks], new double[Weeks], new double[Weeks]], StringComparer.Ordinal);
        using StreamReader reader = new(new GZipStream(File.OpenRead(RealData.Path("apparel/apparel_dyn_cov.csv.gz")), CompressionMode.Decompress));
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            int week = (DateOnly.ParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - First.DayNumber) / 7;
            for (int k = 0; k < 3; k++)
            {
                rows[cells[0]][k][week] = double.Parse(cells[2 + k], CultureInfo.InvariantCulture);
            }
        }

        CovariatePath Own(string name, int k) => CovariatePath.Own(name, [.. Ids.SelectMany(id => rows[id][k])]);
        return new([Own("High.Season", 0), Own("Gender", 1), Own("Channel", 2)], Start, Weeks, 7, TimeUnit.Day);
    }

    /// <summary>Reads gender and channel of the apparel set.</summary>
    public CovariateColumns Fixed()
    {
        Dictionary<string, string[]> rows = File.ReadLines(RealData.Path("apparel/apparel_static_cov.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], StringComparer.Ordinal);
        double[] Column(int at) => [.. Ids.Select(id => double.Parse(rows[id][at], CultureInfo.InvariantCulture))];
        return new(["Gender", "Channel"], [Column(1), Column(2)]);
    }
}
