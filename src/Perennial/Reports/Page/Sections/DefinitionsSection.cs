using Perennial.Kernel;

namespace Perennial.Reports.Page.Sections;

/// <summary>The definition of every number shown: the places that name an id link here.</summary>
internal static class DefinitionsSection
{
    public static Section Draw(RunRecord run) => new("definitions", "Definitions", Markup.Of($"""
        <p>Every number carries the id of its definition; a change of meaning is a new version. As of {Figure.Day(run.AsOf)}{(run.Currency is { } c ? $", money in {c}" : string.Empty)}.</p>
        {Cards(Shown(run))}
        """));

    /// <summary>Draws definitions as cards that links point to.</summary>
    public static Markup Cards(IEnumerable<Definition> definitions) => Markup.Of($"""<dl class="cards">{definitions.Select(Card)}</dl>""");

    /// <summary>Gives the definitions a report needs: the run's own value first, then the catalogue without textbook formulas that no run computes, and without recurring revenue, costs and leaving where there are none.</summary>
    public static IEnumerable<Definition> Shown(RunRecord run)
    {
        IEnumerable<Definition> value = [.. ((string?[])[run.DefinitionId, run.Net?.DefinitionId, run.Bridge is { Why: null } moved ? moved.FromDefinitionId : null]).Select(id => id is null ? null : Definitions.Find(id)).OfType<Definition>()];
        IEnumerable<Definition> all = Definitions.All.Where(d => !d.Id.StartsWith("clv.", StringComparison.Ordinal) || (run.Bridge is { Why: null } && d.Id.StartsWith("clv.bridge.", StringComparison.Ordinal)));
        return value.Concat(all.Except(Without(run))).DistinctBy(d => d.Id);
    }

    // What a run has nothing of, and what only pages of roles and of lifetimes show.
    private static IEnumerable<Definition> Without(RunRecord run) =>
    [
        .. run.Plan is null ? DefinitionsOfPlan.All : [],
        .. run.Recurring is null ? DefinitionsOfRecurring.All : [],
        .. run.Costs is null && run.Margin is null ? DefinitionsOfCost.All : [],
        .. run.Acquisition is null ? DefinitionsOfAcquisition.All : [],
        .. run.Learned is { Churn.Count: > 0 } ? [] : DefinitionsOfLeaving.All,
        .. run.Groups.Count > 0 ? [] : DefinitionsOfGroups.All,
        .. run.Scorecard is { Scored: > 0 } ? [] : DefinitionsOfPortfolio.All,
        .. run.Tiers is null ? DefinitionsOfTiers.All : [],
        .. run.Concentration is null ? DefinitionsOfConcentration.All : [],
        .. run.Gaming is null ? DefinitionsOfGaming.All : [],
        .. run.Segments is null ? DefinitionsOfSegments.All : [],
        .. run.Trajectories is { HasAny: true } ? [] : DefinitionsOfTrajectories.All,
        .. run.Stances is null ? DefinitionsOfStances.All : [],
        .. DefinitionsOfStaying.All,
        .. DefinitionsOfBook.All,
    ];

    private static Markup Card(Definition d) => Markup.Of($"""
        <div id="def-{d.Id}"><dt>{d.Name} <span class="def">{d.Id}</span></dt>
        <dd class="formula">{Sentence(d.Formula)}</dd>
        <dd>{Ratio(d)}Covers {d.Period}; in {d.Unit}; known: {d.AsOf}.{(d.Note is { } note ? " " + note : string.Empty)}</dd></div>

        """);

    private static string Ratio(Definition d) => d is { Numerator: { } above, Denominator: { } below } ? $"{Sentence(above)[..^1]}, divided by {below}. " : string.Empty;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.') + ".";
}
