using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Models;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>The models there are: what each assumes, when to use it and when not.</summary>
internal sealed class ModelsVerb : Verb
{
    private static readonly ModelCard[] Cards =
    [
        .. TransactionModels.All.Select(model => new ModelCard(model.Name, "purchases", string.Join(", ", model.WholeParameters.Concat(model.Parameters)), model.Story, model.UseWhen, model.NotFor, Tried(model.Needs))),
        new("gamma-gamma", "spend", "p, q, gamma", "Every customer has an own mean spend; single purchases scatter around it.", "Amounts differ from customer to customer, whatever the number of purchases; it goes with any model of purchases.", "Spend that depends on how often people buy; zero or negative amounts; very heavy tails (q at most 1).", "Every run with amounts."),
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
        _ => "Only when asked for: where customers are known to grow out of what is sold.",
    };

    private sealed record ModelCard(string Name, string Of, string Parameters, string Story, string UseWhen, string NotFor, string Tried);
}
