using Perennial.Features.Signals;

namespace Perennial.Reports.Page.Sections;

/// <summary>What is known of customers beside money: how many signals have values, and which say more than they should.</summary>
internal static class SignalSection
{
    public static Section Draw(RunRecord run)
    {
        if (run.Signals is not { Customers: > 0 } signals)
        {
            return Section.Nothing;
        }

        return new("signals", "What is known of each customer", Markup.Of($"""
            <p>{Figure.Count(signals.Missing.Count(signal => signal.MissingShare < 1))} signals have values on {Figure.Day(run.AsOf)}; the same were found for {Figure.Of(signals.Landmarks, "earlier day")}, {Figure.Of(signals.PanelRows, "row")} of customers who were there, each with nothing that became known later. Missing values stay missing. The table <code>features_signals</code> of the run has them, <code>features_signals_relative</code> where each customer stands in the own segment.</p>
            {Tables.Draw("Signals by family", ["Family", "#With values", "#Without any", "#Median share of customers without a value, of those with values"], SignalFamilies.All.SelectMany(family => Row(family, [.. signals.Missing.Where(signal => signal.Family == family)])))}
            {Suspects(signals)}
            """));
    }

    private static IEnumerable<IReadOnlyList<Markup>> Row(string family, SignalCoverage[] signals)
    {
        double[] known = [.. signals.Where(signal => signal.MissingShare < 1).Select(signal => signal.MissingShare).Order()];
        if (signals.Length > 0)
        {
            yield return
            [
                Tables.Text(family), Tables.Text(Figure.Count(known.Length)), Tables.Text(Figure.Count(signals.Length - known.Length)),
                Tables.Text(known.Length == 0 ? "–" : Figure.Percent((known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2)),
            ];
        }
    }

    private static Markup Suspects(SignalFacts signals) => signals.Suspects.Count == 0
        ? Markup.Empty
        : Markup.Of($"""
            <p>Too good to be true, and refused by models: {string.Join(", ", signals.Suspects.Select(suspect => $"{suspect.Id}{(suspect.ByMissing ? " (whether it is missing)" : string.Empty)} {Figure.Fixed(suspect.Concordance, "0.000")}"))}. Alone, each puts nearly every pair of a customer who left within {Figure.Count(signals.SuspectHorizonDays)} days and one who stayed in the right order: look at when its source is written.</p>
            """);
}
