using System.Diagnostics;
using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>Samples are run, and print what samples/README.md says they print.</summary>
public sealed partial class SamplesTests
{
    private const string Page = "samples/README.md";

    // One process after the other: in write mode all change the same page.
    private static readonly Lock One = new();

    [Fact]
    public void Every_sample_stands_on_the_page_and_every_section_is_a_sample() =>
        Assert.Equal(
            Repository.Files("samples", ".cs").Select(Path.GetFileNameWithoutExtension).Where(name => name != "Runner").Select(name => Capital().Replace(name!, "-$0").ToLowerInvariant().TrimStart('-')).Order(StringComparer.Ordinal),
            Sections().Matches(Repository.Read(Page).ReplaceLineEndings("\n")).Select(section => section.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("first-fit")]
    [InlineData("subscription")]
    public void A_sample_prints_what_its_page_says(string name) => Check(name);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("choosing-a-model")]
    [InlineData("covariates")]
    [InlineData("small-data")]
    [InlineData("custom-priors")]
    public void A_longer_sample_prints_what_its_page_says(string name) => Check(name);

    [Fact]
    public void A_sample_that_does_not_exist_is_refused_with_the_names()
    {
        (int exit, string output, string error) = Run("no-such-sample");
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("first-fit", error, StringComparison.Ordinal);
    }

    private static void Check(string name)
    {
        (int exit, string output, string error) = Run(name);
        Assert.True(exit == 0, error);
        lock (One)
        {
            string page = Repository.Read(Page).ReplaceLineEndings("\n");
            Match section = Assert.Single(Sections().Matches(page), match => match.Groups["name"].Value == name);
            Group printed = section.Groups["printed"];
            if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
            {
                page = page[..printed.Index] + output + page[(printed.Index + printed.Length)..];
                File.WriteAllText(Repository.Path(Page), page);
                return;
            }

            Assert.True(printed.Value == output, $"The sample {name} does not print what {Page} says. It prints:\n{output}\nIf that is right, write the page anew: PERENNIAL_WRITE_GOLDEN=1, then this test.");
        }
    }

    private static (int Exit, string Output, string Error) Run(string name)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "..", "..", "Perennial.Samples", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "Perennial.Samples.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [dll, name]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), error.Result);
    }

    [GeneratedRegex("(?m)^## (?<name>[a-z-]+)\n(?:(?!^## )[\\s\\S])*?^```text\n(?<printed>(?:(?!^```)[\\s\\S])*)^```", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sections();

    [GeneratedRegex("[A-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Capital();
}
