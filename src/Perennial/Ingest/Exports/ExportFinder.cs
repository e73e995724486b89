using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Exports;

/// <summary>Tells which program's export a file is: by its columns, whatever its name.</summary>
internal static class ExportFinder
{
    /// <summary>Finds the export whose columns are all there; of several the one known by most.</summary>
    public static (ExportMapping Mapping, ExportFile File)? Find(IReadOnlyList<ExportMapping> mappings, IReadOnlyList<SourceColumn> columns)
    {
        HashSet<string> plain = [.. columns.Select(column => ExportMappingReader.Plain(column.Name))];
        HashSet<string> exact = [.. columns.Select(column => column.Name)];
        return mappings
            .SelectMany(mapping => mapping.Files.Select(file => (Mapping: mapping, File: file)))
            .Where(known => known.File.KnownBy.All(name => plain.Contains(ExportMappingReader.Plain(name)))
                && known.File.Spelled.All(exact.Contains)
                && !known.File.Without.Any(name => plain.Contains(ExportMappingReader.Plain(name))))
            .OrderByDescending(known => known.File.KnownBy.Count + known.File.Spelled.Count)
            .Select(known => ((ExportMapping, ExportFile)?)known)
            .FirstOrDefault();
    }
}
