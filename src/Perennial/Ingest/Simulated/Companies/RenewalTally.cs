using Perennial.Ingest.Simulated.Companies.Planted;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Counts decisions to renew before the end, by segment, term and number of the renewal, with their true chances; and weighs each factor against like decisions without it.</summary>
internal sealed class RenewalTally(AccountPlan plan)
{
    private const int Longest = 61;
    private static readonly string[] Factors = ["price_change", "combination", "warning", "rescue"];
    private readonly Cell[,,] _all = new Cell[plan.Segments.Count, 2, Longest];
    private readonly Cell[,,] _untouched = new Cell[plan.Segments.Count, 2, Longest];
    private readonly Cell[,,,,] _by = new Cell[Factors.Length, 2, plan.Segments.Count, 2, Longest];

    /// <summary>Adds the renewals of an account before a day.</summary>
    public void Add(Account account, IReadOnlyList<Renewal> renewals, int end)
    {
        int term = account.Term == 12 ? 1 : 0;
        bool untouched = true;
        foreach (Renewal renewal in renewals)
        {
            if (renewal.Day >= end)
            {
                break;
            }

            int age = Math.Min(renewal.Number, Longest - 1);
            _all[account.SegmentNo, term, age].Add(renewal);
            HazardFactors f = renewal.Factors;
            untouched &= f == HazardFactors.None;
            if (untouched)
            {
                _untouched[account.SegmentNo, term, age].Add(renewal);
            }

            bool rescued = f.Warning > 1 && f.Warning < plan.Warning.HazardRatio;
            Count(0, f.Price != 1);
            Count(1, f.Combination != 1);
            if (!rescued)
            {
                Count(2, f.Warning != 1);
            }

            if (f.Warning > 1)
            {
                Count(3, rescued);
            }

            void Count(int factor, bool has) => _by[factor, has ? 1 : 0, account.SegmentNo, term, age].Add(renewal);
        }
    }

    /// <summary>Gives the rows of the table by segment, term and renewal; empty ones are left out.</summary>
    public IReadOnlyList<HazardTruth> Hazards()
    {
        var rows = new List<HazardTruth>();
        for (int s = 0; s < plan.Segments.Count; s++)
        {
            for (int t = 0; t < 2; t++)
            {
                PlantedRenewal renewal = t == 1 ? plan.Segments[s].Yearly : plan.Segments[s].Monthly;
                for (int age = 1; age < Longest; age++)
                {
                    Cell cell = _all[s, t, age];
                    if (cell.Count > 0)
                    {
                        rows.Add(new() { Segment = plan.Segments[s].Name, TermMonths = t == 1 ? 12 : 1, Renewal = age, PlantedHazard = renewal.Hazard(age), AtRisk = cell.Count, ExpectedLeavers = cell.Chance, Left = cell.Left, UntouchedAtRisk = _untouched[s, t, age].Count, UntouchedLeft = _untouched[s, t, age].Left });
                    }
                }
            }
        }

        return rows;
    }

    /// <summary>Gives each factor's ratio of chances over like decisions (Mantel and Haenszel's weights): of the true chances, and of what happened.</summary>
    /// <remarks>The ratio of true chances is nearer to 1 than the planted one of hazards: chances end at 1, and those who stay in spite of a high hazard are the better ones.</remarks>
    public IEnumerable<RatioTruth> Ratios()
    {
        for (int f = 0; f < Factors.Length; f++)
        {
            for (int t = 0; t < 2; t++)
            {
                if (Ratio(f, t) is { } ratio)
                {
                    yield return ratio;
                }
            }
        }
    }

    private RatioTruth? Ratio(int f, int t)
    {
        double trueWith = 0, trueWithout = 0, leftWith = 0, leftWithout = 0, variance = 0;
        long decisions = 0, left = 0;
        for (int s = 0; s < plan.Segments.Count; s++)
        {
            for (int age = 1; age < Longest; age++)
            {
                (Cell with, Cell without) = (_by[f, 1, s, t, age], _by[f, 0, s, t, age]);
                decisions += with.Count;
                left += with.Left;
                double n = Math.Max(1, with.Count + without.Count);
                trueWith += with.Chance * without.Count / n;
                trueWithout += without.Chance * with.Count / n;
                leftWith += with.Left * (double)without.Count / n;
                leftWithout += without.Left * (double)with.Count / n;
                variance += (((with.Left + without.Left) * (double)with.Count * without.Count) - (with.Left * (double)without.Left * n)) / (n * n);
            }
        }

        bool seen = leftWith > 0 && leftWithout > 0;
        return trueWithout == 0 ? null : new()
        {
            Factor = Factors[f], TermMonths = t == 1 ? 12 : 1,
            PlantedHazardRatio = new[] { plan.PriceChange.HazardRatio, plan.Combination.HazardRatio, plan.Warning.HazardRatio, plan.Experiments.RescueHazardRatio }[f],
            Decisions = decisions, Left = left, TrueRatio = trueWith / trueWithout,
            ObservedRatio = seen ? leftWith / leftWithout : null, StandardErrorOfLog = seen ? Math.Sqrt(variance / (leftWith * leftWithout)) : null,
        };
    }

    private struct Cell
    {
        public long Count;
        public long Left;
        public double Chance;

        public void Add(in Renewal renewal)
        {
            Count++;
            Left += renewal.Left ? 1 : 0;
            Chance += renewal.Chance;
        }
    }
}

/// <summary>Who left at one renewal, of one segment and term.</summary>
public sealed record HazardTruth
{
    public required string Segment { get; init; }
    public required int TermMonths { get; init; }
    public required int Renewal { get; init; }

    /// <summary>Gives the chance to leave where nothing multiplies the hazard: shifted beta-geometric.</summary>
    public required double PlantedHazard { get; init; }
    public required long AtRisk { get; init; }

    /// <summary>Gives the sum of true chances, everything that multiplies included.</summary>
    public required double ExpectedLeavers { get; init; }
    public required long Left { get; init; }

    /// <summary>Gives those whose hazard nothing ever multiplied up to this renewal, and how many of them left: the planted hazard is theirs.</summary>
    public required long UntouchedAtRisk { get; init; }
    public required long UntouchedLeft { get; init; }
}

/// <summary>What a factor did to the chance to leave, against like decisions: same segment, term and number of the renewal.</summary>
public sealed record RatioTruth
{
    /// <summary>Gives the factor: price_change, combination, warning (of those not called to be rescued), or rescue (of those in a warning).</summary>
    public required string Factor { get; init; }
    public required int TermMonths { get; init; }
    public required double PlantedHazardRatio { get; init; }

    /// <summary>Gives the decisions at which the factor acted, and how many left there.</summary>
    public required long Decisions { get; init; }
    public required long Left { get; init; }

    /// <summary>Gives the ratio of true chances, and that of what happened with the standard error of its logarithm.</summary>
    public required double TrueRatio { get; init; }
    public required double? ObservedRatio { get; init; }
    public required double? StandardErrorOfLog { get; init; }
}
