namespace Perennial.Cli.Doctor;

/// <summary>How a check ended.</summary>
internal enum State
{
    Good,

    /// <summary>Works, but something is worth knowing.</summary>
    Note,

    /// <summary>A run cannot work without it.</summary>
    Missing,
}

/// <summary>One check: what was looked at, what was found, and what to do about it.</summary>
internal sealed record Finding(string Name, State State, string Found, string? Remedy = null);
