namespace Perennial.Reports.Page;

/// <summary>Tables of the report: a caption for everybody, numbers flush right, wide ones scroll in a region a keyboard reaches.</summary>
internal static class Tables
{
    /// <summary>Draws a table; a heading that begins with '#' is a numeric column, and one that ends in '|' and a definition id links to it.</summary>
    public static Markup Draw(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<Markup>> rows)
    {
        Markup Head(string head) => head.StartsWith('#') ? Markup.Of($"""<th scope="col" class="n">{Named(head[1..])}</th>""") : Markup.Of($"""<th scope="col">{Named(head)}</th>""");
        Markup Cell(Markup cell, int i) => i == 0 && !heads[0].StartsWith('#') ? Markup.Of($"""<th scope="row">{cell}</th>""")
            : heads[i].StartsWith('#') ? Markup.Of($"""<td class="n">{cell}</td>""") : Markup.Of($"<td>{cell}</td>");
        return Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table{Markup.Trusted(heads.Count <= 2 ? " class=\"slim\"" : string.Empty)}><caption>{caption}</caption>
            <thead><tr>{heads.Select(Head)}</tr></thead>
            <tbody>{rows.Select(row => Markup.Of($"<tr>{row.Select(Cell)}</tr>\n"))}</tbody></table></div>

            """);
    }

    private static Markup Named(string head) => head.Split('|') is [var name, var id] ? Markup.Of($"""<a href="#def-{id}">{name}</a>""") : Markup.Of($"{head}");

    /// <summary>Draws a value from data: isolated, so that its writing direction cannot disturb the page.</summary>
    public static Markup Data(string? value) => Markup.Of($"<bdi>{value}</bdi>");

    /// <summary>Draws a text.</summary>
    public static Markup Text(string? value) => Markup.Of($"{value}");

    /// <summary>Draws the link to a definition.</summary>
    public static Markup Definition(string id) => Markup.Of($"""<a class="def" href="#def-{id}">{id}</a>""");
}
