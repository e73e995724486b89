using System.CommandLine;
using Perennial.Cli.Terminal;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary>One command as it runs: what was parsed, where it may speak, and its log.</summary>
internal sealed class Session(Surroundings surroundings) : IDisposable
{
    private ParseResult? _parsed;

    public Surroundings Surroundings { get; } = surroundings;

    public ParseResult Parsed => _parsed ?? throw new InvalidOperationException("No command was parsed.");

    public LogFile? Log { get; private set; }

    public bool Json => Parsed.GetValue<bool>(App.Json);

    public Volume Volume => Parsed.GetValue<bool>(App.Quiet) ? Volume.Quiet : Parsed.GetValue<bool>(App.Verbose) ? Volume.Verbose : Volume.Normal;

    public TextWriter Out => Surroundings.Out;

    public IAnsiConsole Results => Screen.ForResults(Surroundings);

    public Session With(ParseResult parsed)
    {
        _parsed = parsed;
        return this;
    }

    /// <summary>Opens the command's log file and gives its voice.</summary>
    public Talk Talk(string folder, string verb)
    {
        Log = new LogFile(folder, verb);
        return new Talk(Surroundings, Volume, Log);
    }

    public void Dispose() => Log?.Dispose();
}
