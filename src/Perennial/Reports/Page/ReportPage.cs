using System.Security.Cryptography;
using System.Text;
using Perennial.Reports.Page.Sections;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Reports.Page;

/// <summary>report.html: one file that needs nothing else. Every section gives an honest sentence where there is nothing to draw.</summary>
internal static class ReportPage
{
    public static string Draw(RunRecord run, ScoreTable scores, NetTable? net = null)
    {
        MoneyFormat money = new(run.Currency);
        List<Section> sections =
        [
            WarningsSection.Draw(run),
            DataSection.Draw(run, money),
            QualitySection.Draw(run),
            FactsSection.Draw(run, money),
            RecurringSection.Draw(run, money),
            ContractSection.Draw(run, money),
            CostSection.Draw(run, money),
            SignalSection.Draw(run),
            LeavingSection.Draw(run, money),
            TestSection.Draw(run, money),
            ModelSection.Draw(run, money),
            ValueSection.Draw(run, scores, money),
            NetSection.Draw(run, net, money),
            BridgeSection.Draw(run, money),
            AcquisitionSection.Draw(run, money),
            DefinitionsSection.Draw(run),
            RunSection.Draw(run),
        ];
        string style = Assets.Text("Reports/Page/Assets/report.css");
        string[] scripts = [Assets.Text("echarts.min.js"), Assets.Text("Reports/Charts/Assets/charts.js")];
        sections = [.. sections.Where(s => !s.IsEmpty)];
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en" data-theme="system" data-money-prefix="{money.Prefix}" data-money-suffix="{money.Suffix}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src {string.Join(' ', scripts.Select(Hash))}; img-src data: blob:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>Customer value, as of {Figure.Day(run.AsOf)} – Perennial</title>
            <style>{Markup.Trusted(style)}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the report</a>
            <header class="top">
            <p class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 22V11M12 13C12 8 8.5 5 3.5 5c0 5 3.5 8 8.5 8Zm0-3c0-4 3-7.500 8.500-8 0 5.500-3.500 8-8.500 8Z"/></svg>Perennial</p>
            <label class="theme">Theme <select id="theme"><option value="system">System</option><option value="light">Light</option><option value="dark">Dark</option></select></label>
            </header>
            <div class="frame">
            <nav aria-label="Contents"><ol>{sections.Select(s => Markup.Of($"""<li><a href="#{s.Id}">{s.Title}</a></li>"""))}</ol></nav>
            <main id="main">
            {Headline.Draw(run, scores, money)}
            {sections.Select(s => Markup.Of($"""<section id="{s.Id}" aria-labelledby="h-{s.Id}"><h2 id="h-{s.Id}">{s.Title}</h2>{s.Body}</section>"""))}
            </main>
            </div>
            <footer><p>Perennial {run.Version}, run {run.RunId}. Every figure is in <code>run.json</code>, every customer in <code>scores.csv</code> and <code>scores.parquet</code>, every unread row in <code>quarantine.csv</code>.</p></footer>
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
