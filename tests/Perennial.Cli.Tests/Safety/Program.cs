using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Perennial.Cli.Tests.Safety;

/// <summary>The real program in a process of its own, as a shell would start it.</summary>
internal sealed class Program : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();

    private Program(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_out, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Out => Text(_out);

    public string Error => Text(_error);

    /// <summary>Gives the most memory that was seen in use, in bytes.</summary>
    public long PeakMemory { get; private set; }

    /// <summary>Starts a command line, behind another program (such as <c>unshare -n</c>) where one is named.</summary>
    public static Program Start(IReadOnlyList<string> behind, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        string[] line = [.. behind, "dotnet", "exec", typeof(App).Assembly.Location, .. arguments];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Program(Process.Start(start)!);
    }

    /// <summary>Runs a command line to its end.</summary>
    public static (int Exit, string Out, string Error) Run(IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        using Program program = Start([], arguments, environment);
        int exit = program.End();
        return (exit, program.Out, program.Error);
    }

    /// <summary>Waits until something was said on stderr, or the program ended.</summary>
    public void Hear(string words)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Error.Contains(words, StringComparison.Ordinal) && !_process.HasExited)
        {
            Assert.True(watch.Elapsed < Patience, $"The program never said '{words}'.");
            Thread.Sleep(5);
        }
    }

    /// <summary>Ends it with the signal that cannot be caught, if it still runs.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Sends a signal such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public int End()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!_process.WaitForExit(50))
        {
            Assert.True(watch.Elapsed < Patience, "The program does not end.");
            LookAtMemory();
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void LookAtMemory()
    {
        try
        {
            _process.Refresh();
            PeakMemory = Math.Max(PeakMemory, Math.Max(_process.PeakWorkingSet64, _process.WorkingSet64));
        }
        catch (InvalidOperationException)
        {
            // It ended a moment ago.
        }
    }

    private void Keep(StringBuilder text, string? line)
    {
        lock (_gate)
        {
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private string Text(StringBuilder text)
    {
        lock (_gate)
        {
            return text.ToString();
        }
    }
}
