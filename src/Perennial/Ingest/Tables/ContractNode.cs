using System.Globalization;
using Perennial.Kernel;
using YamlDotNet.RepresentationModel;

namespace Perennial.Ingest.Tables;

/// <summary>What a YAML file is: how it is called and refused.</summary>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Name">What to call it in a sentence.</param>
/// <param name="Advice">Where to read more, as a sentence.</param>
internal sealed record YamlKind(string Code, string Name, string Advice)
{
    /// <summary>Gives the line of a node, where the tree was not read from YAML; null where it was.</summary>
    public Func<YamlNode, int>? LineOf { get; init; }

    /// <summary>Gives contracts.</summary>
    public static YamlKind Contract { get; } = new("ingest/contract", "contract", "Contracts follow the Open Data Contract Standard 3.1; docs/how-to/company.md shows one.");
}

/// <summary>A place in a contract or another file of that form: gives its parts, and refuses with file and line what is not as it must be.</summary>
internal readonly struct ContractNode(string file, YamlNode node, YamlKind? kind = null)
{
    /// <summary>Gives the line it begins in.</summary>
    public int Line => kind?.LineOf?.Invoke(node) ?? (int)node.Start.Line;

    /// <summary>Tells whether a part is there.</summary>
    public bool Has(string name) => node is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode(name));

    /// <summary>Tells whether a single value stands here.</summary>
    public bool IsSingle => node is YamlScalarNode;

    /// <summary>Gives a part that must be there.</summary>
    public ContractNode Part(string name) => node is not YamlMappingNode map
        ? throw Refusal($"Something with '{name}' in it is expected here.")
        : map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? part) ? new ContractNode(file, part, kind) : throw Refusal($"'{name}' is missing.");

    /// <summary>Gives the items of a list; none where the part is missing.</summary>
    public IEnumerable<ContractNode> Items(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        string path = file;
        YamlKind? of = kind;
        ContractNode part = Part(name);
        return part.Node is YamlSequenceNode list ? list.Children.Select(item => new ContractNode(path, item, of)) : throw part.Refusal($"'{name}' must be a list.");
    }

    /// <summary>Gives the names of the parts.</summary>
    public IEnumerable<(string Name, ContractNode Value)> Parts()
    {
        string path = file;
        YamlKind? of = kind;
        return node is YamlMappingNode map ? map.Children.Select(pair => (((YamlScalarNode)pair.Key).Value ?? string.Empty, new ContractNode(path, pair.Value, of))) : throw Refusal("Names with values are expected here.");
    }

    /// <summary>Gives a text that must be there.</summary>
    public string Text(string name) => Part(name).Scalar();

    /// <summary>Gives a text, or null.</summary>
    public string? TextOrNull(string name) => Has(name) ? Text(name) : null;

    /// <summary>Gives yes or no; no where the part is missing.</summary>
    public bool Flag(string name) => Has(name) && Text(name) switch
    {
        "true" => true,
        "false" => false,
        string other => throw Part(name).Refusal($"'{name}' is '{other}'; it must be true or false."),
    };

    /// <summary>Gives a number, or null.</summary>
    public decimal? Number(string name) => Has(name) ? Part(name).Number() : null;

    /// <summary>Gives the number that stands here.</summary>
    public decimal Number() => decimal.TryParse(Scalar(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : throw Refusal($"'{Scalar()}' is not a number.");

    /// <summary>Gives the text that stands here.</summary>
    public string Scalar() => node is YamlScalarNode { Value: { } value } ? value : throw Refusal("A single value is expected here.");

    /// <summary>Gives the sentence by which the file is refused.</summary>
    public PerennialException Refusal(string what)
    {
        YamlKind of = kind ?? YamlKind.Contract;
        return new(of.Code, Fault.Usage, string.Create(CultureInfo.InvariantCulture, $"The {of.Name} '{file}' cannot be used, line {Line}: {what} {of.Advice}"));
    }

    private YamlNode Node => node;
}
