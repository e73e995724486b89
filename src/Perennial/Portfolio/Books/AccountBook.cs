using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Stances;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Portfolio.Books;

/// <summary>How a renewal ahead is seen.</summary>
public enum RenewalStatus
{
    /// <summary>Leaving is no likelier than usual, and does not get likelier.</summary>
    Good,

    /// <summary>Leaving is likelier than usual, or gets likelier: something is to be watched.</summary>
    Monitor,

    /// <summary>Leaving is much likelier than usual; or somewhat, and the renewal is near.</summary>
    AtRisk,
}

/// <summary>A customer in the book of those who look after them.</summary>
/// <param name="Row">The row of the scores.</param>
/// <param name="Id">The customer.</param>
/// <param name="Segment">The segment known at sign-up, or null.</param>
/// <param name="Owner">Who is in charge, or null.</param>
/// <param name="Value">Net value over the run's horizon; gross where nothing is known of costs.</param>
/// <param name="Low">Its 10 % quantile; NaN where none is known.</param>
/// <param name="High">Its 90 % quantile.</param>
/// <param name="Leaving">Chance to leave within a year.</param>
/// <param name="Stake">Value at stake: what leaving would take, times its chance.</param>
/// <param name="Mrr">Recurring revenue a month; NaN without a subscription.</param>
/// <param name="RenewalDays">Days to the next renewal of a term longer than a month; null where none is ahead.</param>
/// <param name="Status">How that renewal is seen; null where none is ahead.</param>
/// <param name="Stance">What to do and why; null where nothing is said.</param>
/// <param name="Adoption">Share of features used three times or more in eight weeks; NaN where it is not known.</param>
/// <param name="UseFalls">Whether use falls by more than chance.</param>
/// <param name="Evidence">What was seen that bears on leaving, a phrase each.</param>
public sealed record BookEntry(
    int Row, string Id, string? Segment, string? Owner, double Value, double Low, double High, double Leaving, double Stake, double Mrr, int? RenewalDays, RenewalStatus? Status, CustomerStance? Stance,
    double Adoption, bool UseFalls, IReadOnlyList<string> Evidence);

/// <summary>The renewals of a month ahead.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Renewals">How many come up.</param>
/// <param name="Mrr">Recurring revenue a month that comes up.</param>
/// <param name="AtRisk">Of the renewals, those at risk.</param>
/// <param name="MrrAtRisk">Their recurring revenue.</param>
/// <param name="Monitor">Of the renewals, those to be watched.</param>
public sealed record RenewalMonth(DateOnly Month, int Renewals, double Mrr, int AtRisk, double MrrAtRisk, int Monitor);

/// <summary>Customers in the order in which somebody who looks after them would want to see them: by value at stake, not by risk or size alone.</summary>
/// <param name="Entries">Those of whom value and chance to leave are known, the most at stake first.</param>
/// <param name="Renewals">Renewals of the twelve months ahead.</param>
/// <param name="UsualLeaving">Mean chance to leave within a year of those with such a renewal ahead; NaN where there are none.</param>
public sealed record AccountBook(IReadOnlyList<BookEntry> Entries, IReadOnlyList<RenewalMonth> Renewals, double UsualLeaving)
{
    /// <summary>Days to a renewal below which it is no longer only watched.</summary>
    public const int Near = 90;

    private const double Much = 2;

    /// <summary>Gives what is at stake of all together.</summary>
    public double Stake => Entries.Sum(entry => entry.Stake);

    /// <summary>Makes the book. Reads <c>features_signals</c> and <c>identity_traits</c> where a company's tables came in.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="scores">The scores, whose order all that follows has.</param>
    /// <param name="net">Net values; null where nothing is known of costs.</param>
    /// <param name="paths">Where customers go.</param>
    /// <param name="stances">What to do; null where nothing is said.</param>
    /// <param name="company">Whether the tables of a company came in.</param>
    /// <param name="asOf">The as-of day.</param>
    public static AccountBook Of(DuckDbConnection connection, ScoreTable scores, NetTable? net, TrajectoryTable paths, StanceTable? stances, bool company, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(paths);
        var known = company ? SqlFile.Of("Portfolio", "96_book").List(
            connection, row => (Key: row.Int32(0), Renewal: row.Get<double?>(1), Segment: row.String(2), Owner: row.String(3), Adoption: row.Get<double?>(4))).ToDictionary(row => row.Key) : [];
        var told = (stances?.Customers ?? []).ToDictionary(customer => customer.Row);
        bool Subscribed(int i) => scores.Contracts is { } contracts && contracts.Mrr[i] > 0;
        double? Renewal(int i) => Subscribed(i) && known.GetValueOrDefault(scores.CustomerKey[i]).Renewal is { } days && days >= 0 ? days : null;
        double usual = Enumerable.Range(0, scores.Count).Where(i => Renewal(i) is not null && double.IsFinite(paths.Chances[i].Churn)).Select(i => paths.Chances[i].Churn).DefaultIfEmpty(double.NaN).Average();
        var entries = new List<BookEntry>();
        for (int i = 0; i < scores.Count; i++)
        {
            double value = net is null ? scores.Clv[i] : net.Own.Net[i], leaving = paths.Chances[i].Churn;
            if (!double.IsFinite(value) || !double.IsFinite(leaving))
            {
                continue;
            }

            var own = known.GetValueOrDefault(scores.CustomerKey[i]);
            int? days = Renewal(i) is { } renewal ? (int)Math.Round(renewal) : null;
            entries.Add(new(
                i, scores.CustomerId[i], own.Segment, own.Owner, value, net is null ? scores.ClvP10[i] : net.P10[i], net is null ? scores.ClvP90[i] : net.P90[i], leaving, AtStake(value, leaving),
                scores.Contracts?.Mrr[i] ?? double.NaN, days, days is { } left ? Seen(leaving, usual, paths.Leaving.Rises(i), left) : null, told.GetValueOrDefault(i),
                own.Adoption ?? double.NaN, paths.Use.Falls(i), Evidence(paths, i)));
        }

        return new([.. entries.OrderByDescending(entry => entry.Stake).ThenBy(entry => entry.Id, StringComparer.Ordinal)], Ahead(entries, asOf), usual);
    }

    /// <summary>Gives the value at stake (value-at-stake.v1): the chance to leave within a year times what is expected of the customer, were there no such chance; nothing of who costs more than they bring.</summary>
    /// <param name="value">Expected value, the chance to leave in it.</param>
    /// <param name="leaving">Chance to leave within a year, 0 to 1.</param>
    /// <remarks>Who leaves within the year is taken to leave in its middle: value is (1 - leaving / 2) of what it would be.</remarks>
    public static double AtStake(double value, double leaving) => Math.Max(0, value) * leaving / (2 - leaving);

    /// <summary>Gives how a renewal is seen (renewal.status.v1).</summary>
    /// <param name="leaving">Chance to leave within a year.</param>
    /// <param name="usual">Its mean over all with a subscription.</param>
    /// <param name="rising">Whether it rises by more than chance.</param>
    /// <param name="days">Days to the renewal.</param>
    public static RenewalStatus Seen(double leaving, double usual, bool rising, int days) =>
        leaving >= Much * usual || (rising && leaving >= usual) ? RenewalStatus.AtRisk
        : leaving < usual && !rising ? RenewalStatus.Good
        : days <= Near ? RenewalStatus.AtRisk
        : RenewalStatus.Monitor;

    private static RenewalMonth[] Ahead(List<BookEntry> entries, DateOnly asOf)
    {
        DateOnly first = new(asOf.Year, asOf.Month, 1);
        DateOnly Month(BookEntry entry)
        {
            DateOnly day = asOf.AddDays(1 + entry.RenewalDays!.Value);
            return new(day.Year, day.Month, 1);
        }

        return
        [
            .. entries.Where(entry => entry.RenewalDays is not null).GroupBy(Month).Where(month => month.Key < first.AddMonths(13)).OrderBy(month => month.Key).Select(month => new RenewalMonth(
                month.Key, month.Count(), month.Sum(e => e.Mrr), month.Count(e => e.Status == RenewalStatus.AtRisk), month.Where(e => e.Status == RenewalStatus.AtRisk).Sum(e => e.Mrr),
                month.Count(e => e.Status == RenewalStatus.Monitor))),
        ];
    }

    private static IReadOnlyList<string> Evidence(TrajectoryTable paths, int i) =>
    [
        .. paths.Leaving.Rises(i) ? (string[])["chance to leave rises"] : paths.Leaving.Falls(i) ? ["chance to leave falls"] : [],
        .. Slope("use", paths.Use, i), .. Slope("revenue", paths.Revenue, i),
    ];

    private static string[] Slope(string of, SlopeColumns slopes, int i) => !slopes.Rises(i) && !slopes.Falls(i) ? []
        : [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{of} {(slopes.Slope[i] > 0 ? "rises" : "falls")} by {Math.Min(999, Math.Abs(100 * slopes.Slope[i])):0} % of its mean a year")];
}
