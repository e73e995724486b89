using System.Diagnostics;
using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Cli.Terminal;

/// <summary>Writes everything a run says to a file, with the time of day in UTC. A log that cannot be written never stops a run.</summary>
internal sealed class LogFile : IRunLog, IDisposable
{
    private readonly StreamWriter? _writer;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();

    /// <summary>Opens a new file in a folder, which is made where it is missing.</summary>
    public LogFile(string folder, string verb)
    {
        string stamp = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string path = Path.GetFullPath(Path.Combine(folder, $"{verb}-{stamp}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.log"));
        try
        {
            Directory.CreateDirectory(folder);
            _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0)) { AutoFlush = true };
            FullPath = path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be written; the command itself will say so in its own words.
            _writer = null;
        }
    }

    /// <summary>Gives the full path, or null where no log could be opened.</summary>
    public string? FullPath { get; }

    public void Stage(string room, string what) => Write("stage", $"{room}: {what}");

    public void Progress(double share)
    {
    }

    public void Note(string sentence) => Write("note", sentence);

    public void Detail(string sentence) => Write("detail", sentence);

    /// <summary>Writes an exception whole.</summary>
    public void Failure(Exception exception) =>
        Write("failure", exception is PerennialException known ? $"{known.Code} {known}" : exception.ToString());

    public void Dispose()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (IOException)
        {
            // What a full disk did not take before, it does not take now.
        }
    }

    private void Write(string kind, string text)
    {
        lock (_gate)
        {
            try
            {
                _writer?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:HH:mm:ss.fff} {_watch.Elapsed.TotalSeconds,9:0.000} {kind,-7} {PlainWriter.Plain(text.ReplaceLineEndings("\n    "))}"));
            }
            catch (IOException)
            {
                // A full disk is reported by the run itself.
            }
        }
    }
}
