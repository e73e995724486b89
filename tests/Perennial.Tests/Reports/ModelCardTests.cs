using System.Text.RegularExpressions;
using Perennial.Models;
using Perennial.Reports;
using Perennial.Reports.Card;
using Perennial.Training;
using Perennial.Training.Contracts;
using Perennial.Valuation.Contracts;

namespace Perennial.Tests.Reports;

/// <summary>Is the card true to the run, complete, and readable by whoever left school at fourteen?</summary>
public sealed class ModelCardTests
{
    /// <summary>The grade of the Flesch-Kincaid formula that the card may have at most, what a run warns of included: the eighth year of school.</summary>
    private const double HighestGrade = 8.0;

    private static readonly string[] Titles =
        ["# Model card", "## The data", "## What the model assumes", "## When it fails", "## How well it did", "## How well it did by group", "## What to use it for", "## Limits of this run", "## Words"];

    [Fact]
    public void The_card_says_what_the_run_found_under_every_title()
    {
        string card = ModelCard.Write(SampleRun.Record());
        Assert.Equal(Titles, card.Split('\n').Where(line => line.StartsWith('#')));
        Assert.Contains("the model is **Pareto/NBD**", card, StringComparison.Ordinal);
        Assert.Contains("- 4,212 rows came in from 2 files. 3,980 were used.", card, StringComparison.Ordinal);
        Assert.Contains("- 12 could not be read.", card, StringComparison.Ordinal);
        Assert.Contains("- 220 were set aside by a rule", card, StringComparison.Ordinal);
        Assert.Contains("- It said 702 orders. 748 came. That is close.", card, StringComparison.Ordinal);
        Assert.Contains("- Of 100 customers, 79 ended up in the range that should hold 80. That is as it should be.", card, StringComparison.Ordinal);
        Assert.Contains("| first seen in January | 120 | 66 | does not hold |", card, StringComparison.Ordinal);
        Assert.Contains("| 3 and more | 68 | \u2013 | too few to tell |", card, StringComparison.Ordinal);
        Assert.Contains("- Customers who buy more often also spend more at a time", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_far_off_or_worse_than_a_rule_of_thumb_is_called_so()
    {
        RunRecord run = SampleRun.Record();
        string card = ModelCard.Write(run with { Holdout = run.Holdout! with { Predicted = 1_496, Winner = HoldoutWinner.Baseline, CoveragePasses = false } });
        Assert.Contains("It said 1,496 orders. 748 came. That is 100 % too much.", card, StringComparison.Ordinal);
        Assert.Contains("A naive rule did better. Use totals, not single values.", card, StringComparison.Ordinal);
        Assert.Contains("So do not trust the ranges.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_predicted_or_tested_the_card_claims_nothing()
    {
        RunRecord run = SampleRun.Record();
        string facts = ModelCard.Write(run with { Chosen = "none", Models = [], Holdout = null, NoHoldout = "Too short.", Warnings = [] });
        Assert.Contains("Nothing was forecast.", facts, StringComparison.Ordinal);
        Assert.Contains("No model is in use, so nothing is assumed.", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("NBD", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("by group", facts, StringComparison.Ordinal);
        Assert.Contains("The forecast was not tested. Too short.", ModelCard.Write(run with { Holdout = null, NoHoldout = "Too short." }), StringComparison.Ordinal);
    }

    [Fact]
    public void Contracts_have_their_own_assumptions_and_test()
    {
        RunRecord run = SampleRun.Record();
        string card = ModelCard.Write(run with { Chosen = "shifted-beta-geometric", Models = [], Holdout = null, Contracts = Contracts("shifted-beta-geometric") });
        Assert.Contains("For customers who pay by contract the model is **shifted beta geometric**.", card, StringComparison.Ordinal);
        Assert.Contains("has a chance to leave that never changes", card, StringComparison.Ordinal);
        Assert.Contains("In money it said 1,100. It was 1,000. That is 10 % too much.", card, StringComparison.Ordinal);
        Assert.Contains("- Of 100 accounts, 81 ended up in the range that should hold 80. That is as it should be.", card, StringComparison.Ordinal);
        Assert.DoesNotContain("orders come by chance", card, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_the_data_is_no_markup()
    {
        string card = ModelCard.Write(SampleRun.Record() with { Warnings = ["<b>x</b> [a](b) \u0007`c` # *d*\n## e"] });
        Assert.Contains(@"- \<b\>x\</b\> \[a\](b)  \`c\` \# \*d\* \#\# e", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_model_has_words_and_the_card_is_read_with_eight_years_of_school()
    {
        RunRecord run = SampleRun.Record();
        FittedModel some = run.Models[0];
        string[] cards =
        [
            .. TransactionModels.All.Select(model => ModelCard.Write(run with { Chosen = model.Name, Models = [some with { Name = model.Name }, run.Models[^1]], Holdout = run.Holdout! with { Chosen = model.Name } })),
            .. ContractLaws.All.Append(ContractLaws.OneRate).Select(law => ModelCard.Write(run with { Chosen = law, Models = [], Contracts = Contracts(law) })),
            ModelCard.Write(run with { Chosen = "none", Models = [], Holdout = null, NoHoldout = "Too short." }),
        ];
        Assert.All(cards, card => Assert.InRange(Grade(card), 2.0, HighestGrade));

        // The measure itself: short words and sentences are easy, long ones are not.
        Assert.InRange(Grade("The cat sat on the mat. The dog ran to the man.\n"), -2.0, 1.0);
        Assert.InRange(Grade("Heterogeneity of individual purchasing probabilities necessitates hierarchical parameterisation of exponentially distributed interarrival durations.\n"), 20.0, 60.0);
    }

    private static ContractRecord Contracts(string law) => new()
    {
        Chosen = law, Because = "It was the best.", Active = 90, Paused = 1, Churned = 30, Mrr = 9_000, Kept = 1, Laws = [], Survival = [], Movements = [], Horizons = [],
        LeavesVoluntarily = 0.1, LeavesByPayment = 0.02, LifetimeMonths = 40, BeyondLifetime = 0.01,
        Backtest = new()
        {
            Origin = new(2023, 12, 31), End = new(2024, 6, 15), EarlierOrigins = [], Accounts = 80, Reliability = [], Totals = [],
            Scores = [new(law, -0.1, [], 1_100, 1_000, 0.1, 12, 0.81, 0.05, 0.4)],
        },
    };

    // 0.39 words a sentence + 11.8 syllables a word - 15.59, over prose: neither titles nor tables.
    private static double Grade(string card)
    {
        string text = string.Join(' ', card.Split('\n').Where(line => line.Length > 0 && line[0] is not '#' and not '|')
            .Select(line => Regex.Replace(line, @"^- |\*\*|`|\\", string.Empty)).Select(line => line[^1] is '.' or '!' or '?' ? line : line + "."));
        string[] words = [.. Regex.Matches(text, @"[A-Za-z][A-Za-z'/-]*|\d[\d,.]*").Select(match => match.Value)];
        int sentences = Regex.Split(text, @"(?<=[.!?:;])\s+").Count(sentence => sentence.Any(char.IsAsciiLetter));
        return (0.39 * words.Length / sentences) + (11.8 * words.Sum(Syllables) / words.Length) - 15.59;
    }

    private static int Syllables(string word)
    {
        string lower = word.ToLowerInvariant();
        int groups = Regex.Count(lower, "[aeiouy]+");
        return Math.Max(1, lower.EndsWith('e') && !lower.EndsWith("le", StringComparison.Ordinal) ? groups - 1 : groups);
    }
}
