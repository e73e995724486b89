using System.Globalization;

namespace Perennial.Kernel;

/// <summary>How the leaving of large accounts goes together.</summary>
public sealed record ConcentrationRule
{
    /// <summary>Gives what accounts may have in common: industry, channel, reseller, family (accounts of one hierarchy).</summary>
    public static IReadOnlyList<string> Traits { get; } = ["industry", "channel", "reseller", "family"];

    /// <summary>Gives the rule of who states none.</summary>
    public static ConcentrationRule Default { get; } = new();

    /// <summary>Gives the correlation of two accounts that share all that is known of them, 0 to 0.9, on the normal scale of what makes them leave. Of accounts that share a part it is that part.</summary>
    /// <value>Default: 0.2.</value>
    public double Correlation { get; init; } = 0.2;

    /// <summary>Gives the traits that count.</summary>
    /// <value>Default: all.</value>
    public IReadOnlyList<string> Shared { get; init; } = Traits;

    /// <summary>Gives the rule as one line of text.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"correlation {Correlation:R} by {string.Join(", ", Shared)}");
}
