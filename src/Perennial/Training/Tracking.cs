using Perennial.Features;
using Perennial.Models;

namespace Perennial.Training;

/// <summary>The tracking plot: repeat purchases a week, as they happened and as the model expected them.</summary>
public static class Tracking
{
    private const int MostCustomers = 4_000;

    /// <summary>Tracks one model through the weeks before and after the origin.</summary>
    /// <param name="test">The origin.</param>
    /// <param name="model">The model fitted at the origin.</param>
    public static IReadOnlyList<TrackingPoint> Of(OriginTest test, ITransactionModel model)
    {
        IReadOnlyList<WeekOfPurchases> weeks = test.Sample.Happened.Weeks;
        double week = 7 / model.Unit.Days();
        double[] fromBirth = Expectation(model, weeks.Count, week);
        double[] afterOrigin = Conditional(test, model, weeks, week);
        var points = new List<TrackingPoint>(weeks.Count);
        double actual = 0, predicted = 0;
        for (int i = 0; i < weeks.Count; i++)
        {
            double expected = 0;
            if (weeks[i].Week > 0)
            {
                expected = afterOrigin[weeks[i].Week];
            }
            else
            {
                for (int born = 0; born <= i; born++)
                {
                    expected += weeks[born].Acquired * fromBirth[i - born];
                }
            }

            actual += weeks[i].Purchases;
            predicted += expected;
            points.Add(new(weeks[i].WeekEnds, weeks[i].Purchases, expected, actual, predicted, weeks[i].Week > 0));
        }

        return points;
    }

    /// <summary>Gives the expected repeat purchases of a new customer in each week of life, acquired in the middle of week 0.</summary>
    private static double[] Expectation(ITransactionModel model, int weeks, double week)
    {
        var expected = new double[weeks];
        double before = 0;
        for (int k = 0; k < weeks; k++)
        {
            double now = model.ExpectedTransactions((k + 0.5) * week);
            expected[k] = now - before;
            before = now;
        }

        return expected;
    }

    /// <summary>Gives the expected purchases of all customers in each week after the origin, from every k-th customer.</summary>
    private static double[] Conditional(OriginTest test, ITransactionModel model, IReadOnlyList<WeekOfPurchases> weeks, double week)
    {
        TestSample sample = test.Sample;
        int step = Math.Max(1, sample.Count / MostCustomers);
        int[] rows = [.. Enumerable.Range(0, sample.Count).Where(i => i % step == 0)];
        double days = model.Unit.Days();
        var histories = new PurchaseHistories(
            [.. rows.Select(i => sample.Frequency[i])],
            [.. rows.Select(i => sample.RecencyDays[i] / days)],
            [.. rows.Select(i => sample.TDays[i] / days)],
            model.Unit);
        int last = Math.Max(0, weeks.Count == 0 ? 0 : weeks[^1].Week);
        var expected = new double[last + 1];
        double before = 0;
        for (int k = 1; k <= last; k++)
        {
            double until = Math.Min(k * week, test.Window.Days / days);
            double now = model.ConditionalExpectedTransactions(histories, until).Sum() * sample.Population / rows.Length;
            expected[k] = now - before;
            before = now;
        }

        return expected;
    }
}
