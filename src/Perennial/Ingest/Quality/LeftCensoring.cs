using System.Globalization;

namespace Perennial.Ingest.Quality;

/// <summary>Whether customers of before the data begin hide among those first seen early, and until when.</summary>
/// <param name="BurnInEnds">Customers first seen by this day may be older than they look; null where nothing is suspected.</param>
/// <param name="FirstPeriod">Customers first seen in the first four weeks.</param>
/// <param name="LaterPeriods">Median number first seen in the up to six four-week periods that follow.</param>
/// <param name="Evidence">The finding in a sentence.</param>
public sealed record LeftCensoring(DateOnly? BurnInEnds, long FirstPeriod, double LaterPeriods, string Evidence)
{
    /// <summary>Gives the days of a period.</summary>
    public const int PeriodDays = 28;

    private const string Code = "left-censored";
    private const int PeriodsCompared = 6;
    private const int PeriodsNeeded = 4;
    private const double Excess = 1.5;
    private const double Sigmas = 3;

    /// <summary>Judges a log by how many customers were first seen in each complete four-week period.</summary>
    /// <remarks>
    /// The rule: a period is part of the burn-in when it has over 1.5 times the median of the up to six periods after it, and more than
    /// three standard deviations of chance above it; the burn-in is the run of such periods at the start, at most a third of the log.
    /// A log whose last third of periods brings less than 1 % of the customers is a cohort, acquired by design: it has no burn-in.
    /// With fewer than four periods nothing is claimed.
    /// </remarks>
    /// <param name="firstDay">First purchase day of the log.</param>
    /// <param name="arrivals">Customers first seen in each complete four-week period from that day on.</param>
    public static LeftCensoring Judge(DateOnly firstDay, IReadOnlyList<long> arrivals)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        if (arrivals.Count < PeriodsNeeded)
        {
            return new(null, arrivals.Count > 0 ? arrivals[0] : 0, 0, $"The log covers {arrivals.Count} complete four-week periods; it takes {PeriodsNeeded} to see whether customers are older than the data.");
        }

        double later = Median(arrivals, 1);
        long lastThird = arrivals.Skip(arrivals.Count - (arrivals.Count / 3)).Sum();
        if (lastThird < 0.01 * arrivals.Sum())
        {
            return new(null, arrivals[0], later, "Acquisition ends early in the log: a cohort acquired by design, not customers older than the data.");
        }

        int periods = 0;
        while (periods < arrivals.Count / 3 && IsBurst(arrivals[periods], Median(arrivals, periods + 1)))
        {
            periods++;
        }

        return periods == 0
            ? new(null, arrivals[0], later, $"{arrivals[0]} customers were first seen in the first four weeks, against {later:0.#} in the four-week periods that follow: no sign of customers older than the data.")
            : new(
                firstDay.AddDays((periods * PeriodDays) - 1),
                arrivals[0],
                later,
                $"{arrivals[0]} customers were first seen in the first four weeks, against {later:0.#} in the four-week periods that follow: many were customers before the data begin.");
    }

    /// <summary>Gives the findings with this judgement in place of one made earlier, before returns were netted.</summary>
    /// <param name="findings">The quality report.</param>
    /// <param name="customers">Customers first seen by the end of the burn-in.</param>
    public IReadOnlyList<QualityFinding> Restate(IReadOnlyList<QualityFinding> findings, long customers)
    {
        ArgumentNullException.ThrowIfNull(findings);
        IEnumerable<QualityFinding> others = findings.Where(finding => finding.Code != Code);
        return BurnInEnds is null ? [.. others] : QualityReport.InOrder(others.Append(Finding(customers)));
    }

    /// <summary>Gives the judgement as a finding.</summary>
    internal QualityFinding Finding(long customers) => new(
        Code,
        QualityReport.Warning,
        "Customers who may be older than the data",
        customers,
        null,
        [string.Create(CultureInfo.InvariantCulture, $"first seen by {BurnInEnds:yyyy-MM-dd}: {FirstPeriod:N0} in the first four weeks, {LaterPeriods:N0} in a later four")],
        "Kept. Their earlier purchases are missing, so models learn from the others, and their own values are marked low_data.");

    private static bool IsBurst(long customers, double median) =>
        customers > Excess * median && customers - median > Sigmas * Math.Sqrt(customers + median);

    private static double Median(IReadOnlyList<long> arrivals, int from)
    {
        long[] sorted = [.. arrivals.Skip(from).Take(PeriodsCompared).Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }
}
