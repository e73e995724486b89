using System.Globalization;
using Perennial.Training;

namespace Perennial.Scoring;

/// <summary>What the values of a run can be used for. Small data get an honest sentence instead of a false precision.</summary>
/// <param name="Level">How far the values carry.</param>
/// <param name="Sentence">Why, in a sentence for the report's first lines.</param>
public sealed record Usability(UsabilityLevel Level, string Sentence)
{
    /// <summary>From here on a single customer's value is published.</summary>
    public const int IndividualsFrom = 100;

    /// <summary>At least so many customers must have come back before a model can tell them apart.</summary>
    public const int RepeatersFrom = 20;

    /// <summary>Where a smaller share of customers came back, what sets single customers apart is hardly seen.</summary>
    private const double FewRepeat = 0.02;

    /// <summary>Below this many customers nothing is predicted.</summary>
    public const int SegmentsFrom = 10;

    /// <summary>Judges.</summary>
    /// <param name="customers">Customers known on the as-of day.</param>
    /// <param name="repeaters">Those who bought on at least two days.</param>
    /// <param name="usableFit">Whether the chosen model's fit may be scored.</param>
    /// <param name="test">What the hidden months showed, or null where there was no test.</param>
    public static Usability Judge(long customers, long repeaters, bool usableFit, HoldoutRecord? test)
    {
        if (!usableFit || customers < SegmentsFrom || repeaters == 0)
        {
            string why = customers < SegmentsFrom ? $"with {customers} customer{(customers == 1 ? string.Empty : "s")}"
                : repeaters == 0 ? "as nobody has bought twice yet" : "as no model fits these histories";
            return new(UsabilityLevel.Facts, $"The facts stand; nothing is predicted, {why}: any number would be a guess.");
        }

        if (customers < IndividualsFrom || repeaters < RepeatersFrom)
        {
            return new(UsabilityLevel.Segments, $"The total can be estimated, with a wide interval. Ranking individuals is not supported yet: {customers} customers, {repeaters} of them bought again; {IndividualsFrom} and {RepeatersFrom} are needed.");
        }

        if (test?.Winner == HoldoutWinner.Baseline)
        {
            return new(UsabilityLevel.Segments, "A naive baseline predicted better than the model, so individual values are marked low_data: use totals and segments.");
        }

        return new(UsabilityLevel.Individuals, test switch
        {
            null => "Individual values are given, but were not tested on hidden months.",
            { Winner: HoldoutWinner.Nobody } => "Totals can be used. For single customers the model was no better than a naive baseline: do not rank by these values alone.",
            _ when repeaters < FewRepeat * customers => string.Create(
                CultureInfo.InvariantCulture, $"Totals and segments can be used. Only {100.0 * repeaters / customers:0.0} % of customers ever bought again, so single values differ mainly by how long ago and how much the one purchase was."),
            { CoveragePasses: false } => "Individual values can be compared, but their intervals did not hold on the hidden months: do not rely on them.",
            _ => "Individual values can be used, with their intervals.",
        });
    }
}

/// <summary>How far the values of a run carry.</summary>
public enum UsabilityLevel
{
    /// <summary>Facts only.</summary>
    Facts,

    /// <summary>Totals and segments.</summary>
    Segments,

    /// <summary>Single customers.</summary>
    Individuals,
}
