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

    private static string Id(MethodBase method) => $"{method.DeclaringType!.FullName!.Replace('+', '.')}.{(method.IsConstructor ? "#ctor" : method.Name)}";

    private static bool IsWhole(XElement member, MethodBase method) =>
        member.Element("inheritdoc") is not null
        || method.GetParameters().Select(parameter => parameter.Name).SequenceEqual(member.Elements("param").Where(said => said.Value.Trim().Length > 0).Select(said => said.Attribute("name")!.Value));
}
