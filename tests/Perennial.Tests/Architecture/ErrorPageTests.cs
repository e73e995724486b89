using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>Every error code has a page under docs/errors, and every page a code.</summary>
public sealed partial class ErrorPageTests
{
    // Words before the stroke that are no room: what a host checks, what files do, where runs are kept.
    private static readonly string[] Others = ["options", "run", "simulate", "source", "store"];
    private static readonly string[] Parts = ["## Symptom", "## Cause", "## Repair"];

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code()
    {
        IEnumerable<string> codes = Repository.Files("src", ".cs").SelectMany(f => Code().Matches(Repository.Read(f)).Select(m => m.Groups["code"].Value)).Where(IsCode).Distinct().Order(StringComparer.Ordinal);
        IEnumerable<string> pages = Repository.Files("docs/errors", ".md").Where(f => f != "docs/errors/README.md").Select(f => f["docs/errors/".Length..^".md".Length]).Order(StringComparer.Ordinal);
        Assert.Equal(codes, pages);
    }

    [Fact]
    public void Every_page_has_symptom_cause_and_repair()
    {
        IEnumerable<string> violations = Repository.Files("docs/errors", ".md").Where(f => f != "docs/errors/README.md").Where(f => Parts.Any(p => !Repository.Read(f).Contains(p, StringComparison.Ordinal)));
        Assert.Empty(violations);
    }

    private static bool IsCode(string text) => Others.Contains(text.Split('/')[0], StringComparer.Ordinal) || Rooms.Order.Keys.Contains(text.Split('/')[0], StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("\"(?<code>[a-z]+/[a-z0-9-]+)\"")]
    private static partial Regex Code();
}
