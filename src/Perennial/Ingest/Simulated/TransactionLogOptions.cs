using Perennial.Kernel;

namespace Perennial.Ingest.Simulated;

/// <summary>A log of purchases that never were: who the customers are is stated here, so a run on its log can be held against the truth.</summary>
/// <remarks>Purchases are not tied to seasons, spend is independent of frequency, and customers arrive evenly: the models' own story, told forwards.</remarks>
public sealed record TransactionLogOptions
{
    /// <summary>Gives the number of customers.</summary>
    /// <value>Default: 5000.</value>
    public int Customers { get; init; } = 5000;

    /// <summary>Gives how purchases and drop-out come about: bg-nbd, mbg-nbd or pareto-nbd.</summary>
    /// <value>Default: pareto-nbd.</value>
    public string Model { get; init; } = "pareto-nbd";

    /// <summary>Gives (r, alpha, a, b) of bg-nbd and mbg-nbd, or (r, alpha, s, beta) of pareto-nbd; alpha and beta in weeks.</summary>
    /// <value>Default: 0.75, 9, 0.7, 14.</value>
    public IReadOnlyList<double> Parameters { get; init; } = [0.75, 9, 0.7, 14];

    /// <summary>Gives (p, q, gamma) of gamma-gamma spend; empty for a log without amounts.</summary>
    /// <value>Default: 4, 5, 55.</value>
    public IReadOnlyList<double> Spend { get; init; } = [4, 5, 55];

    /// <summary>Gives the weeks from the first day to the last.</summary>
    /// <value>Default: 104.</value>
    public int Weeks { get; init; } = 104;

    /// <summary>Gives the share of the weeks in which customers arrive, evenly.</summary>
    /// <value>Default: 0.75.</value>
    public double Arrivals { get; init; } = 0.75;

    /// <summary>Gives the first day.</summary>
    /// <value>Default: 2023-01-01.</value>
    public DateOnly Start { get; init; } = new(2023, 1, 1);

    /// <summary>Gives how many days beyond the last day the truth looks.</summary>
    /// <value>Default: 365.</value>
    public int FutureDays { get; init; } = 365;

    /// <summary>Gives the seed.</summary>
    /// <value>Default: 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Gives the last day of the log.</summary>
    public DateOnly End => Start.AddDays((Weeks * 7) - 1);

    /// <summary>Gives the names of <see cref="Parameters"/>, as in the papers.</summary>
    public IReadOnlyList<string> Names => LeavesAtPurchases ? ["r", "alpha", "a", "b"] : ["r", "alpha", "s", "beta"];

    /// <summary>Tells whether customers leave right after a purchase, rather than at any moment.</summary>
    public bool LeavesAtPurchases => Model is "bg-nbd" or "mbg-nbd";

    /// <summary>Gives the models that can be simulated.</summary>
    public static IReadOnlyList<string> Models { get; } = ["bg-nbd", "mbg-nbd", "pareto-nbd"];

    /// <summary>Gives everything that is wrong, each in a sentence; empty where nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Models.Contains(Model, StringComparer.Ordinal))
        {
            yield return $"The model '{Model}' cannot be simulated. Allowed are {string.Join(", ", Models)}.";
        }

        if (Customers is < 1 or > 100_000_000)
        {
            yield return $"{Customers} customers cannot be simulated. Allowed are 1 to 100 million.";
        }

        if (Weeks is < 1 or > 5200)
        {
            yield return $"{Weeks} weeks cannot be simulated. Allowed are 1 to 5200.";
        }

        if (Parameters.Count != 4 || Parameters.Any(p => !double.IsFinite(p) || p <= 0))
        {
            yield return $"The parameters ({string.Join(", ", Parameters)}) are not those of {Model}. It has four, all above 0.";
        }

        if (Spend.Count is not (0 or 3) || Spend.Any(p => !double.IsFinite(p) || p <= 0))
        {
            yield return $"The spend parameters ({string.Join(", ", Spend)}) are not those of gamma-gamma. It has p, q and gamma, all above 0; or none for a log without amounts.";
        }

        if (Arrivals is not (> 0 and <= 1))
        {
            yield return $"Customers cannot arrive in {Arrivals} of the weeks. Allowed is a share above 0 and at most 1.";
        }
    }

    /// <summary>Gives these options, or refuses with every fault.</summary>
    public TransactionLogOptions Require()
    {
        string[] faults = Faults().ToArray();
        return faults.Length == 0 ? this : throw new PerennialException("simulate/impossible", Fault.Usage, string.Join(Environment.NewLine, faults));
    }
}
