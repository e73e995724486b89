using System.Text.Json;
using System.Text.Json.Nodes;
using Perennial.Reports.Page;

namespace Perennial.Reports.Charts;

/// <summary>Draws a <see cref="Chart"/> as HTML: figure, switch, canvas, table, and the data the page's script needs.</summary>
public static class ChartMarkup
{
    /// <summary>Draws the figure. Without script the table is still there.</summary>
    public static Markup Figure(Chart chart) => Markup.Of($"""
        <figure class="chart" id="chart-{chart.Id}" data-chart="{chart.Id}">
        <figcaption><h3>{chart.Title}</h3><p>{chart.Caption} <a class="def" href="#def-{chart.DefinitionId}">{chart.DefinitionId}</a></p></figcaption>
        {Switch(chart)}
        <div class="plot" style="height:{chart.Height}px" role="img" aria-label="{chart.Title}"></div>
        {chart.Views.Select((view, i) => Table(chart, view, i))}
        <script type="application/json" class="chart-data">{Data(chart)}</script>
        </figure>

        """);

    private static Markup Switch(Chart chart) => chart.Views.Count < 2
        ? Markup.Empty
        : Markup.Of($"""<fieldset class="switch"><legend class="hidden">What {chart.Title} shows</legend>{chart.Views.Select((view, i) => Choice(chart, view, i))}</fieldset>""");

    private static Markup Choice(Chart chart, ChartView view, int i) => Markup.Of(
        $"""<label><input type="radio" name="view-{chart.Id}" value="{i}"{Markup.Trusted(i == 0 ? " checked" : string.Empty)}><span>{view.Label}</span></label>""");

    private static Markup Table(Chart chart, ChartView view, int i) => Markup.Of($"""
        <details class="behind" data-view="{i}"{Markup.Trusted(i > 0 ? " hidden" : string.Empty)}>
        <summary>Table{(view.Label.Length > 0 ? ": " + view.Label : string.Empty)}</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Table of {chart.Title}{(view.Label.Length > 0 ? ", " + view.Label : string.Empty)}">
        <table><thead><tr>{view.Table.Columns.Select(Head)}</tr></thead>
        <tbody>{view.Table.Rows.Select(row => Row(view.Table.Columns, row))}</tbody></table></div>
        </details>

        """);

    private static Markup Head(ChartColumn column) => Markup.Of($"""<th scope="col"{Align(column)}>{column.Name}</th>""");

    private static Markup Row(IReadOnlyList<ChartColumn> columns, IReadOnlyList<ChartCell> cells) =>
        Markup.Of($"<tr>{cells.Select((cell, i) => Cell(columns[i], cell, i == 0))}</tr>\n");

    private static Markup Cell(ChartColumn column, ChartCell cell, bool first)
    {
        Markup value = cell.Value is { } v && double.IsFinite(v) ? Markup.Of($""" data-v="{v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}" """) : Markup.Empty;
        return first
            ? Markup.Of($"""<th scope="row"{Align(column)}{value}><bdi>{cell.Text}</bdi></th>""")
            : Markup.Of($"<td{Align(column)}{value}>{cell.Text}</td>");
    }

    private static Markup Align(ChartColumn column) => Markup.Trusted(column.Numeric ? " class=\"n\"" : string.Empty);

    // The default encoder writes <, >, &, quotes and everything beyond ASCII as \u escapes: the text cannot end the script element.
    private static Markup Data(Chart chart)
    {
        JsonArray views = ChartJson.All(chart.Views.Select(v => (JsonNode?)v.Option.DeepClone()));
        return Markup.Trusted(views.ToJsonString(JsonSerializerOptions.Default));
    }
}
