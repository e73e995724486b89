using System.Text.Json.Serialization;

namespace Perennial.Ledger;

/// <summary>From gross revenue to net, over all customers and the whole time, in the run's currency.</summary>
/// <param name="Gross">Sales, after discounts (contribution.gross.v1).</param>
/// <param name="Discounts">What was taken off before that.</param>
/// <param name="Refunds">Returns, refunds, credit notes and disputes lost.</param>
/// <param name="Goods">What was sold cost to make or buy.</param>
/// <param name="Delivery">What customers caused of pools that are cost of revenue.</param>
/// <param name="Serve">What customers caused of cost to serve, fees of payments and disputes among it.</param>
/// <param name="Avoidable">Of delivery and cost to serve, what would go away with the customers.</param>
/// <param name="Once">Of cost to serve, what is spent when a customer begins.</param>
/// <param name="Retention">What interventions cost.</param>
/// <param name="Unallocated">Charged to somebody who never bought: in no customer's contribution.</param>
public sealed record MarginAccount(
    decimal Gross, decimal Discounts, decimal Refunds, decimal Goods, decimal Delivery, decimal Serve, decimal Avoidable, decimal Once, decimal Retention, decimal Unallocated)
{
    /// <summary>Gives net revenue by what its cost of goods rests on: line, product-rule, unit, product, line-rule, default-rule, option, none; and what was returned.</summary>
    public IReadOnlyDictionary<string, decimal> Bases { get; init; } = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>Gives what was charged by pool, the dearest first.</summary>
    public IReadOnlyList<MarginPool> Pools { get; init; } = [];

    /// <summary>Gives the margin of the options, or null.</summary>
    public double? Stated { get; init; }

    /// <summary>Tells whether a pool of costs is cost of revenue, so that the margin of the options is not used.</summary>
    public bool Delivered { get; init; }

    /// <summary>Gives net revenue.</summary>
    public decimal Net => Gross - Refunds;

    /// <summary>Gives gross margin (margin.gross.v1), in currency.</summary>
    public decimal Margin => Net - Goods - Delivery;

    /// <summary>Gives what is left after cost to serve and retention (contribution.v1).</summary>
    public decimal Contribution => Margin - Serve - Retention;

    /// <summary>Gives the gross margin as a share of net revenue (margin.gross.v1), or null where there is none.</summary>
    public double? MarginShare => Net > 0 ? (double)(Margin / Net) : null;

    /// <summary>Tells whether anything is known of what revenue costs.</summary>
    public bool KnowsCost => Delivered || Bases.Any(basis => basis.Key is not ("none" or "returned"));

    /// <summary>Tells whether anything was charged or known, so that net differs from revenue.</summary>
    [JsonIgnore]
    public bool SaysAnything => KnowsCost || Pools.Count > 0;

    /// <summary>Gives the share of revenue whose cost of goods rests on something, 0 to 1; returns are left aside.</summary>
    public double KnownShare => Bases.Where(b => b.Key != "returned").Sum(b => Math.Max(b.Value, 0)) is var all and > 0 ? 1 - (double)(Math.Max(Bases.GetValueOrDefault("none"), 0) / all) : 0;
}

/// <summary>What was charged of one pool.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Role">revenue, serve, retention, acquisition or overhead.</param>
/// <param name="Amount">What was charged, in the run's currency.</param>
public sealed record MarginPool(string Pool, string Role, decimal Amount);
