using Microsoft.Playwright;

namespace Perennial.Browser.Tests;

/// <summary>Opens a browser that is on this machine, without network. Skips with a reason where there is none, unless one is required.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> Open()
    {
        string path = Environment.GetEnvironmentVariable("PERENNIAL_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            string reason = $"There is no browser at '{path}'. Install chromium, or let PERENNIAL_CHROMIUM name one.";
            Assert.False(Environment.GetEnvironmentVariable("PERENNIAL_REQUIRE_BROWSER") == "1", reason);
            Assert.Skip(reason);
        }

        IPlaywright playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] }));
    }

    public async Task<IPage> Page(ColorScheme scheme, List<string> complaints)
    {
        IBrowserContext context = await _browser.NewContextAsync(new() { ColorScheme = scheme, Offline = true, BypassCSP = false, ViewportSize = new() { Width = 1280, Height = 900 } });
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                complaints.Add("asked the network for " + request.Url);
            }
        };
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
