using System.Security.Cryptography;
using System.Text;

namespace Perennial.Reports.Page;

/// <summary>A page in one file that needs nothing else: head, contents, sections, foot, and the two scripts that may run.</summary>
internal static class PageFrame
{
    /// <summary>Draws a page; empty sections are left out.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="headline">What stands first.</param>
    /// <param name="all">The sections in order.</param>
    /// <param name="foot">A sentence at the end.</param>
    /// <param name="money">How the page's script writes money.</param>
    /// <param name="label">The label of confidentiality; empty for none.</param>
    public static string Draw(string title, Markup headline, IEnumerable<Section> all, Markup foot, MoneyFormat money, string label = "")
    {
        string style = Assets.Text("Reports/Page/Assets/report.css");
        string[] scripts = [Assets.Text("echarts.min.js"), Assets.Text("Reports/Charts/Assets/charts.js")];
        Section[] sections = [.. all.Where(s => !s.IsEmpty)];
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en" data-theme="system" data-money-prefix="{money.Prefix}" data-money-suffix="{money.Suffix}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src {string.Join(' ', scripts.Select(Hash))}; img-src data: blob:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title} – Perennial</title>
            <style>{Markup.Trusted(style)}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the report</a>
            <header class="top">
            <p class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 22V11M12 13C12 8 8.5 5 3.5 5c0 5 3.5 8 8.5 8Zm0-3c0-4 3-7.500 8.500-8 0 5.500-3.500 8-8.500 8Z"/></svg>Perennial</p>
            {(label.Length == 0 ? Markup.Empty : Markup.Of($"<p class=\"label\">{label}</p>"))}
            <label class="theme">Theme <select id="theme"><option value="system">System</option><option value="light">Light</option><option value="dark">Dark</option></select></label>
            </header>
            <div class="frame">
            <nav aria-label="Contents"><ol>{sections.Select(s => Markup.Of($"""<li><a href="#{s.Id}">{s.Title}</a></li>"""))}</ol></nav>
            <main id="main">
            {headline}
            {sections.Select(s => Markup.Of($"""<section id="{s.Id}" aria-labelledby="h-{s.Id}"><h2 id="h-{s.Id}">{s.Title}</h2>{s.Body}</section>"""))}
            </main>
            </div>
            <footer>{(label.Length == 0 ? Markup.Empty : Markup.Of($"<p class=\"label\">{label}</p>"))}<p>{foot}</p></footer>
            {scripts.Select(s => Markup.Of($"<script>{Markup.Trusted(s)}</script>\n"))}
            </body>
            </html>

            """).ToString();
    }

    // Only these two scripts may run, whatever else finds its way into the page.
    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";
}

/// <summary>One section of the report.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Title">Heading, also in the contents.</param>
/// <param name="Body">What it shows.</param>
internal sealed record Section(string Id, string Title, Markup Body)
{
    public static Section Nothing { get; } = new(string.Empty, string.Empty, Markup.Empty);

    public bool IsEmpty => Id.Length == 0;
}
