using Microsoft.Playwright;
using Perennial.Reports.Page;
using Perennial.Tests.Reports;

namespace Perennial.Browser.Tests;

[Trait("Speed", "Slow")]
public sealed class ReportInBrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-browser-").FullName;
    private readonly List<string> _complaints = [];

    public ReportInBrowserTests()
    {
        Report = Path.Combine(_folder, "report.html");
        File.WriteAllText(Report, ReportPage.Draw(SampleRun.Record(), SampleRun.Scores()));
    }

    private string Report { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Report_opens_offline_draws_every_chart_and_breaks_no_accessibility_rule(ColorScheme scheme)
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.Page(scheme, _complaints);
        await page.GotoAsync(new Uri(Report).AbsoluteUri);
        int charts = await page.Locator("figure.chart").CountAsync();
        Assert.True(charts >= 9);
        Assert.Equal(charts, await page.Locator("figure.chart .plot svg").CountAsync());
        Assert.Empty(_complaints);
        string rules = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));
        await page.EvaluateAsync(rules);
        string[] broken = await page.EvaluateAsync<string[]>("() => axe.run().then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 160))))");
        Assert.Empty(broken);
    }

    [Fact]
    public async Task Keyboard_reaches_and_opens_the_table_behind_each_chart()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.Page(ColorScheme.Light, _complaints);
        await page.GotoAsync(new Uri(Report).AbsoluteUri);
        int charts = await page.Locator("figure.chart").CountAsync();
        HashSet<string> reached = [];
        for (int press = 0; press < 400 && reached.Count < charts; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            string? chart = await page.EvaluateAsync<string?>("() => document.activeElement.tagName === 'SUMMARY' ? document.activeElement.closest('figure').id : null");
            if (chart is not null && reached.Add(chart))
            {
                await page.Keyboard.PressAsync("Enter");
                Assert.True(await page.Locator($"#{chart} details[open] table").IsVisibleAsync());
            }
        }

        Assert.Equal(charts, reached.Count);
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task Hostile_ids_are_shown_as_text_and_do_nothing()
    {
        await using Browser browser = await Browser.Open();
        IPage page = await browser.Page(ColorScheme.Light, _complaints);
        bool asked = false;
        page.Dialog += async (_, dialog) =>
        {
            asked = true;
            await dialog.DismissAsync();
        };
        await page.GotoAsync(new Uri(Report).AbsoluteUri);
        await page.Locator("#chart-top-customers").ScrollIntoViewIfNeededAsync();
        Assert.Contains("!!</script><script>alert(1)</script>", await page.Locator("#value").TextContentAsync(), StringComparison.Ordinal);
        Assert.False(asked);
        Assert.Empty(_complaints);
        Assert.True(new FileInfo(Report).Length < 5_000_000);
    }
}
