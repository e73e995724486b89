using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>Where every formula comes from: the <c>source</c> tags of the code, as the page docs/equations.md.</summary>
public sealed partial class EquationsTests
{
    private static readonly HashSet<string> Predictions = new(StringComparer.Ordinal)
    {
        "LogLikelihood", "ProbabilityAlive", "ProbabilityOfNoPurchase", "ExpectedTransactions", "ConditionalExpectedTransactions", "ProbabilityOfCount", "DiscountedExpectedTransactions", "Dert",
        "ExpectedSpend", "Survival", "ConditionalSurvival", "ExpectedRemainingPeriods", "DiscountedExpectedRenewals", "Derl", "Del",
    };

    private static readonly Assembly Library = typeof(ITransactionModel).Assembly;
    private static readonly IReadOnlyList<Formula> Formulas = Read();

    /// <summary>A source tag: where it stands, and what it names.</summary>
    private sealed record Formula(string Member, string Paper, string? Equation, string? Page)
    {
        public string Place => string.Join(", ", new[] { Equation is null ? null : $"({Equation})", Page is null ? null : $"p. {Page}" }.OfType<string>());
    }

    [Fact]
    public void Every_prediction_and_likelihood_has_a_source_of_its_own_or_of_its_model() =>
        Assert.Empty(PredictionMethods().Where(method => Source(method) is null).Select(method => $"{method.DeclaringType!.FullName}.{method.Name} needs a <source paper=\"...\"/>, on itself, its type or its model's fitter."));

    [Fact]
    public void Every_source_is_in_the_bibliography()
    {
        HashSet<string> known = [.. Entries().Matches(File.ReadAllText(Repository.Path("docs/references.bib"))).Select(entry => entry.Groups["key"].Value)];
        Assert.Empty(Formulas.Where(formula => !known.Contains(formula.Paper)).Select(formula => $"{formula.Member}: {formula.Paper} is not in docs/references.bib"));
    }

    /// <summary>Writes the page anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_page_is_written_from_the_code()
    {
        string path = Repository.Path("docs/equations.md");
        string page = Page();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == page, "docs/equations.md is not what the source tags in the code say. Write it anew: PERENNIAL_WRITE_GOLDEN=1, then this test.");
    }

    private static string Page()
    {
        StringBuilder page = new();
        page.Append("# Equations\n\nWhere every formula of the library comes from: paper, equation, page. Written from the `<source>` tags beside the code; the papers are in\n[references.bib](references.bib). A dash means that the paper is named and no number was checked.\n");
        foreach (var room in Formulas.GroupBy(formula => Room(formula.Member)).OrderBy(room => room.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {room.Key}\n\n| code | paper | place |\n|---|---|---|\n");
            // Overloads that rest on one paper are one line.
            foreach (string row in room.OrderBy(formula => formula.Member, StringComparer.Ordinal).ThenBy(formula => formula.Paper, StringComparer.Ordinal)
                .Select(formula => $"| `{Short(formula.Member)}` | {formula.Paper} | {(formula.Place.Length > 0 ? formula.Place : "–")} |\n").Distinct())
            {
                page.Append(row);
            }
        }

        page.Append("\n## Without a tag of their own\n\nNeither the member nor its type has one: these follow from the model of the paper named, and no equation of it is claimed.\n\n| code | model of |\n|---|---|\n");
        foreach (var method in PredictionMethods().Where(method => Own(method) is null && OfType(method) is null).Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", Source(method)?.Paper)).Distinct().OrderBy(method => method.Name, StringComparer.Ordinal))
        {
            page.Append($"| `{method.Name}` | {method.Paper} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<MethodInfo> PredictionMethods() => Library.GetExportedTypes()
        .Where(type => !type.IsInterface && !type.IsEnum)
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsAbstract && Predictions.Contains(method.Name) && HasFitter(method.DeclaringType!));

    private static bool HasFitter(Type type) => Library.GetExportedTypes().Any(other => other.Namespace == type.Namespace && other.Name.EndsWith("Fitter", StringComparison.Ordinal));

    private static Formula? Own(MethodInfo method) => Formulas.FirstOrDefault(formula => formula.Member.StartsWith($"M:{method.DeclaringType!.FullName}.{method.Name}(", StringComparison.Ordinal));

    private static Formula? OfType(MethodInfo method) => Formulas.FirstOrDefault(formula => formula.Member == $"T:{method.DeclaringType!.FullName}");

    private static Formula? Source(MethodInfo method) => Own(method)
        ?? OfType(method)
        ?? Formulas.FirstOrDefault(formula => formula.Member.StartsWith($"T:{method.DeclaringType!.Namespace}.", StringComparison.Ordinal) && formula.Member.EndsWith("Fitter", StringComparison.Ordinal));

    private static List<Formula> Read()
    {
        // The documentation lies beside the library, in the same configuration as these tests.
        string bin = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!;
        string path = Path.Combine(Path.GetDirectoryName(bin)!, "Perennial.Models", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Perennial.Models.xml");
        return
        [
            .. XDocument.Load(path).Descendants("member").SelectMany(member => member.Elements("source").Select(source =>
                new Formula((string)member.Attribute("name")!, (string)source.Attribute("paper")!, (string?)source.Attribute("equation"), (string?)source.Attribute("page")))),
        ];
    }

    private static string Room(string member) => member["X:Perennial.Models.".Length..].Split('.')[0];

    // The room says the rest: the type, and the member where there is one.
    private static string Short(string member)
    {
        string[] words = member[2..].Split('(')[0].Split('.');
        return member[0] == 'T' ? words[^1] : $"{words[^2]}.{words[^1]}";
    }

    [GeneratedRegex(@"^@\w+\{(?<key>[^,]+),", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entries();
}
