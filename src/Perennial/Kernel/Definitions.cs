using System.Text;

namespace Perennial.Kernel;

/// <summary>The catalogue: what every number of Perennial means. docs/definitions.md is written from it.</summary>
public static class Definitions
{
    private static readonly (string Title, IReadOnlyList<Definition> Family)[] Families =
    [
        ("Facts", DefinitionsOfFacts.All),
        ("Recurring revenue", DefinitionsOfRecurring.All),
        ("Contracts", DefinitionsOfContracts.All),
        ("Cost to serve", DefinitionsOfCost.All),
        ("What goes with leaving", DefinitionsOfLeaving.All),
        ("How long customers stay", DefinitionsOfStaying.All),
        ("Acquisition", DefinitionsOfAcquisition.All),
        ("Figures to ask about", DefinitionsOfGaming.All),
        ("Histories", DefinitionsOfHistories.All),
        ("Predictions and value", DefinitionsOfValue.All),
        ("Groups and families", DefinitionsOfGroups.All),
        ("Portfolio", DefinitionsOfPortfolio.All),
        ("Tiers", DefinitionsOfTiers.All),
        ("Concentration", DefinitionsOfConcentration.All),
        ("Where customers go", DefinitionsOfTrajectories.All),
        ("Segments of value and direction", DefinitionsOfSegments.All),
        ("Stances", DefinitionsOfStances.All),
        ("Plans", DefinitionsOfPlan.All),
        ("The book of customers", DefinitionsOfBook.All),
        ("Why values moved", DefinitionsOfBridge.All),
        ("Backtest", DefinitionsOfBacktest.All),
    ];

    /// <summary>Gives all definitions, by family.</summary>
    public static IReadOnlyList<Definition> All { get; } = [.. Families.SelectMany(static family => family.Family)];

    /// <summary>Gives the definition of an id, or null where there is none.</summary>
    /// <param name="id">An id as printed beside a number; a run's own CLV id is understood.</param>
    public static Definition? Find(string id) =>
        All.FirstOrDefault(definition => definition.Id == id) ?? ClvDefinition.Find(id, All.First(static definition => definition.Id == ClvDefinition.Pattern))
        ?? ClvDefinition.FindNet(id, All.First(static definition => definition.Id == ClvDefinition.NetPattern));

    /// <summary>Writes the catalogue as the page docs/definitions.md.</summary>
    public static string ToMarkdown()
    {
        StringBuilder page = new();
        page.Append("# Definitions\n\n");
        page.Append("Every number Perennial prints carries the id of its definition. A change of meaning is a new version of the id.\n");
        page.Append("This page is written from the catalogue in the code.\n");
        foreach ((string title, IReadOnlyList<Definition> family) in Families)
        {
            page.Append($"\n## {title}\n");
            foreach (Definition definition in family)
            {
                Append(page, definition);
            }
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Definition definition)
    {
        page.Append($"\n### `{definition.Id}`\n\n");
        page.Append($"**{definition.Name}**: {definition.Formula}.\n\n");
        Line("Numerator", definition.Numerator);
        Line("Denominator", definition.Denominator);
        Line("Period", definition.Period);
        Line("Unit", definition.Unit);
        Line("Known", definition.AsOf);
        Line("Note", definition.Note);

        void Line(string label, string? text)
        {
            if (text is not null)
            {
                page.Append($"- {label}: {text}\n");
            }
        }
    }
}
