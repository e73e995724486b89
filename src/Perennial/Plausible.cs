using System.Globalization;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Plausibility;
using Perennial.Valuation;
using Perennial.Valuation.Net;

namespace Perennial;

/// <summary>A run's own results as claims, to be challenged like anybody else's.</summary>
internal static class Plausible
{
    /// <summary>Gives what does not look right, of all and by channel.</summary>
    public static IReadOnlyList<PlausibilityFinding> Of(Facts facts, MarginAccount? margin, NetRecord? net, AcquisitionFacts? acquisition, RecurringFacts? recurring, ValuationOptions options)
    {
        double years = facts.FirstDay is var first ? (facts.AsOf.DayNumber - first.DayNumber) / 365.25 : 0;
        Claims all = new()
        {
            Discount = options.Discount,
            Margin = margin is { KnowsCost: true } ? margin.MarginShare : null,
            AnnualChurn = recurring?.Retention?.LogoChurn,
            HistoryYears = years,
            BeyondHistory = Beyond(net, years),
        };
        return
        [
            .. PlausibilityChecks.Of(all),
            .. Channels(acquisition),
        ];
    }

    // What is said of several channels is said once.
    private static IEnumerable<PlausibilityFinding> Channels(AcquisitionFacts? acquisition)
    {
        (AcquisitionChannel Channel, PlausibilityFinding Finding)[] found =
        [
            .. (acquisition?.Channels ?? []).Where(c => c is { Won: > 0, Spend: > 0 }).SelectMany(c => PlausibilityChecks.Of(new Claims { Clv = c.Value, Cac = c.Cac }, $"the channel '{c.Channel}'").Select(finding => (c, finding))),
        ];
        (AcquisitionChannel Channel, PlausibilityFinding Finding)[] high = [.. found.Where(f => f.Finding.Rule == "ratio-high")];
        if (high.Length < 2)
        {
            return found.Select(f => f.Finding);
        }

        string named = string.Join(", ", high.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Channel.Channel} {f.Channel.Value / f.Channel.Cac:0.#}")));
        return
        [
            new("ratio-high", string.Create(CultureInfo.InvariantCulture, $"CLV to CAC is above {PlausibilityChecks.HighRatio:0} to 1 in {high.Length} channels ({named}): the cost of acquisition is probably not fully loaded, or the value is revenue and not margin.")),
            .. found.Except(high).Select(f => f.Finding),
        ];
    }

    /// <summary>Gives what a reader of net values must know.</summary>
    public static IEnumerable<string> Cautions(MarginAccount? margin, AcquisitionFacts? acquisition, IReadOnlyList<PlausibilityFinding> findings)
    {
        if (margin is { Stated: { } stated, KnowsCost: true, MarginShare: { } share } && (margin.Delivered || margin.Bases.Keys.Any(basis => basis is not ("none" or "option" or "returned"))))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"A margin of {stated * 100:0.#} % was given; the ledger has a gross margin of {share * 100:0.#} %. clv uses what was given, clv_gross and clv_net the ledger.");
        }

        foreach (AcquisitionChannel channel in acquisition?.Channels.Where(c => c.Unprofitable) ?? [])
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Customers won by '{channel.Channel}' are worth {channel.Value:N2} each, {(channel.Value < 0 ? "less than nothing" : string.Create(CultureInfo.InvariantCulture, $"less than the {channel.Cac:N2} they cost to win"))} ({acquisition!.ValueIs}).");
        }

        foreach (PlausibilityFinding finding in findings)
        {
            yield return finding.Sentence;
        }
    }

    // The share of the lifetime that lies further ahead than customers were observed, between the horizons there are: what is left falls by a steady rate.
    private static double? Beyond(NetRecord? net, double years)
    {
        if (net?.Horizons.FirstOrDefault(h => h.Horizon == Horizon.Lifetime.ToString()) is not { Net: > 0 } life)
        {
            return null;
        }

        (double Days, double Left)[] left =
        [
            (0, 1),
            .. net.Horizons.Where(h => h != life).Select(h => (Days: (double)Horizon.Parse(h.Horizon).Days!.Value, Left: 1 - (h.Net / life.Net))).Where(h => h.Left is > 0 and <= 1).OrderBy(h => h.Days),
        ];
        double seen = years * 365.25;
        (double Days, double Left) before = left.Last(h => h.Days <= seen), after = left.FirstOrDefault(h => h.Days > seen);
        return after.Days == 0 ? before.Left : before.Left * Math.Pow(after.Left / before.Left, (seen - before.Days) / (after.Days - before.Days));
    }
}
