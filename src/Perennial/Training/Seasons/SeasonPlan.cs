using System.Globalization;
using Perennial.Features;
using Perennial.Models;
using Perennial.Models.Seasons;

namespace Perennial.Training.Seasons;

/// <summary>Whether models read histories by a clock of the months of the year, decided on what was known before the hidden months.</summary>
/// <remarks>
/// Asked for are two years known before the hidden months, or what lies nearest to them: a year in which each month was seen, and a stretch after it in which its seasons came again
/// (<see cref="SeasonalEvidence"/>). At each origin the indices are those of what was known there; where that is less than a year all days are alike. Models of regular buying count gaps
/// by the calendar and those of opportunities its dates: where one of them is tried there is no such clock.
/// </remarks>
public sealed class SeasonPlan
{
    /// <summary>A year with every month in it.</summary>
    private const int Cycle = 366;

    /// <summary>How long seasons must be seen to come again.</summary>
    private const int LeastAgain = 180;

    private readonly FeaturesStage? _features;
    private readonly Dictionary<DateOnly, SeasonalIndices?> _found = [];
    private readonly SeasonalEvidence? _evidence;
    private readonly string _why;

    private SeasonPlan(FeaturesStage? features, SeasonalEvidence? evidence, string why)
    {
        _features = features;
        _evidence = evidence;
        _why = why;
    }

    /// <summary>Decides.</summary>
    /// <param name="features">The door to what was known on a day.</param>
    /// <param name="firstDay">The first day with a purchase.</param>
    /// <param name="before">The last day known before the hidden months.</param>
    /// <param name="tried">The models of purchases that are tried.</param>
    public static SeasonPlan Of(FeaturesStage features, DateOnly firstDay, DateOnly before, IReadOnlyCollection<string> tried)
    {
        ArgumentNullException.ThrowIfNull(features);
        int history = before.DayNumber - firstDay.DayNumber;
        if (tried.FirstOrDefault(model => TransactionModels.Named(model).Needs is ModelNeeds.RegularBuying or ModelNeeds.OwnRegularity or ModelNeeds.Opportunities) is { } calendar)
        {
            return new(null, null, $"Not looked for: {calendar} is tried, which counts by the calendar.");
        }

        if (history < Cycle + LeastAgain)
        {
            return new(null, null, Text($"Not looked for: {history} days were known before the hidden months, and {Cycle + LeastAgain} are needed to see every month, and half of them again."));
        }

        try
        {
            CalendarHistories days = features.Days(before);
            SeasonalEvidence evidence = SeasonalEvidence.Of(days, before.DayNumber - Math.Min(Cycle, history - Cycle));
            string figures = Text($"seasons found in earlier purchases raise the log chance of the days of {evidence.Purchases:N0} later ones by {evidence.Gain:0.0} +- {evidence.StandardError:0.0}");
            return evidence.Holds
                ? new(features, evidence, $"The year has seasons: {figures}.")
                : new(null, evidence, $"No seasons came again: {figures}; {SeasonalEvidence.FewestErrors:0} standard errors are asked for.");
        }
        catch (ArgumentException e)
        {
            return new(null, null, $"Not looked for: {e.Message}");
        }
    }

    /// <summary>Gives the clock as known at the end of a day; null where all days are alike.</summary>
    /// <param name="day">The day.</param>
    public SeasonalClock? On(DateOnly day) => Found(day) is { } indices ? new(indices) : null;

    /// <summary>Says what was found.</summary>
    /// <param name="day">The as-of day.</param>
    public SeasonRecord Record(DateOnly day)
    {
        SeasonalIndices? found = Found(day);
        return new(
            found is not null, _why, found?.Indices[SeasonalCycle.MonthOfYear] ?? [], found?.Purchases[SeasonalCycle.MonthOfYear] ?? [], _evidence?.Gain, _evidence?.StandardError);
    }

    private SeasonalIndices? Found(DateOnly day)
    {
        if (_features is null)
        {
            return null;
        }

        if (!_found.TryGetValue(day, out SeasonalIndices? found))
        {
            try
            {
                found = SeasonalIndices.Estimate(_features.Days(day));
            }
            catch (ArgumentException)
            {
                // Less than a year was known: all days are alike there.
                found = null;
            }

            _found[day] = found;
        }

        return found;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
