using Perennial.Training.Learned;

namespace Perennial.Training.Snapshots;

/// <summary>The kinds of models of leaving by month, the simplest first; each gives the chance to leave in a month of those who came to it.</summary>
internal static class StayModels
{
    public const string Alike = "all alike, by age";
    public const string ByGroup = "by group and age";
    private const double Prior = 30;
    private const int Tail = 12;

    /// <summary>Gives the kinds that can be tried.</summary>
    public static IReadOnlyList<string> Kinds(StayPanel panel, bool groups, bool leavers) =>
        [Alike, .. groups ? [ByGroup] : Array.Empty<string>(), .. leavers && panel.Known.Count > 0 ? [ChurnCandidates.Logistic, ChurnCandidates.Boosting] : Array.Empty<string>()];

    /// <summary>Fits a kind on some customers.</summary>
    public static Func<LearnedRows, double[]> Fit(string kind, StayPanel panel, IReadOnlyList<int> customers, LearnedOptions options)
    {
        LearnedRows rows = panel.Months(customers);
        if (kind is Alike or ByGroup)
        {
            return ByAge(rows, kind == ByGroup);
        }

        ChurnModel model = ChurnCandidates.Fit(kind, rows, [], options);
        return model.Chances;
    }

    private static Func<LearnedRows, double[]> ByAge(LearnedRows rows, bool groups)
    {
        double[] all = Hazards(Enumerable.Range(0, rows.Count), rows, null);
        Dictionary<string, double[]> own = groups
            ? Enumerable.Range(0, rows.Count).GroupBy(i => rows.Segment[i], StringComparer.Ordinal).ToDictionary(group => group.Key, group => Hazards(group, rows, all), StringComparer.Ordinal)
            : [];
        return of =>
        {
            ReadOnlySpan<double> age = of.Table.Column(0);
            double[] chances = new double[of.Count];
            for (int i = 0; i < chances.Length; i++)
            {
                double[] hazards = own.TryGetValue(of.Segment[i], out double[]? mine) ? mine : all;
                chances[i] = hazards[Math.Min((int)age[i], hazards.Length - 1)];
            }

            return chances;
        };
    }

    // By month of age; the last place is the mean of the last year seen, which goes on. A group's month leans on all customers' by as much as thirty of them weigh.
    private static double[] Hazards(IEnumerable<int> which, LearnedRows rows, double[]? all)
    {
        int[] places = [.. which];
        double[] age = rows.Table.Column(0).ToArray();
        int last = (int)(all is null ? places.Max(i => age[i]) : all.Length - 2);
        double[] left = new double[last + 1], risk = new double[last + 1];
        foreach (int i in places)
        {
            int month = (int)age[i];
            risk[month]++;
            left[month] += rows.Happened[i] ? 1 : 0;
        }

        double total = left.Sum() / Math.Max(1, risk.Sum());
        double[] hazards = new double[last + 2];
        for (int month = 1; month <= last; month++)
        {
            double toward = all?[month] ?? total, weight = all is null ? 1 : Prior;
            hazards[month] = (left[month] + (weight * toward)) / (risk[month] + weight);
        }

        int from = Math.Max(1, last - Tail + 1);
        double tailLeft = left[from..].Sum(), tailRisk = risk[from..].Sum(), tail = all?[^1] ?? total;
        hazards[last + 1] = (tailLeft + (Prior * tail)) / (tailRisk + Prior);
        return hazards;
    }
}
