using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Perennial.Cli.Terminal;
using Perennial.Kernel;
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
        RunReader? published = null;
        PerennialException? damage = null;
        try
        {
            published = workspace.Published();
        }
        catch (PerennialException e)
        {
            damage = e;
        }

        // Damage is said after the list, so that a damaged run does not hide the others.
        using (published)
        {
            Show(session, folder, runs, published?.Manifest);
            published?.Verify();
        }

        if (damage is not null)
        {
            ExceptionDispatchInfo.Throw(damage);
        }

        return App.Done;
    }

    private static void Show(Session session, string folder, IReadOnlyList<Manifest> runs, Manifest? published)
    {
        if (session.Json)
        {
            JsonArray all = JsonSerializer.SerializeToNode(runs, CliJson.Indented)!.AsArray();
            foreach ((int index, Manifest run) in runs.Index())
            {
                all[index]!["published"] = IsPublished(run);
            }

            session.Out.WriteLine(all.ToJsonString(CliJson.Indented));
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
                (IsPublished(run) ? "* " : string.Empty) + run.Sequence.ToString(CultureInfo.InvariantCulture),
                Screen.Plain(run.RunId),
                run.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
                Screen.Plain(run.CodeVersion),
                run.Seed.ToString(CultureInfo.InvariantCulture),
                Screen.Plain(string.Join(", ", run.Inputs.Select(i => i.Path))));
        }

        session.Results.Write(table);
        session.Out.WriteLine("  * is published: 'explain' reads it, and the files beside the workspace are its own.");

        bool IsPublished(Manifest run) => run.RunId == published?.RunId && run.Sequence == published.Sequence;
    }
}
