using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Training.Contracts;
using Perennial.Training.Learned;

namespace Perennial.Reports.Page.Sections;

/// <summary>What goes with leaving: how well it is told, by what, and for whom less well. Association, not effect.</summary>
internal static class LeavingSection
{
    private const double Believed = 0.05;
    private const int MostSlices = 6;
    private const int MostNew = 8;

    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Learned is not { } learned)
        {
            return Section.Nothing;
        }

        if (learned.Churn.Count == 0)
        {
            return new("leaving", "What goes with leaving", Markup.Of($"<p>{learned.Refused}</p>"));
        }

        ChurnRecord main = learned.Scorecard is { } card ? learned.Churn.First(churn => churn.HorizonDays == card.HorizonDays) : learned.Churn[0];
        Chart? chart = LeavingPictures.Reliability(main);
        return new("leaving", "What goes with leaving", Markup.Of($"""
            <p>Of {Figure.Of(main.Scored, "customer")} with a running subscription, by their signals alone {string.Join(", ", learned.Churn.Select(churn => $"{Figure.Count((long)Math.Round(churn.Expected))} are expected to leave within {churn.HorizonDays} days"))}: the sum of each one's <a href="#def-churn.chance.v1">chance of leaving</a>. {Heard(run.Contracts?.Signalled)} All of this is <strong>association, not effect</strong>: it says what customers who leave look like, not what would keep them.</p>
            {learned.Warnings.Concat(learned.NotLearned).Select(sentence => Markup.Of($"<p>{sentence}</p>"))}
            {Strongest(learned)}
            {Card(learned.Scorecard)}
            {Compared(main)}
            {Signalled(run.Contracts?.Signalled)}
            {(chart is null ? Markup.Empty : ChartMarkup.Figure(chart))}
            {Deciles(main)}
            {Slices(main)}
            {Families(learned)}
            {NewCustomers(learned, main)}
            {Value(learned.Value, money)}
            <p>Each customer's chances by signals alone are in <code>training_leaving</code>, the five signals that go most with each in <code>training_drivers</code>, tables of the run. {learned.TreesBy}</p>
            """));
    }

    // Scores and values have one chance of leaving: this says whose.
    private static Markup Heard(SignalledRiskRecord? signalled) => signalled is null ? Markup.Empty : Markup.Of($"""
        {(signalled.Chosen == SignalledRisk.LawAlone ? "Scores and values take their chances from the law of contracts: signals told the months ahead no better." : $"Scores and values take the chance to leave within {signalled.HorizonDays} days from {signalled.Chosen}.")}
        """);

    private static Markup Signalled(SignalledRiskRecord? signalled) => signalled is null ? Markup.Empty : Markup.Of($"""
        {Tables.Draw($"Who tells better who leaves within {signalled.HorizonDays} days", ["Taken from", "#Log score|churn.log-score.v1", "#Brier|churn.brier.v1", "#Concordance|churn.concordance.v1", "#Stated", "#Left"], signalled.Scores.Select(one => (IReadOnlyList<Markup>)
        [
            one.Way == signalled.Chosen ? Markup.Of($"<strong>{one.Way}</strong>") : Tables.Text(one.Way), Tables.Text(Figure.Fixed(one.LogScore, "0.0000")), Tables.Text(Figure.Fixed(one.Brier, "0.0000")),
            Tables.Text(Figure.Fixed(one.Concordance, "0.000")), Tables.Text(Figure.Percent(one.Predicted)), Tables.Text(Figure.Percent(one.Observed)),
        ]))}
        <p>{signalled.Because} On {Figure.Of(signalled.Rows, "row")} of the last landmarks, which neither had seen; the choice itself was made there.</p>
        """);

    private static Markup Strongest(LearnedRecord learned) => learned.Strongest.Count == 0 ? Markup.Empty : Markup.Of($"""
        {Tables.Draw("The signals that go with leaving most stably", ["Signal", "What it is", "More of it goes with", "#Found in half samples|churn.stability.v1", "#Log score lost without it"], learned.Strongest.Select(feature => (IReadOnlyList<Markup>)
        [
            Tables.Data(feature.Feature), Tables.Text(feature.Words), Tables.Text(feature.Direction switch { > 0 => "leaving", < 0 => "staying", _ => "either" }),
            Tables.Text(Figure.Percent(feature.Stability)), Tables.Text(Figure.Measure(feature.Importance)),
        ]))}
        {(learned.FalseFindings is { } bound ? Markup.Of($"<p>At most {Figure.Fixed(bound, "0.0")} signals of no use are expected among those found in {Figure.Percent(0.7)} or more of the half samples.</p>") : Markup.Empty)}
        """);

    private static Markup Card(CardRecord? card) => card is null ? Markup.Empty : Markup.Of($"""
        <p>The scorecard is the simple model: look up each signal, add the <a href="#def-churn.points.v1">points</a>, and read the chance of leaving within {card.HorizonDays} days below. Ten points about double the odds.</p>
        {Tables.Draw("Points by signal", ["Signal", "Range", "#Points", "#Left"], card.Rows.Select(row => (IReadOnlyList<Markup>)
            [Tables.Data(row.Feature), Tables.Text(row.Range), Tables.Text(Figure.Count(row.Points)), Tables.Text(Figure.Percent(row.Share))]))}
        {Tables.Draw("Chance by points", ["Points", "#Chance of leaving"], card.Levels.Select(level => (IReadOnlyList<Markup>)
            [Tables.Text($"{level.Points} to {level.Points + 9}"), Tables.Text(Figure.Percent(level.Chance))]))}
        """);

    private static Markup Compared(ChurnRecord main) => Markup.Of($"""
        {Tables.Draw($"Models of leaving within {main.HorizonDays} days, on months none of them had seen", ["Model", "#Log score|churn.log-score.v1", "#Brier|churn.brier.v1", "#Of it, miscalibration", "#Concordance|churn.concordance.v1", "#Gini", "#Stated", "#Left"], main.Compared.Select(one => (IReadOnlyList<Markup>)
        [
            one.Kind == main.Chosen ? Markup.Of($"<strong>{one.Kind}</strong>") : Tables.Text(one.Kind), Tables.Text(Figure.Fixed(one.LogScore, "0.0000")), Tables.Text(Figure.Fixed(one.Brier, "0.0000")),
            Tables.Text(Figure.Fixed(one.Miscalibration, "0.0000")), Tables.Text(Figure.Fixed(one.Concordance, "0.000")), Tables.Text(Figure.Fixed(one.Gini, "0.000")), Tables.Text(Figure.Percent(one.Predicted)), Tables.Text(Figure.Percent(one.Observed)),
        ]))}
        <p>Chosen on earlier months, from {Figure.Day(main.CalibratedFrom)}: {main.Because} Trained on landmarks up to {Figure.Day(main.TrainedTo)}; tested on {Figure.Of(main.Test.Rows, "row")} from {Figure.Day(main.TestedFrom)} to {Figure.Day(main.TestedTo)}.</p>
        """);

    private static Markup Deciles(ChurnRecord main) => Tables.Draw(
        "By tenth of the chance, highest first",
        ["Tenth", "#Stated", "#Left"],
        main.Deciles.Select((tenth, i) => (IReadOnlyList<Markup>)[Tables.Text(Figure.Count(i + 1)), Tables.Text(Figure.Percent(tenth.Predicted)), Tables.Text(Figure.Percent(tenth.Actual))]));

    private static Markup Slices(ChurnRecord main)
    {
        SliceRecord[] worse = [.. main.Slices.Where(slice => slice.Difference > 0 && slice.FalseDiscovery <= Believed).Take(MostSlices)];
        return worse.Length == 0
            ? Markup.Of($"<p>In no segment and in no month does the model err more than chance explains.</p>")
            : Tables.Draw("Where the model errs more than elsewhere", ["Slice", "#Rows", "#Log score there", "#Above elsewhere", "#False discovery", "#Stated", "#Left"], worse.Select(slice => (IReadOnlyList<Markup>)
            [
                Tables.Data(slice.Slice), Tables.Text(Figure.Count(slice.Rows)), Tables.Text(Figure.Fixed(slice.LogScore, "0.000")), Tables.Text(Figure.Fixed(slice.Difference, "0.000")),
                Tables.Text(Figure.Percent(slice.FalseDiscovery)), Tables.Text(Figure.Percent(slice.Predicted)), Tables.Text(Figure.Percent(slice.Observed)),
            ]));
    }

    private static Markup Families(LearnedRecord learned)
    {
        FamilyRecord[] there = [.. learned.Families.Where(family => family.Features > 0)];
        FamilyRecord[] thin = [.. there.Where(family => family.Known < 0.5)];
        string[] none = [.. learned.Families.Where(family => family.Features == 0).Select(family => family.Family), .. thin.Select(family => $"{family.Family} (known for {Figure.Percent(family.Known)})")];
        return Markup.Of($"""
            {Tables.Draw("What each family of signals is worth", ["Family", "#Signals", "#Values known", "#Log score lost without it|churn.family.v1", "#Standard error"], there.Select(family => (IReadOnlyList<Markup>)
            [
                Tables.Text(family.Family), Tables.Text(Figure.Count(family.Features)), Tables.Text(Figure.Percent(family.Known)), Tables.Text(Figure.Fixed(family.Rise, "0.0000")), Tables.Text(Figure.Fixed(family.StandardError, "0.0000")),
            ]))}
            <p>A family whose loss is not clearly above its standard error can be left out without harm to this forecast. {(none.Length == 0 ? "Every family has data." : $"Little or nothing is known of: {string.Join(", ", none)}. Whether they would help cannot be told before they are there; the table shows what sources like them bring.")}</p>
            """);
    }

    private static Markup NewCustomers(LearnedRecord learned, ChurnRecord main) => learned.ColdStart.Count == 0 ? Markup.Empty : Tables.Draw(
        $"New customers, by what is known at sign-up: chance of leaving within {main.HorizonDays} days",
        ["Traits", "#Customers seen", "#Chance|churn.cold-start.v1", "#80 % interval"],
        learned.ColdStart.Take(MostNew).Select(row => (IReadOnlyList<Markup>)
            [Tables.Data(row.Traits), Tables.Text(Figure.Count(row.Customers)), Tables.Text(Figure.Percent(row.Chance)), Tables.Text($"{Figure.Percent(row.Low)} to {Figure.Percent(row.High)}")]));

    private static Markup Value(ValueRecord? value, MoneyFormat money) => value is null ? Markup.Empty : Markup.Of($"""
        <p>Within {value.HorizonDays} days {money.Of(value.Expected)} are expected, as the <a href="#def-value.two-part.v1">chance of paying times the amount</a>. Intervals made to hold {Figure.Percent(value.Level)} of outcomes held {Figure.Percent(value.Held)} on months nobody had seen.</p>
        {Tables.Draw($"Models of money within {value.HorizonDays} days, on months none of them had seen", ["Model", "#CRPS", "#Mean absolute error", "#RMSE", "#Gini", "#Forecast", "#Came"], value.Compared.Select(one => (IReadOnlyList<Markup>)
        [
            one.Kind == value.Chosen ? Markup.Of($"<strong>{one.Kind}</strong>") : Tables.Text(one.Kind), Tables.Text(Figure.Number(one.Crps)), Tables.Text(Figure.Number(one.Mae)), Tables.Text(Figure.Number(one.Rmse)),
            Tables.Text(Figure.Fixed(one.Gini, "0.000")), Tables.Text(money.Of(one.Predicted)), Tables.Text(money.Of(one.Actual)),
        ]))}
        <p>Chosen on earlier months: {value.Because}</p>
        """);
}
