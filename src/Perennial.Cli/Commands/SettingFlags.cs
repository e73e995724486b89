using System.CommandLine;
using Perennial.Cli.Options;

namespace Perennial.Cli.Commands;

/// <summary>The rows of the settings table as flags of a verb.</summary>
internal sealed class SettingFlags
{
    private readonly List<(Setting Setting, Option Option)> _flags = [];

    public SettingFlags(Command command, IEnumerable<Setting> settings)
    {
        foreach (Setting setting in settings)
        {
            Option option;
            string description = $"{setting.Help} Default: {setting.Default}.";
            if (setting.IsSwitch)
            {
                option = new Option<bool>(setting.Flag) { Description = description };
            }
            else
            {
                // Texts, not typed values: the table reads them, so that all wrong ones are told at once, in its own words.
                option = setting.Repeats
                    ? new Option<string[]>(setting.Flag) { Description = description, HelpName = setting.Value, Arity = ArgumentArity.OneOrMore }
                    : new Option<string>(setting.Flag) { Description = description, HelpName = setting.Value };
                if (setting.Words.Count > 0)
                {
                    option.CompletionSources.Add([.. setting.Words]);
                }
            }

            _flags.Add((setting, option));
            command.Add(option);
        }
    }

    /// <summary>Gives the values written on the command line, by setting.</summary>
    public IReadOnlyDictionary<string, string> Values(ParseResult parsed)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((Setting setting, Option option) in _flags)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            values[setting.Name] = setting.IsSwitch
                ? parsed.GetValue((Option<bool>)option) ? "true" : "false"
                : string.Join(",", result.Tokens.Select(t => t.Value));
        }

        return values;
    }

    /// <summary>Resolves the options of a run.</summary>
    public Resolution Resolve(IReadOnlyList<string> inputs, Session session, RunOptions? start = null) =>
        Resolution.Of(inputs, Values(session.Parsed), session.Surroundings, start);
}
