using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.VaryingCovariates;

/// <summary>Customers whose covariates change, by distinct paths and histories: all a fit needs to know.</summary>
/// <remarks>Sorted, so that the order of the rows given cannot reach the result. Times are in units of <see cref="TimeScale"/>, the mean age.</remarks>
internal sealed class VaryingGroups
{
    private VaryingGroups(VaryingHistory[] histories, int[] levels, double[] x, StandardScale scale, double timeScale)
    {
        (Histories, Levels, X, Scale, TimeScale) = (histories, levels, x, scale, timeScale);
        Customers = histories.Sum(history => history.Weight);
        Purchases = histories.Sum(history => history.Weight * levels[history.Level]);
    }

    /// <summary>Gives the distinct customers.</summary>
    public VaryingHistory[] Histories { get; }

    /// <summary>Gives the distinct frequencies, rising.</summary>
    public int[] Levels { get; }

    /// <summary>Gives the distinct rows of covariates, standardised, row after row; as they were where one is constant.</summary>
    public double[] X { get; }

    /// <summary>Gives how covariates were standardised: over the time customers met them, every customer counting alike.</summary>
    public StandardScale Scale { get; }

    /// <summary>Gives the length of the internal time unit in the unit of the histories.</summary>
    public double TimeScale { get; }

    /// <summary>Gives the number of customers.</summary>
    public double Customers { get; }

    /// <summary>Gives the number of repeat purchases.</summary>
    public double Purchases { get; }

    /// <summary>Gives the number of distinct customers.</summary>
    public int Count => Histories.Length;

    /// <summary>Gives the number of covariates.</summary>
    public int Width => Scale.Mean.Length;

    /// <summary>Groups customers by the named covariates. Those of age 0 say nothing and are left out.</summary>
    /// <param name="times">n customers.</param>
    /// <param name="covariates">Their covariates.</param>
    /// <param name="names">Those that matter.</param>
    /// <param name="centred">Whether covariates are taken from their mean, beside being divided by their standard deviation.</param>
    public static VaryingGroups Of(PurchaseTimes times, CovariatePaths covariates, IReadOnlyList<string> names, bool centred)
    {
        PurchaseHistories rows = times.Histories;
        int[] followed = [.. Enumerable.Range(0, times.Count).Where(i => rows.T[i] > 0.0)];
        double customers = followed.Sum(Weight);
        double scale = 1.0;
        if (customers > 0.0)
        {
            // In the order of ages, so that the order of rows cannot reach the unit.
            scale = followed.Select(i => (Age: rows.T[i], Weight: Weight(i))).Order().Sum(own => own.Weight * own.Age) / customers;
        }

        RowTable table = new(names.Count);
        CovariatePath[] paths = covariates.Named(names);
        int[] levels = [.. followed.Select(i => rows.Frequency[i]).Distinct().Order()];
        VaryingHistory[] own = [.. followed.Select(i => new VaryingHistory(
            Array.BinarySearch(levels, rows.Frequency[i]), Weight(i), Pieces(i, 0.0, rows.Recency[i]), Pieces(i, rows.Recency[i], rows.T[i]), Events(i)))];
        int[] ranks = table.Ranks();
        double[] x = table.Sorted(ranks);
        own = Distinct(Array.ConvertAll(own, history => Ranked(history, ranks)));
        double[] met = new double[table.Count];
        foreach (VaryingHistory history in own)
        {
            double age = history.Before.Sum(piece => piece.Time) + history.After.Sum(piece => piece.Time);
            foreach ((int row, double time) in history.Before.Concat(history.After))
            {
                met[row] += history.Weight * time / age;
            }
        }

        StandardScale standard = StandardScale.Of(x, names.Count, met, centred);
        bool constant = Array.IndexOf(standard.Deviation, 0.0) >= 0;
        return new VaryingGroups(own, levels, constant ? x : standard.Apply(x), standard, scale);

        double Weight(int i) => rows.Weight?[i] ?? 1.0;

        (int Row, double Time)[] Pieces(int customer, double from, double to)
        {
            covariates.Reach(customer, to);
            return [.. covariates.Between(customer, from, to).Select(piece => (Row(customer, piece.Period), piece.Length / scale))];
        }

        (int Row, int Count)[] Events(int customer) => [.. times.Times[customer].Select(time => (Row(customer, covariates.PurchasePeriod(customer, time)), 1))];

        int Row(int customer, int period) => table.Place(Array.ConvertAll(paths, path => path.At(customer, period, covariates.Periods)));
    }

    /// <summary>Takes customers without covariates.</summary>
    public static VaryingGroups Of(HistoryGroups groups)
    {
        VaryingHistory[] histories = [.. Enumerable.Range(0, groups.Count).Select(i =>
        {
            double tx = groups.Recency[i], after = groups.T[i] - tx;
            return new VaryingHistory(groups.Level[i], groups.Weight[i], [(0, tx)], after > 0.0 ? [(0, after)] : [], []);
        })];
        return new VaryingGroups(histories, groups.Levels, [], StandardScale.Of([], 0, []), groups.TimeScale);
    }

    /// <summary>Takes every k-th group, weighted up: a small problem with nearly the same optimum, to start from.</summary>
    public VaryingGroups Thin(int most)
    {
        int step = (Count + most - 1) / most;
        VaryingHistory[] taken = [.. Histories.Where((_, i) => i % step == 0).Select(history => history with { Weight = step * history.Weight })];
        return new VaryingGroups(taken, Levels, X, Scale, TimeScale);
    }

    // Only sums matter before the last purchase and at purchases; after it, neighbours that are alike are one.
    private static VaryingHistory Ranked(VaryingHistory history, int[] ranks) => history with
    {
        Before = [.. history.Before.GroupBy(piece => ranks[piece.Row], (row, pieces) => (row, pieces.Sum(piece => piece.Time))).Order()],
        After = Joined(Array.ConvertAll(history.After, piece => (ranks[piece.Row], piece.Time))),
        Events = [.. history.Events.GroupBy(own => ranks[own.Row], (row, all) => (row, all.Sum(own => own.Count))).Order()],
    };

    private static (int Row, double Time)[] Joined((int Row, double Time)[] pieces)
    {
        List<(int Row, double Time)> joined = [];
        foreach ((int row, double time) in pieces)
        {
            if (joined.Count > 0 && joined[^1].Row == row)
            {
                joined[^1] = (row, joined[^1].Time + time);
            }
            else
            {
                joined.Add((row, time));
            }
        }

        return [.. joined];
    }

    private static VaryingHistory[] Distinct(VaryingHistory[] histories)
    {
        // Weights break ties, so that their sum does not depend on the order of rows.
        Array.Sort(histories, (one, other) => one.Compare(other) is var order && order != 0 ? order : one.Weight.CompareTo(other.Weight));
        List<VaryingHistory> distinct = [];
        foreach (VaryingHistory history in histories)
        {
            if (distinct.Count > 0 && distinct[^1].Compare(history) == 0)
            {
                distinct[^1] = distinct[^1] with { Weight = distinct[^1].Weight + history.Weight };
            }
            else
            {
                distinct.Add(history);
            }
        }

        return [.. distinct];
    }
}
