using System.Text;
using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Tests.Architecture;

/// <summary>What must not be in the tree, and what must.</summary>
public sealed partial class RepositoryTests
{
    private static readonly string[] Binary = [".png", ".parquet", ".xlsx", ".gz", ".ico"];

    // Written in two halves, so that this file does not find itself.
    private static readonly string[] Unfinished = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME", "Assert.True(" + "true)"];
    private static readonly string[] MachinePaths = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", @"C:\Us" + "ers", "/tmp" + "/w/", "/tmp" + "/bash"];

    [Fact]
    public void Nothing_is_unfinished() => Assert.Empty(Lines("src", "tests", "bench", "samples").Where(l => Unfinished.Any(u => l.Text.Contains(u, StringComparison.Ordinal))).Select(Place));

    [Fact]
    public void No_path_of_a_machine_is_written_down() => Assert.Empty(Lines(string.Empty).Where(l => MachinePaths.Any(p => l.Text.Contains(p, StringComparison.Ordinal))).Select(Place));

    [Fact]
    public void No_test_is_skipped_without_a_reason() => Assert.Empty(Lines("tests").Where(l => EmptySkip().IsMatch(l.Text)).Select(Place));

    [Fact]
    public void Text_is_utf8_without_mark_with_a_newline_at_the_end_and_no_trailing_space()
    {
        var violations = new List<string>();
        foreach (string file in TextFiles(string.Empty))
        {
            byte[] bytes = File.ReadAllBytes(Repository.Path(file));
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            {
                violations.Add($"{file} begins with a byte order mark");
            }

            if (text.Length > 0 && !text.EndsWith('\n'))
            {
                violations.Add($"{file} does not end with a newline");
            }

            if (!file.StartsWith("tests/", StringComparison.Ordinal) && !file.EndsWith(".md", StringComparison.Ordinal) && TrailingSpace().IsMatch(text))
            {
                violations.Add($"{file} has trailing space");
            }
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void No_file_is_larger_than_a_megabyte_or_is_data() =>
        Assert.Empty(Repository.Files().Where(f => new FileInfo(Repository.Path(f)).Length > 1_500_000 || f.EndsWith(".parquet", StringComparison.Ordinal)));

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        IEnumerable<string> violations =
            from file in Repository.Files(string.Empty, ".md")
            from Match link in Link().Matches(Repository.Read(file))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
            let path = Path.Combine(Path.GetDirectoryName(Repository.Path(file))!, target.Split('#')[0])
            where !File.Exists(path) && !Directory.Exists(path)
            select $"{file} links to {target}";
        Assert.Empty(violations);
    }

    private static IEnumerable<(string File, int Number, string Text)> Lines(params string[] folders) =>
        from folder in folders
        from file in TextFiles(folder)
        from line in Repository.Read(file).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        select (file, line.Number, line.Text);

    private static IEnumerable<string> TextFiles(string folder) => Repository.Files(folder).Where(f => !Binary.Any(b => f.EndsWith(b, StringComparison.Ordinal)) && !f.EndsWith("lock.json", StringComparison.Ordinal));

    private static string Place((string File, int Number, string Text) line) => $"{line.File}:{line.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {line.Text.Trim()}";

    [GeneratedRegex("""Skip(?:Unless|When)?\s*=\s*"\s*"|Assert\.Skip\(\s*(?:""|string\.Empty)?\s*\)""")]
    private static partial Regex EmptySkip();

    [GeneratedRegex(@"[ \t]+\r?$", RegexOptions.Multiline)]
    private static partial Regex TrailingSpace();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
