using System.CommandLine;
using System.CommandLine.Parsing;
using Perennial.Cli.Commands;

namespace Perennial.Cli;

/// <summary>Finds everything wrong with a command line at once, in sentences that say what is allowed.</summary>
internal static class Misuse
{
    public static IReadOnlyList<string> Of(Session session)
    {
        ParseResult parsed = session.Parsed;
        Command command = parsed.CommandResult.Command;
        var faults = new List<string>();

        // The parser takes an unknown option for an input; a person would not.
        List<string> strangers = parsed.Tokens
            .Where(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal) && !File.Exists(t.Value))
            .Select(t => t.Value)
            .Concat(parsed.UnmatchedTokens.Where(t => t.StartsWith('-')))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        IEnumerable<Option> known = command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive));
        List<string> names = known.Where(o => !o.Hidden).Select(o => o.Name).ToList();
        faults.AddRange(strangers.Select(s => $"There is no option {s}.{Nearest(s, names)}"));

        foreach (ParseError error in parsed.Errors)
        {
            switch (error.SymbolResult)
            {
                case ArgumentResult { Tokens.Count: 0, Argument: { } argument, Parent: CommandResult }:
                    faults.Add($"'{command.Name}' needs {argument.Name}: {argument.Description}");
                    break;
                case CommandResult when parsed.UnmatchedTokens.Any(t => error.Message.Contains(t, StringComparison.Ordinal)):
                    string word = parsed.UnmatchedTokens.First(t => error.Message.Contains(t, StringComparison.Ordinal));
                    if (!word.StartsWith('-'))
                    {
                        faults.Add(command is Verb ? $"'{word}' is one word too many for '{command.Name}'." : $"There is no command '{word}'.{Nearest(word, command.Subcommands.Select(c => c.Name))}");
                    }

                    break;
                default:
                    faults.Add(error.Message);
                    break;
            }
        }

        if (command is Verb verb)
        {
            faults.AddRange(verb.Faults(session));
        }

        return faults.Distinct(StringComparer.Ordinal).ToList();
    }

    private static string Nearest(string word, IEnumerable<string> names)
    {
        string? best = names.OrderBy(n => Distance(word, n)).FirstOrDefault();
        return best is not null && Distance(word, best) <= Math.Max(2, word.Length / 3) ? $" Did you mean {best}?" : string.Empty;
    }

    /// <summary>Gives the number of letters to insert, remove or replace.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
