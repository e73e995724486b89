using System.Text.Json;
using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>THIRD-PARTY-NOTICES.md lists exactly what the shipped projects restore and what npm brings, at the versions locked.</summary>
public sealed partial class NoticesTests
{
    [Fact]
    public void The_notices_list_exactly_what_is_restored_and_bundled()
    {
        IEnumerable<string> listed = Row().Matches(Repository.Read("THIRD-PARTY-NOTICES.md")).Select(m => $"{m.Groups["name"].Value} {m.Groups["version"].Value}");
        Assert.Equal(Packages().Concat(Native()).Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Packages()
    {
        foreach (string file in Repository.Files("src", "packages.lock.json"))
        {
            using JsonDocument document = JsonDocument.Parse(Repository.Read(file));
            foreach (JsonProperty package in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(f => f.Value.EnumerateObject()))
            {
                if (package.Value.TryGetProperty("resolved", out JsonElement version))
                {
                    yield return $"{package.Name} {version.GetString()}";
                }
            }
        }
    }

    private static IEnumerable<string> Native()
    {
        using JsonDocument document = JsonDocument.Parse(Repository.Read("build/native/package-lock.json"));
        foreach (JsonProperty package in document.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0))
        {
            yield return $"{package.Name["node_modules/".Length..]} {package.Value.GetProperty("version").GetString()}";
        }
    }

    [GeneratedRegex(@"^\| (?<name>[\w.@/-]+) \| (?<version>\d[\w.-]*) \| [\w.-]+ \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
