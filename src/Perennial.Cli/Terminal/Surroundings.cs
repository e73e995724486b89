using System.Collections;

namespace Perennial.Cli.Terminal;

/// <summary>Everything a command may touch besides files: its streams, its environment, its patience. Tests bring their own.</summary>
internal sealed record Surroundings
{
    /// <summary>Gives where results go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Gives where talk goes: progress, notes, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gives where answers come from.</summary>
    public required TextReader In { get; init; }

    /// <summary>Gives the environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Gives the folder in which <c>perennial.json</c> is looked for.</summary>
    public required string Folder { get; init; }

    /// <summary>Tells whether results go to a terminal, which may then be given colour.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Tells whether talk goes to a terminal, which may then be given bars.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Tells whether somebody can be asked.</summary>
    public bool CanAsk { get; init; }

    /// <summary>Gives the width of lines.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Gives the request to stop.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Gives the pipeline; only tests replace it.</summary>
    public Func<RunOptions, Kernel.IRunLog, CancellationToken, Reports.RunRecord> Pipeline { get; init; } = Perennial.Pipeline.Run;

    /// <summary>Tells whether colour is welcome: NO_COLOR (any value) and TERM=dumb say no.</summary>
    public bool WantsColour => string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR")) && Environment.GetValueOrDefault("TERM") != "dumb";

    public static Surroundings OfProcess(CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? string.Empty;
        }

        bool terminal = !Console.IsOutputRedirected;
        return new Surroundings
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            Environment = environment,
            Folder = Directory.GetCurrentDirectory(),
            OutIsTerminal = terminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Width = terminal ? Math.Clamp(WindowWidth(), 60, 160) : 120,
            Cancellation = cancellation,
        };
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 100;
        }
    }
}
