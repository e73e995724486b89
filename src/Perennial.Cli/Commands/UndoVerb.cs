using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Reports;
using Perennial.Reports.Lineage;
using Perennial.Store;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>Takes the last run back.</summary>
internal sealed class UndoVerb : Verb
{
    private readonly Option<string> _out = new("--out") { Description = "Folder of the runs. Default: ./perennial-out.", HelpName = "DIR" };

    public UndoVerb()
        : base("undo", "Take the last run back: publish the one before it again.") => Add(_out);

    public override string Story => """
        An import is a batch: 'inspect' shows what it would be, 'run' makes it, 'undo' takes it back. The
        report, the scores and every other file of the run before it go out again, byte by byte, and
        'explain' reads that run. Nothing is deleted: the run taken back stays in the list of 'runs'. The
        last two runs can be taken back.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples => [("perennial undo", "The run before the last is the published one again."), ("perennial undo --out ./perennial-demo --json", "In another folder, with every detail.")];

    public override int Run(Session session)
    {
        string folder = session.Parsed.GetValue(_out) ?? "./perennial-out";
        Workspace workspace = Workspace.Open(Path.Combine(folder, Pipeline.WorkspaceFolder));
        Undone undone;
        using (WorkspaceWriter writer = workspace.Write("perennial undo"))
        {
            undone = writer.Undo();
        }

        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(undone, CliJson.Indented));
            return App.Done;
        }

        Table table = Screen.Table(" ", "Taken back", "Published again");
        table.AddRow("Run", Screen.Plain(undone.TakenBack.RunId), Screen.Plain(undone.Published.RunId));
        table.AddRow("As of", Day(undone.TakenBack), Day(undone.Published));
        table.AddRow("Inputs", Inputs(undone.TakenBack, undone.Published), Inputs(undone.Published, undone.TakenBack));
        (RunRecord? before, RunRecord? now) = (Record(workspace, undone.TakenBack), Record(workspace, undone.Published));
        table.AddRow("Rows", Count(before?.Rows.In), Count(now?.Rows.In));
        table.AddRow("Rows used", Count(before?.Rows.Used), Count(now?.Rows.Used));
        table.AddRow("Model", Screen.Plain(before?.Chosen ?? string.Empty), Screen.Plain(now?.Chosen ?? string.Empty));
        session.Results.Write(table);
        session.Out.WriteLine($"  Files      {string.Join(", ", undone.Files)} are those of {undone.Published.RunId} again{(undone.Removed.Count == 0 ? string.Empty : $"; {string.Join(", ", undone.Removed)} it has not")}.");
        return App.Done;
    }

    private static string Day(Manifest run) => run.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Count(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? string.Empty;

    // What is only here, and how much is in both.
    private static string Inputs(Manifest run, Manifest other)
    {
        string[] only = [.. run.Inputs.Where(input => !other.Inputs.Any(same => same.Sha256 == input.Sha256)).Select(input => Path.GetFileName(input.Path))];
        int both = run.Inputs.Count - only.Length;
        return Screen.Plain(string.Join(", ", [.. only.Take(8), .. only.Length > 8 ? [$"{only.Length - 8} more"] : Array.Empty<string>(), .. both > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{both} in both")] : Array.Empty<string>()]));
    }

    private static RunRecord? Record(Workspace workspace, Manifest run)
    {
        using RunReader reader = workspace.Read(run.RunId);
        if (reader.Document(CustomerLineage.RecordName) is not { } document)
        {
            return null;
        }

        using var json = new MemoryStream(document);
        return RunJson.Read(json);
    }
}
