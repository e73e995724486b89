using Perennial.Models.Numerics;

namespace Perennial.Training.Learned;

/// <summary>New customers, of whom only sign-up traits are known: the share that left among those of the same traits, drawn to the rest where they are few.</summary>
internal static class ColdStart
{
    private const double Prior = 30;
    private const double NewDays = 182;
    private const int MostRows = 40;

    /// <summary>Gives the chance by traits, with an interval that is wide where few were seen.</summary>
    /// <param name="rows">Rows whose horizon is over.</param>
    /// <param name="tenure">Days since each row's customer was first known; only the first half-year is looked at.</param>
    /// <param name="traits">Traits by customer.</param>
    public static IReadOnlyList<ColdStartRow> Of(LearnedRows rows, double[] tenure, IReadOnlyDictionary<int, string> traits)
    {
        // A customer counts once, at the first landmark after sign-up.
        int[] first =
        [
            .. Enumerable.Range(0, rows.Count).Where(i => tenure[i] <= NewDays).GroupBy(i => rows.Customer[i]).Select(group => group.MaxBy(i => rows.Landmark[i])).Order(),
        ];
        if (first.Length < Prior)
        {
            return [];
        }

        double all = (first.Count(i => rows.Happened[i]) + 0.5) / (first.Length + 1.0), z = Normal.Quantile(0.9);
        return
        [
            new ColdStartRow("all new customers", first.Length, all, Low(all, first.Length + 1), High(all, first.Length + 1)),
            .. first.GroupBy(i => traits.GetValueOrDefault(rows.Customer[i], string.Empty), StringComparer.Ordinal).Where(group => group.Key.Length > 0)
                .Select(group => Row(group.Key, group.Count(), group.Count(i => rows.Happened[i])))
                .OrderByDescending(row => row.Customers).ThenBy(row => row.Traits, StringComparer.Ordinal).Take(MostRows),
        ];

        ColdStartRow Row(string name, int customers, int left)
        {
            double chance = (left + (Prior * all)) / (customers + Prior);
            return new(name, customers, chance, Low(chance, customers + Prior), High(chance, customers + Prior));
        }

        // Wilson's interval with the prior counted in.
        double Low(double p, double n) => Centre(p, n) - Half(p, n);
        double High(double p, double n) => Centre(p, n) + Half(p, n);
        double Centre(double p, double n) => (p + (z * z / (2 * n))) / (1 + (z * z / n));
        double Half(double p, double n) => z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
    }
}
