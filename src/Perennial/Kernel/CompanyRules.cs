using System.Globalization;
using System.Text.Json.Serialization;

namespace Perennial.Kernel;

/// <summary>What a company states in company.yaml: margins, what each pool of costs is, discount rates, what stances are held against. What it leaves out has a default.</summary>
public sealed record CompanyRules
{
    /// <summary>Gives the rules of a company that states none.</summary>
    public static CompanyRules None { get; } = new();

    /// <summary>Gives the stated margins.</summary>
    public IReadOnlyList<MarginRule> Margins { get; init; } = [];

    /// <summary>Gives what pools are, by name in small letters; pools that are not named have their default (<see cref="RoleOf"/>).</summary>
    public IReadOnlyDictionary<string, PoolRole> Pools { get; init; } = new Dictionary<string, PoolRole>(StringComparer.Ordinal);

    /// <summary>Gives the effective annual discount rate the company states, or null; 0 to 0.5.</summary>
    public double? Discount { get; init; }

    /// <summary>Gives rates of segments, by name; they go before <see cref="Discount"/>.</summary>
    public IReadOnlyDictionary<string, double> SegmentDiscounts { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Gives weights of the scorecard's dimensions, by name; dimensions that are not named have their default.</summary>
    public IReadOnlyDictionary<string, double> ScorecardWeights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Gives what counts as about as much, and when it is clear where a customer goes.</summary>
    public TrajectoryRules Trajectories { get; init; } = TrajectoryRules.Default;

    /// <summary>Gives by what rule customers fall into tiers; null where none is stated.</summary>
    public TierRule? Tiers { get; init; }

    /// <summary>Gives how the leaving of large accounts goes together; null where nothing is stated.</summary>
    public ConcentrationRule? Concentration { get; init; }

    /// <summary>Gives numbers the rules of stances are held against, by name; those that are not named have their default (<see cref="StanceThresholds"/>).</summary>
    public IReadOnlyDictionary<string, double> Stances { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Gives the segments that are enterprise; none where that is not stated.</summary>
    public IReadOnlyList<string> EnterpriseSegments { get; init; } = [];

    /// <summary>Gives which tiers are of high and of moderate value; null where that is not stated.</summary>
    public SegmentRule? Segments { get; init; }

    /// <summary>Gives weights of the six factors in per cent, by name; all six, or none.</summary>
    public IReadOnlyDictionary<string, double> FactorWeights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Tells whether nothing is stated.</summary>
    [JsonIgnore]
    public bool IsEmpty => Margins.Count == 0 && Pools.Count == 0 && Discount is null && SegmentDiscounts.Count == 0 && ScorecardWeights.Count == 0 && Tiers is null && Concentration is null && Stances.Count == 0 && EnterpriseSegments.Count == 0 && Trajectories == TrajectoryRules.Default && Segments is null && FactorWeights.Count == 0;

    /// <summary>Gives what a pool is: as stated, else cost of revenue for hosting and what goods cost, acquisition for marketing and sales, overhead for administration, and cost to serve for all others.</summary>
    /// <param name="pool">The pool's name.</param>
    public PoolRole RoleOf(string pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        string name = pool.Trim().ToLowerInvariant();
        return Pools.TryGetValue(name, out PoolRole stated) ? stated : name switch
        {
            "infrastructure" or "hosting" or "cloud" or "third-party" or "licences" or "goods" => PoolRole.CostOfRevenue,
            "marketing" or "sales" or "acquisition" or "advertising" => PoolRole.Acquisition,
            "overhead" or "administration" or "rent" or "management" or "finance" => PoolRole.Overhead,
            _ => PoolRole.CostToServe,
        };
    }

    /// <summary>Tells whether a pool is spent once, when a customer begins, so that it is not carried forward.</summary>
    /// <param name="pool">The pool's name.</param>
    public static bool IsOneOff(string pool) => pool.Trim().ToLowerInvariant() is "onboarding" or "setup" or "implementation" or "migration";

    /// <summary>Gives the rate by which a segment is discounted, or null where nothing is stated.</summary>
    /// <param name="segment">The segment, or null.</param>
    public double? DiscountOf(string? segment) => segment is not null && SegmentDiscounts.TryGetValue(segment, out double rate) ? rate : Discount;

    /// <summary>Gives the rules as one line of text: equal rules give the same.</summary>
    public override string ToString() => string.Join("; ", (string[])
    [
        .. Margins.Select(rule => string.Create(CultureInfo.InvariantCulture, $"margin {rule.Of.ToString().ToLowerInvariant()} {rule.Name}{(rule.From is { } from ? $" from {from:yyyy-MM-dd}" : string.Empty)} = {rule.Margin}")),
        .. Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal).Select(pool => $"pool {pool.Key} = {pool.Value}"),
        .. Discount is { } all ? [string.Create(CultureInfo.InvariantCulture, $"discount = {all:R}")] : (string[])[],
        .. SegmentDiscounts.OrderBy(rate => rate.Key, StringComparer.Ordinal).Select(rate => string.Create(CultureInfo.InvariantCulture, $"discount {rate.Key} = {rate.Value:R}")),
        .. ScorecardWeights.OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight => string.Create(CultureInfo.InvariantCulture, $"weight {weight.Key} = {weight.Value:R}")),
        .. Tiers is { } tiers ? [$"tiers {tiers.Id}"] : (string[])[],
        .. Concentration is { } concentration ? [$"concentration {concentration.Id}"] : (string[])[],
        .. Trajectories == TrajectoryRules.Default ? (string[])[] : [Trajectories.ToString()],
        .. Stances.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => string.Create(CultureInfo.InvariantCulture, $"stance {one.Key} = {one.Value:R}")),
        .. EnterpriseSegments.Order(StringComparer.Ordinal).Select(segment => $"enterprise {segment}"),
        .. Segments is { } segments ? [segments.ToString()] : (string[])[],
        .. FactorWeights.OrderBy(weight => weight.Key, StringComparer.Ordinal).Select(weight => string.Create(CultureInfo.InvariantCulture, $"factor {weight.Key} = {weight.Value:R}")),
    ]);
}

/// <summary>A margin the company states.</summary>
/// <param name="Of">For what: everything, a line of products, a product.</param>
/// <param name="Name">The line or product; empty for everything.</param>
/// <param name="From">First day it holds; null where it always did.</param>
/// <param name="Margin">What is left of revenue after what the goods cost, as a share of revenue; at most 1, negative where goods cost more than they bring.</param>
public sealed record MarginRule(MarginScope Of, string Name, DateOnly? From, decimal Margin);

/// <summary>For what a margin is stated. A product goes before its line, a line before everything.</summary>
public enum MarginScope
{
    /// <summary>Everything.</summary>
    Default,

    /// <summary>A line of products.</summary>
    Line,

    /// <summary>One product.</summary>
    Product,
}

/// <summary>Where a pool of costs stands between revenue and net.</summary>
public enum PoolRole
{
    /// <summary>Taken off revenue: gross margin is what is left.</summary>
    CostOfRevenue,

    /// <summary>Taken off gross margin: what serving the customer costs.</summary>
    CostToServe,

    /// <summary>Spent to win customers: in the cost of acquisition, never in a customer's own value.</summary>
    Acquisition,

    /// <summary>The company's own: in no customer's value.</summary>
    Overhead,
}
