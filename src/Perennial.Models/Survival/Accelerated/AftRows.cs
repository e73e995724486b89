using Perennial.Models.Histories;

namespace Perennial.Models.Survival.Accelerated;

/// <summary>Rows in a fixed order, on log times from their mean, covariates standardised.</summary>
internal sealed class AftRows
{
    private AftRows(double[] time, double[] entry, bool[] observed, double[] weight, double[] raw, int width)
    {
        Observed = observed;
        Weight = weight;
        Width = width;
        Customers = weight.Sum();
        Scale = StandardScale.Of(raw, width, weight);
        X = Array.IndexOf(Scale.Deviation, 0.0) < 0 ? Scale.Apply(raw) : raw;
        double sum = 0.0;
        for (int i = 0; i < time.Length; i++)
        {
            double log = Math.Log(time[i]);
            sum += weight[i] * log;
            Events += observed[i] ? weight[i] : 0.0;
            EventLogs += observed[i] ? weight[i] * log : 0.0;
        }

        Centre = sum / Customers;
        Log = Array.ConvertAll(time, t => Math.Log(t) - Centre);
        LogEntry = Array.ConvertAll(entry, t => t > 0.0 ? Math.Log(t) - Centre : double.NegativeInfinity);
        double squares = 0.0;
        for (int i = 0; i < time.Length; i++)
        {
            squares += weight[i] * Log[i] * Log[i];
        }

        Spread = Math.Sqrt(squares / Customers);
    }

    private AftRows(AftRows whole, int[] rows)
    {
        Observed = Array.ConvertAll(rows, i => whole.Observed[i]);
        Weight = Array.ConvertAll(rows, i => whole.Weight[i]);
        Width = whole.Width;
        Customers = Weight.Sum();
        Scale = whole.Scale;
        X = [.. rows.SelectMany(i => whole.X[(i * whole.Width)..((i + 1) * whole.Width)])];
        Events = whole.Events;
        EventLogs = whole.EventLogs;
        Centre = whole.Centre;
        Spread = whole.Spread;
        Log = Array.ConvertAll(rows, i => whole.Log[i]);
        LogEntry = Array.ConvertAll(rows, i => whole.LogEntry[i]);
    }

    /// <summary>Gives ln time - centre.</summary>
    public double[] Log { get; }

    /// <summary>Gives ln entry - centre; minus infinity where the row was seen from the start.</summary>
    public double[] LogEntry { get; }

    public bool[] Observed { get; }

    public double[] Weight { get; }

    public double[] X { get; }

    public int Width { get; }

    public double Customers { get; }

    public double Events { get; }

    /// <summary>Gives the sum of ln time over the events: the Jacobian between the densities of t and ln t.</summary>
    public double EventLogs { get; }

    public double Centre { get; }

    public double Spread { get; }

    public StandardScale Scale { get; }

    public int Count => Log.Length;

    /// <summary>Gives about <paramref name="most"/> rows, evenly taken from the order, on the scale of the whole.</summary>
    public AftRows Thin(int most) => new(this, [.. Enumerable.Range(0, most).Select(k => (int)((long)k * Count / most))]);

    /// <summary>Sorts histories; the order of the rows does not reach the result.</summary>
    public static AftRows Of(SurvivalHistories histories)
    {
        int width = histories.Covariates?.Width ?? 0;
        int[] order = [.. Enumerable.Range(0, histories.Count)];
        Array.Sort(order, Compare);
        double[] raw = new double[order.Length * width];
        for (int i = 0; i < order.Length; i++)
        {
            for (int j = 0; j < width; j++)
            {
                raw[(i * width) + j] = histories.Covariates!.Columns[j][order[i]];
            }
        }

        return new AftRows(
            Array.ConvertAll(order, i => histories.Time[i]),
            Array.ConvertAll(order, histories.EntryOf),
            Array.ConvertAll(order, i => histories.Observed[i]),
            Array.ConvertAll(order, histories.WeightOf),
            raw,
            width);

        int Compare(int a, int b)
        {
            int by = histories.Time[a].CompareTo(histories.Time[b]);
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
