using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>The pages of docs/models: the same sections everywhere, numbers that stand in the tests they name, names that exist.</summary>
public sealed partial class ModelPagesTests
{
    private const string Folder = "docs/models";
    private const string Tests = "tests/Perennial.Models.Tests";

    // A number of fewer digits stands somewhere in any test by chance.
    private const int TellingDigits = 4;

    private static readonly string[] Sections = ["Story", "Data it wants", "Assumptions", "When not", "Equations", "Numbers", "Failure signs"];

    private static readonly Dictionary<string, string> TestFiles = Repository.Files(Tests, ".cs").ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    // The list of the models, and the page that a test of its own writes.
    private static readonly string[] NoModels = ["README.md", "agreement.md"];

    public static TheoryData<string> Pages => [.. Repository.Files(Folder, ".md").Where(page => !NoModels.Contains(Path.GetFileName(page), StringComparer.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_the_sections_of_all_pages_in_their_order(string page) =>
        Assert.Equal(Sections, Headings().Matches(Text(page)).Select(heading => heading.Groups["name"].Value).Where(name => Sections.Contains(name, StringComparer.Ordinal)));

    /// <summary>A number with a decimal point and four telling digits is the rounding of a number written in a test, or a reference table, that the page names.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_pages_numbers_stand_in_the_tests_it_names(string page)
    {
        string text = Text(page), numbers = Code().Replace(text.Split("\n## Numbers\n")[1].Split("\n## ")[0], "");
        string[] named = [.. Code().Matches(text).Select(code => code.Groups["code"].Value).Where(TestFiles.ContainsKey).Distinct(StringComparer.Ordinal)];
        Assert.True(named.Length > 0, $"{page} names no test class of {Tests}. Name the one that holds its numbers, in backticks.");
        double[] known = [.. named.SelectMany(Literals)];
        string[] unproven =
        [
            .. Number().Matches(numbers).Select(number => number.Value)
                .Where(number => number.Contains('.', StringComparison.Ordinal) && number.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length >= TellingDigits)
                .Where(number => !Array.Exists(known, literal => IsRounding(number, literal))),
        ];
        Assert.True(unproven.Length == 0, $"{page} gives {string.Join(", ", unproven)}, which no test it names ({string.Join(", ", named)}) asserts. Write the number there, or correct the page.");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_no_type_and_no_member_that_does_not_exist(string page)
    {
        string[] unknown = [.. Code().Matches(Text(page)).SelectMany(code => Identifier().Matches(code.Groups["code"].Value)).Select(name => name.Value).Where(name => !Names.Value.Contains(name)).Distinct(StringComparer.Ordinal)];
        Assert.True(unknown.Length == 0, $"{page} speaks of {string.Join(", ", unknown)}, which is no type or member of the library and no test. It may have another name now.");
    }

    private static Lazy<HashSet<string>> Names { get; } = new(() =>
    {
        Type[] types = typeof(ITransactionModel).Assembly.GetTypes();
        const System.Reflection.BindingFlags All = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.DeclaredOnly;
        return
        [
            .. types.Select(type => type.Name.Split('`')[0]),
            .. types.SelectMany(type => type.GetMembers(All)).Select(member => member.Name),
            .. types.Select(type => type.Namespace?.Split('.')[^1]).OfType<string>(),
            .. TestFiles.Keys,
            "Perennial",
        ];
    });

    private static string Text(string page) => Repository.Read(page).ReplaceLineEndings("\n");

    private static IEnumerable<double> Literals(string test)
    {
        string code = Repository.Read(TestFiles[test]);
        IEnumerable<string> tables = Repository.Files(Tests + "/Reference").Where(file => code.Contains(Path.GetFileName(file), StringComparison.Ordinal)).Select(Repository.Read);
        return tables.Append(code).SelectMany(text => Literal().Matches(text)).Select(literal => double.Parse(literal.Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    // To half a unit of the number's last digit; a share may be written in percent.
    private static bool IsRounding(string number, double literal)
    {
        double value = double.Parse(number, CultureInfo.InvariantCulture), unit = Math.Pow(10, -(number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1));
        return Math.Abs(value - literal) <= 0.5000001 * unit || Math.Abs(value - (100 * literal)) <= 0.5000001 * unit;
    }

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w.])(?:\d+\.\d+|\.\d+)(?!\w)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<![\w.])(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]{2,}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
