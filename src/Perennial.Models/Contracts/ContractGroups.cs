using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.Contracts;

/// <summary>The distinct contract histories with the number of customers of each, in a fixed order.</summary>
internal sealed class ContractGroups
{
    private ContractGroups(int[] entry, int[] renewals, bool[] left, double[] weight, double[] raw, int width)
    {
        Entry = entry;
        Renewals = renewals;
        Left = left;
        Weight = weight;
        Width = width;
        Customers = weight.Sum();
        Scale = StandardScale.Of(raw, width, weight);
        X = width > 0 && Array.IndexOf(Scale.Deviation, 0.0) < 0 ? Scale.Apply(raw) : raw;
    }

    private ContractGroups(ContractGroups whole, int[] rows)
    {
        Entry = Array.ConvertAll(rows, g => whole.Entry[g]);
        Renewals = Array.ConvertAll(rows, g => whole.Renewals[g]);
        Left = Array.ConvertAll(rows, g => whole.Left[g]);
        Weight = Array.ConvertAll(rows, g => whole.Weight[g]);
        Width = whole.Width;
        Customers = Weight.Sum();
        Scale = whole.Scale;
        X = [.. rows.SelectMany(g => whole.X[(g * whole.Width)..((g + 1) * whole.Width)])];
    }

    public int[] Entry { get; }

    public int[] Renewals { get; }

    public bool[] Left { get; }

    public double[] Weight { get; }

    /// <summary>Gives the standardised covariates, row by row.</summary>
    public double[] X { get; }

    public int Width { get; }

    public double Customers { get; }

    public StandardScale Scale { get; }

    public int Count => Renewals.Length;

    /// <summary>Gives about <paramref name="most"/> groups, evenly taken from the order, on the scale of the whole.</summary>
    public ContractGroups Thin(int most) => new(this, [.. Enumerable.Range(0, most).Select(k => (int)((long)k * Count / most))]);

    /// <summary>Groups rows; the order of the rows does not reach the result. Rows that saw no renewal at all hold no information and are left out.</summary>
    public static ContractGroups Of(ContractHistories histories)
    {
        CovariateColumns? covariates = histories.Covariates;
        int width = covariates?.Width ?? 0;
        int[] rows = [.. Enumerable.Range(0, histories.Count).Where(i => histories.Left[i] || histories.Renewals[i] > (histories.Entry?[i] ?? 0))];
        (int[] first, double[] weight) = DistinctRows.Of(rows, Compare, histories.Weight);
        double[] raw = new double[first.Length * width];
        for (int g = 0; g < first.Length; g++)
        {
            for (int j = 0; j < width; j++)
            {
                raw[(g * width) + j] = covariates!.Columns[j][first[g]];
            }
        }

        return new ContractGroups(
            [.. first.Select(i => histories.Entry?[i] ?? 0)],
            [.. first.Select(i => histories.Renewals[i])],
            [.. first.Select(i => histories.Left[i])],
            weight,
            raw,
            width);

        int Compare(int a, int b)
        {
            int order = histories.Renewals[a].CompareTo(histories.Renewals[b]);
            order = order != 0 ? order : histories.Left[a].CompareTo(histories.Left[b]);
            order = order != 0 || histories.Entry is null ? order : histories.Entry[a].CompareTo(histories.Entry[b]);
            for (int j = 0; j < width && order == 0; j++)
            {
                order = covariates!.Columns[j][a].CompareTo(covariates.Columns[j][b]);
            }

            return order;
        }
    }
}
