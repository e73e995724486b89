using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.Posterior;

namespace Perennial.Samples;

/// <summary>A young shop with eighty customers: say what you believe before the data, and get what both say together.</summary>
internal static class CustomPriors
{
    public static void Main()
    {
        PurchaseHistories young = BgNbdSimulator.Histories(new(R: 0.6, Alpha: 6, A: 0.8, B: 2.4), [.. Enumerable.Range(0, 80).Select(i => 4.0 + (i % 12))], TimeUnit.Week, seed: 21);
        FitReport<BgNbdModel> fit = BgNbdFitter.Fit(young);
        Console.WriteLine($"the fit alone: {fit.Exit}");

        // A prior says where the logarithm of a parameter lies: a median, and how many powers of e it may be away. These come from an older
        // shop of the same kind; those not stated are weak.
        LogNormalPrior[] older = [new("r", Median: 0.5, LogStandardDeviation: 0.4), new("alpha", 5, 0.5), new("a", 0.8, 0.5), new("b", 2.5, 0.5)];
        Console.WriteLine("first-year orders of a new customer, by what is believed beforehand:");
        Show("little", PosteriorTarget.OfBgNbd(young));
        Show("as in the older shop", PosteriorTarget.OfBgNbd(young, older));
        Console.WriteLine($"the truth of this simulation: {new BgNbdModel(new(0.6, 6, 0.8, 2.4), TimeUnit.Week).ExpectedTransactions(52):F2}");
    }

    private static void Show(string belief, PosteriorTarget target)
    {
        PosteriorDraws draws = target.Sample(new() { Seed = 3 });

        // Never read draws before their complaints.
        foreach (string complaint in draws.Complaints)
        {
            Console.WriteLine($"  {complaint}");
        }

        // Each draw is a whole set of parameters, so any prediction has its interval.
        BgNbdModel model = new(new(1, 1, 1, 1), TimeUnit.Week);
        double[] orders = [.. draws.Thin(1000).Select(parameters => model.With(parameters).ExpectedTransactions(52)).Order()];
        Console.WriteLine($"  {belief,-22}median {orders[500]:F2}, 90 % from {orders[50]:F2} to {orders[949]:F2}; worst R-hat {draws.Summaries.Max(summary => summary.RHat):F3}");
        foreach (PosteriorSummary summary in draws.Summaries)
        {
            Console.WriteLine($"    {summary.Name,-6} median {summary.Median,6:F2}, 90 % from {summary.Lower:F2} to {summary.Upper:F2}");
        }
    }
}
