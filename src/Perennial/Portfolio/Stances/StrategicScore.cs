using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Stances;

/// <summary>A score of what a customer is worth beyond money, as a person entered it. It never enters money: only the rules of stances read it.</summary>
/// <param name="CustomerKey">Whom.</param>
/// <param name="Dimension">brand, reference, influence, partner.</param>
/// <param name="Score">0 to 10.</param>
/// <param name="Owner">Who says so.</param>
/// <param name="Evidence">Why.</param>
/// <param name="EnteredOn">When.</param>
/// <param name="ExpiresOn">First day it does not hold any more.</param>
/// <param name="Standing">counts; or why it does not: expired, no owner, no evidence, no expiry.</param>
public sealed record StrategicScore(int CustomerKey, string Dimension, double Score, string? Owner, string? Evidence, DateOnly EnteredOn, DateOnly? ExpiresOn, string Standing)
{
    /// <summary>Tells whether it counts.</summary>
    public bool Counts => Standing == "counts";

    /// <summary>Reads the last score of each customer and kind, by customer and kind.</summary>
    /// <param name="connection">The engine session, past Identity.</param>
    /// <param name="asOf">The day.</param>
    public static IReadOnlyList<StrategicScore> Read(DuckDbConnection connection, DateOnly asOf) => SqlFile.Of("Portfolio/Stances", "10_strategic").List(
        connection,
        row => new StrategicScore(row.Int32(0), row.String(1)!, row.Double(2), row.String(3), row.String(4), row.Date(5), row.IsNull(6) ? null : row.Date(6), row.String(7)!),
        new DuckDbParameter("as_of", asOf));
}

/// <summary>What a person decided of a customer; it goes before the rules until it expires.</summary>
/// <param name="CustomerKey">Whom.</param>
/// <param name="Stance">What.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who decided.</param>
/// <param name="EnteredOn">First day it holds.</param>
/// <param name="ExpiresOn">First day it does not hold any more.</param>
/// <param name="Holds">Whether it holds on the as-of day.</param>
public sealed record StanceOverride(int CustomerKey, Stance Stance, string Reason, string Owner, DateOnly EnteredOn, DateOnly ExpiresOn, bool Holds)
{
    /// <summary>Reads the last decision of each customer, by customer.</summary>
    /// <param name="connection">The engine session, past Identity.</param>
    /// <param name="asOf">The day.</param>
    public static IReadOnlyList<StanceOverride> Read(DuckDbConnection connection, DateOnly asOf) => SqlFile.Of("Portfolio/Stances", "11_overrides").List(
        connection,
        row => new StanceOverride(row.Int32(0), Enum.Parse<Stance>(row.String(1)!, ignoreCase: true), row.String(2)!, row.String(3)!, row.Date(4), row.Date(5), row.Get<bool>(6)),
        new DuckDbParameter("as_of", asOf));
}
