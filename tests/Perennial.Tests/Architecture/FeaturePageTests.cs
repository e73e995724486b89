using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>The page of features claims nothing that no test shows.</summary>
public sealed partial class FeaturePageTests
{
    private const string Page = "docs/features.md";

    [Fact]
    public void Every_feature_names_tests_and_every_test_named_exists()
    {
        var tests = Repository.Files("tests", ".cs").ToLookup(file => Path.GetFileNameWithoutExtension(file), Repository.Read, StringComparer.Ordinal);
        List<string> lines = [.. Repository.Read(Page).Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| shown by |", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            MatchCollection named = Proof().Matches(line);
            Assert.True(named.Count > 0, $"No test is named: {line}");
            Assert.All(named, proof => Assert.True(
                tests[proof.Groups["type"].Value].Any(text => text.Contains($" {proof.Groups["member"].Value}(", StringComparison.Ordinal)),
                $"There is no test {proof.Value}."));
        }
    }

    [Fact]
    public void No_feature_is_listed_twice()
    {
        string[] ids = [.. Id().Matches(Repository.Read(Page)).Select(match => match.Groups["id"].Value)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [GeneratedRegex(@"`(?<type>\w+)\.(?<member>\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Proof();

    [GeneratedRegex(@"^\| (?<id>S\d-\d{3}) \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
