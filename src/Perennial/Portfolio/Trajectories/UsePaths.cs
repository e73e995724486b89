using Perennial.Features.Contracts;

namespace Perennial.Portfolio.Trajectories;

/// <summary>
/// Trajectories of accounts billed by use, whose revenue nobody agrees to: how those who stayed went on from where they stood, as far as was seen, apart for those whose revenue rose,
/// fell, or did neither. Revenue is the mean of three periods of 28 days; so many of an earlier day are held against as many later.
/// </summary>
internal sealed class UsePaths
{
    private const int Window = 3;

    // So many of one course weigh as much as what all courses show.
    private const double OwnWeight = 10;
    private const double Rising = 0.1;
    private readonly double[] _shares = new double[6];

    private UsePaths(int seen) => Seen = seen;

    /// <summary>Gives how many courses were seen to their end.</summary>
    public int Seen { get; }

    /// <summary>Learns from all that was over by a day.</summary>
    /// <param name="series">Revenue by customer and period, the last first.</param>
    /// <param name="accounts">Accounts billed by use.</param>
    /// <param name="asOf">The day period 0 ends on.</param>
    /// <param name="now">The period that ends on the day all is known up to: 0, or later for an earlier day.</param>
    /// <param name="ahead">Periods to look ahead.</param>
    /// <param name="band">Share by which revenue may be above or below and count as about as much.</param>
    /// <returns>Null where none was over.</returns>
    public static UsePaths? Learn(IReadOnlyDictionary<int, double[]> series, IEnumerable<ContractAccount> accounts, DateOnly asOf, int now, int ahead, double band)
    {
        double[,] came = new double[3, 3];
        int seen = 0;
        foreach (ContractAccount account in accounts)
        {
            if (!series.TryGetValue(account.Key, out double[]? own))
            {
                continue;
            }

            for (int k = now + ahead; k + Window <= own.Length && Day(asOf, k + Window) >= account.Began; k++)
            {
                if (account.Ended is { } ended && ended <= Day(asOf, k - ahead))
                {
                    continue;
                }

                double level = Level(own, k);
                if (level > 0)
                {
                    came[Course(own, k, account, asOf), (int)Outcome(level, Level(own, k - ahead), band)]++;
                    seen++;
                }
            }
        }

        if (seen == 0)
        {
            return null;
        }

        var paths = new UsePaths(seen);
        for (int c = 0; c < 3; c++)
        {
            double all = came[c, 0] + came[c, 1] + came[c, 2];
            for (int w = 0; w < 2; w++)
            {
                double share = (came[0, w] + came[1, w] + came[2, w]) / seen;
                paths._shares[(c * 2) + w] = (came[c, w] + (OwnWeight * share)) / (all + OwnWeight);
            }
        }

        return paths;
    }

    /// <summary>Gives the chances of an account.</summary>
    /// <param name="series">Its revenue, the last first.</param>
    /// <param name="account">Who.</param>
    /// <param name="asOf">The day period 0 ends on.</param>
    /// <param name="now">The period it stands in.</param>
    /// <param name="churn">Chance to be gone.</param>
    public TrajectoryChances Of(double[] series, ContractAccount account, DateOnly asOf, int now, double churn)
    {
        int course = Course(series, now, account, asOf);
        return TrajectoryChances.Staying(churn, _shares[course * 2], _shares[(course * 2) + 1]);
    }

    /// <summary>Tells what came of one who stayed.</summary>
    public static Trajectory Came(double[] series, int from, int to, double band) => Outcome(Level(series, from), Level(series, to), band) switch
    {
        Way.Up => Trajectory.Expansion,
        Way.Down => Trajectory.Contraction,
        _ => Trajectory.Stable,
    };

    private static Way Outcome(double level, double came, double band) => came > level * (1 + band) ? Way.Up : came < level * (1 - band) ? Way.Down : Way.Same;

    private static double Level(double[] own, int period)
    {
        double sum = 0;
        for (int k = period; k < Math.Min(period + Window, own.Length); k++)
        {
            sum += own[k];
        }

        return sum / Window;
    }

    // 0 rose, 1 fell, 2 neither, as a year of periods up to it shows.
    private static int Course(double[] own, int period, ContractAccount account, DateOnly asOf)
    {
        int known = 0;
        while (known < SeenSlopes.Periods && period + known + 1 <= own.Length && Day(asOf, period + known + 1) >= account.Began)
        {
            known++;
        }

        return SeenSlopes.Trend(own.AsSpan(period, known)) is { PValue: <= Rising } trend ? trend.Slope > 0 ? 0 : 1 : 2;
    }

    // The last day before a period: the period that ends k times 28 days before the as-of day begins the day after.
    private static DateOnly Day(DateOnly asOf, int periods) => asOf.AddDays(-periods * SeenSlopes.PeriodDays);

    private enum Way
    {
        Up,
        Down,
        Same,
    }
}
