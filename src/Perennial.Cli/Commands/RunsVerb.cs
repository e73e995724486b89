using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Store;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>The runs that a folder keeps.</summary>
internal sealed class RunsVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder of the runs. Default: ./perennial-out.", HelpName = "DIR" };

    public RunsVerb()
        : base("runs", "List the runs that are kept in a folder.") => Add(_out);

    public override string Story => """
        Runs are never changed once they are published: what was believed on a day can be read back. The
        last one is what 'explain' reads; its files are checked, byte by byte. A run of the same inputs,
        options, version and seed has the same id.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples => [("perennial runs", "The runs in ./perennial-out."), ("perennial runs --out ./perennial-demo --json", "Of another folder, with every detail.")];

    public override int Run(Session session)
    {
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-out";
        Workspace workspace = Workspace.Open(Path.Combine(folder, Pipeline.WorkspaceFolder));
        workspace.SettleExports("perennial runs");
        IReadOnlyList<Manifest> runs = workspace.Runs();
        Show(session, folder, runs);

        // Said after the list, so that a damaged run does not hide the others.
        using RunReader? published = workspace.Published();
        published?.Verify();
        return App.Done;
    }

    private static void Show(Session session, string folder, IReadOnlyList<Manifest> runs)
    {
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(runs, CliJson.Indented));
            return;
        }

        if (runs.Count == 0)
        {
            session.Out.WriteLine($"No run is published in {folder}. 'perennial run FILE' makes one.");
            return;
        }

        Table table = Screen.Table(">#", "Run", "As of", "Version", ">Seed", "Inputs");
        foreach (Manifest run in runs)
        {
            table.AddRow(
                run.Sequence.ToString(CultureInfo.InvariantCulture),
                Screen.Plain(run.RunId),
                run.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
                Screen.Plain(run.CodeVersion),
                run.Seed.ToString(CultureInfo.InvariantCulture),
                Screen.Plain(string.Join(", ", run.Inputs.Select(i => i.Path))));
        }

        session.Results.Write(table);
    }
}
