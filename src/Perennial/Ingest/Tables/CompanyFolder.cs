using Perennial.Ingest.Exports;
using Perennial.Ingest.Exports.Cube;
using Perennial.Ingest.Reading;
using Perennial.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Perennial.Ingest.Tables;

/// <summary>Where a company's files lie, and what its owner says about them.</summary>
/// <param name="Files">The data files, in the order of their names.</param>
/// <param name="Stated">What is said about a file: its table and its columns.</param>
/// <param name="Contract">The contract they are held against: the shipped one, with the rules of the folder's own.</param>
/// <param name="Rules">What is said about money; null where nothing is.</param>
/// <param name="Exports">The exports of other programs that are known: those of the folder's own mappings, then the shipped ones.</param>
/// <param name="Cubes">What the cells of customer cubes are, by file, where it is said.</param>
internal sealed record CompanyFolder(IReadOnlyList<string> Files, IReadOnlyDictionary<string, StatedTable> Stated, DataContract Contract, CompanyRules? Rules, IReadOnlyList<ExportMapping> Exports, IReadOnlyDictionary<string, CubeMeasure> Cubes)
{
    private const string MappingName = "company.yaml";
    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".parquet", ".json", ".jsonl", ".ndjson", ".xlsx", ".gz"];

    /// <summary>Looks into a folder, or reads a mapping that names the files.</summary>
    /// <param name="path">A folder, or a company.yaml.</param>
    /// <exception cref="PerennialException">There is no such place, nothing in it, or the mapping or contract cannot be used.</exception>
    public static CompanyFolder Open(string path)
    {
        bool mapping = File.Exists(path);
        string folder = mapping ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        if (!Directory.Exists(folder))
        {
            throw SourceProblem.NotFound(path);
        }

        string said = mapping ? path : Path.Combine(folder, MappingName);
        DataContract contract = Directory.EnumerateFiles(folder, "*.odcs.yaml").Order(StringComparer.Ordinal).Aggregate(DataContract.Company, WithRulesOf);
        ContractNode? root = File.Exists(said) ? Root(said) : null;
        Dictionary<string, StatedTable> stated = root is { } mapped ? ReadStated(said, folder, contract, mapped) : [];
        string[] files =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !Path.GetFileName(file).StartsWith('.'))
                .Union(stated.Keys, StringComparer.Ordinal)
                .OrderBy(Path.GetFileName, StringComparer.Ordinal),
        ];
        return files.Length == 0
            ? throw new PerennialException("source/no-input", Fault.Data, $"The folder '{folder}' has no data file. A company's folder holds one file a table, such as customers.csv and subscriptions.csv; {string.Join(", ", Endings)} are read.")
            : new CompanyFolder(files, stated, contract, root is { } rules ? CompanyRulesReader.Read(said, rules) : null, ExportMapping.Of(folder, contract), ReadCubes(said, root));
    }

    private static Dictionary<string, CubeMeasure> ReadCubes(string path, ContractNode? root) => root is not { } said || !said.Has("cubes")
        ? new(StringComparer.Ordinal)
        : said.Part("cubes").Parts().ToDictionary(
            cube => cube.Name,
            cube => cube.Value.Scalar() switch
            {
                "mrr" => CubeMeasure.Mrr,
                "arr" => CubeMeasure.Arr,
                "revenue" => CubeMeasure.Revenue,
                string other => throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' says that the cells of '{cube.Name}' are '{other}'; mrr, arr and revenue are known."),
            },
            StringComparer.Ordinal);

    private static DataContract WithRulesOf(DataContract contract, string path)
    {
        using var reader = new StreamReader(path);
        DataContract own = ContractReader.Read(reader, path);
        foreach (ContractTable table in own.Tables)
        {
            ContractTable known = contract.Tables.FirstOrDefault(t => t.Name == table.Name)
                ?? throw new PerennialException("ingest/contract", Fault.Usage, $"The contract '{path}' speaks of a table '{table.Name}', which there is not. There are: {string.Join(", ", contract.Tables.Select(t => t.Name))}.");
            foreach (string column in table.Columns.Select(column => column.Name).Where(name => known.Find(name) is null))
            {
                throw new PerennialException("ingest/contract", Fault.Usage, $"The contract '{path}' speaks of a column '{column}' of '{table.Name}', which there is not. There are: {string.Join(", ", known.Columns.Select(c => c.Name))}.");
            }
        }

        // A rule of the company's own takes the place of the shipped one of the same name and columns.
        return contract with
        {
            Tables = [.. contract.Tables.Select(table => own.Tables.FirstOrDefault(t => t.Name == table.Name) is { } more
                ? table with { Rules = [.. table.Rules.Where(rule => !more.Rules.Any(other => other.Name == rule.Name && other.Columns.SequenceEqual(rule.Columns))), .. more.Rules] }
                : table)],
        };
    }

    private static ContractNode? Root(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(path);
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' is not YAML, line {e.Start.Line}: {e.Message}", e);
        }

        return yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode ? null : new ContractNode(path, yaml.Documents[0].RootNode);
    }

    private static Dictionary<string, StatedTable> ReadStated(string path, string folder, DataContract contract, ContractNode root)
    {
        var stated = new Dictionary<string, StatedTable>(StringComparer.Ordinal);
        foreach ((string name, ContractNode table) in root.Has("tables") ? root.Part("tables").Parts() : [])
        {
            ContractTable known = contract.Tables.FirstOrDefault(t => t.Name == name)
                ?? throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' speaks of a table '{name}', which there is not. There are: {string.Join(", ", contract.Tables.Select(t => t.Name))}.");
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((string column, ContractNode of) in table.Has("columns") ? table.Part("columns").Parts() : [])
            {
                columns[known.Find(column) is null
                    ? throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' speaks of a column '{column}' of '{name}', which there is not. There are: {string.Join(", ", known.Columns.Select(c => c.Name))}.")
                    : column] = of.Scalar();
            }

            foreach (ContractNode file in table.Items("files"))
            {
                stated[Found(file.Scalar())] = new StatedTable(known, columns);
            }
        }

        foreach (ContractNode file in root.Items("ignore"))
        {
            stated[Found(file.Scalar())] = new StatedTable(null, new Dictionary<string, string>(StringComparer.Ordinal));
        }

        return stated;

        string Found(string name) => Path.Combine(folder, name) is var full && File.Exists(full)
            ? full
            : throw new PerennialException("ingest/company-mapping", Fault.Usage, $"The mapping '{path}' names the file '{name}', which is not in '{folder}'. Files are named as they lie beside the mapping.");
    }
}

/// <summary>What is said about a file.</summary>
/// <param name="Table">The table it holds, or null where it is to be left out.</param>
/// <param name="Columns">The contract's column and the file's, where names do not say it.</param>
internal sealed record StatedTable(ContractTable? Table, IReadOnlyDictionary<string, string> Columns);
