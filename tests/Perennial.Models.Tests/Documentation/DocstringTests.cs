using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Perennial.Models.Tests.Documentation;

/// <summary>What the compiler does not ask of docstrings: that parameters are said, not only members.</summary>
public sealed class DocstringTests
{
    private static readonly Assembly Library = typeof(ITransactionModel).Assembly;
    private static readonly ILookup<string, XElement> Members = XDocument.Load(Path.ChangeExtension(Library.Location, ".xml")).Descendants("member")
        .ToLookup(member => member.Attribute("name")!.Value[2..].Split('(')[0].Split("``")[0], StringComparer.Ordinal);

    [Fact]
    public void Every_parameter_of_the_public_door_has_a_docstring() => Assert.Empty(
        Library.GetExportedTypes().Where(type => !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)).OfType<MethodBase>()
            .Where(method => method.GetParameters().Length > 0 && (!method.IsSpecialName || method.IsConstructor) && !method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Where(method => !Members[Id(method)].Any(member => IsWhole(member, method)))
            .Select(method => $"{Id(method)}: give each of {string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))} a <param> with role, unit and domain, or <inheritdoc/>."));

    private static readonly string[] Headings = ["Data:", "Assumptions:", "When not:", "Accuracy:", "Neighbours:"];

    /// <summary>A model's remarks end with one paragraph that says what a page of its own says at length; what is learned or abstract has none.</summary>
    [Fact]
    public void Every_model_says_its_data_assumptions_limits_accuracy_neighbours_and_source()
    {
        Type[] models =
        [
            .. Library.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.Split('`')[0].EndsWith("Model", StringComparison.Ordinal))
                .Where(type => type.Namespace is { } space && !space.Contains(".Learning", StringComparison.Ordinal) && !space.EndsWith(".Assessing", StringComparison.Ordinal)),
        ];
        Assert.True(models.Length >= 17, string.Join(", ", models.Select(model => model.Name)));
        Assert.All(models, model =>
        {
            XElement said = Members[model.FullName!].Single();
            Assert.True(said.Elements("source").Any(), $"{model.Name}: name the paper in a <source>.");
            string paragraph = string.Join(' ', (said.Element("remarks")?.Elements("para").LastOrDefault()?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            int[] at = [.. Headings.Select(heading => paragraph.IndexOf(heading, StringComparison.Ordinal))];
            Assert.True(at[0] >= 0 && at.Zip(at.Skip(1)).All(pair => pair.First + 20 < pair.Second), $"{model.Name}: end the remarks with a <para> of {string.Join(" … ", Headings)} ….");
        });
    }

    private static string Id(MethodBase method) => $"{method.DeclaringType!.FullName!.Replace('+', '.')}.{(method.IsConstructor ? "#ctor" : method.Name)}";

    private static bool IsWhole(XElement member, MethodBase method) =>
        member.Element("inheritdoc") is not null
        || method.GetParameters().Select(parameter => parameter.Name).SequenceEqual(member.Elements("param").Where(said => said.Value.Trim().Length > 0).Select(said => said.Attribute("name")!.Value));
}
