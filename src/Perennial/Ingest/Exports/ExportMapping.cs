using System.Diagnostics;

namespace Perennial.Ingest.Exports;

/// <summary>What one program's exports look like, and which tables of the contract they become: a YAML file, read.</summary>
/// <param name="Source">A short name, such as stripe; part of the names of working tables.</param>
/// <param name="Title">What people call the program.</param>
/// <param name="Files">The exports known.</param>
internal sealed record ExportMapping(string Source, string Title, IReadOnlyList<ExportFile> Files)
{
    private const string Ending = ".mapping.yaml";

    private static readonly Lazy<IReadOnlyList<ExportMapping>> All = new(() =>
    {
        var assembly = typeof(ExportMapping).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using Stream file = assembly.GetManifestResourceStream(name) ?? throw new UnreachableException($"The program lacks its own file {name}.");
            using var reader = new StreamReader(file);
            return ExportMappingReader.Read(reader, name, Tables.DataContract.Company);
        })];
    });

    /// <summary>Gives the mappings that come with the program, by name.</summary>
    public static IReadOnlyList<ExportMapping> Shipped => All.Value;

    /// <summary>Gives those of a company's own folder, before the shipped ones: of two that know a file equally well the first is taken.</summary>
    /// <exception cref="Kernel.PerennialException">One of them cannot be used.</exception>
    public static IReadOnlyList<ExportMapping> Of(string folder, Tables.DataContract contract) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal).Select(path =>
        {
            using var reader = new StreamReader(path);
            return ExportMappingReader.Read(reader, path, contract);
        }),
        .. Shipped,
    ];
}

/// <summary>One export: how it is known, and what its rows become.</summary>
internal sealed record ExportFile
{
    /// <summary>Gives its name within the source; its working table is <c>SOURCE_NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gives the columns it is known by; all of them must be there. Case, blanks and punctuation do not matter.</summary>
    public required IReadOnlyList<string> KnownBy { get; init; }

    /// <summary>Gives columns that must be spelled exactly so: what tells a program's report from its raw data.</summary>
    public IReadOnlyList<string> Spelled { get; init; } = [];

    /// <summary>Gives columns that none of its kind has.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Gives further columns that are used where they are there.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Gives why rows are set aside, and the condition under which; the first that holds counts.</summary>
    public IReadOnlyList<(string Reason, string Condition)> Leave { get; init; } = [];

    /// <summary>Gives the tables its rows become.</summary>
    public required IReadOnlyList<ExportTable> Tables { get; init; }

    /// <summary>Tells whether its rows only explain those of other exports, as coupons do.</summary>
    public bool Explains { get; init; }

    /// <summary>Gives the columns of the working table, as SQL knows them.</summary>
    public IEnumerable<string> Columns => KnownBy.Concat(Also).Select(ExportMappingReader.Identifier).Distinct(StringComparer.Ordinal);
}

/// <summary>A table of the contract made of an export.</summary>
internal sealed record ExportTable
{
    /// <summary>Gives the contract's table.</summary>
    public required string Table { get; init; }

    /// <summary>Gives the contract's columns and the SQL of each, over the export's columns.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Gives what is kept beyond the contract, of customers.</summary>
    public IReadOnlyDictionary<string, string> Traits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives the condition of rows that become one of this table; null where all do.</summary>
    public string? Where { get; init; }

    /// <summary>Gives the SQL file whose rows stand for those of the export, with <c>file_no</c> and <c>row</c> of each; null where the export's own do.</summary>
    public string? Query { get; init; }

    /// <summary>Tells whether it may name customers by their names, where it does not know their ids.</summary>
    public bool Named { get; init; }

    /// <summary>Gives exports of the source that say the same; where one of them came in, this table is not made.</summary>
    public IReadOnlyList<string> Unless { get; init; } = [];
}
