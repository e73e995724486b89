using System.Globalization;
using Perennial.Features;
using Perennial.Portfolio;
using Perennial.Training;
using Perennial.Valuation;

namespace Perennial;

/// <summary>What a reader of the values must know, drawn from everything a run found.</summary>
internal static class Cautions
{
    /// <summary>Gives one sentence each.</summary>
    public static IEnumerable<string> Of(Facts facts, TrainingResult training, ValuationOptions valuation, LeftCensoring leftCensoring)
    {
        if (valuation.Margin is null)
        {
            yield return "No margin was given, so values are revenue, not margin. State it with --margin 0.35.";
        }

        if (facts.FrequencySpendCorrelation is { } correlation && (correlation.Low > 0 || correlation.High < 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Customers who buy {(correlation.Value > 0 ? "more" : "less")} often spend more an order (Spearman {correlation.Value:0.00}, 95 % interval {correlation.Low:0.00} to {correlation.High:0.00}); the spend model assumes no relation, so values at the {(correlation.Value > 0 ? "top are somewhat low" : "top are somewhat high")}.");
        }

        if (leftCensoring.BurnInEnds is { } burnIn)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{facts.LeftCensored} customers were first seen by {burnIn:yyyy-MM-dd} and may have been customers before the data begin: models learn from the others, and theirs are marked low_data.");
        }

        if (training.Holdout is { } holdout && (valuation.Horizon.Days is not { } days || days > holdout.End.DayNumber - holdout.Start.DayNumber))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Coverage was measured over {holdout.End.DayNumber - holdout.Start.DayNumber} days; values over {valuation.Horizon} are extrapolated beyond what was tested.");
        }

        if (facts.Setting == "contractual")
        {
            yield return "These payments look contractual (regular dates and amounts). The models here are for customers who leave without saying so; read their values with care.";
        }
    }
}
