using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>What was spent on one customer in the last twelve whole months, in the run's currency.</summary>
/// <param name="CustomerKey">Whom.</param>
/// <param name="Retention">Interventions and customer success.</param>
/// <param name="Expansion">Sales to customers there are.</param>
/// <param name="Support">Support.</param>
/// <param name="Engineering">Engineering.</param>
/// <param name="Custom">Engineering for this customer alone.</param>
/// <param name="Margin">Gross margin of these months.</param>
/// <param name="Minutes">Minutes of work on requests opened in them.</param>
public sealed record CustomerEffort(int CustomerKey, double Retention, double Expansion, double Support, double Engineering, double Custom, double Margin, double Minutes)
{
    /// <summary>Gives the kinds of effort in order.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["retention", "expansion", "support", "engineering"];

    /// <summary>Gives the effort of a kind.</summary>
    /// <param name="kind">Its place in <see cref="Kinds"/>.</param>
    public double this[int kind] => kind switch { 0 => Retention, 1 => Expansion, 2 => Support, _ => Engineering };

    /// <summary>Gives all effort.</summary>
    public double All => Retention + Expansion + Support + Engineering;

    /// <summary>Reads it, by customer.</summary>
    /// <param name="connection">The engine session, past the Ledger.</param>
    /// <param name="asOf">The day.</param>
    public static IReadOnlyDictionary<int, CustomerEffort> Read(DuckDbConnection connection, DateOnly asOf) => SqlFile.Of("Portfolio/Stances", "30_effort").List(
        connection,
        row => new CustomerEffort(row.Int32(0), row.Double(1), row.Double(2), row.Double(3), row.Double(4), row.Double(5), row.Double(6), row.Double(7)),
        new DuckDbParameter("as_of", asOf)).ToDictionary(one => one.CustomerKey);
}
