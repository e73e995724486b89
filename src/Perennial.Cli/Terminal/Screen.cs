using Spectre.Console;

namespace Perennial.Cli.Terminal;

/// <summary>Makes consoles for results and talk: colour and bars on a terminal that wants them, plain text everywhere else.</summary>
internal static class Screen
{
    public static IAnsiConsole ForResults(Surroundings surroundings) => Make(surroundings, surroundings.Out, surroundings.OutIsTerminal);

    public static IAnsiConsole ForTalk(Surroundings surroundings) => Make(surroundings, surroundings.Error, surroundings.ErrorIsTerminal);

    /// <summary>Gives a text for markup: brackets are brackets, and control characters are shown, not obeyed.</summary>
    public static string Plain(string text) => Markup.Escape(PlainWriter.Plain(text));

    /// <summary>Makes a table in the house's style: a rule below the head, no box.</summary>
    public static Table Table(params string[] heads)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string head in heads)
        {
            bool right = head.StartsWith('>');
            table.AddColumn(new TableColumn($"[bold]{Screen.Plain(right ? head[1..] : head)}[/]") { Alignment = right ? Justify.Right : Justify.Left });
        }

        return table;
    }

    /// <summary>Prints facts in two columns: folded to the terminal's width, or one line each where a program may read them.</summary>
    public static void Facts(Session session, IEnumerable<(string Name, string Value)> facts)
    {
        List<(string Name, string Value)> all = facts.ToList();
        int left = all.Max(f => f.Name.Length);
        if (!session.Surroundings.OutIsTerminal)
        {
            foreach ((string name, string value) in all)
            {
                session.Out.WriteLine($"  {name.PadRight(left)}  {value}");
            }

            return;
        }

        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach ((string name, string value) in all)
        {
            grid.AddRow($"[grey]{Screen.Plain(name)}[/]", Screen.Plain(value));
        }

        session.Results.Write(grid);
    }

    private static IAnsiConsole Make(Surroundings surroundings, TextWriter writer, bool terminal)
    {
        bool colour = terminal && surroundings.WantsColour;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal && surroundings.Environment.GetValueOrDefault("TERM") != "dumb" ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer is PlainWriter plain ? plain.Inner : writer),
        });
        console.Profile.Width = surroundings.Width;
        return console;
    }
}
