using System.Text.Json.Nodes;

namespace Perennial.Reports.Charts;

/// <summary>One picture: what it shows, of how many, as of when, under which definition, and the table behind it. Serves the report and any other page.</summary>
public sealed record Chart
{
    /// <summary>Gives the id, unique on a page: lower-case letters and dashes.</summary>
    public required string Id { get; init; }

    /// <summary>Gives the title: where possible the finding itself.</summary>
    public required string Title { get; init; }

    /// <summary>Gives what is drawn, with n and the as-of day.</summary>
    public required string Caption { get; init; }

    /// <summary>Gives the definition id of what is drawn.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Gives the views, the first one shown first; a reader switches between them.</summary>
    public required IReadOnlyList<ChartView> Views { get; init; }

    /// <summary>Gives the height in pixels.</summary>
    public int Height { get; init; } = 320;
}

/// <summary>One view of a picture.</summary>
/// <param name="Label">A word or two for the switch; empty where there is one view only.</param>
/// <param name="Option">The chart library's option. Colours may be named <c>$ink</c>, formats <c>@money</c>: the page resolves both.</param>
/// <param name="Table">The same figures as a table.</param>
public sealed record ChartView(string Label, JsonObject Option, ChartTable Table);

/// <summary>The table behind a picture.</summary>
public sealed record ChartTable(IReadOnlyList<ChartColumn> Columns, IReadOnlyList<IReadOnlyList<ChartCell>> Rows);

/// <summary>One column.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Numeric">Numbers are set flush right.</param>
public sealed record ChartColumn(string Name, bool Numeric = true);

/// <summary>One cell: the words shown and, for numbers, the value that a download carries.</summary>
public readonly record struct ChartCell(string Text, double? Value = null);
