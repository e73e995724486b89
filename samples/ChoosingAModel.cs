using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Samples;

/// <summary>Which model? Hide the last weeks, fit each model on the weeks before, and see which foretold them best.</summary>
internal static class ChoosingAModel
{
    public static void Main()
    {
        // Purchase times in weeks since the first purchase. In your log: group by customer and day. Here customers leave at any moment.
        const double Known = 78, Hidden = 39;
        ParetoNbdParameters truth = new(R: 0.55, Alpha: 10.6, S: 0.61, Beta: 11.7);
        double[][] log = [.. Enumerable.Range(0, 5000).Select(i => ParetoNbdSimulator.Purchases(truth, Known + Hidden, new Pcg64(7, (ulong)i)))];

        // What was known after 78 weeks, and what happened in the 39 that follow.
        double[][] before = [.. log.Select(times => times.Where(t => t <= Known).ToArray())];
        PurchaseHistories histories = new(
            frequency: [.. before.Select(times => times.Length)],
            recency: [.. before.Select(times => times.LastOrDefault())],
            t: [.. log.Select(_ => Known)],
            TimeUnit.Week);
        double[] happened = [.. log.Select(times => (double)times.Count(t => t > Known))];

        Console.WriteLine("model         log-likelihood      BIC   orders     MAE    CRPS");
        Dictionary<string, double[]> losses = [];
        foreach (string name in (string[])["bg-nbd", "mbg-nbd", "pareto-nbd"])
        {
            TransactionModelEntry entry = TransactionModels.Named(name);
            FitReport<ITransactionModel> fit = entry.Fit(histories);
            if (!fit.IsUsable)
            {
                Console.WriteLine($"{entry.Title,-14}{fit.Explanation}");
                continue;
            }

            // Mean absolute error looks at the expectation, CRPS at the whole distribution of each customer's count: lower is better.
            double[] expected = fit.Model.ConditionalExpectedTransactions(histories, Hidden);
            double[] crps = new double[histories.Count];
            for (int i = 0; i < crps.Length; i++)
            {
                crps[i] = Crps.OfCount(fit.Model.ProbabilityOfCount(histories.Frequency[i], histories.Recency[i], histories.T[i], Hidden, 60), (int)happened[i]);
            }

            losses[entry.Title] = crps;
            Console.WriteLine(
                $"{entry.Title,-14}{fit.LogLikelihood,14:F2}{InformationCriteria.Of(fit).Bic,9:F1}{expected.Sum(),9:F0}{PointErrors.MeanAbsolute(happened, expected),8:F4}{crps.Average(),8:F4}");
        }

        Console.WriteLine($"what happened{happened.Sum(),32:F0}");

        // Is the best better by more than chance? Customers are drawn anew, the same ones for both models.
        string[] ranked = [.. losses.OrderBy(pair => pair.Value.Average()).Select(pair => pair.Key)];
        foreach (string other in ranked[1..])
        {
            LossComparison gap = PairedBootstrap.Compare(losses[other], losses[ranked[0]], seed: 1);
            Console.WriteLine($"{other} loses {gap.Difference:F4} of CRPS to {ranked[0]}, 95 % from {gap.Low:F4} to {gap.High:F4}");
        }
    }
}
