using System.Globalization;
using System.IO.Compression;
using Perennial.Testing;

namespace Perennial.Models.Tests.VaryingCovariates;

/// <summary>The apparel set with the time of every purchase and season, gender and channel by week, from the week of the first purchase on.</summary>
internal static class ApparelPaths
{
    private const int Weeks = 104;
    private const int Periods = 313;

    /// <summary>Reads customers by their number, or skips.</summary>
    public static (PurchaseTimes Times, CovariatePaths Covariates, string[] Ids) Read()
    {
        int first = Day("2005-01-02");
        Dictionary<string, SortedSet<int>> days = new(StringComparer.Ordinal);
        foreach (string[] cells in File.ReadLines(RealData.Path("apparel/apparel_trans.csv")).Skip(1).Select(line => line.Split(',')))
        {
            if (!days.TryGetValue(cells[0], out SortedSet<int>? own))
            {
                days.Add(cells[0], own = []);
            }

            int day = Day(cells[1]) - first;
            if (day > 0 && day <= 7 * Weeks)
            {
                own.Add(day);
            }
        }

        Dictionary<string, double[][]> rows = new(StringComparer.Ordinal);
        using StreamReader reader = new(new GZipStream(File.OpenRead(RealData.Path("apparel/apparel_dyn_cov.csv.gz")), CompressionMode.Decompress));
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (!rows.TryGetValue(cells[0], out double[][]? own))
            {
                rows.Add(cells[0], own = [new double[Periods], new double[Periods], new double[Periods]]);
            }

            for (int k = 0; k < 3; k++)
            {
                own[k][(Day(cells[1]) - first) / 7] = double.Parse(cells[2 + k], CultureInfo.InvariantCulture);
            }
        }

        string[] ids = [.. rows.Keys];
        CovariatePath Own(string name, int k) => CovariatePath.Own(name, [.. ids.SelectMany(id => rows[id][k])]);
        return (
            new([.. ids.Select(id => (double[])[.. days[id].Select(day => day / 7.0)])], [.. ids.Select(_ => (double)Weeks)], TimeUnit.Week),
            new([Own("High.Season", 0), Own("Gender", 1), Own("Channel", 2)], new double[ids.Length], Periods, 1, TimeUnit.Week),
            ids);
    }

    private static int Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
}
