namespace Perennial.Models;

/// <summary>The contract histories of n customers (or of n groups of customers with equal histories) as columns.</summary>
/// <remarks>
/// Time is counted in renewal opportunities. A customer who signed up and left at the first renewal has survived 0 renewals and has left;
/// one who renewed three times and is still under contract has survived 3 and has not left (censored).
/// </remarks>
public sealed class ContractHistories
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="renewals">n numbers of renewals survived: 0, 1, 2, …</param>
    /// <param name="left">n answers: did the customer leave at the renewal after those?</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <param name="cohort">n cohort numbers; one cohort where absent.</param>
    /// <param name="entry">n numbers of renewals already survived when observation began (left truncation); 0 where absent. At most the renewals.</param>
    /// <param name="covariates">What else is known of the n customers, or null.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public ContractHistories(
        int[] renewals, bool[] left, double[]? weight = null, int[]? cohort = null, int[]? entry = null, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(renewals);
        ArgumentNullException.ThrowIfNull(left);
        int n = renewals.Length;
        if (left.Length != n || (weight ?? new double[n]).Length != n || (cohort ?? renewals).Length != n || (entry ?? renewals).Length != n
            || (covariates?.Count ?? n) != n)
        {
            throw new ArgumentException(
                $"The columns differ in length: renewals {n}, left {left.Length}, weight {weight?.Length ?? n}, cohort {cohort?.Length ?? n}, "
                + $"entry {entry?.Length ?? n}, covariates {covariates?.Count ?? n}. They must be equal.");
        }

        for (int i = 0; i < n; i++)
        {
            Check(i, renewals[i], weight is null ? 1.0 : weight[i], entry is null ? 0 : entry[i]);
        }

        Renewals = renewals;
        Left = left;
        Weight = weight;
        Cohort = cohort;
        Entry = entry;
        Covariates = covariates;
    }

    /// <summary>Gives the n numbers of renewals survived.</summary>
    public int[] Renewals { get; }

    /// <summary>Gives, for each row, whether the customer left at the next renewal.</summary>
    public bool[] Left { get; }

    /// <summary>Gives the n numbers of customers a row stands for, or null where each row is one customer.</summary>
    public double[]? Weight { get; }

    /// <summary>Gives the n cohort numbers, or null where all are one cohort.</summary>
    public int[]? Cohort { get; }

    /// <summary>Gives the n numbers of renewals survived before observation began, or null where all were seen from the start.</summary>
    public int[]? Entry { get; }

    /// <summary>Gives what else is known of the customers, or null.</summary>
    public CovariateColumns? Covariates { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Renewals.Length;

    /// <summary>Makes histories from cohorts' survivor counts, as a retention table holds them.</summary>
    /// <param name="survivors">For each cohort the customers at sign-up and after each renewal opportunity: 1000, 869, 743, … Never rising.</param>
    /// <exception cref="ArgumentException">A cohort is empty, a count is negative or not finite, or counts rise.</exception>
    public static ContractHistories FromSurvivors(params double[][] survivors)
    {
        ArgumentNullException.ThrowIfNull(survivors);
        List<int> renewals = [];
        List<bool> left = [];
        List<double> weight = [];
        List<int> cohort = [];
        for (int k = 0; k < survivors.Length; k++)
        {
            double[] s = survivors[k];
            if (s is null || s.Length == 0)
            {
                throw new ArgumentException($"Cohort {k} has no counts. Give the customers at sign-up and after each renewal.");
            }

            for (int n = 0; n < s.Length; n++)
            {
                double gone = n + 1 < s.Length ? s[n] - s[n + 1] : s[n];
                if (!double.IsFinite(s[n]) || s[n] < 0.0 || !(gone >= 0.0))
                {
                    throw new ArgumentException(
                        $"Cohort {k} has {s[n]} customers after {n} renewals{(n + 1 < s.Length ? $" and {s[n + 1]} after {n + 1}" : string.Empty)}. "
                        + "Counts are finite, at least 0 and never rise; customers who come back are new contracts.");
                }

                if (gone > 0.0)
                {
                    renewals.Add(n);
                    left.Add(n + 1 < s.Length);
                    weight.Add(gone);
                    cohort.Add(k);
                }
            }
        }

        return new ContractHistories([.. renewals], [.. left], [.. weight], [.. cohort]);
    }

    /// <summary>Gives the histories of some rows.</summary>
    /// <param name="rows">The rows, in the order wanted.</param>
    public ContractHistories Select(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Histories.HistoryDoor.Rows(rows, Count);
        CovariateColumns? some = Covariates is null
            ? null
            : new CovariateColumns([.. Covariates.Names], [.. Covariates.Columns.Select(c => Array.ConvertAll(rows, i => c[i]))]);
        return new ContractHistories(
            Array.ConvertAll(rows, i => Renewals[i]),
            Array.ConvertAll(rows, i => Left[i]),
            Weight is null ? null : Array.ConvertAll(rows, i => Weight[i]),
            Cohort is null ? null : Array.ConvertAll(rows, i => Cohort[i]),
            Entry is null ? null : Array.ConvertAll(rows, i => Entry[i]),
            some);
    }

    private static void Check(int row, int renewals, double weight, int entry)
    {
        if (renewals < 0)
        {
            throw new ArgumentException($"Row {row} has {renewals} renewals. Renewals survived are counted 0, 1, 2, …");
        }

        if (!double.IsFinite(weight) || weight <= 0.0)
        {
            throw new ArgumentException($"Row {row} has weight {weight}. A weight is a positive number of customers.");
        }

        if (entry < 0 || entry > renewals)
        {
            throw new ArgumentException(
                $"Row {row} has entry {entry} but {renewals} renewals. Entry counts the renewals survived before observation began: from 0 to the renewals survived.");
        }
    }
}
