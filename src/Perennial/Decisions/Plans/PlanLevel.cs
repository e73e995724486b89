using System.Globalization;

namespace Perennial.Decisions.Plans;

/// <summary>Where something stands: a number, or a word of a scale.</summary>
/// <param name="Number">The number; null where it is a word.</param>
/// <param name="Word">The word; null where it is a number.</param>
public sealed record PlanLevel(decimal? Number, string? Word)
{
    /// <summary>Gives the words, from the lowest.</summary>
    public static IReadOnlyList<string> Words { get; } = ["low", "medium", "high", "excellent"];

    /// <summary>Gives the place of the word on the scale, from 0, or null.</summary>
    public int? Rank => Word is null ? null : Words.ToList().IndexOf(Word);

    /// <summary>Gives the number or the word.</summary>
    public override string ToString() => Word ?? Number?.ToString("0.############################", CultureInfo.InvariantCulture) ?? string.Empty;
}
