using System.Globalization;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Reports;
using Perennial.Training.Learned;

namespace Perennial.Cli;

/// <summary>What was planted in a simulated company beside what its run found of it. What the run does not look for is said.</summary>
internal static class PlantedComparison
{
    /// <summary>Gives a line for each planted thing.</summary>
    public static IReadOnlyList<Comparison> Of(SimulatedCompanyTruth truth, RunRecord run)
    {
        var lines = new List<Comparison>();
        lines.AddRange(Costs(truth, run));
        lines.AddRange(Channels(truth.Planted?.Channels ?? truth.PlantedShop?.Channels ?? [], run.Acquisition));
        if (truth.Planted is { } plan)
        {
            lines.AddRange(Signals(plan, run));
            lines.AddRange(Prices(truth, plan.PriceChange, run.Recurring));
            lines.AddRange(Leaving(plan.PriceChange, run));
            lines.Add(Gaming(Text($"{plan.Gaming.Share:P0} whose use is a script"), truth.Customers * plan.Gaming.Share, run.Gaming?.Scripts.Count, "who are there and use it on nearly every day can be seen"));
        }

        if (truth.PlantedShop is { } shop)
        {
            lines.Add(run.Facts.FrequencySpendCorrelation is { } found
                ? new("who buys often spends less each time", $"power {Number(shop.SpendByRate)}", Number(found.Value), Text($"rank correlation, 95 % interval {found.Low:0.00} to {found.High:0.00}: {(found.High < 0 ? "found" : "not found")}"))
                : new("who buys often spends less each time", $"power {Number(shop.SpendByRate)}", "none", "too few came back to tell"));
        }

        if (truth.PlantedShop is { } seasonal)
        {
            lines.AddRange(Seasons(seasonal, run));
            lines.Add(Gaming(Text($"{seasonal.Gaming:P0} who send nearly everything back"), truth.Customers * seasonal.Gaming, run.Gaming?.Returners.Count, "who bought often enough can be seen"));
        }

        lines.Add(new(truth.Planted is null ? "interventions by lot" : "seasons of use, interventions by lot", "planted", "not told", "a run does not estimate them; their customers are valued as they are"));
        return lines;
    }

    // What customers caused of a pool: known to the cent where every booking was read.
    private static IEnumerable<Comparison> Costs(SimulatedCompanyTruth truth, RunRecord run)
    {
        foreach (PoolTruth pool in truth.Costs ?? [])
        {
            CostPool? found = run.Costs?.Pools.FirstOrDefault(p => p.Pool == pool.Pool);
            yield return new(
                $"cost that customers caused, {pool.Pool}", Cents(pool.Allocated), found is null ? "none" : Cents(found.Allocated),
                found is null ? "no such pool came in" : Math.Abs(found.Allocated - pool.Allocated) < 0.005m ? "to the cent" : Text($"{(double)(found.Allocated - pool.Allocated):+#,0.00;-#,0.00}, {(double)(found.Allocated / pool.Allocated) - 1:P2} off"));
        }
    }

    private static IEnumerable<Comparison> Channels(IReadOnlyList<PlantedChannel> planted, AcquisitionFacts? facts)
    {
        foreach (PlantedChannel channel in planted)
        {
            if (facts?.Channels.FirstOrDefault(c => c.Channel == channel.Name)?.Cac is not { } cac)
            {
                continue;
            }

            int won = facts.Channels.First(c => c.Channel == channel.Name).Won;
            yield return new($"cost to win a customer, {channel.Name}", Cents(channel.CacCents / 100m), Cents((decimal)cac), Text($"{(cac / (channel.CacCents / 100.0)) - 1:+0.0 %;-0.0 %}; {won:N0} were won, a number that is chance"));
        }
    }

    private static IEnumerable<Comparison> Signals(AccountPlan plan, RunRecord run)
    {
        if (run.Learned is not { Strongest.Count: > 0 } learned || run.Signals is not { } signals)
        {
            yield return new("early warning, and what keeps customers", "planted", "none", run.Learned?.Refused ?? "nothing was learned of who leaves");
            yield break;
        }

        int fall = signals.NamedFeatures.ToList().IndexOf(plan.Warning.Feature) + 1;
        yield return Found($"early warning: '{plan.Warning.Feature}' falls to {Number(plan.Warning.FallsTo)}", $"hazard × {Number(plan.Warning.HazardRatio)}", learned, [$"feature_{fall}_fall"]);
        string[] firsts = [.. plan.Combination.Features.Select(f => $"feature_{signals.NamedFeatures.ToList().IndexOf(f) + 1}_first_60d")];
        yield return Found($"{string.Join(" and ", plan.Combination.Features)} within {plan.Combination.Days} days keep customers", $"hazard × {Number(plan.Combination.HazardRatio)}", learned, firsts);
    }

    private static Comparison Found(string what, string planted, LearnedRecord learned, string[] ids)
    {
        StrongFeature[] found = [.. learned.Strongest.Where(f => ids.Contains(f.Feature, StringComparer.Ordinal))];
        return found.Length > 0
            ? new(what, planted, "found", string.Join("; ", found.Select(f => Text($"{f.Feature} is among the {learned.Strongest.Count} strongest signals (stability {f.Stability:0.00})"))))
            : new(what, planted, "not found", Text($"not among the {learned.Strongest.Count} signals that go most stably with leaving"));
    }

    private static IEnumerable<Comparison> Prices(SimulatedCompanyTruth truth, PlantedPriceChange planted, RecurringFacts? facts)
    {
        if (facts is null || planted.Month.Count == 0 || facts.Months.Sum(m => m.Price) <= 0)
        {
            yield break;
        }

        decimal all = facts.Months.Sum(m => m.Price);
        DateOnly from = truth.Start.AddMonths(planted.Month.Values.Min());
        from = new(from.Year, from.Month, 1);
        double share = (double)(facts.Months.Where(m => m.Month >= from).Sum(m => m.Price) / all);
        yield return new("rise of prices", Text($"{planted.Size:P0} from {from:yyyy-MM} on"), Text($"{share:P0} from then on"), Text($"of the {all:N0} by which prices raised recurring revenue, by the month"));
    }

    // A ratio of hazards a little above even odds is nearly one of odds.
    private static IEnumerable<Comparison> Leaving(PlantedPriceChange planted, RunRecord run)
    {
        if (run.Contracts?.Laws.FirstOrDefault(law => law.Parameters.ContainsKey("voluntary: price rise")) is { } law)
        {
            yield return new("leaving where a renewal comes with a rise of prices", $"hazard × {Number(planted.HazardRatio)}", $"odds × {Number(Math.Exp(law.Parameters["voluntary: price rise"]))}", $"{law.Name}, beside segment, term and age");
        }
    }

    private static IEnumerable<Comparison> Seasons(ShopPlan planted, RunRecord run)
    {
        if (run.Seasons is not { Used: true } found)
        {
            yield return new("seasons of buying", "planted", "not found", run.Seasons?.Why ?? "not looked for");
            yield break;
        }

        int high = planted.Seasons.ToList().IndexOf(planted.Seasons.Max()), low = planted.Seasons.ToList().IndexOf(planted.Seasons.Min());
        double off = planted.Seasons.Zip(found.Months, (a, b) => Math.Abs(b - a)).Average();
        foreach (int month in new[] { high, low })
        {
            yield return new($"season, {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month + 1)}", Number(planted.Seasons[month]), Number(found.Months[month]), Text($"the twelve months are {off:0.00} off in the mean"));
        }
    }

    private static Comparison Gaming(string what, double planted, int? found, string which) =>
        new($"customers who game: {what}", Text($"about {planted:0}"), found is { } count ? Text($"{count:N0}") : "none", which);

    private static string Cents(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
