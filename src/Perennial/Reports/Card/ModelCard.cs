using System.Text;
using Perennial.Training;
using Perennial.Training.Contracts;

namespace Perennial.Reports.Card;

/// <summary>model-card.md: what the values rest on, in words for people who never met a model. Everything in it stands in run.json too.</summary>
internal static class ModelCard
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "model-card.md";

    /// <summary>Below this share of forecast totals a difference is called close.</summary>
    private const double Close = 0.1;

    /// <summary>Writes the card.</summary>
    /// <param name="run">All that the run found.</param>
    /// <param name="label">The label of confidentiality; empty for none.</param>
    public static string Write(RunRecord run, string label = "")
    {
        var card = new StringBuilder();
        Section(card, "# Model card", Head(run));
        Section(card, "## The data", Data(run));
        Section(card, "## What the model assumes", Assumes(run));
        Section(card, "## When it fails", Fails(run));
        Section(card, "## How well it did", [.. Purchases(run), .. Contracts(run)]);
        if (run.Holdout is { Segments.Count: > 0 } test && Predicts(run))
        {
            Section(card, "## How well it did by group", Groups(test));
        }

        Section(card, "## What to use it for", Use(run));
        Section(card, "## Limits of this run", run.Warnings.Count == 0 ? ["Nothing else was found that a reader must know."] : [.. run.Warnings.Select(warning => $"- {Plain(warning)}")]);
        Section(card, "## Words", Words);
        if (label.Length > 0)
        {
            card.Append('\n').Append(Plain(label)).Append('\n');
        }

        return card.ToString();
    }

    private static IEnumerable<string> Words { get; } =
    [
        "- **Customer value**: what a customer will bring from now on, in money of today.",
        "- **Range**: two numbers. Of ten customers, about eight should end up between them.",
        "- **Hidden months**: the last months of the data. The model did not see them, and its forecast was held against them.",
        "- **Naive rule**: a rule of thumb, such as \"each goes on as before\". A model has to beat it to be of use.",
    ];

    private static IEnumerable<string> Head(RunRecord run)
    {
        string what = Reports.Words.Basis(run) == "margin" ? "margin" : "revenue";
        yield return Predicts(run) || run.Contracts is { Chosen: not "none" }
            ? $"This card is for people who use the values but did not make them. The values say what {what} each customer will bring {Reports.Words.Horizon(run.Horizon).Replace('\u00A0', ' ')}. They rest on what was known on {Figure.Day(run.AsOf)}."
            : $"This card is for people who read the report but did not make it. Nothing was forecast. The facts rest on what was known on {Figure.Day(run.AsOf)}.";
        if (run.Contracts is { Chosen: not "none" } contracts)
        {
            yield return $"For customers who pay by contract the model is **{Reports.Words.Model(contracts.Chosen)}**.";
        }

        if (Predicts(run))
        {
            yield return $"For customers who buy when they like the model is **{Reports.Words.Model(run.Chosen)}**. {(run.Models.Any(model => model.Name == "gamma-gamma") ? "What they spend each time comes from a second model, **Gamma-Gamma**." : "No model of spend was fitted.")}";
        }
    }

    private static IEnumerable<string> Data(RunRecord run)
    {
        yield return $"- {Spaced(Figure.Of(run.Rows.In, "row"))} came in from {Spaced(Figure.Of(run.Inputs.Count, "file"))}. {Figure.Count(run.Rows.Used)} were used.";
        yield return run.Rows.Quarantined == 0 ? "- All of them could be read." : $"- {Figure.Count(run.Rows.Quarantined)} could not be read. They are kept in `quarantine.csv`.";
        if (run.Rows.SetAside.Values.Sum() is > 0 and var aside)
        {
            yield return $"- {Figure.Count(aside)} were set aside by a rule, such as copies of a row.";
        }

        yield return $"- There are {Spaced(Figure.Of(run.Facts.Customers, "customer"))} and {Spaced(Figure.Of(run.Facts.Orders, "order"))}, from {Figure.Day(run.Facts.FirstDay)} to {Figure.Day(run.Facts.LastOrderDay ?? run.AsOf)}.";
        yield return $"- {Spaced(Figure.Percent(run.Facts.RepeatRate))} of buyers came back at least once.";
        if (run.Facts.LeftCensored > 0)
        {
            yield return $"- {Spaced(Figure.Of(run.Facts.LeftCensored, "customer"))} may have begun before the data do. The model did not learn from them.";
        }
    }

    private static string[] Assumes(RunRecord run) => Told(run, CardWords.Assumes, "No model is in use, so nothing is assumed.");

    private static string[] Fails(RunRecord run) => Told(run, CardWords.Fails, "No model is in use, so none can fail.");

    private static string[] Told(RunRecord run, Func<string, IEnumerable<string>> words, string none)
    {
        string[] models =
        [
            .. run.Contracts is { Chosen: not "none" } contracts ? (string[])[contracts.Chosen] : [],
            .. Predicts(run) ? (string[])[run.Chosen, .. run.Models.Any(model => model.Name == "gamma-gamma") ? (string[])["gamma-gamma"] : []] : [],
        ];
        return models.Length == 0 ? [none] : [.. models.SelectMany(words).Distinct(StringComparer.Ordinal).Select(sentence => $"- {sentence}")];
    }

    private static IEnumerable<string> Purchases(RunRecord run)
    {
        if (!Predicts(run))
        {
            yield break;
        }

        if (run.Holdout is not { } test)
        {
            yield return $"The forecast was not tested. {Plain(run.NoHoldout ?? "There were no months to hide.")}";
            yield break;
        }

        yield return $"The months from {Figure.Day(test.Start)} to {Figure.Day(test.End)} were hidden. The model then said what {Spaced(Figure.Of(test.Customers, "customer"))} would do in them.";
        yield return Total("orders", test.Predicted, test.Actual);
        if (test.Spend is { } spend)
        {
            yield return Total("money", spend.Predicted, spend.Actual);
        }

        yield return $"- Of 100 customers, {Hundred(test.Coverage80)} ended up in the range that should hold 80. {(test.CoveragePasses ? "That is as it should be." : "So do not trust the ranges.")}";
        yield return test.Winner switch
        {
            HoldoutWinner.Model => "- It beat the best naive rule.",
            HoldoutWinner.Baseline => "- A naive rule did better. Use totals, not single values.",
            _ => "- It was no better and no worse than the best naive rule.",
        };
        if (test.Models.TryGetValue(test.Chosen, out HoldoutScore? own) && own.Top20Found is { } found)
        {
            yield return $"- Of the 20 best customers in 100, it named {Figure.Count((long)Math.Round(20 * found))}. A guess would name 4.";
        }
    }

    private static IEnumerable<string> Contracts(RunRecord run)
    {
        if (run.Contracts is not { Chosen: not "none" } contracts)
        {
            yield break;
        }

        ContractScore? own = contracts.Backtest?.Scores.FirstOrDefault(score => score.Model == contracts.Chosen);
        if (contracts.Backtest is not { } test || own is null)
        {
            yield return "The forecast of contracts was not tested: there were too few months to hide.";
            yield break;
        }

        yield return $"For contracts, the months up to {Figure.Day(test.End)} were hidden. The model then said what {Spaced(Figure.Of(test.Accounts, "account"))} would pay in them.";
        yield return Total("money", own.Revenue, own.ActualRevenue);
        yield return $"- Of 100 accounts, {Hundred(own.Coverage80)} ended up in the range that should hold 80. {(Math.Abs(own.Coverage80 - 0.8) <= own.Coverage80Tolerance ? "That is as it should be." : "So do not trust the ranges.")}";
    }

    private static IEnumerable<string> Groups(HoldoutRecord test)
    {
        yield return "How many of 100 customers ended up in the range that should hold 80, group by group. A group can be too small to tell.";
        yield return "| group | customers | of 100 in range | verdict |\n|---|---|---|---|\n" + string.Join('\n', test.Segments.Select(segment =>
            $"| {Plain(segment.Segment)} | {Figure.Count(segment.Customers)} | {(segment.Verdict == "not testable" ? "–" : Hundred(segment.Coverage80))} | {segment.Verdict switch { "passes" => "holds", "fails" => "does not hold", _ => "too few to tell" }} |"));
    }

    private static IEnumerable<string> Use(RunRecord run)
    {
        yield return Plain(run.Usability);
        yield return "- Do not use a value to judge a person. It says what people with such a past tend to do.";
        yield return "- Do not read a value as what an offer or a call would change. Only a test with a group left alone can tell that.";
        yield return "- Do not use it for a new shop, a new price or a new kind of customer. The past says little of these.";
        yield return "- Run it again when new months are in. The older the card, the less it holds.";
    }

    private static bool Predicts(RunRecord run) => run.Chosen != "none" && run.Models.Any(model => model.Name == run.Chosen);

    private static string Total(string of, double predicted, double actual)
    {
        string figures = of == "orders"
            ? $"It said {Figure.Number(predicted)} orders. {Figure.Number(actual)} came."
            : $"In money it said {Figure.Number(predicted)}. It was {Figure.Number(actual)}.";
        double off = actual == 0 ? double.NaN : (predicted - actual) / actual;
        return $"- {figures} {(double.IsNaN(off) ? "Nothing came, so there is nothing to hold it against." : Math.Abs(off) < Close ? "That is close." : $"That is {Spaced(Figure.Percent(Math.Abs(off)))} too {(off > 0 ? "much" : "little")}.")}";
    }

    private static string Hundred(double share) => Figure.Count((long)Math.Round(100 * share));

    private static string Spaced(string figure) => figure.Replace('\u00A0', ' ');

    // What comes from the data must not become markup.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            plain.Append(c == '\u00A0' || char.IsControl(c) ? " " : c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '#' ? $"\\{c}" : c.ToString());
        }

        return plain.ToString();
    }

    private static void Section(StringBuilder card, string title, IEnumerable<string> lines)
    {
        card.Append(card.Length == 0 ? string.Empty : "\n").Append(title).Append("\n\n");
        bool list = false;
        foreach (string line in lines)
        {
            // A list wants a blank line before and after it.
            bool item = line.StartsWith("- ", StringComparison.Ordinal);
            card.Append(card[^2] == '\n' || (item && list) ? string.Empty : "\n").Append(line).Append('\n');
            list = item;
        }
    }
}
