using Perennial.Ingest.Mapping;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Perennial.Ingest.Exports;

/// <summary>Reads the YAML file of a mapping; docs/how-to/exports.md shows the format.</summary>
internal static class ExportMappingReader
{
    /// <summary>Reads a mapping.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">What to call it in a sentence.</param>
    /// <param name="contract">The tables there are.</param>
    /// <exception cref="PerennialException">It is no mapping, or speaks of what there is not (<c>ingest/company-mapping</c>).</exception>
    public static ExportMapping Read(TextReader text, string file, DataContract contract)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw Refusal(file, $"it is not YAML, line {e.Start.Line}: {e.Message}", e);
        }

        if (yaml.Documents.Count == 0)
        {
            throw Refusal(file, "it is empty");
        }

        var root = new ContractNode(file, yaml.Documents[0].RootNode);
        try
        {
            string source = root.Text("source");
            return source.Length > 0 && source.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
                ? new ExportMapping(source, root.TextOrNull("title") ?? source, [.. root.Items("files").Select(node => File(node, file, contract))])
                : throw Refusal(file, $"its source '{source}' is not a name of small letters, digits and underscores");
        }
        catch (PerennialException e) when (e.Code == "ingest/contract")
        {
            throw Refusal(file, e.Message.Split(':', 2)[^1].Split(" Contracts follow", 2)[0].Trim(' ', '.'), e);
        }
    }

    /// <summary>Gives a column's name as SQL knows it: "Created (UTC)" is created_utc.</summary>
    public static string Identifier(string column)
    {
        string name = string.Join('_', column.Split([.. column.Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? $"column_{name}" : name;
    }

    /// <summary>Gives what names are compared by.</summary>
    public static string Plain(string column) => string.Concat(NameEvidence.Words(column));

    private static ExportFile File(ContractNode node, string file, DataContract contract) => new()
    {
        Name = Identifier(node.Text("name")),
        KnownBy = Texts(node, "known_by") is { Count: >= 2 } known ? known : throw Refusal(file, $"'{node.Text("name")}' is known by fewer than two columns"),
        Spelled = Texts(node, "spelled"),
        Without = Texts(node, "without"),
        Also = Texts(node, "also"),
        Leave = [.. Pairs(node, "leave")],
        Explains = node.Flag("explains"),
        Tables = [.. node.Items("tables").Select(table => Table(table, file, contract))],
    };

    private static ExportTable Table(ContractNode node, string file, DataContract contract)
    {
        string name = node.Text("table");
        ContractTable known = contract.Tables.FirstOrDefault(table => table.Name == name)
            ?? throw Refusal(file, $"it speaks of a table '{name}', which there is not. There are: {string.Join(", ", contract.Tables.Select(table => table.Name))}");
        Dictionary<string, string> columns = Pairs(node, "columns").ToDictionary(pair => pair.Name, pair => pair.Sql, StringComparer.Ordinal);
        if (columns.Keys.FirstOrDefault(column => known.Find(column) is null) is { } unknown)
        {
            throw Refusal(file, $"it speaks of a column '{unknown}' of '{name}', which there is not. There are: {string.Join(", ", known.Columns.Select(column => column.Name))}");
        }

        string[] lacking = [.. known.Columns.Where(column => column.Required && column.LookedUpThrough is null && !columns.ContainsKey(column.Name)).Select(column => column.Name)];
        return lacking.Length > 0
            ? throw Refusal(file, $"it makes {name} without {string.Join(", ", lacking)}")
            : new ExportTable
            {
                Table = name,
                Columns = columns,
                Traits = Pairs(node, "traits").ToDictionary(pair => Identifier(pair.Name), pair => pair.Sql, StringComparer.Ordinal),
                Where = node.TextOrNull("where"),
                Query = node.TextOrNull("query"),
                Named = node.Flag("named"),
                Unless = Texts(node, "unless"),
            };
    }

    private static IEnumerable<(string Name, string Sql)> Pairs(ContractNode node, string name) =>
        node.Has(name) ? node.Part(name).Parts().Select(pair => (pair.Name, pair.Value.Scalar())) : [];

    private static IReadOnlyList<string> Texts(ContractNode node, string name) => [.. node.Items(name).Select(item => item.Scalar())];

    private static PerennialException Refusal(string file, string what, Exception? inner = null) =>
        new("ingest/company-mapping", Fault.Usage, $"The mapping '{file}' cannot be used: {what}. docs/how-to/exports.md shows the format.", inner);
}
