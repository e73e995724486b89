using System.Globalization;
using System.Text;

namespace Perennial.Ingest.Reading;

/// <summary>Makes one table of the files: columns matched by name where files have names, else by position.</summary>
internal static class SourceAssembly
{
    // The engine's parser nests one level a UNION; a year of daily files would be too deep for a plain chain.
    private const int Branches = 32;

    /// <summary>Joins the files in order.</summary>
    public static SourceTable Join(List<SourceFile> files, List<FilePart> parts, int sampleRecords)
    {
        int reference = Math.Max(0, parts.FindIndex(part => part.Names.Length > 0));
        FilePart shape = parts[reference];
        string[] names = shape.Names.Length > 0 ? shape.Names : HeaderFinder.Names([], shape.Columns);
        List<string> selects = [];
        List<string[]> samples = [];
        int share = Math.Max(2, sampleRecords / parts.Count);
        for (int i = 0; i < parts.Count; i++)
        {
            FilePart part = parts[i];
            int[] order = Order(part, names, files[i].Path, files[reference].Path);
            string cells = string.Join(", ", order.Select((from, to) => $"{part.Cells[from]} AS c{to}"));
            selects.Add(string.Create(CultureInfo.InvariantCulture, $"SELECT {cells}, {i + 1}::INTEGER AS file_no FROM {part.From}"));
            samples.AddRange(Pick(part.Samples, share).Select(row => order.Select(from => from < row.Length ? row[from] : string.Empty).ToArray()));
        }

        return new SourceTable
        {
            Files = files,
            Columns = [.. names.Select((name, i) => new SourceColumn(i, name, [.. samples.Select(row => row[i])]))],
            Relation = $"({Union(selects)})",
            HasHeader = shape.Names.Length > 0,
            Findings = [.. Merge(parts.SelectMany(part => part.Findings)), .. Twins(files)],
        };
    }

    private static int[] Order(FilePart part, string[] names, string path, string first)
    {
        if (part.Names.Length == 0)
        {
            return part.Columns == names.Length
                ? [.. Enumerable.Range(0, names.Length)]
                : throw SourceProblem.DifferentShape(path, first, string.Create(CultureInfo.InvariantCulture, $"it has {part.Columns} columns and no names, the other has {names.Length}"));
        }

        int[] order = [.. names.Select(name => Array.FindIndex(part.Names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)))];
        string[] missing = [.. names.Where((_, i) => order[i] < 0)];
        string[] extra = [.. part.Names.Except(names, StringComparer.OrdinalIgnoreCase)];
        if (missing.Length == 0 && extra.Length == 0)
        {
            return order;
        }

        StringBuilder difference = new();
        difference.Append(missing.Length > 0 ? $"it lacks {Quote(missing)}" : string.Empty);
        difference.Append(missing.Length > 0 && extra.Length > 0 ? " and " : string.Empty);
        difference.Append(extra.Length > 0 ? $"it has {Quote(extra)} besides" : string.Empty);
        throw SourceProblem.DifferentShape(path, first, difference.ToString());
    }

    private static string Quote(string[] names)
    {
        string list = string.Join(", ", names.Take(5).Select(name => $"'{RejectSpool.Shorten(name)}'"));
        return names.Length > 5 ? string.Create(CultureInfo.InvariantCulture, $"{list} and {names.Length - 5} more") : list;
    }

    private static string Union(IReadOnlyList<string> selects)
    {
        IReadOnlyList<string> level = selects;
        while (level.Count > 1)
        {
            level = [.. level.Chunk(Branches).Select(chunk => chunk.Length == 1 ? chunk[0] : $"SELECT * FROM ({string.Join(" UNION ALL ", chunk)})")];
        }

        return level[0];
    }

    private static IEnumerable<string[]> Pick(IReadOnlyList<string[]> rows, int count)
    {
        int step = Math.Max(1, (rows.Count + count - 1) / count);
        for (int i = 0; i < rows.Count; i += step)
        {
            yield return rows[i];
        }
    }

    private static IEnumerable<QualityFinding> Merge(IEnumerable<QualityFinding> findings) => findings
        .GroupBy(finding => finding.Code, StringComparer.Ordinal)
        .Select(group => group.First() with
        {
            Count = group.Sum(finding => finding.Count),
            Examples = [.. group.SelectMany(finding => finding.Examples).Distinct(StringComparer.Ordinal).Take(5)],
        });

    private static IEnumerable<QualityFinding> Twins(List<SourceFile> files)
    {
        List<IGrouping<string, SourceFile>> twins = [.. files.GroupBy(file => file.Sha256, StringComparer.Ordinal).Where(group => group.Count() > 1)];
        if (twins.Count > 0)
        {
            yield return new QualityFinding(
                "same-file-twice",
                "serious",
                "Files with the very same content",
                twins.Sum(group => group.Skip(1).Sum(file => file.Rows)),
                null,
                [.. twins.Take(5).Select(group => string.Join(" = ", group.Select(file => file.Path)))],
                "read all the same; name each file once if it is a copy");
        }
    }
}
