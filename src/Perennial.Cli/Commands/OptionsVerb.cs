using System.CommandLine;
using System.Text.Json;
using Perennial.Cli.Options;
using Perennial.Cli.Terminal;
using Spectre.Console;

namespace Perennial.Cli.Commands;

/// <summary>What a run would be told, and by whom.</summary>
internal sealed class OptionsVerb : Verb
{
    private readonly Option<bool> _markdown = new("--markdown") { Description = "Print the table of docs/options.md." };
    private readonly SettingFlags _flags;

    public OptionsVerb()
        : base("options", "Show the effective value of every option, and where it came from.")
    {
        _flags = new SettingFlags(this, Settings.All);
        Add(_markdown);
    }

    public override string Story => """
        A value comes from the first of: a flag, the environment (PERENNIAL_RUN_...), the file
        perennial.json in the current folder, the default. Give the flags you would give to 'run' to
        see what would take effect. perennial.json looks like { "run": { "horizon": "365d" } }.
        """;

    public override IReadOnlyList<(string Line, string Meaning)> Examples =>
    [
        ("perennial options", "What 'perennial run' would use here and now."),
        ("PERENNIAL_RUN_MARGIN=0.35 perennial options --horizon lifetime --json", "The same with two things said, as JSON."),
    ];

    public override IReadOnlyList<string> Faults(Session session) => _flags.Resolve([], session).Faults;

    public override int Run(Session session)
    {
        if (session.Parsed.GetValue(_markdown))
        {
            session.Out.Write(Markdown());
            return App.Done;
        }

        Resolution resolution = _flags.Resolve([], session);
        if (session.Json)
        {
            session.Out.WriteLine(JsonSerializer.Serialize(resolution.Effective.ToDictionary(e => e.Setting.Name, e => new { value = e.Value, origin = e.Origin }), CliJson.Indented));
            return App.Done;
        }

        Table table = Screen.Table("Option", "Value", "Comes from");
        foreach (Effective effective in resolution.Effective)
        {
            table.AddRow(Screen.Plain(effective.Setting.Name), Screen.Plain(effective.Value), Screen.Plain(effective.Origin));
        }

        session.Results.Write(table);
        return App.Done;
    }

    /// <summary>Gives docs/options.md, made from the same rows as help.</summary>
    public static string Markdown()
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("# Options of a run");
        text.WriteLine();
        text.WriteLine("Made from the program's own table by `perennial options --markdown`; a test compares. A flag beats the environment, which beats");
        text.WriteLine("`perennial.json` in the current folder (`{ \"run\": { \"horizon\": \"365d\" } }`), which beats the default.");
        text.WriteLine();
        text.WriteLine("| flag | environment | perennial.json | default | what it decides |");
        text.WriteLine("|---|---|---|---|---|");
        foreach (Setting setting in Settings.All)
        {
            string flag = setting.IsSwitch ? setting.Flag : $"{setting.Flag} {setting.Value}";
            text.WriteLine($"| `{flag.Replace("|", "\\|", StringComparison.Ordinal)}` | `{setting.Variable}` | `run.{setting.Name}` | {setting.Default} | {setting.Help} |");
        }

        return text.ToString();
    }
}
