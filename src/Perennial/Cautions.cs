using System.Globalization;
using Perennial.Ingest;
using Perennial.Ingest.Quality;
using Perennial.Portfolio;
using Perennial.Scoring;
using Perennial.Training;
using Perennial.Valuation;

namespace Perennial;

/// <summary>What a reader of the values must know, drawn from everything a run found.</summary>
internal static class Cautions
{
    /// <summary>A total off by more than this factor is said at the top.</summary>
    private const double FarOff = 1.25;

    /// <summary>Below this many hidden orders chance alone moves a total that far.</summary>
    private const double FewestToCompare = 50;

    /// <summary>After so many days without any order the data have probably ended earlier.</summary>
    private const int LongSilence = 60;

    /// <summary>Gives one sentence each. Where nothing is predicted, nothing is said about predictions.</summary>
    public static IReadOnlyList<string> Of(
        IngestResult ingest, Facts facts, TrainingResult training, ValuationOptions valuation, LeftCensoring leftCensoring, Usability usability, IReadOnlyList<string>? contracts, bool costsKnown) =>
        contracts is not null && training.Models.Count == 0
            ? [.. OfData(ingest, facts), .. contracts, .. OfMargin(valuation, ingest.HasAmounts, costsKnown)]
            : contracts is not null ? [.. OfData(ingest, facts), .. contracts, .. usability.Level == UsabilityLevel.Facts ? [] : Predicted(ingest, facts, training, valuation, leftCensoring, costsKnown)]
            : usability.Level == UsabilityLevel.Facts
            ? [.. OfData(ingest, facts), .. OfSetting(facts)]
            : [.. OfData(ingest, facts), .. Predicted(ingest, facts, training, valuation, leftCensoring, costsKnown), .. OfSetting(facts)];

    /// <summary>Says what the values can be used for; where the data themselves are in doubt, that comes first.</summary>
    /// <param name="ingest">What came in.</param>
    /// <param name="purchases">What is said of customers told by their purchases; null without any.</param>
    /// <param name="contracts">What is said of those with subscriptions; null without any.</param>
    public static string Use(IngestResult ingest, string? purchases, string? contracts)
    {
        string sentence = purchases is null || contracts is null ? $"{purchases}{contracts}" : $"{contracts} Of the others: {purchases}";
        return ingest.Quality.Any(IsSerious) ? $"{sentence} But first settle what is said of the data: it may change every figure." : sentence;
    }

    private static IEnumerable<string> Predicted(IngestResult ingest, Facts facts, TrainingResult training, ValuationOptions valuation, LeftCensoring leftCensoring, bool costsKnown) =>
        [.. OfTest(training), .. training.Warnings, .. OfValues(facts, training, valuation, leftCensoring, ingest.HasAmounts, costsKnown)];

    private static bool IsSerious(QualityFinding finding) => finding.Severity == QualityReport.Serious;

    private static IEnumerable<string> OfData(IngestResult ingest, Facts facts)
    {
        foreach (QualityFinding finding in ingest.Quality.Where(IsSerious))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Data: {finding.Title} ({finding.Count:N0}). {finding.Done}");
        }

        if (!ingest.HasAmounts)
        {
            yield return "No column was taken as the amount, so nothing is said in money. If one holds it, state it with --map amount=COLUMN.";
        }

        if (facts.LastOrderDay is { } last && facts.AsOf.DayNumber - last.DayNumber > LongSilence)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Nothing was bought in the {facts.AsOf.DayNumber - last.DayNumber} days before {facts.AsOf:yyyy-MM-dd}. If the data simply end on {last:yyyy-MM-dd}, leave --as-of out: silence that was not observed counts against every customer.");
        }

        if (facts.Customers > facts.Buyers)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{facts.Customers - facts.Buyers:N0} of {facts.Customers:N0} customers only returned or took back what they bought: they are in the facts and have no value of their own.");
        }

        ControlTotalMonth[] off = [.. ingest.ControlTotal.Where(month => month.Difference != 0 && month.Month != "total")];
        if (ingest.ControlTotal.FirstOrDefault(month => month.Month == "total") is { } total && (total.Difference != 0 || off.Length > 0))
        {
            string months = off.Length == 0 ? string.Empty : string.Create(
                CultureInfo.InvariantCulture, $"; {off.Length} month{(off.Length == 1 ? string.Empty : "s")} differ, the most {off.MaxBy(month => Math.Abs(month.Difference))!.Month} by {off.MaxBy(month => Math.Abs(month.Difference))!.Difference:N2}");
            yield return string.Create(CultureInfo.InvariantCulture, $"Control total: the data hold {total.Data:N2}, the ledger {total.Ledger:N2}, a difference of {total.Difference:N2}{months}. The report has it by month.");
        }
    }

    private static IEnumerable<string> OfTest(TrainingResult training)
    {
        if (training.Holdout is not { } holdout)
        {
            yield break;
        }

        if (!holdout.CoveragePasses)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"The 80 % intervals held {holdout.Coverage80 * 100:0.0} % of the hidden outcomes, outside 80 % give or take {holdout.Coverage80Tolerance * 100:0.0}: treat individual intervals as too {(holdout.Coverage80 < 0.8 ? "narrow" : "wide")}.");
        }

        if (holdout.Actual >= FewestToCompare && (holdout.Predicted < holdout.Actual / FarOff || holdout.Predicted > holdout.Actual * FarOff))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"In the hidden months {holdout.Actual:N0} repeat orders happened and {holdout.Predicted:N0} were predicted: the past did not carry on (growth, a season, a change of business), so the total may be off as far again.");
        }
    }

    private static IEnumerable<string> OfValues(Facts facts, TrainingResult training, ValuationOptions valuation, LeftCensoring leftCensoring, bool hasAmounts, bool costsKnown)
    {
        foreach (string margin in OfMargin(valuation, hasAmounts, costsKnown))
        {
            yield return margin;
        }

        if (facts.FrequencySpendCorrelation is { } correlation && (correlation.Low > 0 || correlation.High < 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Customers who buy {(correlation.Value > 0 ? "more" : "less")} often spend more an order (Spearman {correlation.Value:0.00}, 95 % interval {correlation.Low:0.00} to {correlation.High:0.00}); the spend model assumes no relation, so values at the {(correlation.Value > 0 ? "top are somewhat low" : "top are somewhat high")}.");
        }

        if (leftCensoring.BurnInEnds is { } burnIn)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{facts.LeftCensored} customers were first seen by {burnIn:yyyy-MM-dd} and may have been customers before the data begin: models learn from the others, and theirs are marked low_data.");
        }

        if (training.Holdout is { } holdout && (valuation.Horizon.Days is not { } days || days > holdout.End.DayNumber - holdout.Origin.DayNumber))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Coverage was measured over {holdout.End.DayNumber - holdout.Origin.DayNumber} days; values over {valuation.Horizon} are extrapolated beyond what was tested.");
        }
    }

    private static IEnumerable<string> OfMargin(ValuationOptions valuation, bool hasAmounts, bool costsKnown)
    {
        if (valuation.Margin is null && hasAmounts)
        {
            yield return costsKnown
                ? "No margin was given, so clv is revenue; clv_gross and clv_net take off what the tables say of costs."
                : "No margin was given, so values are revenue, not margin. State it with --margin 0.35.";
        }
    }

    private static IEnumerable<string> OfSetting(Facts facts)
    {
        if (facts.Setting == "contractual")
        {
            yield return "These payments look contractual (regular dates and amounts). The models here are for customers who leave without saying so; read their values with care.";
        }
    }
}
