using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>Every error code has a page under docs/errors, and every page a code.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly string[] Parts = ["## Symptom", "## Cause", "## Repair"];

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        IEnumerable<string> codes = Repository.Files("src", ".cs").SelectMany(f => Code().Matches(Repository.Read(f)).Select(m => m.Groups["code"].Value)).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> pages = Repository.Files("docs/errors", ".md").Where(f => f != "docs/errors/README.md").Select(f => f["docs/errors/".Length..^".md".Length]).Order(StringComparer.Ordinal);
        Assert.Equal(codes, pages);
    }

    [Fact]
    public void Every_page_has_symptom_cause_and_repair()
    {
        IEnumerable<string> violations = Repository.Files("docs/errors", ".md").Where(f => f != "docs/errors/README.md").Where(f => Parts.Any(p => !Repository.Read(f).Contains(p, StringComparison.Ordinal)));
        Assert.Empty(violations);
    }

    [GeneratedRegex("""
        "(?<code>[a-z]+/[a-z0-9-]+)",\s*Fault\.
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Code();
}
