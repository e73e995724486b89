using System.Globalization;
using System.Text;
using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.Predicting;
using Perennial.Training;

namespace Perennial.Tests.Training.Backtests;

/// <summary>What intervals missed that failed: whether it was the level of all, or what customers are like.</summary>
internal static class MissedCoverage
{
    /// <summary>Writes the evidence, and holds that intervals around the right total would have passed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="test">The last origin, not recalibrated.</param>
    /// <param name="chosen">The name of the chosen model.</param>
    /// <param name="earlier">The earlier origins, not recalibrated either.</param>
    public static void Write(StringBuilder page, OriginTest test, string chosen, IEnumerable<OriginTest> earlier)
    {
        OriginTest.ModelForecast forecast = test.Models[chosen];
        TestSample sample = test.Sample;
        double actual = sample.Purchases.Sum(count => (double)count);
        string[] missed = [.. earlier.Select(origin => string.Create(CultureInfo.InvariantCulture, $"{100 * (Math.Exp(origin.ErrorOf(chosen)!.Value.Log) - 1):+0.0;-0.0;0.0} %"))];
        page.Append(string.Create(CultureInfo.InvariantCulture, $"""

            Why the intervals fail: customers bought {100 * ((actual / forecast.Purchases.Mean.Sum()) - 1):0} % more than expected, all at one time. The months hidden are those before Christmas, and the data hold no earlier year from which a season
            could be known. What the earlier origins missed foretells nothing of it: purchases were {string.Join(", ", missed)} off what was expected there, so that intervals widened by the spread of these errors, common to all
            customers, would widen too little. And it is the level that is missed, not what customers are like: with the horizon stretched until the total is right, the intervals would pass without any recalibration. More than the others
            miss those of customers from before the data begin, of whom the models do not learn, and whose values a run marks as resting on little data.


            """).ReplaceLineEndings("\n"));
        page.Append("| without recalibration | customers | bought | expected | 80 % intervals held | may be as low as |\n|---|---:|---:|---:|---:|---:|\n");
        PurchaseHistories known = sample.Histories(forecast.Model);
        double window = test.Window.Days / forecast.Model.Unit.Days();
        double[] alive = forecast.Model.ProbabilityAlive(known);
        PredictiveTest plain = Ask(window), stretched = Ask(Stretch(forecast.Model, known, window, actual));
        int[] all = [.. Enumerable.Range(0, sample.Count)];
        double[] mean = forecast.Purchases.Mean;
        Row("all customers", all, plain, mean);
        Row("... whose first purchase is known", [.. all.Where(i => !sample.BurnIn[i])], plain, mean);
        Row("... from before the data begin", [.. all.Where(i => sample.BurnIn[i])], plain, mean);
        double[] told = forecast.Model.ConditionalExpectedTransactions(known, Stretch(forecast.Model, known, window, actual));
        CoverageResult right = Row("all customers, were the total known", all, stretched, told);
        Assert.True(right.Coverage >= Least(right), $"Around the right total the intervals hold {right.Coverage}: it is not the level alone that was missed.");

        PredictiveTest Ask(double horizon) => CountDistribution.Create(TransactionLaw.Of(forecast.Model, known), horizon)
            .Test(known.Frequency, known.Recency, known.T, alive, sample.Purchases, [0.5]);

        CoverageResult Row(string who, int[] rows, PredictiveTest asked, double[] expected)
        {
            CoverageResult found = Coverage.Measure([.. rows.Select(i => asked.Below[i])], [.. rows.Select(i => asked.AtMost[i])], 0.8);
            page.Append(CultureInfo.InvariantCulture, $"| {who} | {rows.Length} | {rows.Sum(i => sample.Purchases[i])} | {rows.Sum(i => expected[i]):0} | {100 * found.Coverage:0.0} % | {100 * Least(found):0.0} % |\n");
            return found;
        }
    }

    private static double Least(CoverageResult found) => 0.8 - 0.02 - (2 * found.StandardError);

    // The horizon within which as many purchases are expected as there were.
    private static double Stretch(ITransactionModel model, PurchaseHistories known, double window, double total)
    {
        double low = window / 4, high = 4 * window;
        for (int k = 0; k < 40; k++)
        {
            double middle = (low + high) / 2;
            (low, high) = model.ConditionalExpectedTransactions(known, middle).Sum() < total ? (middle, high) : (low, middle);
        }

        return low;
    }
}
