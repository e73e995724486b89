using Perennial.Models.Histories;

namespace Perennial.Models.Survival.ProportionalHazards;

/// <summary>Rows ready for sweeps over event times: strata apart, sorted from the latest time to the earliest, covariates standardised.</summary>
internal sealed class CoxRows
{
    private CoxRows(int[] row, double[] time, double[] entry, bool[] observed, double[] weight, double[] raw, int width, int[] strata, int[] stratumStart)
    {
        Row = row;
        Time = time;
        Entry = entry;
        Observed = observed;
        Weight = weight;
        Width = width;
        Strata = strata;
        StratumStart = stratumStart;
        Scale = StandardScale.Of(raw, width, weight);
        X = Array.IndexOf(Scale.Deviation, 0.0) < 0 ? Scale.Apply(raw) : raw;
        WholeWeights = Array.TrueForAll(weight, w => w == Math.Floor(w));
        for (int i = 0; i < row.Length; i++)
        {
            Events += observed[i] ? weight[i] : 0.0;
        }

        ByEntry = [.. Enumerable.Range(0, strata.Length).Select(s =>
        {
            int[] rows = [.. Enumerable.Range(stratumStart[s], stratumStart[s + 1] - stratumStart[s]).Where(i => entry[i] >= 0.0)];
            Array.Sort(rows, (a, b) => entry[b] != entry[a] ? entry[b].CompareTo(entry[a]) : a.CompareTo(b));
            return rows;
        })];
    }

    /// <summary>Gives the caller's row of each.</summary>
    public int[] Row { get; }

    public double[] Time { get; }

    /// <summary>Gives the entries; negative where seen from the start.</summary>
    public double[] Entry { get; }

    public bool[] Observed { get; }

    public double[] Weight { get; }

    /// <summary>Gives the standardised covariates, row by row.</summary>
    public double[] X { get; }

    public int Width { get; }

    public int[] Strata { get; }

    /// <summary>Gives where each stratum starts; one more at the end.</summary>
    public int[] StratumStart { get; }

    /// <summary>Gives, for each stratum, the rows that enter late, from the latest entry to the earliest.</summary>
    public int[][] ByEntry { get; }

    public StandardScale Scale { get; }

    /// <summary>Tells whether every weight is a whole number of customers.</summary>
    public bool WholeWeights { get; }

    /// <summary>Gives the weighted number of events.</summary>
    public double Events { get; }

    public int Count => Time.Length;

    /// <summary>Sorts histories; the order of the rows does not reach the result.</summary>
    public static CoxRows Of(SurvivalHistories histories)
    {
        int width = histories.Covariates!.Width;
        int[] order = [.. Enumerable.Range(0, histories.Count)];
        Array.Sort(order, Compare);
        double[] raw = new double[order.Length * width];
        List<int> strata = [];
        List<int> starts = [];
        for (int i = 0; i < order.Length; i++)
        {
            int stratum = histories.Stratum?[order[i]] ?? 0;
            if (strata.Count == 0 || strata[^1] != stratum)
            {
                strata.Add(stratum);
                starts.Add(i);
            }

            for (int j = 0; j < width; j++)
            {
                raw[(i * width) + j] = histories.Covariates.Columns[j][order[i]];
            }
        }

        starts.Add(order.Length);
        return new CoxRows(
            order,
            Array.ConvertAll(order, i => histories.Time[i]),
            Array.ConvertAll(order, histories.EntryOf),
            Array.ConvertAll(order, i => histories.Observed[i]),
            Array.ConvertAll(order, histories.WeightOf),
            raw,
            width,
            [.. strata],
            [.. starts]);

        int Compare(int a, int b)
        {
            int by = histories.Stratum is null ? 0 : histories.Stratum[a].CompareTo(histories.Stratum[b]);
            by = by != 0 ? by : histories.Time[b].CompareTo(histories.Time[a]);
            by = by != 0 ? by : histories.Observed[a].CompareTo(histories.Observed[b]);
            by = by != 0 ? by : histories.EntryOf(a).CompareTo(histories.EntryOf(b));
            by = by != 0 ? by : histories.WeightOf(a).CompareTo(histories.WeightOf(b));
            for (int j = 0; j < width && by == 0; j++)
            {
                by = histories.Covariates!.Columns[j][a].CompareTo(histories.Covariates.Columns[j][b]);
            }

            return by;
        }
    }
}
