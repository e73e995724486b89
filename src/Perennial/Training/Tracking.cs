using Perennial.Features;
using Perennial.Models;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

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
        double[][] fromBirth = FromBirth(test.Sample.Time, model, weeks, week);
        double[] afterOrigin = Conditional(test, model, weeks);
        var points = new List<TrackingPoint>(weeks.Count);
        Dispersion dispersion = Dispersion.Of(test, model, week);
        double actual = 0, predicted = 0, sinceOrigin = 0;
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
                    expected += weeks[born].Acquired * fromBirth[born][i - born];
                }
            }

            actual += weeks[i].Purchases;
            predicted += expected;
            bool hidden = weeks[i].Week > 0;
            sinceOrigin += hidden ? expected : 0;
            points.Add(new(weeks[i].WeekEnds, weeks[i].Purchases, expected, actual, predicted, hidden)
            {
                Band = hidden ? Around(expected, expected * dispersion.OfWeek) : null,
                CumulativeBand = hidden ? Around(predicted, sinceOrigin * dispersion.At(weeks[i].Week)) : null,
            });
        }

        return points;
    }

    // A total of many independent customers is near normal; a band never reaches below nothing.
    private static TrackingBand Around(double mean, double variance)
    {
        double reach = Normal.Quantile(0.9) * Math.Sqrt(variance);
        return new(Math.Max(0, mean - reach), mean + reach);
    }

    /// <summary>Gives, for each week of the first purchase, what a customer is expected to buy again in each week of life; one row for all where all days are alike.</summary>
    private static double[][] FromBirth(ModelTime time, ITransactionModel model, IReadOnlyList<WeekOfPurchases> weeks, double week)
    {
        if (time.IsEven)
        {
            double[] all = Expectation(model, weeks.Count, week);
            return [.. weeks.Select(_ => all)];
        }

        return
        [
            .. weeks.Select((born, b) =>
            {
                double[] until = [.. Enumerable.Range(0, weeks.Count - b).Select(k => model.ExpectedTransactions(time.Between(born.WeekEnds.AddDays(-4), (k * 7) + 3.5, model.Unit)))];
                return until.Select((now, k) => now - (k == 0 ? 0 : until[k - 1])).ToArray();
            }),
        ];
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
    private static double[] Conditional(OriginTest test, ITransactionModel model, IReadOnlyList<WeekOfPurchases> weeks)
    {
        TestSample sample = test.Sample;
        PurchaseHistories histories = Thinned(sample, model, MostCustomers);
        int last = Math.Max(0, weeks.Count == 0 ? 0 : weeks[^1].Week);
        var expected = new double[last + 1];
        double before = 0;
        double[] totals = TransactionModels.ExpectedTotals(model, histories, [.. Enumerable.Range(1, last).Select(k => Math.Min(k * 7.0, test.Window.Days)).Select(ahead => sample.Time.Ahead(ahead, model.Unit))]);
        for (int k = 1; k <= last; k++)
        {
            double now = totals[k - 1] * sample.Population / histories.Count;
            expected[k] = now - before;
            before = now;
        }

        return expected;
    }

    private static PurchaseHistories Thinned(TestSample sample, ITransactionModel model, int most) => sample.Histories(model, Math.Max(1, sample.Count / most));

    /// <summary>How much more a total scatters than its mean: variance by mean of the customers' predictive counts, after one week and further on.</summary>
    /// <param name="OfWeek">Of the count of one week.</param>
    /// <param name="Further">Of the counts from the origin, at a few weeks in order; between them it is taken as straight.</param>
    private sealed record Dispersion(double OfWeek, IReadOnlyList<(double Week, double Index)> Further)
    {
        private const int MostCustomersHere = 1_000;

        public static Dispersion Of(OriginTest test, ITransactionModel model, double week)
        {
            PurchaseHistories histories = Thinned(test.Sample, model, MostCustomersHere);
            double[] alive = model.ProbabilityAlive(histories);
            double window = test.Window.Days / 7.0;
            double Index(double weeks)
            {
                (double[] mean, double[] variance) = CountDistribution.Create(TransactionLaw.Of(model, histories), weeks * week).Moments(histories.Frequency, histories.Recency, histories.T, alive);
                double sum = mean.Sum();
                return sum > 0 ? variance.Sum() / sum : 1;
            }

            double first = Index(1);
            return new(first, [(1, first), .. new[] { window / 3, 2 * window / 3, window }.Where(weeks => weeks > 1).Select(weeks => (weeks, Index(weeks)))]);
        }

        public double At(double week)
        {
            int next = Enumerable.Range(0, Further.Count).FirstOrDefault(i => Further[i].Week >= week, Further.Count - 1);
            if (next == 0)
            {
                return Further[0].Index;
            }

            (double from, double low) = Further[next - 1];
            (double to, double high) = Further[next];
            return low + ((high - low) * Math.Clamp((week - from) / (to - from), 0, 1));
        }
    }
}
