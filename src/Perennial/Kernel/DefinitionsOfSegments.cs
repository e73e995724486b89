namespace Perennial.Kernel;

/// <summary>Definitions of segments of value and direction.</summary>
internal static class DefinitionsOfSegments
{
    private static readonly DefinitionFamily Family = new("values and chances of the as-of day");

    public static IReadOnlyList<Definition> All { get; } =
    [
        Family.Of("segment.v1", "Segment of value and direction", "At-Risk where the direction is strong negative, whatever the value; else Undecided where it is not clear; else of high value Stars (positive), Cash Cows (stable), Safeguard (declining); of moderate value Nurture (positive), Maintain (stable), Question Marks (declining); of low value Nurture (positive), Maintain (stable), Low Touch (declining)",
            "365 days ahead", "a word", note: "Positive includes strong positive. High value is the upper third of the tiers, rounded up (of A to D: A and B), moderate the next third (C), low the rest, unless company.yaml states others under value_segments. Sure: the 80 % interval of the value stays within the level."),
        Family.Of("segment.contrast.v1", "What tells a segment apart", "of a number, Cliff's delta of the segment beside all other customers: the chance that one inside is higher than one outside, less the chance that it is lower; of a category, Cramér's V",
            "the window of the signal", "-1 to 1; 0 to 1", note: "The share of wrong findings is reckoned over all signals and traits of all segments together (Benjamini and Hochberg). At least ten customers inside and outside. Shown: at most 5 % wrong, |delta| at least 0.147 or V at least 0.1, signals of revenue left out, as segments are made of it. It says what goes together, not why."),
    ];
}
