using Perennial.Models.Histories;

namespace Perennial.Models.Survival.DiscreteTime;

/// <summary>Distinct rows of a panel with the customers who left and who stayed.</summary>
internal sealed class PanelGroups
{
    private PanelGroups(int[] period, double[] left, double[] stayed, double[] raw, int width)
    {
        Period = period;
        Left = left;
        Stayed = stayed;
        Width = width;
        double[] weight = [.. left.Zip(stayed, (a, b) => a + b)];
        Rows = weight.Sum();
        Scale = StandardScale.Of(raw, width, weight);
        X = Array.IndexOf(Scale.Deviation, 0.0) < 0 ? Scale.Apply(raw) : raw;
    }

    public int[] Period { get; }

    public double[] Left { get; }

    public double[] Stayed { get; }

    /// <summary>Gives the standardised columns: powers of the period where there are any, then covariates.</summary>
    public double[] X { get; }

    public int Width { get; }

    public double Rows { get; }

    public StandardScale Scale { get; }

    public int Count => Period.Length;

    /// <summary>Groups some rows; the order of the rows does not reach the result.</summary>
    public static PanelGroups Of(RenewalPanel panel, int powers, Func<int, bool> keep)
    {
        int q = panel.Covariates?.Width ?? 0;
        int[] rows = [.. Enumerable.Range(0, panel.Count).Where(i => keep(panel.Period[i]))];
        Array.Sort(rows, (a, b) =>
        {
            int order = Same(a, b);
            order = order != 0 ? order : panel.Left[a].CompareTo(panel.Left[b]);
            return order != 0 || panel.Weight is null ? order : panel.Weight[a].CompareTo(panel.Weight[b]);
        });
        List<int> first = [];
        List<double> left = [];
        List<double> stayed = [];
        foreach (int i in rows)
        {
            if (first.Count == 0 || Same(first[^1], i) != 0)
            {
                first.Add(i);
                left.Add(0.0);
                stayed.Add(0.0);
            }

            if (panel.Left[i])
            {
                left[^1] += panel.Weight?[i] ?? 1.0;
            }
            else
            {
                stayed[^1] += panel.Weight?[i] ?? 1.0;
            }
        }

        int width = powers + q;
        double[] raw = new double[first.Count * width];
        for (int g = 0; g < first.Count; g++)
        {
            for (int j = 0; j < width; j++)
            {
                raw[(g * width) + j] = j < powers ? Math.Pow(panel.Period[first[g]], j + 1) : panel.Covariates!.Columns[j - powers][first[g]];
            }
        }

        return new PanelGroups([.. first.Select(i => panel.Period[i])], [.. left], [.. stayed], raw, width);

        int Same(int a, int b)
        {
            int order = panel.Period[a].CompareTo(panel.Period[b]);
            for (int j = 0; j < q && order == 0; j++)
            {
                order = panel.Covariates!.Columns[j][a].CompareTo(panel.Covariates.Columns[j][b]);
            }

            return order;
        }
    }
}
