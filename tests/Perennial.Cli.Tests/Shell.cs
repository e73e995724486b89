using System.Text;
using Perennial.Cli.Terminal;
using Perennial.Kernel;
using Perennial.Reports;

namespace Perennial.Cli.Tests;

/// <summary>Runs the application in this process, with consoles that remember and a folder of its own.</summary>
internal sealed class Shell : IDisposable
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public string Folder { get; } = Directory.CreateTempSubdirectory("perennial-cli-").FullName;

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public bool OnTerminal { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Gives what the last run was asked to do.</summary>
    public RunOptions? Asked { get; private set; }

    /// <summary>Gives what stands in for the pipeline: by default a record that says nothing happened.</summary>
    public Func<RunOptions, IRunLog, CancellationToken, RunRecord> Pipeline { get; set; } = (options, log, _) =>
    {
        log.Stage("Ledger", "dating entries");
        log.Progress(0.5);
        log.Note("A note [with brackets].");
        log.Detail("a detail");
        return Records.Of(options);
    };

    public string Out => _out.ToString().ReplaceLineEndings("\n");

    public string Error => _error.ToString().ReplaceLineEndings("\n");

    /// <summary>Runs a command line and gives its exit code; what was said before is forgotten.</summary>
    public int Run(params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return App.Run(arguments, new Surroundings
        {
            Out = _out,
            Error = _error,
            In = new StringReader(string.Empty),
            Environment = Environment,
            Folder = Folder,
            OutIsTerminal = OnTerminal,
            ErrorIsTerminal = OnTerminal,
            Cancellation = Cancellation,
            Pipeline = (options, log, cancellation) =>
            {
                Asked = options;
                return Pipeline(options, log, cancellation);
            },
        });
    }

    /// <summary>Gives a path in the shell's folder.</summary>
    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the shell's folder.</summary>
    public string Put(string name, string text)
    {
        File.WriteAllText(In(name), text, new UTF8Encoding(false));
        return In(name);
    }

    /// <summary>Gives the text of the one log file of a results folder.</summary>
    public string Log(string folder = "out") => File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(In(folder), "workspace", "logs"))));

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
