using System.Globalization;
using Perennial.Ingest.Simulated.Companies;
using YamlDotNet.RepresentationModel;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>The contract of company tables, as far as written tables can be held to it: read from the file itself, not through the program.</summary>
internal sealed class ContractOfTables
{
    private readonly YamlSequenceNode _tables;

    public ContractOfTables()
    {
        using Stream stream = typeof(SimulatedCompany).Assembly.GetManifestResourceStream("company.odcs.yaml")!;
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        _tables = (YamlSequenceNode)yaml.Documents[0].RootNode["schema"];
    }

    /// <summary>Gives everything in which a company breaks the contract, each in a sentence.</summary>
    public IEnumerable<string> Faults(WrittenCompany company)
    {
        foreach (string name in company.Files.Keys.Where(n => !n.StartsWith("truth_", StringComparison.Ordinal)))
        {
            YamlNode? contract = _tables.FirstOrDefault(t => Text(t, "name") == name);
            if (contract is null)
            {
                yield return $"no table {name} in the contract";
                continue;
            }

            foreach (string fault in Faults(company, name, (YamlSequenceNode)contract["properties"]))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Faults(WrittenCompany company, string name, YamlSequenceNode properties)
    {
        WrittenTable table = company[name];
        Dictionary<string, YamlNode> known = properties.ToDictionary(p => Text(p, "name")!, StringComparer.Ordinal);
        foreach (string stranger in table.Columns.Where(c => !known.ContainsKey(c)))
        {
            yield return $"{name}.{stranger} is not in the contract";
        }

        if (table.Rows.FirstOrDefault(r => r.Fields != table.Columns.Count) is { } ragged)
        {
            yield return $"{name}: {ragged.Line} has {ragged.Fields} fields";
            yield break;
        }

        foreach (YamlNode property in properties)
        {
            string column = Text(property, "name")!;
            bool written = table.Columns.Contains(column), required = Text(property, "required") == "true";
            if (!written && required)
            {
                yield return $"{name}.{column} is required and not written";
            }

            if (!written)
            {
                continue;
            }

            if (required && table.Rows.FirstOrDefault(r => !r.Has(column)) is { } empty)
            {
                yield return $"{name}.{column} is empty in {empty.Line}";
            }

            if (table.Rows.FirstOrDefault(r => r.Has(column) && !Fits(property, r[column])) is { } wrong)
            {
                yield return $"{name}.{column} = {wrong[column]} is not allowed";
            }

            if (Text(First(property, "relationships"), "to")?.Split('.') is [{ } other, { } key])
            {
                HashSet<string> ids = company.Files.ContainsKey(other) ? [.. company[other].Rows.Select(r => r[key])] : [];
                if (table.Rows.FirstOrDefault(r => r.Has(column) && !ids.Contains(r[column])) is { } stray)
                {
                    yield return $"{name}.{column} = {stray[column]} is not in {other}";
                }
            }
        }

        string[] keys = [.. properties.Where(p => Text(p, "primaryKey") == "true").Select(p => Text(p, "name")!).Where(table.Columns.Contains)];
        if (table.Rows.GroupBy(r => string.Join('|', keys.Select(k => r[k]))).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            yield return $"{name}: the key {twice.Key} is there {twice.Count()} times";
        }
    }

    private static bool Fits(YamlNode property, string value)
    {
        double? number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;
        bool form = Text(property, "logicalType") switch
        {
            "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "timestamp" => DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "integer" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => number is not null,
            "boolean" => value is "true" or "false",
            _ => true,
        };
        double? Bound(string name) => Child(property, "logicalTypeOptions") is { } options && Text(options, name) is { } bound ? double.Parse(bound, CultureInfo.InvariantCulture) : null;
        bool inside = !(number < Bound("minimum")) && !(number > Bound("maximum"));
        YamlNode? allowed = First(property, "quality") is { } rule && Child(rule, "arguments") is { } arguments ? Child(arguments, "validValues") : null;
        return form && inside && (allowed is not YamlSequenceNode words || words.Any(w => ((YamlScalarNode)w).Value == value));
    }

    private static YamlNode? Child(YamlNode? node, string name) => node is YamlMappingNode map && map.Children.TryGetValue(name, out YamlNode? child) ? child : null;

    private static YamlNode? First(YamlNode node, string name) => Child(node, name) is YamlSequenceNode { Children.Count: > 0 } list ? list[0] : null;

    private static string? Text(YamlNode? node, string name) => (Child(node, name) as YamlScalarNode)?.Value;
}
