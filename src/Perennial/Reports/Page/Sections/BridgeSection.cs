using Perennial.Reports.Charts;
using Perennial.Reports.Pictures;
using Perennial.Valuation.Bridges;

namespace Perennial.Reports.Page.Sections;

/// <summary>Why the value of all customers moved since the run before.</summary>
internal static class BridgeSection
{
    public static Section Draw(RunRecord run, MoneyFormat money)
    {
        if (run.Bridge is not { } bridge)
        {
            return Section.Nothing;
        }

        if (bridge.Why is { } why)
        {
            return new("bridge", "Why it moved", Markup.Of($"<p>Since the run before ({bridge.From}), nothing can be told: {why}</p>"));
        }

        Chart? chart = BridgePicture.Draw(run, bridge, money);
        return new("bridge", "Why it moved", Markup.Of($"""
            <p>The run before, <code>{bridge.From}</code>, knew everything up to {Figure.Day(bridge.FromAsOf)} and valued {Figure.Of(bridge.Before, "customer")} at {money.Of(bridge.Start)} ({Tables.Definition(bridge.FromDefinitionId)}, {Words.Model(bridge.FromModel)}); this one values {Figure.Of(bridge.Now, "customer")} at {money.Of(bridge.End)}.</p>
            {(chart is null ? Markup.Empty : ChartMarkup.Figure(chart))}
            {Tables.Draw("From the run before to this one", ["", "#Amount", "#Customers moved"], Rows(bridge, money))}
            {(bridge.Net is { } net ? Markup.Of($"""<p>Net, it went from {money.Of(net.Start)} to {money.Of(net.End)}: the same steps, and <a href="#def-clv.bridge.net.v1">{money.Exact(net.TakenOff)}</a> of what is taken off.</p>""") : Markup.Empty)}
            <p>What moved each customer is in <code>bridge.parquet</code>. Steps are shares of a change, not causes: what goes with them is not told.</p>
            """));
    }

    /// <summary>Gives the name of a step.</summary>
    public static string Name(string step) => Kernel.Definitions.Find(BridgeSteps.DefinitionId(step))!.Name;

    private static IEnumerable<IReadOnlyList<Markup>> Rows(BridgeRecord bridge, MoneyFormat money)
    {
        yield return [Tables.Text($"Value on {Figure.Day(bridge.FromAsOf)}"), Tables.Text(money.Exact(bridge.Start)), Tables.Text(Figure.Count(bridge.Before))];
        foreach (BridgeStep step in bridge.Steps)
        {
            yield return [Markup.Of($"""<a href="#def-{BridgeSteps.DefinitionId(step.Id)}">{Name(step.Id)}</a>"""), Tables.Text(money.Exact(step.Amount)), Tables.Text(Figure.Count(step.Customers))];
        }

        yield return [Tables.Text("Value now"), Tables.Text(money.Exact(bridge.End)), Tables.Text(Figure.Count(bridge.Now))];
    }
}
