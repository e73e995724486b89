using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated;

/// <summary>One customer's life: when they buy, for how much, and when they leave. Times are weeks from the company's first day.</summary>
internal sealed class Life
{
    private readonly List<double> _times = [];

    public double Joined { get; private set; }

    /// <summary>Gives purchases a week while alive.</summary>
    public double Rate { get; private set; }

    /// <summary>Gives the chance of leaving after a purchase (bg-nbd, mbg-nbd), or the rate of leaving a week (pareto-nbd).</summary>
    public double Dropout { get; private set; }

    /// <summary>Gives when the customer left; infinite where that is beyond the horizon looked at.</summary>
    public double Left { get; private set; }

    /// <summary>Gives the purchases in order; the first is the joining.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>Gives the rate of the gamma distribution of this customer's spends; 0 in a log without amounts.</summary>
    public double SpendRate { get; private set; }

    /// <summary>Lives one life up to a time, reusing this object.</summary>
    public void Live(TransactionLogOptions options, Pcg64 random, double until)
    {
        IReadOnlyList<double> p = options.Parameters;
        bool leavesAfterPurchases = options.LeavesAtPurchases;
        Joined = random.NextDouble() * options.Arrivals * options.Weeks;
        Rate = random.NextGamma(p[0]) / p[1];
        Dropout = leavesAfterPurchases ? random.NextBeta(p[2], p[3]) : random.NextGamma(p[2]) / p[3];
        SpendRate = options.Spend.Count == 3 ? random.NextGamma(options.Spend[1]) / options.Spend[2] : 0;
        Left = leavesAfterPurchases ? double.PositiveInfinity : Joined + (random.NextExponential() / Dropout);
        _times.Clear();
        _times.Add(Joined);

        // BG/NBD lets customers leave after repeat purchases only; in MBG/NBD the first purchase may be the last.
        if (options.Model == "mbg-nbd" && random.NextDouble() < Dropout)
        {
            Left = Joined;
        }

        double end = Math.Min(until, Left);
        for (double time = Joined + (random.NextExponential() / Rate); time < end; time += random.NextExponential() / Rate)
        {
            _times.Add(time);

            if (leavesAfterPurchases && random.NextDouble() < Dropout)
            {
                Left = time;
                break;
            }
        }
    }

    /// <summary>Draws the spend of one purchase, in whole cents, at least one.</summary>
    public long Cents(TransactionLogOptions options, Pcg64 random) =>
        Math.Max(1, (long)Math.Round(random.NextGamma(options.Spend[0]) / SpendRate * 100));
}
