using Perennial.Models.Assessing;

namespace Perennial.Features.Signals;

/// <summary>A signal that alone tells who will leave almost without a mistake: rather than so good it is likely to know the future, and models refuse it.</summary>
/// <param name="Id">The signal.</param>
/// <param name="ByMissing">Whether that it is missing tells, rather than its value.</param>
/// <param name="Concordance">The share of pairs, one who left and one who did not, that it puts in order; ties count half. Above <see cref="Limit"/>.</param>
public sealed record SuspectSignal(string Id, bool ByMissing, double Concordance)
{
    /// <summary>Gives the concordance above which a signal is suspect.</summary>
    public const double Limit = 0.98;

    private const int FewestOfEach = 20;

    /// <summary>Finds the suspect signals of a panel.</summary>
    /// <param name="panel">Signals of landmarks.</param>
    /// <param name="outcomes">What came after them, row by row.</param>
    /// <returns>The suspects in the order of the catalogue. None where fewer than twenty rows left, or stayed.</returns>
    public static IReadOnlyList<SuspectSignal> Find(SignalColumns panel, SignalOutcomes outcomes)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentNullException.ThrowIfNull(outcomes);
        int[] known = [.. Enumerable.Range(0, panel.Count).Where(row => panel.Active[row] == true && (outcomes.Churned[row] || !outcomes.Censored[row]))];
        var found = new List<SuspectSignal>();
        for (int signal = 0; signal < panel.Values.Count; signal++)
        {
            double[] values = panel.Values[signal];
            Add(signal, byMissing: false, [.. known.Where(row => !double.IsNaN(values[row]))], row => values[row]);
            Add(signal, byMissing: true, known, row => double.IsNaN(values[row]) ? 1 : 0);
        }

        return found;

        void Add(int signal, bool byMissing, int[] rows, Func<int, double> value)
        {
            double[] left = [.. rows.Select(row => outcomes.Churned[row] ? 1.0 : 0)];
            if (Math.Min(left.Count(churned => churned > 0), left.Count(churned => churned == 0)) < FewestOfEach)
            {
                return;
            }

            double concordance = Ranking.Concordance([.. rows.Select(value)], left);
            if (Math.Max(concordance, 1 - concordance) is var either && either > Limit)
            {
                found.Add(new SuspectSignal(SignalCatalogue.All[signal].Id, byMissing, either));
            }
        }
    }
}
