using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Predicting;

namespace Perennial.Samples;

/// <summary>From purchase histories to what customers will do and spend: fit, read the report, predict with intervals.</summary>
internal static class FirstFit
{
    public static void Main()
    {
        // Your data go here: repeat purchases x, weeks from the first purchase to the last, weeks from the first purchase to today, and the mean
        // value of a repeat purchase. This company is simulated with the parameters published for CDNOW, a seller of records.
        double[] weeksKnown = [.. Enumerable.Range(0, 2000).Select(i => 27 + (12.0 * i / 2000))];
        PurchaseHistories purchases = BgNbdSimulator.Histories(new(R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426), weeksKnown, TimeUnit.Week, seed: 1);
        SpendHistories spend = GammaGammaSimulator.Histories(new(P: 6.25, Q: 3.74, Gamma: 15.44), purchases.Frequency, seed: 2);

        // How often customers buy, and when they leave.
        FitReport<BgNbdModel> fit = BgNbdFitter.Fit(purchases);
        Console.WriteLine($"{fit.Name}: {fit.Exit}, log-likelihood {fit.LogLikelihood:F2}. {fit.Explanation}");
        foreach (ParameterEstimate parameter in fit.Parameters)
        {
            Console.WriteLine($"  {parameter.Name,-6}{parameter.Value,8:F3}  standard error {parameter.StandardError:F3}");
        }

        // What a purchase is worth. Who cannot say anything about spend is set aside, and counted.
        FitReport<GammaGammaModel> money = GammaGammaFitter.Fit(spend);
        SpendSelection who = spend.Selection;
        Console.WriteLine($"{money.Name}: {money.Exit} on {who.Used} customers; {who.WithoutRepeatPurchase} without a repeat purchase set aside.");
        Console.WriteLine($"  a purchase is worth {money.Model.PopulationMeanSpend:F2} on average");

        // Report.Model throws if the fit may not be used, so nobody scores with a failed fit by accident.
        BgNbdModel model = fit.Model;
        const double HalfYear = 26;
        double[] alive = model.ProbabilityAlive(purchases);
        double[] orders = model.ConditionalExpectedTransactions(purchases, HalfYear);

        // Spend over the next half year: its mean, and what it will not exceed with a chance of 50 % and 90 %.
        TotalSpend total = TotalSpend.Of(model, money.Model, HalfYear);
        double?[] mean = total.Mean(purchases, spend);
        double[][] levels = total.Quantiles(purchases, spend, [0.5, 0.9]);

        Console.WriteLine("customer    x  t_x    T   P(alive)  orders  spend  median    90 %");
        foreach (int repeats in (int[])[0, 1, 3, 8])
        {
            int i = Array.IndexOf(purchases.Frequency, repeats);
            Console.WriteLine(
                $"{i,8}{purchases.Frequency[i],5}{purchases.Recency[i],5:F0}{purchases.T[i],5:F0}{alive[i],11:F3}{orders[i],8:F2}{mean[i],7:F1}{levels[0][i],8:F1}{levels[1][i],8:F1}");
        }

        Console.WriteLine($"all: {orders.Sum():F0} orders and {mean.Sum():F0} of spend are expected in the next {HalfYear} weeks");
    }
}
