using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>How what a customer pays a month moves, and how often it could have.</summary>
internal sealed class AccountGrowth(Account account)
{
    private static readonly int Kinds = Enum.GetValues<MoveKind>().Length;
    private readonly AccountPrices _prices = new(account);

    public List<Move> Moves { get; } = [];

    /// <summary>Gives how often each kind could have happened: months, or renewals for what goes down.</summary>
    public int[] AtRisk { get; } = new int[Kinds];

    public void Clear()
    {
        Moves.Clear();
        Array.Clear(AtRisk);
    }

    /// <summary>Grows, or not, at the beginning of a month.</summary>
    public void Grow(ref AccountState s, int day, Pcg64 random)
    {
        PlantedGrowth plan = account.Segment.Growth;
        if (Happens(MoveKind.SeatsUp, plan.SeatsUp, true, random))
        {
            long before = _prices.Monthly(s);
            s.Seats += Step(s.Seats, 0.05, 0.25, random);
            Note(day, MoveKind.SeatsUp, before, s);
        }

        if (Happens(MoveKind.Upgrade, plan.Upgrade, s.PlanNo < account.Plan.Prices.Plans.Count - 1, random))
        {
            long before = _prices.Monthly(s);
            s.PlanNo++;
            Note(day, MoveKind.Upgrade, before, s);
        }

        if (Happens(MoveKind.AddOn, plan.AddOn, !s.AddOn, random))
        {
            long before = _prices.Monthly(s);
            s.AddOn = true;
            s.AddOnRun++;
            Note(day, MoveKind.AddOn, before, s);
        }
    }

    /// <summary>Shrinks, or not, at a renewal.</summary>
    public void Shrink(ref AccountState s, int day, Pcg64 random)
    {
        PlantedGrowth plan = account.Segment.Growth;
        if (Happens(MoveKind.SeatsDown, plan.SeatsDown, s.Seats > 1, random))
        {
            long before = _prices.Monthly(s);
            s.Seats -= Math.Min(s.Seats - 1, Step(s.Seats, 0.05, 0.3, random));
            Note(day, MoveKind.SeatsDown, before, s);
        }

        if (Happens(MoveKind.Downgrade, plan.Downgrade, s.PlanNo > 0, random))
        {
            long before = _prices.Monthly(s);
            s.PlanNo--;
            Note(day, MoveKind.Downgrade, before, s);
        }

        if (Happens(MoveKind.AddOnDropped, plan.AddOnDropped, s.AddOn, random))
        {
            long before = _prices.Monthly(s);
            s.AddOn = false;
            Note(day, MoveKind.AddOnDropped, before, s);
        }
    }

    /// <summary>Pays the new price from now on.</summary>
    public void Raise(ref AccountState s, int day)
    {
        AtRisk[(int)MoveKind.Price]++;
        long before = _prices.Monthly(s);
        s.NewPrice = true;
        Note(day, MoveKind.Price, before, s);
    }

    /// <summary>Pauses for one to three months, or not.</summary>
    public void Pause(ref AccountState s, int day, Pcg64 random)
    {
        if (Happens(MoveKind.Pause, account.Segment.Growth.Pause, true, random))
        {
            s.Paused = 1 + random.NextInt32(3);
            Moves.Add(new(day, MoveKind.Pause, -_prices.Monthly(s)));
        }
    }

    private static int Step(int seats, double low, double high, Pcg64 random) => Math.Max(1, (int)Math.Round(seats * (low + ((high - low) * random.NextDouble()))));

    private bool Happens(MoveKind kind, double chance, bool possible, Pcg64 random)
    {
        AtRisk[(int)kind] += possible ? 1 : 0;
        return possible && chance > 0 && random.NextDouble() < chance;
    }

    private void Note(int day, MoveKind kind, long before, in AccountState s) => Moves.Add(new(day, kind, _prices.Monthly(s) - before));
}
