using System.Text.Json;
using Perennial.Cli.Terminal;
using Perennial.Kernel;

namespace Perennial.Cli.Options;

/// <summary>One setting as it takes effect, and who said so.</summary>
internal sealed record Effective(Setting Setting, string Value, string Origin);

/// <summary>Options and where each came from: flags beat the environment, which beats perennial.json, which beats the defaults.</summary>
internal sealed record Resolution(RunOptions Options, IReadOnlyList<Effective> Effective, IReadOnlyList<string> Faults)
{
    public const string FileName = "perennial.json";

    /// <summary>Resolves every setting; faults are collected, not thrown, so that all are told at once.</summary>
    /// <param name="inputs">The files to read.</param>
    /// <param name="flags">Values by setting name, as written on the command line.</param>
    /// <param name="surroundings">Environment and folder.</param>
    /// <param name="start">Options to start from; a command may have defaults of its own.</param>
    public static Resolution Of(IReadOnlyList<string> inputs, IReadOnlyDictionary<string, string> flags, Surroundings surroundings, RunOptions? start = null)
    {
        var faults = new List<string>();
        Dictionary<string, string> file = ReadFile(surroundings.Folder, faults);
        UnknownVariables(surroundings, faults);
        RunOptions options = (start ?? new RunOptions { Inputs = [] }) with { Inputs = inputs };
        var effective = new List<Effective>();
        foreach (Setting setting in Settings.All)
        {
            string origin = "default";
            (string Text, string Origin)? told =
                flags.TryGetValue(setting.Name, out string? flag) ? (flag, "flag")
                : surroundings.Environment.TryGetValue(setting.Variable, out string? variable) && (variable.Length > 0 || setting.IsSwitch) ? (variable, setting.Variable)
                : file.TryGetValue(setting.Name, out string? written) ? (written, FileName)
                : null;
            if (told is { } value)
            {
                origin = value.Origin;
                try
                {
                    options = setting.Apply(options, value.Text);
                }
                catch (PerennialException e)
                {
                    faults.Add(origin == "flag" ? e.Message : $"{e.Message} (It was set by {origin}.)");
                }
            }

            string shown = setting.Show(options);
            effective.Add(new Effective(setting, shown.Length == 0 ? setting.Otherwise : shown, origin));
        }

        return new Resolution(options, effective, faults);
    }

    private static void UnknownVariables(Surroundings surroundings, List<string> faults)
    {
        foreach (string name in surroundings.Environment.Keys.Where(k => k.StartsWith("PERENNIAL_RUN_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!Settings.All.Any(s => s.Variable == name))
            {
                faults.Add($"The environment variable {name} sets nothing. 'perennial options' lists those that do. Remove it or correct its name.");
            }
        }
    }

    private static Dictionary<string, string> ReadFile(string folder, List<string> faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return values;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            foreach (JsonProperty section in Properties(document.RootElement, "the file", faults))
            {
                if (section.Name != "run")
                {
                    faults.Add($"{FileName} has '{section.Name}'. Its only section is 'run'. Remove or rename it.");
                    continue;
                }

                foreach (JsonProperty property in Properties(section.Value, "'run'", faults))
                {
                    if (!Settings.All.Any(s => s.Name == property.Name))
                    {
                        faults.Add($"{FileName} sets 'run.{property.Name}', which does not exist. 'perennial options' lists what does. Remove or rename it.");
                        continue;
                    }

                    values[property.Name] = Text(property.Value);
                }
            }
        }
        catch (JsonException e)
        {
            faults.Add($"{FileName} is not JSON: {e.Message} Correct it, or move it away.");
        }

        return values;
    }

    private static List<JsonProperty> Properties(JsonElement element, string name, List<string> faults)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.EnumerateObject().ToList();
        }

        faults.Add($"In {FileName}, {name} is not an object. Write {{ \"run\": {{ \"horizon\": \"365d\" }} }}.");
        return [];
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object => string.Join(",", value.EnumerateObject().Select(p => $"{p.Name}={Text(p.Value)}")),
        JsonValueKind.Array => string.Join(",", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
