using Perennial.Models.Fitting;
using Perennial.Models.ParetoGgg;

namespace Perennial.Models.Predicting;

/// <summary>The customers of given histories, one by one: for models whose future depends on more of a history than (x, t_x, T).</summary>
/// <remarks>A distribution is then asked about these rows and no others. Equal histories are looked at once.</remarks>
internal sealed class OwnCustomers
{
    private readonly Func<int, DrawnCustomer> _customer;
    private readonly int[][] _equal;

    /// <summary>Takes the histories.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="customer">Makes the customer of a row.</param>
    public OwnCustomers(PurchaseHistories histories, Func<int, DrawnCustomer> customer)
    {
        _customer = customer;
        Count = histories.Count;
        double[] gaps = ParetoGggRows.Gaps(histories);
        _equal = [.. Enumerable.Range(0, Count).GroupBy(i => (histories.Frequency[i], histories.Recency[i], histories.T[i], gaps[i])).Select(group => group.ToArray())];
    }

    /// <summary>Gives the number of rows n.</summary>
    public int Count { get; }

    /// <summary>Makes the customer of a row.</summary>
    public DrawnCustomer Of(int row) => _customer(row);

    /// <summary>Visits every customer with the rows of the same history.</summary>
    public void ForEach(int threads, Action<DrawnCustomer, int[]> visit) => Blocks.Run(_equal.Length, threads, 8, (start, end) =>
    {
        for (int i = start; i < end; i++)
        {
            visit(_customer(_equal[i][0]), _equal[i]);
        }
    });

    /// <summary>Refuses columns that are not of these rows.</summary>
    public void Check(int rows)
    {
        if (rows != Count)
        {
            throw new ArgumentException($"The law is that of {Count} histories, and is asked about {rows}. Make it with TransactionLaw.Of(model, histories) from the histories asked about.", nameof(rows));
        }
    }
}
