using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Kernel;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>What every number means.</summary>
internal sealed class DefinitionsVerb : Verb
{
    private readonly Argument<string> _id = new("ID") { Description = "A definition's id, or the beginning of one. Without it all are listed.", Arity = ArgumentArity.ZeroOrOne };

    public DefinitionsVerb()
        : base("definitions", "Show what every number means: formula, period, unit.")
    {
        _id.CompletionSources.Add([.. Definitions.All.Select(d => d.Id)]);
        Add(_id);
    }

    public override string Story => """
        Every number that Perennial prints carries the id of its definition. The same list, with all
        details, is docs/definitions.md; each has a test with a golden value.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial definitions", "All of them."),
        ("perennial definitions clv.revenue.365d.mid.d10.v1", "The value that 'run' gives by default."),
        ("perennial definitions holdout. --json", "A family, for a program."),
    ];

    public override int Run(Session session)
    {
        string? id = session.Parsed.GetValue(_id);
        IReadOnlyList<Definition> found = id is null ? Definitions.All
            : Definitions.Find(id) is { } exact ? [exact]
            : [.. Definitions.All.Where(d => d.Id.StartsWith(id, StringComparison.OrdinalIgnoreCase))];
        if (found.Count == 0)
        {
            throw new PerennialException("options/invalid", Fault.Usage, $"There is no definition '{id}'. 'perennial definitions' lists those there are.");
        }

        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(found, CliJson.Indented));
            return App.Done;
        }

        if (found.Count == 1)
        {
            Definition one = found[0];
            Screen.Facts(session, new[] { ("Id", id!), ("Name", one.Name), ("Formula", one.Formula), ("Numerator", one.Numerator), ("Denominator", one.Denominator), ("Period", one.Period), ("Unit", one.Unit), ("Known", one.AsOf), ("Note", one.Note) }
                .Where(f => !string.IsNullOrEmpty(f.Item2)).Select(f => (f.Item1, f.Item2!)));
            return App.Done;
        }

        Table table = Screen.Table("Id", "Name", "Formula", "Unit");
        foreach (Definition definition in found)
        {
            table.AddRow(Screen.Plain(definition.Id), Screen.Plain(definition.Name), Screen.Plain(definition.Formula), Screen.Plain(definition.Unit ?? string.Empty));
        }

        session.Results.Write(table);
        return App.Done;
    }
}
