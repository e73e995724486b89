using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Doctor;
using Perennial.Cli.Terminal;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>Checks the machine, with a remedy for whatever is wrong.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder that results would be written to. Default: ./perennial-out.", HelpName = "DIR", DefaultValueFactory = _ => "./perennial-out" };

    public DoctorVerb()
        : base("doctor", "Check that this machine has what Perennial needs.") => Add(_out);

    public override string Story => """
        Looks at the analytical engine and its parts, memory, temporary space, write access, terminal and
        time zone data, and says what to do about anything that is wrong. Exits 3 when something that every run
        needs is missing.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial doctor", "Check everything."),
        ("perennial doctor --out /srv/clv", "Check that results can be written there."),
    ];

    public override int Run(Session session)
    {
        List<Finding> findings = Checks.All(session.Surroundings, session.Parsed.GetValue(_out)!).ToList();
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(findings.Select(f => new { f.Name, state = f.State.ToString().ToLowerInvariant(), f.Found, f.Remedy }), CliJson.Indented));
        }
        else
        {
            var grid = new Grid();
            grid.AddColumns(new GridColumn { NoWrap = true }, new GridColumn { NoWrap = true }, new GridColumn());
            foreach (Finding finding in findings)
            {
                (string mark, string colour) = finding.State switch { State.Good => ("ok", "green"), State.Note => ("note", "yellow"), _ => ("MISSING", "red") };
                grid.AddRow($"[{colour}]{mark}[/]", Screen.Plain(finding.Name), Screen.Plain(finding.Remedy is null ? finding.Found : $"{finding.Found}\n{finding.Remedy}"));
            }

            session.Results.Write(grid);
        }

        return findings.Any(f => f.State == State.Missing) ? 3 : App.Done;
    }
}
