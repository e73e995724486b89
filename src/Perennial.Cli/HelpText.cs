using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Perennial.Cli.Commands;

namespace Perennial.Cli;

/// <summary>Help that teaches: usage, story, examples, options, in that order; the same text on every terminal.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int Width = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return App.Done;
    }

    public static void Write(Command command, TextWriter to)
    {
        if (command is Verb verb)
        {
            WriteVerb(verb, to);
        }
        else
        {
            WriteRoot(command, to);
        }
    }

    private static void WriteRoot(Command root, TextWriter to)
    {
        to.WriteLine(root.Description);
        to.WriteLine();
        to.WriteLine("Usage: perennial COMMAND [options]");
        to.WriteLine();
        to.WriteLine("Examples:");
        Example(to, "perennial demo", "See it work on a synthetic company whose truth is known.");
        Example(to, "perennial run orders.csv", "Value every customer in a file of transactions.");
        to.WriteLine();
        to.WriteLine("Commands:");
        Columns(to, root.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? string.Empty)));
        to.WriteLine();
        to.WriteLine("Options:");
        Columns(to, root.Options.Select(o => (Label(o), o.Description ?? string.Empty)));
        to.WriteLine();
        to.WriteLine("'perennial COMMAND --help' explains a command.");
        to.WriteLine("Exit codes: 0 done, 1 the data refuse, 2 wrong use, 3 the world failed, 70 our bug, 130 interrupted.");
    }

    private static void WriteVerb(Verb verb, TextWriter to)
    {
        to.WriteLine(verb.Description);
        to.WriteLine();
        string arguments = string.Concat(verb.Arguments.Select(a => " " + (a.Arity.MinimumNumberOfValues == 0 ? $"[{Plural(a)}]" : Plural(a))));
        to.WriteLine($"Usage: perennial {verb.Name}{arguments} [options]");
        to.WriteLine();
        to.WriteLine(verb.Story);
        to.WriteLine();
        to.WriteLine("Examples:");
        foreach ((string line, string meaning) in verb.Examples)
        {
            Example(to, line, meaning);
        }

        if (verb.Arguments.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("Arguments:");
            Columns(to, verb.Arguments.Select(a => (a.Name, a.Description ?? string.Empty)));
        }

        to.WriteLine();
        to.WriteLine("Options:");
        IEnumerable<Option> everywhere = verb.Parents.OfType<RootCommand>().SelectMany(r => r.Options).Where(o => o.Recursive);
        Columns(to, verb.Options.Concat(everywhere).Where(o => !o.Hidden).Select(o => (Label(o), o.Description ?? string.Empty)));
    }

    private static string Plural(Argument argument) => argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;

    private static string Label(Option option)
    {
        string aliases = string.Join(", ", option.Aliases.Where(a => a.StartsWith('-')).Append(option.Name).Distinct().OrderBy(a => a.Length));
        bool flag = option.ValueType == typeof(bool) || option is VersionOption or HelpOption;
        return flag ? aliases : $"{aliases} {option.HelpName ?? "VALUE"}";
    }

    private static void Example(TextWriter to, string line, string meaning)
    {
        to.WriteLine($"  {line}");
        to.WriteLine($"      {meaning}");
    }

    private static void Columns(TextWriter to, IEnumerable<(string Label, string Text)> rows)
    {
        List<(string Label, string Text)> all = rows.ToList();
        int left = Math.Min(30, all.Max(r => r.Label.Length));
        foreach ((string label, string text) in all)
        {
            string first = label.Length > left ? label + Environment.NewLine + new string(' ', left + 2) : label.PadRight(left);
            to.Write($"  {first}  ");
            to.WriteLine(string.Join(Environment.NewLine + new string(' ', left + 4), Lines(text, Width - left - 4)));
        }
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}

/// <summary>Prints the version and nothing else.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(App.Version);
        return App.Done;
    }
}
