using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.Covariates;

/// <summary>Customers by distinct covariates, and within these by distinct histories: all a regression needs to know.</summary>
/// <remarks>Sorted, so that the order of the rows given cannot reach the result. All share one internal unit of time, the mean age.</remarks>
internal sealed class CovariateGroups
{
    private readonly PurchaseHistories _histories;
    private readonly CovariateRows _covariates;
    private readonly int[] _rows;
    private readonly double[] _weight;

    private CovariateGroups(PurchaseHistories histories, CovariateRows covariates, int[] rows, double[] weight, double timeScale, StandardScale? scale)
    {
        (_histories, _covariates, _rows, _weight, TimeScale) = (histories, covariates, rows, weight, timeScale);
        int q = covariates.Width;
        double[] raw = [.. rows.SelectMany(covariates.Row)];
        Scale = scale ?? StandardScale.Of(raw, q, weight);
        double[] standard = Array.IndexOf(Scale.Deviation, 0.0) < 0 ? Scale.Apply(raw) : raw;
        List<HistoryGroups> shared = [];
        List<double> x = [];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = start + 1;
            while (end < rows.Length && covariates.Compare(rows[start], rows[end]) == 0)
            {
                end++;
            }

            shared.Add(Histories(start, end));
            x.AddRange(standard.AsSpan(start * q, q));
        }

        Shared = [.. shared];
        X = [.. x];
        Customers = weight.Sum();
    }

    /// <summary>Gives the histories of the customers who share their covariates, one entry for each distinct row of these.</summary>
    public HistoryGroups[] Shared { get; }

    /// <summary>Gives their standardised covariates, row by row.</summary>
    public double[] X { get; }

    /// <summary>Gives how covariates were standardised.</summary>
    public StandardScale Scale { get; }

    /// <summary>Gives the length of the internal time unit in the unit of the histories.</summary>
    public double TimeScale { get; }

    /// <summary>Gives the number of customers.</summary>
    public double Customers { get; }

    /// <summary>Gives the number of distinct histories with distinct covariates.</summary>
    public int Count => _rows.Length;

    /// <summary>Gives the number of covariates.</summary>
    public int Width => _covariates.Width;

    /// <summary>Groups customers. Those of age 0 without a repeat purchase say nothing and are left out.</summary>
    public static CovariateGroups Of(PurchaseHistories histories, CovariateRows covariates)
    {
        int[] rows = [.. Enumerable.Range(0, histories.Count).Where(i => histories.T[i] > 0.0 || histories.Frequency[i] > 0)];
        (int[] first, double[] weight) = DistinctRows.Of(rows, Compare, histories.Weight);

        // By groups, so that weights and repeated rows give the same bits.
        double age = first.Zip(weight, (i, w) => w * histories.T[i]).Sum();
        return new CovariateGroups(histories, covariates, first, weight, age > 0.0 ? age / weight.Sum() : 1.0, null);

        int Compare(int i, int j)
        {
            int order = covariates.Compare(i, j);
            return order != 0
                ? order
                : (histories.Frequency[i], histories.T[i], histories.Recency[i]).CompareTo((histories.Frequency[j], histories.T[j], histories.Recency[j]));
        }
    }

    /// <summary>Takes every k-th group, weighted up: a small problem with nearly the same optimum, to start from.</summary>
    public CovariateGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        int[] taken = [.. Enumerable.Range(0, (Count + step - 1) / step).Select(k => k * step)];
        return new CovariateGroups(_histories, _covariates, Array.ConvertAll(taken, i => _rows[i]), Array.ConvertAll(taken, i => step * _weight[i]), TimeScale, Scale);
    }

    private HistoryGroups Histories(int start, int end)
    {
        int[] rows = _rows[start..end];
        return HistoryGroups.OfDistinct(
            Array.ConvertAll(rows, i => _histories.Frequency[i]),
            Array.ConvertAll(rows, i => _histories.Recency[i] / TimeScale),
            Array.ConvertAll(rows, i => _histories.T[i] / TimeScale),
            _weight[start..end],
            TimeScale);
    }
}
