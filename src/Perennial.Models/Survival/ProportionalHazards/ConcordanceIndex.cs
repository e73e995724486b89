namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>Harrell's concordance: among pairs whose order of events is known, how often the one at higher risk had the event first.</summary>
/// <param name="Concordant">Weighted pairs in the right order.</param>
/// <param name="Discordant">Weighted pairs in the wrong order.</param>
/// <param name="TiedRisk">Weighted pairs with the same risk; each counts half.</param>
/// <source paper="HarrellLeeMark1996"/>
public sealed record ConcordanceIndex(double Concordant, double Discordant, double TiedRisk)
{
    /// <summary>Gives the share of right pairs: 0.5 for no skill, also where no pair can be compared.</summary>
    public double Value
    {
        get
        {
            double pairs = Concordant + Discordant + TiedRisk;
            return pairs > 0.0 ? (Concordant + (0.5 * TiedRisk)) / pairs : 0.5;
        }
    }

    /// <summary>Measures a risk score on histories, within strata; a pair counts while both are under observation at the earlier event.</summary>
    /// <param name="histories">n rows.</param>
    /// <param name="risk">n scores, higher for an earlier event.</param>
    public static ConcordanceIndex Of(SurvivalHistories histories, double[] risk)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(risk);
        if (risk.Length != histories.Count || !Array.TrueForAll(risk, double.IsFinite))
        {
            throw new ArgumentException($"There are {histories.Count} histories and {risk.Length} scores. Give one finite score for each.", nameof(risk));
        }

        SurvivalHistories scored = new(
            histories.Time, histories.Observed, histories.Unit, histories.Entry, histories.Weight, histories.Stratum, covariates: new(["risk"], [risk]));
        CoxRows rows = CoxRows.Of(scored);
        return OfSorted(rows, Array.ConvertAll(rows.Row, i => risk[i]));
    }

    /// <summary>Measures scores of sorted rows: one pass over the times with a tree of sums over the ranks.</summary>
    internal static ConcordanceIndex OfSorted(CoxRows rows, double[] risk)
    {
        double[] levels = [.. risk.Distinct().Order()];
        double concordant = 0.0;
        double discordant = 0.0;
        double tied = 0.0;
        for (int s = 0; s < rows.Strata.Length; s++)
        {
            double[] tree = new double[levels.Length + 1];
            int[] byEntry = rows.ByEntry[s];
            int late = 0;
            for (int i = rows.StratumStart[s]; i < rows.StratumStart[s + 1];)
            {
                double t = rows.Time[i];
                for (; late < byEntry.Length && rows.Entry[byEntry[late]] >= t; late++)
                {
                    Add(tree, Rank(byEntry[late]), -rows.Weight[byEntry[late]]);
                }

                // Censored at the time of an event is later than the event; two events at one time cannot be compared.
                int end = i;
                for (; end < rows.StratumStart[s + 1] && rows.Time[end] == t && !rows.Observed[end]; end++)
                {
                    Add(tree, Rank(end), rows.Weight[end]);
                }

                int events = end;
                for (; end < rows.StratumStart[s + 1] && rows.Time[end] == t; end++)
                {
                    int rank = Rank(end);
                    double below = Sum(tree, rank - 1);
                    double upTo = Sum(tree, rank);
                    double all = Sum(tree, levels.Length);
                    concordant += rows.Weight[end] * below;
                    tied += rows.Weight[end] * (upTo - below);
                    discordant += rows.Weight[end] * (all - upTo);
                }

                for (; events < end; events++)
                {
                    Add(tree, Rank(events), rows.Weight[events]);
                }

                i = end;
            }
        }

        return new ConcordanceIndex(concordant, discordant, tied);

        int Rank(int row) => 1 + Array.BinarySearch(levels, risk[row]);
    }

    private static void Add(double[] tree, int at, double weight)
    {
        for (; at < tree.Length; at += at & -at)
        {
            tree[at] += weight;
        }
    }

    private static double Sum(double[] tree, int at)
    {
        double sum = 0.0;
        for (; at > 0; at -= at & -at)
        {
            sum += tree[at];
        }

        return sum;
    }
}
