using System.Globalization;
using Perennial.Kernel;

namespace Perennial.Portfolio.Tiers;

/// <summary>What the run before said of tiers.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Day">Its as-of day.</param>
/// <param name="Record">Its tiers in short; null where it had none.</param>
/// <param name="Tiers">Its tier and value of each customer, by surrogate key; those without a tier are not in it.</param>
/// <param name="Hindrance">Why it cannot be compared with, in a sentence; null where it can.</param>
public sealed record TierBefore(string Run, DateOnly Day, TierRecord? Record, IReadOnlyDictionary<int, (int Tier, double Value)> Tiers, string? Hindrance)
{
    /// <summary>Tells why tiers start anew; null where they go on.</summary>
    /// <param name="rule">The rule of this run.</param>
    /// <param name="measure">The column that is ranked.</param>
    /// <param name="measureId">Its definition.</param>
    public string? Refusal(TierRule rule, string measure, string measureId)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Hindrance is not null ? Hindrance
            : Record is null ? "The run before had no tiers."
            : Record.Rule != rule.Id ? Text($"The run before had another rule ({Record.Rule}): tiers start anew.")
            : Record.Measure != measure || Record.MeasureId != measureId ? Text($"The run before ranked by {Record.Measure} ({Record.MeasureId}), this one by {measure} ({measureId}): tiers start anew.")
            : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
