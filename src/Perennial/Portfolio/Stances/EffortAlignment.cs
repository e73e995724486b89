using Perennial.Kernel;
using Perennial.Models.Assessing;

namespace Perennial.Portfolio.Stances;

/// <summary>Whether effort follows net value: rank correlations, tenths of customers by value, and who gets more or less than a share in proportion to value.</summary>
/// <param name="Customers">Customers weighed.</param>
/// <param name="Kinds">Each kind of effort of which anything was booked.</param>
/// <param name="All">All effort together; null where none was booked.</param>
/// <param name="Tenths">Customers by net value, the most valuable tenth first.</param>
/// <param name="Over">Who gets most above the share in proportion to value.</param>
/// <param name="Under">Who gets most below it.</param>
/// <param name="Strategic">Strategic customers: what they get beside what is in proportion.</param>
/// <param name="FloorHolds">Whether support, shared out by value, leaves everybody the service floor; null where nothing is known of the cost of a minute.</param>
public sealed record EffortAlignment(
    int Customers, IReadOnlyList<AlignedKind> Kinds, AlignedKind? All, IReadOnlyList<EffortTenth> Tenths, IReadOnlyList<ServedCustomer> Over, IReadOnlyList<ServedCustomer> Under,
    IReadOnlyList<ServedCustomer> Strategic, bool? FloorHolds)
{
    private const int Fewest = 10, Tenth = 10;

    /// <summary>Gives the most customers of a list.</summary>
    public const int Shown = 10;

    /// <summary>Gives the share of strategic customers who get at least what is in proportion; null without any.</summary>
    public double? Covered => Strategic.Count == 0 ? null : (double)Strategic.Count(one => one.Effort >= one.Proportional) / Strategic.Count;

    /// <summary>Weighs effort; null where nothing was booked, or there are fewer than ten customers.</summary>
    /// <param name="ids">The customers.</param>
    /// <param name="value">Their net values.</param>
    /// <param name="effort">Their effort.</param>
    /// <param name="strategic">Who is strategic.</param>
    /// <param name="thresholds">What is stated: the service floor.</param>
    public static EffortAlignment? Of(IReadOnlyList<string> ids, double[] value, IReadOnlyList<CustomerEffort> effort, bool[] strategic, StanceThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(effort);
        ArgumentNullException.ThrowIfNull(thresholds);
        double[] whole = [.. effort.Select(one => one.All)];
        if (value.Length < Fewest || !whole.Any(one => one > 0))
        {
            return null;
        }

        double[][] kinds = [.. CustomerEffort.Kinds.Select((_, kind) => effort.Select(one => one[kind]).ToArray())];
        (double[] proportional, bool? floor) = Proportional(value, kinds, effort.Sum(one => one.Minutes), thresholds);
        ServedCustomer Served(int i) => new(ids[i], value[i], whole[i], proportional[i]);
        int[] order = [.. Enumerable.Range(0, value.Length).OrderByDescending(i => whole[i] - proportional[i]).ThenBy(i => ids[i], StringComparer.Ordinal)];
        return new(
            value.Length,
            [.. kinds.Index().Where(kind => kind.Item.Any(one => one > 0)).Select(kind => Kind(CustomerEffort.Kinds[kind.Index], value, kind.Item))],
            Kind("all", value, whole),
            Cut(value, kinds, ids),
            [.. order.Where(i => whole[i] > proportional[i]).Take(Shown).Select(Served)],
            [.. order.Reverse().Where(i => whole[i] < proportional[i]).Take(Shown).Select(Served)],
            [.. Enumerable.Range(0, value.Length).Where(i => strategic[i]).OrderBy(i => whole[i] - proportional[i]).ThenBy(i => ids[i], StringComparer.Ordinal).Select(Served)],
            floor);
    }

    private static AlignedKind Kind(string name, double[] value, double[] effort)
    {
        RankCorrelation rank = Ranking.Spearman(effort, value);
        return new(name, effort.Sum(), rank.Value, rank.Low, rank.High);
    }

    // Of support nobody falls below the floor, at what a minute cost; the other kinds follow value alone.
    private static (double[] Shares, bool? FloorHolds) Proportional(double[] value, double[][] kinds, double minutes, StanceThresholds thresholds)
    {
        double[] shares = new double[value.Length];
        bool? holds = null;
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            double all = kinds[kind].Sum(), floor = 0;
            if (CustomerEffort.Kinds[kind] == "support" && minutes > 0 && all > 0)
            {
                floor = 12 * thresholds.FloorMinutes * all / minutes;
                holds = floor * value.Length <= all;
                floor = holds == true ? floor : 0;
            }

            double[] part = ServiceFloor.Share(all, value, floor);
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] += part[i];
            }
        }

        return (shares, holds);
    }

    private static IReadOnlyList<EffortTenth> Cut(double[] value, double[][] kinds, IReadOnlyList<string> ids)
    {
        int[] order = [.. Enumerable.Range(0, value.Length).OrderByDescending(i => value[i]).ThenBy(i => ids[i], StringComparer.Ordinal)];
        double[] all = [.. kinds.Select(kind => kind.Sum())];
        double worth = value.Sum(one => Math.Max(0, one));
        return
        [
            .. Enumerable.Range(0, Tenth).Select(t => order[(t * order.Length / Tenth)..((t + 1) * order.Length / Tenth)]).Select((part, t) => new EffortTenth(
                t + 1, part.Length, worth > 0 ? part.Sum(i => Math.Max(0, value[i])) / worth : 0, [.. kinds.Select((kind, k) => all[k] > 0 ? part.Sum(i => kind[i]) / all[k] : double.NaN)])),
        ];
    }
}

/// <summary>A kind of effort and how it follows net value.</summary>
/// <param name="Kind">retention, expansion, support, engineering, or all.</param>
/// <param name="Amount">What was spent in the last twelve whole months.</param>
/// <param name="Rank">Spearman's correlation of effort and net value over customers, -1 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record AlignedKind(string Kind, double Amount, double Rank, double Low, double High);

/// <summary>A tenth of the customers by net value.</summary>
/// <param name="Tenth">1 for the most valuable.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Value">Share of all net value above nothing.</param>
/// <param name="Effort">Share of each kind of effort, in their order; NaN where nothing was booked.</param>
public sealed record EffortTenth(int Tenth, int Customers, double Value, IReadOnlyList<double> Effort);

/// <summary>A customer's effort beside what is in proportion to value.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Value">Net value.</param>
/// <param name="Effort">What was spent in the last twelve whole months.</param>
/// <param name="Proportional">The share in proportion to net value, of support not below the service floor.</param>
public sealed record ServedCustomer(string CustomerId, double Value, double Effort, double Proportional);
