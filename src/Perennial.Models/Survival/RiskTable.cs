namespace Perennial.Models.Survival;

/// <summary>For each distinct time how many are at risk just before it, how many have the event at it and how many are censored at it.</summary>
internal sealed class RiskTable
{
    private RiskTable(int distinct)
    {
        Times = new double[distinct];
        AtRisk = new double[distinct];
        Events = new double[distinct];
        Censored = new double[distinct];
    }

    public double[] Times { get; }

    public double[] AtRisk { get; }

    public double[] Events { get; }

    public double[] Censored { get; }

    /// <summary>Counts some rows of histories.</summary>
    public static RiskTable Of(SurvivalHistories histories, IReadOnlyList<int>? rows = null)
    {
        int[] byTime = rows is null ? [.. Enumerable.Range(0, histories.Count)] : [.. rows];
        int[] byEntry = histories.Entry is null ? [] : [.. byTime];

        // Ties by weight: sums do not depend on the order of the rows.
        Array.Sort(byTime, (a, b) => Order(histories.Time[a].CompareTo(histories.Time[b]), a, b));
        Array.Sort(byEntry, (a, b) => Order(histories.EntryOf(a).CompareTo(histories.EntryOf(b)), a, b));
        RiskTable table = new(Distinct(histories, byTime));
        int at = table.Times.Length;
        int late = byEntry.Length - 1;
        double stillThere = 0.0;
        double notYet = 0.0;
        for (int k = byTime.Length - 1; k >= 0;)
        {
            double t = histories.Time[byTime[k]];
            at--;
            table.Times[at] = t;
            for (; k >= 0 && histories.Time[byTime[k]] == t; k--)
            {
                double w = histories.WeightOf(byTime[k]);
                stillThere += w;
                if (histories.Observed[byTime[k]])
                {
                    table.Events[at] += w;
                }
                else
                {
                    table.Censored[at] += w;
                }
            }

            for (; late >= 0 && histories.Entry![byEntry[late]] >= t; late--)
            {
                notYet += histories.WeightOf(byEntry[late]);
            }

            // Whoever has the event is at risk, whatever rounding says of fractional weights.
            table.AtRisk[at] = Math.Max(stillThere - notYet, table.Events[at] + table.Censored[at]);
        }

        return table;

        int Order(int order, int a, int b) => order != 0 || histories.Weight is null ? order : histories.Weight[a].CompareTo(histories.Weight[b]);
    }

    private static int Distinct(SurvivalHistories histories, int[] byTime)
    {
        int distinct = 0;
        for (int k = 0; k < byTime.Length; k++)
        {
            distinct += k == 0 || histories.Time[byTime[k]] != histories.Time[byTime[k - 1]] ? 1 : 0;
        }

        return distinct;
    }
}
