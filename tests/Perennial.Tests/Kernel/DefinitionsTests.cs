using System.Text.RegularExpressions;
using Perennial.Kernel;
using Perennial.Testing;
using Perennial.Valuation;

namespace Perennial.Tests.Kernel;

public sealed partial class DefinitionsTests
{
    [Fact]
    public void Ids_are_unique_and_versioned()
    {
        Assert.Equal(Definitions.All.Count, Definitions.All.Select(static definition => definition.Id).Distinct().Count());
        Assert.All(Definitions.All, static definition => Assert.Matches(@"^[A-Za-z0-9.-]+\.v\d+$", definition.Id));
    }

    [Fact]
    public void Every_definition_has_a_golden_test_and_every_golden_test_a_definition()
    {
        HashSet<string> golden =
        [
            .. Directory.EnumerateFiles(Path.Combine(Root(), "tests"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(static file => Golden().Matches(File.ReadAllText(file)))
                .Select(static match => match.Groups["id"].Value),
        ];

        Assert.Equal(Definitions.All.Select(static definition => definition.Id).Order(), golden.Order());
    }

    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_is_written_from_the_catalogue()
    {
        string page = Path.Combine(Root(), "docs", "definitions.md");
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(page, Definitions.ToMarkdown());
        }

        Assert.Equal(Definitions.ToMarkdown(), File.ReadAllText(page));
    }

    [Fact]
    [Golden("clv.BASIS.HORIZON.mid.dRATE.v1")]
    public void A_runs_own_clv_id_says_its_conventions()
    {
        ValuationOptions options = new() { Margin = 0.35, Horizon = Horizon.OfDays(730), Discount = 0.125 };

        Definition? found = Definitions.Find(options.DefinitionId);

        Assert.Equal("clv.margin35.730d.mid.d12.5.v1", options.DefinitionId);
        Assert.Equal("expected discounted margin of 35 % of revenue from the as-of day over 730 days", found?.Formula);
        Assert.StartsWith("Effective discount 12.5 % a year.", found?.Note, StringComparison.Ordinal);
        Assert.Equal("CLV: revenue, the whole remaining lifetime", Definitions.Find(new ValuationOptions { Horizon = Horizon.Lifetime }.DefinitionId)?.Name);
    }

    [Fact]
    public void An_unknown_id_has_no_definition()
    {
        Assert.Null(Definitions.Find("clv.revenue.soon.mid.d10.v1"));
        Assert.Null(Definitions.Find("hhi.revenue.v99"));
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"The repository was not found above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("""\[Golden\("(?<id>[^"]+)"\)\]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Golden();
}
