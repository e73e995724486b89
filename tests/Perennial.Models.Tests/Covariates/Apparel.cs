using System.Globalization;
using Perennial.Testing;

namespace Perennial.Models.Tests.Covariates;

/// <summary>The apparel set: 600 customers acquired on one day, 104 weeks of purchases by day, gender and channel as 0 and 1.</summary>
internal static class Apparel
{
    private const int Weeks = 104;

    /// <summary>Reads histories and covariates in one order, or skips.</summary>
    public static (PurchaseHistories Histories, CovariateColumns Covariates) Read()
    {
        Dictionary<string, SortedSet<int>> days = new(StringComparer.Ordinal);
        int first = Day("2005-01-02");
        foreach (string[] cells in Lines("apparel/apparel_trans.csv"))
        {
            if (!days.TryGetValue(cells[0], out SortedSet<int>? own))
            {
                days.Add(cells[0], own = []);
            }

            int day = Day(cells[1]) - first;
            if (day <= 7 * Weeks)
            {
                own.Add(day);
            }
        }

        List<string[]> covariates = [.. Lines("apparel/apparel_static_cov.csv")];
        return (
            new PurchaseHistories(
                [.. covariates.Select(row => days[row[0]].Count - 1)],
                [.. covariates.Select(row => days[row[0]].Max / 7.0)],
                [.. covariates.Select(_ => (double)Weeks)],
                TimeUnit.Week),
            new CovariateColumns(["Gender", "Channel"], [Column(1), Column(2)]));

        double[] Column(int at) => [.. covariates.Select(row => double.Parse(row[at], CultureInfo.InvariantCulture))];
    }

    /// <summary>Reads mean repeat spend by day, and covariates, in one order; of the first so many weeks.</summary>
    public static (SpendHistories Spend, CovariateColumns Covariates) ReadSpend(int weeks)
    {
        int first = Day("2005-01-02");
        Dictionary<string, SortedDictionary<int, double>> days = new(StringComparer.Ordinal);
        foreach (string[] cells in Lines("apparel/apparel_trans.csv"))
        {
            int day = Day(cells[1]) - first;
            if (day <= 7 * weeks)
            {
                days.TryAdd(cells[0], []);
                days[cells[0]][day] = days[cells[0]].GetValueOrDefault(day) + double.Parse(cells[2], CultureInfo.InvariantCulture);
            }
        }

        List<string[]> covariates = [.. Lines("apparel/apparel_static_cov.csv")];
        int[] frequency = [.. covariates.Select(row => days[row[0]].Count - 1)];
        return (
            new SpendHistories(frequency, [.. covariates.Select((row, i) => frequency[i] == 0 ? 0.0 : days[row[0]].Values.Skip(1).Average())]),
            new CovariateColumns(["Gender", "Channel"], [Column(1), Column(2)]));

        double[] Column(int at) => [.. covariates.Select(row => double.Parse(row[at], CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<string[]> Lines(string path) => File.ReadLines(RealData.Path(path)).Skip(1).Select(line => line.Split(','));

    private static int Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
}
