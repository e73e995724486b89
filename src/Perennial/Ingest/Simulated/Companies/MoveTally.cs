namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Counts how recurring revenue moved before the end, by segment and kind.</summary>
internal sealed class MoveTally(Planted.AccountPlan plan)
{
    private static readonly MoveKind[] Kinds = Enum.GetValues<MoveKind>();
    private readonly long[,] _atRisk = new long[plan.Segments.Count, Kinds.Length];
    private readonly long[,] _moves = new long[plan.Segments.Count, Kinds.Length];
    private readonly long[,] _cents = new long[plan.Segments.Count, Kinds.Length];

    /// <summary>Adds an account's growth up to the end.</summary>
    public void Add(Account account, AccountGrowth growth)
    {
        int s = account.SegmentNo;
        for (int k = 0; k < Kinds.Length; k++)
        {
            _atRisk[s, k] += growth.AtRisk[k];
        }

        foreach (Move move in growth.Moves)
        {
            _moves[s, (int)move.Kind]++;
            _cents[s, (int)move.Kind] += move.MonthlyCents;
        }
    }

    public IReadOnlyList<MoveTruth> Moves() =>
    [
        .. from s in Enumerable.Range(0, plan.Segments.Count)
           from k in Kinds
           where _atRisk[s, (int)k] > 0
           select new MoveTruth { Segment = plan.Segments[s].Name, Kind = Word(k), AtRisk = _atRisk[s, (int)k], Moves = _moves[s, (int)k], MonthlyRevenue = _cents[s, (int)k] / 100m },
    ];

    private static string Word(MoveKind kind) => kind switch
    {
        MoveKind.SeatsUp => "seats",
        MoveKind.Upgrade => "upgrade",
        MoveKind.AddOn => "add_on",
        MoveKind.Price => "price",
        MoveKind.SeatsDown => "fewer_seats",
        MoveKind.Downgrade => "downgrade",
        MoveKind.AddOnDropped => "add_on_dropped",
        _ => "pause",
    };
}

/// <summary>How often recurring revenue could have moved in one way (months, or renewals for what goes down), how often it did, and by how much a month, before discounts.</summary>
public sealed record MoveTruth
{
    public required string Segment { get; init; }
    public required string Kind { get; init; }
    public required long AtRisk { get; init; }
    public required long Moves { get; init; }
    public required decimal MonthlyRevenue { get; init; }
}
