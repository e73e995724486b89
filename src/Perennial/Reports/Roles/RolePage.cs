using System.Text.RegularExpressions;
using Perennial.Kernel;
using Perennial.Reports.Page;
using Perennial.Reports.Page.Sections;
using Perennial.Scoring;

namespace Perennial.Reports.Roles;

/// <summary>What pages of roles are drawn from.</summary>
/// <param name="Run">All that the run found.</param>
/// <param name="Scores">The scores.</param>
/// <param name="Tables">What is known of each customer beside them.</param>
/// <param name="Label">The label of confidentiality.</param>
internal sealed record RoleMaterial(RunRecord Run, ScoreTable Scores, RunTables Tables, string Label)
{
    public MoneyFormat Money { get; } = new(Run.Currency);
}

/// <summary>report-ROLE.html: one page for one reader, its first lines the answer, its end the definitions of what it shows.</summary>
internal static partial class RolePage
{
    public static string Draw(ReportRole role, RoleMaterial from)
    {
        (Markup headline, Section[] body) = role switch
        {
            ReportRole.Executive => ExecutivePage.Draw(from),
            ReportRole.Finance => FinancePage.Draw(from),
            ReportRole.Product => ProductPage.Draw(from),
            _ => SuccessPage.Draw(from),
        };
        RunRecord run = from.Run;
        return PageFrame.Draw(
            $"{Title(role)}, as of {Figure.Day(run.AsOf)}", headline, [.. body, Definitions(run, headline, body)],
            Markup.Of($"Perennial {run.Version}, run {run.RunId}. The whole report is <a href=\"report.html\">report.html</a>."), from.Money, from.Label);
    }

    /// <summary>Draws the first lines of a page.</summary>
    /// <param name="role">Whose page it is.</param>
    /// <param name="run">The run.</param>
    /// <param name="answer">What the reader came for.</param>
    /// <param name="lines">What stands under it.</param>
    /// <param name="tiles">A few figures: name, definition, value.</param>
    public static Markup Hero(ReportRole role, RunRecord run, Markup answer, IEnumerable<Markup> lines, IEnumerable<(string Name, string Id, string Value)> tiles) => Markup.Of($"""
        <div class="hero">
        <p class="eyebrow">{Title(role)}, as of {Figure.Day(run.AsOf)}</p>
        <h1>{answer}</h1>
        {lines.Select(line => Markup.Of($"<p class=\"interval\">{line}</p>"))}
        <dl class="tiles">
        {tiles.Select(tile => Markup.Of($"""<div><dt><a href="#def-{tile.Id}">{tile.Name}</a></dt><dd>{tile.Value}</dd></div>"""))}
        </dl>
        </div>

        """);

    private static string Title(ReportRole role) => role switch
    {
        ReportRole.Executive => "For executives",
        ReportRole.Finance => "For finance",
        ReportRole.Product => "For product",
        _ => "For customer success",
    };

    // The definitions of what the page names, and no others.
    private static Section Definitions(RunRecord run, Markup headline, Section[] body)
    {
        string drawn = headline.ToString() + string.Concat(body.Select(section => section.Body.ToString()));
        Definition[] named = [.. Linked().Matches(drawn).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Select(Kernel.Definitions.Find).OfType<Definition>()];
        return named.Length == 0 ? Section.Nothing : new("definitions", "Definitions", DefinitionsSection.Cards(named));
    }

    [GeneratedRegex("href=\"#def-([^\"]+)\"")]
    private static partial Regex Linked();
}
