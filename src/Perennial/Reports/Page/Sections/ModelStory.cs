using Perennial.Models;
using Perennial.Training;

namespace Perennial.Reports.Page.Sections;

/// <summary>The words for each model: its story, what its parameters are, and what their values say about these customers.</summary>
internal static class ModelStory
{
    public static string Of(string name) => TransactionModels.Find(name)?.Story ?? name switch
    {
        "gamma-gamma" => "Each customer has a typical spend; single purchases scatter around it. How much a customer spends does not depend on how often.",
        _ => string.Empty,
    };

    /// <summary>Gives what the estimates say about these customers, a sentence each.</summary>
    public static IEnumerable<string> Says(FittedModel model, MoneyFormat money)
    {
        double P(string name) => model.Parameters.GetValueOrDefault(name, double.NaN);
        string unit = model.Unit;
        bool purchases = TransactionModels.Find(model.Name) is not null;
        if (purchases)
        {
            double k = model.Parameters.GetValueOrDefault("k", 1), rate = P("r") / P("alpha") / k;
            if (double.IsFinite(rate) && rate > 0)
            {
                yield return $"While active, an average customer buys {Figure.About(rate)} times a {unit}: once every {Figure.About(1 / rate)} {unit}s.";
                yield return $"Buying rates differ {Spread(1 / Math.Sqrt(P("r")))} between customers (r = {Figure.About(P("r"))}: their standard deviation is {Figure.About(1 / Math.Sqrt(P("r")))} times their mean).";
            }
        }

        if (model.Parameters.TryGetValue("k", out double regular))
        {
            yield return regular > 1
                ? $"Buying is regular (k = {Figure.About(regular)}): a gap between purchases typically lies {Figure.Percent(1 / Math.Sqrt(regular))} above or below the customer's own mean, where buying at random would make it 100\u00A0%."
                : "Buying is at random (k = 1), so this model says the same as the simpler one it extends.";
        }

        if (model.Name == "ggom-nbd" && P("b") is double ageing && double.IsFinite(ageing) && ageing > 0)
        {
            yield return $"The risk of leaving grows with age: everybody's doubles every {Figure.About(Math.Log(2) / ageing)} {unit}s; after {Figure.About(Math.Log(1 + (P("beta") * (Math.Pow(2, 1 / P("s")) - 1))) / ageing)} {unit}s half of new customers have left.";
            yield return $"Leaving risks of one age differ {Spread(1 / Math.Sqrt(P("s")))} between customers (s = {Figure.About(P("s"))}).";
            yield break;
        }

        if (model.Parameters.TryGetValue("correlation", out double together) && double.IsFinite(together))
        {
            yield return together == 0
                ? "Nothing can be told of how buying and leaving hang together (correlation 0): this is the simpler model it extends."
                : $"Customers who buy more often {(together > 0 ? "leave sooner" : "stay longer")}: their rates of buying and of leaving have a correlation of {Figure.About(together)}{(model.Exit == "boundary" ? ", the bound of what this form allows" : string.Empty)}.";
        }

        if (model.Name == "bg-bb")
        {
            foreach (string sentence in AtOpportunities(P("alpha"), P("beta"), P("gamma"), P("delta")))
            {
                yield return sentence;
            }

            yield break;
        }

        if (purchases && P("a") / (P("a") + P("b")) is double leave && double.IsFinite(leave))
        {
            yield return $"After a purchase, an average customer leaves with a chance of {Figure.Percent(leave)}.";
            yield return P("a") + P("b") < 2
                ? $"Loyalty differs strongly between customers (a + b = {Figure.About(P("a") + P("b"))})."
                : $"Loyalty differs moderately between customers (a + b = {Figure.About(P("a") + P("b"))}; the larger, the more alike they are).";
        }

        if (purchases && P("s") / P("beta") is double drop && double.IsFinite(drop) && drop > 0)
        {
            yield return $"A new customer leaves at a mean rate of {Figure.About(drop)} a {unit}; after {Figure.About(P("beta") * (Math.Pow(2, 1 / P("s")) - 1))} {unit}s half of them have left.";
            yield return P("s") <= 1
                ? $"The rates differ so much (s = {Figure.About(P("s"))}, at most 1) that the mean remaining lifetime is infinite; only a finite horizon or discounting gives a value."
                : $"Leaving rates differ {Spread(1 / Math.Sqrt(P("s")))} between customers (s = {Figure.About(P("s"))}).";
        }

        if (model.Name == "gamma-gamma" && P("q") is double q && double.IsFinite(q))
        {
            yield return q > 1
                ? $"An average customer spends {money.Of(P("p") * P("gamma") / (q - 1))} a purchase."
                : $"Spend is so unequal (q = {Figure.About(q)}, at most 1) that a mean over new customers does not exist.";
            yield return $"A single purchase typically lies {Figure.Percent(1 / Math.Sqrt(P("p")))} above or below the customer's own mean (p = {Figure.About(P("p"))}).";
        }
    }

    private static IEnumerable<string> AtOpportunities(double alpha, double beta, double gamma, double delta)
    {
        yield return $"At an opportunity, an average customer who is still active buys with a chance of {Figure.Percent(alpha / (alpha + beta))}; chances differ {Spread(Math.Sqrt(beta / alpha / (alpha + beta + 1)))} between customers.";
        double stay = 1;
        int half = 0;
        while (stay > 0.5 && half < 10_000)
        {
            stay *= (delta + half) / (gamma + delta + half);
            half++;
        }

        yield return $"Before an opportunity, an average new customer leaves with a chance of {Figure.Percent(gamma / (gamma + delta))}; {(stay > 0.5 ? "half of them are still there after 10,000 opportunities" : $"after {half} {(half == 1 ? "opportunity" : "opportunities")} half of them have left")}.";
    }

    public static string Parameter(string model, string name, string unit) => (model, name) switch
    {
        ("gamma-gamma", "p") => "Shape of a customer's purchases: larger means purchases of one customer are more alike.",
        ("gamma-gamma", "q") => "Shape of how typical spend differs between customers: larger means customers are more alike.",
        ("gamma-gamma", "gamma") => $"Scale of typical spend{(unit.Length > 0 ? ", in " + unit : string.Empty)}.",
        ("bg-bb", "alpha") => "First shape of the chance to buy at an opportunity: larger means more buy.",
        ("bg-bb", "beta") => "Second shape of that chance: larger means fewer buy.",
        ("bg-bb", "gamma") => "First shape of the chance to leave before an opportunity: larger means more leave.",
        ("bg-bb", "delta") => "Second shape of that chance: larger means fewer leave.",
        (_, "correlation") => "Correlation of the rates of buying and of leaving across customers; below 0, who buys more stays longer.",
        (_, "k") => "Regularity: 1 is buying at random, 12 like clockwork.",
        ("ggom-nbd", "b") => $"How fast everybody's risk of leaving grows: by the factor e^b a {unit}.",
        ("ggom-nbd", "s") => "Shape of propensities to leave across customers: larger means customers are more alike.",
        ("ggom-nbd", "beta") => "Rate of that distribution: larger means customers stay longer.",
        (_, "r") => "Shape of buying rates across customers: larger means customers are more alike.",
        (_, "alpha") => $"Rate of that distribution, in {unit}s: larger means everybody buys less often.",
        (_, "a") => "First shape of the chance to leave after a purchase: larger means more leave.",
        (_, "b") => "Second shape of that chance: larger means fewer leave.",
        (_, "s") => "Shape of leaving rates across customers: larger means customers are more alike.",
        (_, "beta") => $"Rate of that distribution, in {unit}s: larger means customers stay longer.",
        _ => string.Empty,
    };

    private static string Spread(double cv) => cv switch { > 1.5 => "very much", > 0.8 => "a lot", > 0.4 => "moderately", _ => "little" };
}
