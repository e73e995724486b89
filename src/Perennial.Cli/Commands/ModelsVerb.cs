using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Models;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>The models there are: what each assumes, when to use it and when not.</summary>
internal sealed class ModelsVerb : Verb
{
    private const string Library = "Not in run: in the library Perennial.Models only.";
    private const string Contracts = "A run tries it on customers with subscriptions.";

    // What the library holds beside them, simplest first; docs/models has a page on each.
    private static readonly ModelCard[] LibraryOnly =
    [
        new("shifted-beta-geometric", "renewals", "alpha, beta", "At every renewal a customer leaves with a chance of their own that never changes.", "Contracts renewed at fixed times: subscriptions, memberships, insurance.", "Customers who leave without a word.", Contracts),
        new("beta-discrete-weibull", "renewals", "alpha, beta, c", "As the beta-geometric, but a customer's own chance of leaving may rise or fall with age.", "Contracts whose customers tire of them, or get used to them.", "Customers who leave without a word; fewer than four renewals seen.", Contracts),
        new("kaplan-meier", "lifetimes", "none", "The share still there at each age, without any story.", "Leaving is seen; a curve with its band is wanted, by segment if need be.", "Customers who leave without a word; ages beyond those seen.", Library),
        new("cox", "lifetimes", "coefficients", "Each covariate multiplies the risk of leaving by a factor, whatever the risk of an age.", "Leaving is seen, and what drives it is asked.", "Ages beyond those seen; factors that change with age (it tests for that).", Library),
        new("accelerated-failure-time", "lifetimes", "location, scale, coefficients", "Each covariate stretches or shortens a lifetime of Weibull, log-normal, log-logistic or exponential form.", "Leaving is seen, and lifetimes beyond the data are wanted.", "Lifetimes of none of these forms.", Library),
        new("discrete-time-hazard", "lifetimes", "coefficients", "In every period a customer leaves with a chance that covariates and age move.", "Leaving is seen by period, and covariates change with time.", "Leaving known to the day, in short histories.", Contracts),
        new("competing-risks", "lifetimes", "none", "Customers leave for one of several reasons, and one takes the place of the others.", "The reason of leaving is known and asked.", "A single reason.", Library),
    ];

    private static readonly ModelCard[] Cards =
    [
        .. TransactionModels.All.Select(model => new ModelCard(model.Name, "purchases", string.Join(", ", model.WholeParameters.Concat(model.Parameters)), model.Story, model.UseWhen, model.NotFor, Tried(model.Needs))),
        new("gamma-gamma", "spend", "p, q, gamma", "Every customer has an own mean spend; single purchases scatter around it.", "Amounts differ from customer to customer, whatever the number of purchases; it goes with any model of purchases.", "Spend that depends on how often people buy; zero or negative amounts; very heavy tails (q at most 1).", "Every run with amounts."),
        .. LibraryOnly,
    ];

    public ModelsVerb()
        : base("models", "Show the models, what they assume, when to use them and when not.")
    {
    }

    public override string Story => """
        'run' fits the models of purchases that fit the nature of the data, tests them beside naive
        baselines on hidden months, and takes the best by CRPS; the simpler one wins a tie. With --model
        it takes the one you name or, where that has no usable fit, the one it extends, and says so. Its
        report and run.json say of every model whether it was tried, and why. Parameters carry the
        papers' names; their values are in the report and in run.json.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples => [("perennial models", "All models in a table."), ("perennial models --json", "The same for a program.")];

    public override int Run(Session session)
    {
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(Cards, CliJson.Indented));
            return App.Done;
        }

        Table table = Screen.Table("Model", "Of", "Parameters", "Story", "Use when", "Not for", "Tried in");
        foreach (ModelCard card in Cards)
        {
            table.AddRow(card.Name, card.Of, card.Parameters, Screen.Plain(card.Story), Screen.Plain(card.UseWhen), Screen.Plain(card.NotFor), Screen.Plain(card.Tried));
        }

        session.Results.Write(table);
        return App.Done;
    }

    private static string Tried(ModelNeeds needs) => needs switch
    {
        ModelNeeds.Nothing => "Every run.",
        ModelNeeds.RegularBuying => "Where gaps between purchases are regular, or asked for.",
        ModelNeeds.Opportunities => "Where purchases keep to dates, at most one each; where --opportunity is stated; or asked for.",
        ModelNeeds.Correlation => "Only when asked for: where rates of buying and of leaving are known to hang together.",
        ModelNeeds.OwnRegularity => "Only when asked for: where customers are known to differ in how regularly they buy; at most 20,000 of them.",
        _ => "Only when asked for: where customers are known to grow out of what is sold.",
    };

    private sealed record ModelCard(string Name, string Of, string Parameters, string Story, string UseWhen, string NotFor, string Tried);
}
