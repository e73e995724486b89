namespace Perennial.Models;

/// <summary>Customers up for renewal, one row for each customer and period in which leaving was possible, as columns.</summary>
/// <remarks>
/// A period in which a customer could not leave (within an annual contract, while paused) has no row: being due is what makes a risk set.
/// Covariates are those known when the period began, so they may change from row to row.
/// </remarks>
public sealed class RenewalPanel
{
    /// <summary>Takes the columns after checking every row.</summary>
    /// <param name="period">n ages in periods: 1 for the first renewal, 2, …</param>
    /// <param name="left">n answers: did the customer leave in it?</param>
    /// <param name="weight">n numbers of customers who share the row; one each where absent. Positive.</param>
    /// <param name="covariates">What was known of the n rows, or null.</param>
    /// <exception cref="ArgumentException">Columns differ in length, or a row breaks a rule; the message names the row, the value and the rule.</exception>
    public RenewalPanel(int[] period, bool[] left, double[]? weight = null, CovariateColumns? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(left);
        int n = period.Length;
        if (left.Length != n || (weight?.Length ?? n) != n || (covariates?.Count ?? n) != n)
        {
            throw new ArgumentException(
                $"The columns differ in length: period {n}, left {left.Length}, weight {weight?.Length ?? n}, covariates {covariates?.Count ?? n}. They must be equal.");
        }

        for (int i = 0; i < n; i++)
        {
            if (period[i] < 1)
            {
                throw new ArgumentException($"Row {i} has period {period[i]}. Periods are counted 1, 2, 3, …");
            }

            if (weight is not null && (!double.IsFinite(weight[i]) || weight[i] <= 0.0))
            {
                throw new ArgumentException($"Row {i} has weight {weight[i]}. A weight is a positive number of customers.");
            }
        }

        Period = period;
        Left = left;
        Weight = weight;
        Covariates = covariates;
    }

    /// <summary>Gives the n ages in periods.</summary>
    public int[] Period { get; }

    /// <summary>Gives, for each row, whether the customer left in it.</summary>
    public bool[] Left { get; }

    /// <summary>Gives the n numbers of customers a row stands for, or null where each row is one.</summary>
    public double[]? Weight { get; }

    /// <summary>Gives what was known of the rows, or null.</summary>
    public CovariateColumns? Covariates { get; }

    /// <summary>Gives the number of rows n.</summary>
    public int Count => Period.Length;

    /// <summary>Spreads contract histories over the renewals they came up for; covariates stay the same throughout.</summary>
    /// <param name="histories">n contracts.</param>
    public static RenewalPanel FromContracts(ContractHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        List<int> row = [];
        List<int> period = [];
        List<bool> left = [];
        for (int i = 0; i < histories.Count; i++)
        {
            int last = histories.Renewals[i] + (histories.Left[i] ? 1 : 0);
            for (int k = (histories.Entry?[i] ?? 0) + 1; k <= last; k++)
            {
                row.Add(i);
                period.Add(k);
                left.Add(histories.Left[i] && k == last);
            }
        }

        int[] rows = [.. row];
        return new RenewalPanel(
            [.. period],
            [.. left],
            histories.Weight is null ? null : Array.ConvertAll(rows, i => histories.Weight[i]),
            histories.Covariates is null
                ? null
                : new CovariateColumns([.. histories.Covariates.Names], [.. histories.Covariates.Columns.Select(c => Array.ConvertAll(rows, i => c[i]))]));
    }
}
