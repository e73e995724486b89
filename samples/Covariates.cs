using Perennial.Models;
using Perennial.Models.Assessing;
using Perennial.Models.Covariates;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Uncertainty;

namespace Perennial.Samples;

/// <summary>Customers differ by what is known of them: does the channel they came by matter, to what, and how much?</summary>
internal static class Covariates
{
    public static void Main()
    {
        // One row a customer: 1 where the first purchase was on the web; the value of the first basket in hundreds.
        const int Customers = 4000;
        Pcg64 random = new(5);
        double[] web = [.. Enumerable.Range(0, Customers).Select(_ => random.NextDouble() < 0.4 ? 1.0 : 0.0)];
        double[] basket = [.. Enumerable.Range(0, Customers).Select(_ => random.NextGamma(3) / 3)];
        CovariateColumns known = new(["web", "basket"], [web, basket]);

        // The company is simulated: the web makes customers buy 50 % more often and stay shorter, a large first basket promises large ones.
        CovariateModel<ParetoNbdModel> truth = new(
            new(new(R: 0.9, Alpha: 9, S: 0.8, Beta: 14), TimeUnit.Week),
            [new("web", CovariateProcess.Purchase, Math.Log(1.5)), new("web", CovariateProcess.Dropout, 0.5)]);
        PurchaseHistories purchases = CovariateSimulator.Histories(truth, known, [.. Enumerable.Range(0, Customers).Select(i => 30.0 + (i % 40))], seed: 3);
        SpendHistories spend = GammaGammaSimulator.Histories(
            new SpendCovariateModel(new(P: 6, Q: 4, Gamma: 15), [new("basket", 0.3)]), purchases.Frequency, known, seed: 4);

        FitReport<CovariateModel<ParetoNbdModel>> fit = CovariateFitter.ParetoNbd(purchases, known);
        Print(fit.Parameters, WaldIntervals.Of(fit));
        Judge("purchases and drop-out", ParetoNbdFitter.Fit(purchases).LogLikelihood, fit.LogLikelihood, degrees: 4);

        // The same question of spend. A penalty would shrink coefficients where customers are few: new() { Penalty = 10 }.
        FitReport<SpendCovariateModel> money = SpendCovariateFitter.Fit(spend, known);
        Print(money.Parameters, WaldIntervals.Of(money));
        Judge("spend", GammaGammaFitter.Fit(spend).LogLikelihood, money.LogLikelihood, degrees: 2);

        // What to expect of customers who are new today: four kinds of them, in their first year.
        CovariateColumns kinds = new(["web", "basket"], [[0, 1, 0, 1], [0.5, 0.5, 2, 2]]);
        double[] orders = fit.Model.ExpectedTransactions(kinds, 52);
        double[] price = money.Model.ExpectedSpend(new([0, 0, 0, 0], [0, 0, 0, 0]), kinds);
        Console.WriteLine("new customer          orders   a purchase   first year");
        for (int i = 0; i < kinds.Count; i++)
        {
            string kind = $"{(kinds.Columns[0][i] == 1 ? "web" : "shop")}, basket {kinds.Columns[1][i] * 100:F0}";
            Console.WriteLine($"{kind,-18}{orders[i],10:F2}{price[i],13:F2}{orders[i] * price[i],13:F2}");
        }
    }

    private static void Print(IReadOnlyList<ParameterEstimate> parameters, IReadOnlyList<ParameterInterval> intervals)
    {
        foreach ((ParameterEstimate parameter, ParameterInterval interval) in parameters.Zip(intervals).Where(pair => pair.First.IsCoefficient))
        {
            Console.WriteLine($"{parameter.Name,-18}{parameter.Value,7:F3}  times {Math.Exp(parameter.Value):F2}, 95 % from {Math.Exp(interval.Lower!.Value):F2} to {Math.Exp(interval.Upper!.Value):F2}");
        }
    }

    private static void Judge(string what, double without, double with, int degrees)
    {
        ChiSquareTest test = ChiSquareTest.LikelihoodRatio(without, with, degrees);
        Console.WriteLine($"covariates on {what}: likelihood ratio {test.Statistic:F1} on {test.Degrees}, p {(test.PValue < 0.0001 ? "below .0001" : $"{test.PValue:F4}")}");
    }
}
