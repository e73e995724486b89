namespace Perennial.Kernel;

/// <summary>A failure a caller can act on. Carries a stable code such as <c>source/not-found</c>, which has a page under docs/errors.</summary>
/// <remarks>The sentence says what was found (with value and key), what is allowed, and what to do.</remarks>
public class PerennialException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">room/what, in kebab case.</param>
    /// <param name="fault">Whose fault it is; decides the exit code.</param>
    /// <param name="message">Found, allowed, what to do.</param>
    /// <param name="inner">The cause, if another exception.</param>
    public PerennialException(string code, Fault fault, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Fault = fault;
    }

    /// <summary>Gives the stable code.</summary>
    public string Code { get; }

    /// <summary>Gives whose fault it is.</summary>
    public Fault Fault { get; }
}

/// <summary>Whose fault a failure is; the value is the exit code of the command line.</summary>
public enum Fault
{
    /// <summary>The data refuse: nothing usable, or above a stated threshold.</summary>
    Data = 1,

    /// <summary>Wrong use: an option or a mapping that cannot be.</summary>
    Usage = 2,

    /// <summary>The world failed: a disk, a file, an engine.</summary>
    World = 3,
}
