using Perennial.Models.Fitting;

namespace Perennial.Models.Histories;

/// <summary>Predictions row by row, on all processors, with the same bits on one.</summary>
internal static class EachCustomer
{
    // Expectations are costly enough to be worth a small block.
    private const int SmallBlock = 64;

    /// <summary>Predicts from (x, t_x, T).</summary>
    public static double[] Of(PurchaseHistories histories, TimeUnit unit, Func<int, double, double, double> one)
    {
        HistoryDoor.SameUnit(histories, unit);
        double[] values = new double[histories.Count];
        Blocks.Run(histories.Count, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                values[i] = one(histories.Frequency[i], histories.Recency[i], histories.T[i]);
            }
        });
        return values;
    }

    /// <summary>Predicts as P(alive) times what a customer who is alive will do, which depends on (x, T) alone.</summary>
    public static double[] WhileAlive(
        PurchaseHistories histories, TimeUnit unit, Func<int, double, double, double> alive, Func<int, double, double> whileAlive)
    {
        HistoryDoor.SameUnit(histories, unit);
        DistinctAges ages = DistinctAges.Of(histories);
        double[] expected = new double[ages.FirstRow.Length];
        Blocks.Run(expected.Length, 0, SmallBlock, (start, end) =>
        {
            for (int k = start; k < end; k++)
            {
                int row = ages.FirstRow[k];
                expected[k] = whileAlive(histories.Frequency[row], histories.T[row]);
            }
        });
        double[] values = new double[histories.Count];
        Blocks.Run(histories.Count, 0, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                values[i] = alive(histories.Frequency[i], histories.Recency[i], histories.T[i]) * expected[ages.PairOfRow[i]];
            }
        });
        return values;
    }
}
