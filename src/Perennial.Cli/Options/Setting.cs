namespace Perennial.Cli.Options;

/// <summary>One thing a run can be told, wherever it is told: as a flag, in the environment, in perennial.json. Help, <c>options</c> and docs are made from this row.</summary>
/// <param name="Name">The flag without dashes, which is also the key in perennial.json: control-total.</param>
/// <param name="Value">What stands for the value in help: DIR; empty for a switch.</param>
/// <param name="Help">A sentence: what it decides.</param>
/// <param name="Show">Gives the value of some options as a user would write it; empty where none is set.</param>
/// <param name="Apply">Gives options with the value read from text. Throws <see cref="Kernel.PerennialException"/> saying what is allowed.</param>
internal sealed record Setting(string Name, string Value, string Help, Func<RunOptions, string> Show, Func<RunOptions, string, RunOptions> Apply)
{
    /// <summary>Gives the words that may be written, for completion.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Gives what the absence of a value means, in words.</summary>
    public string Otherwise { get; init; } = string.Empty;

    /// <summary>Tells that the flag may be written several times.</summary>
    public bool Repeats { get; init; }

    public string Flag => $"--{Name}";

    public string Variable => $"PERENNIAL_RUN_{Name.Replace('-', '_').ToUpperInvariant()}";

    public bool IsSwitch => Value.Length == 0;

    /// <summary>Gives the default as help and docs print it.</summary>
    public string Default
    {
        get
        {
            string shown = Show(new RunOptions { Inputs = [] });
            return shown.Length == 0 || Otherwise.Length > 0 ? Otherwise : shown;
        }
    }
}
