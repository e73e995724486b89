using System.CommandLine;

namespace Perennial.Cli.Commands;

/// <summary>One verb of the command line: its words for help, its options, and what it does.</summary>
internal abstract class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>Gives what help says below the usage: what comes out, what to know. Lines are printed as they stand.</summary>
    public abstract string Story { get; }

    /// <summary>Gives command lines to copy, each with a sentence.</summary>
    public abstract IReadOnlyList<(string Line, string Meaning)> Examples { get; }

    /// <summary>Gives what is wrong with the options, beyond what the parser sees; empty where nothing is.</summary>
    public virtual IReadOnlyList<string> Faults(Session session) => [];

    /// <summary>Does it, and gives the exit code.</summary>
    public abstract int Run(Session session);
}
