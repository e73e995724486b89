namespace Perennial.Models.Assessing;

/// <summary>One period of a tracking curve: repeat purchases of all customers.</summary>
/// <param name="Ends">Where the period ends on the calendar of the customers.</param>
/// <param name="Actual">Those that happened.</param>
/// <param name="Expected">Those the model expects.</param>
/// <param name="CumulativeActual">Those that happened up to its end.</param>
/// <param name="CumulativeExpected">Those the model expects up to its end.</param>
public readonly record struct TrackedPeriod(double Ends, double Actual, double Expected, double CumulativeActual, double CumulativeExpected);

/// <summary>Repeat purchases period by period, as they happened and as a model expects them of customers of whom only the start is known.</summary>
/// <source paper="FaderHardieLee2005"/>
public static class TrackingCurve
{
    /// <summary>Tracks a model over a calendar.</summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="times">n customers with the time of every repeat purchase since the first, to be followed to the end of the periods.</param>
    /// <param name="start">n times of the first purchase on a calendar that all share, at least 0, in the unit of the model.</param>
    /// <param name="period">The length of a period, such as 1 for weeks in a model of weeks; positive.</param>
    /// <param name="periods">How many periods from 0 on, at least 1.</param>
    /// <returns>One row a period; a purchase on a boundary belongs to the period that ends there.</returns>
    /// <exception cref="ArgumentException">Columns differ in length, a start is negative, or units differ.</exception>
    public static TrackedPeriod[] Of(ITransactionModel model, PurchaseTimes times, double[] start, double period, int periods)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(start);
        Histories.HistoryDoor.SameUnit(times.Histories, model.Unit);
        Histories.HistoryDoor.Parameter(period, "period");
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        Columns.SameLength(times.Count, start.Length, "a tracking curve");
        Columns.Finite(start, nameof(start));
        int negative = Array.FindIndex(start, time => time < 0.0);
        if (negative >= 0)
        {
            throw new ArgumentException($"Row {negative} starts at {start[negative]}. Starts are counted from the beginning of the first period, at least 0.", nameof(start));
        }

        double[] actual = new double[periods], until = new double[periods + 1];
        (double Start, double Customers)[] cohorts =
        [
            .. Enumerable.Range(0, times.Count).GroupBy(i => start[i]).OrderBy(own => own.Key).Select(own => (own.Key, own.Select(Weight).Order().Sum())),
        ];
        for (int k = 1; k <= periods; k++)
        {
            double end = k * period;
            until[k] = cohorts.TakeWhile(own => own.Start < end).Sum(own => own.Customers * model.ExpectedTransactions(end - own.Start));
        }

        for (int i = 0; i < times.Count; i++)
        {
            foreach (double time in times.Times[i])
            {
                int place = (int)Math.Clamp(Math.Ceiling((start[i] + time) / period), 1.0, periods + 1.0) - 1;
                if (place < periods)
                {
                    actual[place] += Weight(i);
                }
            }
        }

        TrackedPeriod[] tracked = new TrackedPeriod[periods];
        double happened = 0.0;
        for (int k = 0; k < periods; k++)
        {
            happened += actual[k];
            tracked[k] = new((k + 1) * period, actual[k], until[k + 1] - until[k], happened, until[k + 1]);
        }

        return tracked;

        double Weight(int row) => times.Histories.Weight?[row] ?? 1.0;
    }
}
