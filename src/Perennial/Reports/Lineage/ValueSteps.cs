using System.Globalization;
using Perennial.Training;

namespace Perennial.Reports.Lineage;

/// <summary>How a customer's value follows from the history, the models and the definition, one step a line.</summary>
public static class ValueSteps
{
    /// <summary>Gives the steps, or one sentence where the run gave the customer no value.</summary>
    /// <param name="lineage">The customer's rows, tables and models.</param>
    public static IReadOnlyList<string> Of(CustomerLineage lineage)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        Func<string, double?> score = Scores(lineage);
        if (score("clv") is not { } clv || score("expected_spend") is not { } spend || score("p_alive") is not { } alive)
        {
            return score("frequency") is null
                ? ["No value was given to this customer, who never bought anything that was kept: what was bought was returned, or bought before the data begin."]
                : [$"No value was given to this customer. {lineage.Record.Usability}"];
        }

        double margin = lineage.Record.Options.TryGetValue("margin", out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) ? share : 1;
        double x = score("frequency") ?? 0;
        List<string> steps =
        [
            Line($"History: {x:0} repeat purchases, the last {score("recency"):0.##} after the first, seen for {score("t"):0.##} ({Unit(lineage)}s); {score("mean_spend"):0.00} a repeat purchase."),
            .. InOpportunities(lineage),
            Line($"P(alive) from {lineage.Record.Chosen}, given that history: {alive:0.0000}. Chance of no purchase in {lineage.Record.Horizon}: {score("p_zero"):0.0000}."),
        ];
        if (score("expected_orders") is { } orders)
        {
            steps.Add(Line($"Expected purchases in {lineage.Record.Horizon}: {orders:0.0000}."));
        }

        if (lineage.Record.Models.FirstOrDefault(model => model.Name == "gamma-gamma") is { } gamma && (gamma.Parameters["p"] * x) + gamma.Parameters["q"] > 1)
        {
            (double p, double q, double g) = (gamma.Parameters["p"], gamma.Parameters["q"], gamma.Parameters["gamma"]);
            double paid = x * score("mean_spend") ?? 0;
            SegmentLevel? own = lineage.Record.SegmentSpend?.Segments.MinBy(segment => Math.Abs((p * ((g * segment.Level) + paid) / ((p * x) + q - 1)) - spend));
            g *= own?.Level ?? 1;
            steps.Add(Line($"Expected spend a purchase, p (gamma + x z) / (p x + q - 1) = {p:0.####} × ({g:0.####} + {x:0} × {score("mean_spend"):0.00}) / ({p:0.####} × {x:0} + {q:0.####} - 1) = {spend:0.0000}.{(own is null ? string.Empty : $" gamma is that of the segment {own.Segment}.")}"));
        }
        else
        {
            steps.Add(Line($"Expected spend a purchase: {spend:0.0000}, the median level, because no mean exists for so short a history."));
        }

        if (margin * spend > 0)
        {
            steps.Add(Line($"Value = margin × spend × discounted purchases = {margin:0.####} × {spend:0.0000} × {clv / (margin * spend):0.0000} = {clv:0.00}, by {lineage.Record.DefinitionId}."));
        }

        steps.Add(Line($"Half of such customers bring less than {score("clv_p50"):0.00}; 80 % bring {score("clv_p10"):0.00} to {score("clv_p90"):0.00}, 95 % {score("clv_p025"):0.00} to {score("clv_p975"):0.00}."));
        return steps;
    }

    // Where the model counts opportunities, what it knows of the customer.
    private static IEnumerable<string> InOpportunities(CustomerLineage lineage)
    {
        Func<string, double?> counted = Values(lineage, "features_opportunities");
        if (counted("passed") is { } passed)
        {
            yield return Line($"In opportunities: bought again at {counted("bought"):0} of the {passed:0} since the first purchase, last at number {counted("last_bought"):0}. {lineage.Record.Candidates.First(candidate => candidate.Model == lineage.Record.Chosen).Why}");
        }
    }

    private static Func<string, double?> Scores(CustomerLineage lineage) => Values(lineage, "scores");

    private static Func<string, double?> Values(CustomerLineage lineage, string name)
    {
        TableRows? table = lineage.Tables.FirstOrDefault(t => t.Table == name);
        return column =>
        {
            int at = table is { Rows.Count: > 0 } ? table.Columns.ToList().IndexOf(column) : -1;
            return at >= 0 && double.TryParse(table!.Rows[0][at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
        };
    }

    private static string Unit(CustomerLineage lineage) => lineage.Record.Models is [var first, ..] ? first.Unit : "week";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
