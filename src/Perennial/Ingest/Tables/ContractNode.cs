using System.Globalization;
using Perennial.Kernel;
using YamlDotNet.RepresentationModel;

namespace Perennial.Ingest.Tables;

/// <summary>A place in a contract file: gives its parts, and refuses with file and line what is not as it must be.</summary>
internal readonly struct ContractNode(string file, YamlNode node)
{
    /// <summary>Tells whether a part is there.</summary>
    public bool Has(string name) => node is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode(name));

    /// <summary>Tells whether a single value stands here.</summary>
    public bool IsSingle => node is YamlScalarNode;

    /// <summary>Gives a part that must be there.</summary>
    public ContractNode Part(string name) => node is not YamlMappingNode map
        ? throw Refusal($"Something with '{name}' in it is expected here.")
        : map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? part) ? new ContractNode(file, part) : throw Refusal($"'{name}' is missing.");

    /// <summary>Gives the items of a list; none where the part is missing.</summary>
    public IEnumerable<ContractNode> Items(string name)
    {
        if (!Has(name))
        {
            return [];
        }

        string path = file;
        ContractNode part = Part(name);
        return part.Node is YamlSequenceNode list ? list.Children.Select(item => new ContractNode(path, item)) : throw part.Refusal($"'{name}' must be a list.");
    }

    /// <summary>Gives the names of the parts.</summary>
    public IEnumerable<(string Name, ContractNode Value)> Parts()
    {
        string path = file;
        return node is YamlMappingNode map ? map.Children.Select(pair => (((YamlScalarNode)pair.Key).Value ?? string.Empty, new ContractNode(path, pair.Value))) : throw Refusal("Names with values are expected here.");
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
    public PerennialException Refusal(string what) => new(
        "ingest/contract",
        Fault.Usage,
        string.Create(CultureInfo.InvariantCulture, $"The contract '{file}' cannot be used, line {node.Start.Line}: {what} Contracts follow the Open Data Contract Standard 3.1; docs/how-to/company.md shows one."));

    private YamlNode Node => node;
}
