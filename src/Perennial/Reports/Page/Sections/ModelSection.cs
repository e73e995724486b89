using Perennial.Training;

namespace Perennial.Reports.Page.Sections;

/// <summary>The models in plain words: what each parameter says about these customers, how sure it is, and how the fit ended.</summary>
internal static class ModelSection
{
    public static Section Draw(RunRecord run, MoneyFormat money) => run.Contracts is not null && run.Models.Count == 0 ? Section.Nothing : new("model", "The model in plain words", run.Models.Count == 0
        ? Markup.Of($"<p>No model was fitted. {run.Usability}</p>")
        : Markup.Of($"{Lead(run)}{Seasons(run)}{Levels(run)}{run.Models.OrderBy(m => m.Name == run.Chosen ? 0 : m.Name == "gamma-gamma" ? 1 : 2).Select(m => One(run, m, money))}{Tried(run)}"));

    private static Markup Lead(RunRecord run) => run.Chosen == "none"
        ? Markup.Of($"<p>No model is used for values. {run.Usability}</p>")
        : Markup.Of($"<p>Values come from <strong>{Words.Model(run.Chosen)}</strong>. Standard errors say how far a parameter could be off by chance alone.</p>");

    private static Markup Seasons(RunRecord run) => run.Seasons is not { } seasons ? Markup.Empty : !seasons.Used
        ? Markup.Of($"<p>All days are taken as alike. {seasons.Why}</p>")
        : Markup.Of($"""
            <article class="model">
            <h3>Seasons of buying</h3>
            <p>Models read histories by a clock that runs faster in strong months, so that who bought in a strong one is not taken for somebody who buys often. {seasons.Why} Parameters are those of a mean month; who buys more then is taken to leave sooner too.</p>
            {Tables.Draw("How much is bought in each month of the year, the mean being 1", ["Month", "#Index", "#Repeat purchases it rests on"], seasons.Months.Select((index, m) => (IReadOnlyList<Markup>)
            [
                Tables.Text(Month(m + 1)), Tables.Text(Figure.Fixed(index, "0.00")), Tables.Text(Figure.Count(seasons.Purchases[m])),
            ]))}
            </article>

            """);

    private static Markup Levels(RunRecord run) => run.SegmentSpend is not { Used: true } levels ? Markup.Empty : Markup.Of($"""
        <article class="model">
        <h3>Spend by segment</h3>
        <p>{levels.Why} A customer's money is read over the level of the own segment, so that those of whom little is known are drawn to their own kind; parameters of spend below are those of {levels.Segments[0].Segment}, and of segments not named here.</p>
        {Tables.Draw($"How much a purchase of each segment brings, that of {levels.Segments[0].Segment} being 1", ["Segment", "#Customers who came back", "#Level", "#95 % interval"], levels.Segments.Select(level => (IReadOnlyList<Markup>)
        [
            Tables.Text(level.Segment), Tables.Text(Figure.Count(level.Customers)), Tables.Text(Figure.Fixed(level.Level, "0.00")),
            Tables.Text(level.StandardError is { } error ? $"{Figure.Fixed(level.Level * Math.Exp(-1.96 * error), "0.00")} to {Figure.Fixed(level.Level * Math.Exp(1.96 * error), "0.00")}" : "–"),
        ]))}
        </article>

        """);

    private static string Month(int month) => System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);

    private static Markup Tried(RunRecord run) => run.Candidates.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Which models were tried</h3>
        {Tables.Draw("Models of purchases, and why each was tried or not", ["Model", "Tried", "Why"], run.Candidates.Select(c => (IReadOnlyList<Markup>)
        [
            Tables.Text(Words.Model(c.Model)), Tables.Text(c.Tried ? "yes" : "no"), Tables.Text(c.Why),
        ]))}

        """);

    private static Markup One(RunRecord run, FittedModel model, MoneyFormat money)
    {
        bool readable = model.Exit is "converged" or "boundary";
        return Markup.Of($"""
            <article class="model">
            <h3>{Words.Model(model.Name)}{(model.Name == run.Chosen ? " – chosen" : string.Empty)}</h3>
            <p>{ModelStory.Of(model.Name)}</p>
            {(readable ? Markup.Of($"<ul>{ModelStory.Says(model, money).Select(s => Markup.Of($"<li>{s}</li>"))}</ul>") : Markup.Empty)}
            {Tables.Draw($"Parameters of {Words.Model(model.Name)}", ["Parameter", "#Estimate", "#Standard error", "What it is"], model.Parameters.Select(p => (IReadOnlyList<Markup>)
            [
                Markup.Of($"<code>{p.Key}</code>"), Tables.Text(Figure.Parameter(p.Value)), Tables.Text(Figure.Parameter(model.StandardErrors.GetValueOrDefault(p.Key))), Tables.Text(ModelStory.Parameter(model.Name, p.Key, model.Unit)),
            ]))}
            <p class="note">The fit {(model.Exit == "converged" ? "converged" : "ended: " + Words.Exit(model))}. {model.Explanation} Log-likelihood {Figure.Fixed(model.LogLikelihood, "N4")}; {Figure.Of(model.Customers, "customer")} in {Figure.Of(model.Groups, "distinct history", "distinct histories")}; time unit or currency: {model.Unit}.</p>
            </article>

            """);
    }
}
