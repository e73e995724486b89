namespace Perennial.Kernel;

/// <summary>What a run says while it works. Hosts turn it into bars, lines or log entries; rooms never write to a console.</summary>
public interface IRunLog
{
    /// <summary>Says that a stage began: the room's name and what it does, in a few words.</summary>
    void Stage(string room, string what);

    /// <summary>Says how far the current stage is, from 0 to 1.</summary>
    void Progress(double share);

    /// <summary>Says something a user should read even without asking for details.</summary>
    void Note(string sentence);

    /// <summary>Says something only a curious user wants (<c>--verbose</c>, the log file).</summary>
    void Detail(string sentence);
}

/// <summary>A log that says nothing, for tests and embedding.</summary>
public sealed class SilentLog : IRunLog
{
    /// <summary>Gives the one instance.</summary>
    public static SilentLog Instance { get; } = new();

    /// <inheritdoc />
    public void Stage(string room, string what)
    {
    }

    /// <inheritdoc />
    public void Progress(double share)
    {
    }

    /// <inheritdoc />
    public void Note(string sentence)
    {
    }

    /// <inheritdoc />
    public void Detail(string sentence)
    {
    }
}
