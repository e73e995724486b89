using System.IO.Compression;
using System.Xml;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>Reads one sheet of an XLSX workbook, streaming: once to learn its extent, once to write its cells.</summary>
internal static class WorkbookReader
{
    private const int SampleRows = 500;

    /// <summary>Reads a file.</summary>
    public static FilePart Read(FileJob job)
    {
        try
        {
            using FileStream file = Text.TextEncodings.OpenFile(job.Readable);
            using ZipArchive zip = new(file, ZipArchiveMode.Read);
            WorkbookParts parts = new(job, zip);
            (string name, string part) = Choose(job, parts);
            return ReadSheet(job, parts, name, part);
        }
        catch (Exception cause) when (cause is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or FormatException or OverflowException or ArgumentException)
        {
            throw SourceProblem.Corrupt(job.Path, "XLSX", cause.Message, cause);
        }
    }

    private static (string Name, string Part) Choose(FileJob job, WorkbookParts parts)
    {
        if (job.Options.Sheet is { } wanted)
        {
            int found = parts.Sheets.FindIndex(sheet => string.Equals(sheet.Name.Trim(), wanted.Trim(), StringComparison.OrdinalIgnoreCase));
            return found >= 0 ? parts.Sheets[found] : throw SourceProblem.SheetNotFound(job.Path, wanted, parts.Sheets.Select(sheet => sheet.Name));
        }

        return parts.Sheets.Count > 0 ? parts.Sheets[0] : throw SourceProblem.Corrupt(job.Path, "XLSX", "it has no visible sheet with cells");
    }

    private static FilePart ReadSheet(FileJob job, WorkbookParts parts, string name, string part)
    {
        SheetExtent extent = SheetExtent.Of(job, parts, part, SampleRows);
        if (extent.LastColumn < extent.FirstColumn)
        {
            throw SourceProblem.NoColumns(job.Path, $"its sheet '{name}' is empty; the sheets are {string.Join(", ", parts.Sheets.Select(sheet => $"'{sheet.Name}'"))}");
        }

        int columns = extent.LastColumn - extent.FirstColumn + 1;
        if (columns > SourceReader.MaxColumns)
        {
            throw SourceProblem.TooManyColumns(job.Path, columns, SourceReader.MaxColumns);
        }

        HeaderPlace header = HeaderFinder.Find([.. extent.Head.Select(row => row.Cells)], columns);
        long firstRow = header.Found ? extent.Head[header.Record].Row + 1 : 0;
        SheetFaults faults = new();
        MergedCells merged = new(extent.Merges);
        SampleStride samples = new();
        using CleanTextWriter writer = new(job.CleanPath, columns);
        using SheetReader sheet = new(parts, part) { OnFault = faults.Add };
        while (sheet.Read())
        {
            if (sheet.Row < firstRow || sheet.Cells.Count == 0)
            {
                continue;
            }

            for (int i = 0; i < columns; i++)
            {
                int column = extent.FirstColumn + i;
                writer.Add(merged.Value(sheet.Row, column, sheet.Cells.GetValueOrDefault(column, string.Empty)));
            }

            long record = writer.Records;
            ReadOnlySpan<byte> written = writer.End(sheet.Row);
            if (samples.Wants(record))
            {
                samples.Add(record, written);
            }

            if ((record & 0xFFF) == 0)
            {
                job.Cancellation.ThrowIfCancellationRequested();
            }
        }

        writer.Flush();
        return new FilePart
        {
            Names = header.Names,
            Columns = columns,
            From = EngineText.Clean(writer.Path, columns),
            Cells = writer.Cells,
            Samples = [.. samples.Records.Select(CleanText.Split)],
            Rows = writer.Records,
            Format = $"XLSX, sheet '{name}', {(header.Found ? $"header in row {extent.Head[header.Record].Row}" : "no header")}",
            Lines = new CleanTextLines(writer.Path),
            Findings = [.. writer.Findings, .. faults.Findings, .. merged.Findings],
        };
    }
}

/// <summary>Which part of a sheet holds cells, and its first rows.</summary>
internal sealed class SheetExtent
{
    public int FirstColumn { get; private set; } = int.MaxValue;

    public int LastColumn { get; private set; } = -1;

    public List<(long Row, string[] Cells)> Head { get; private set; } = [];

    public List<(int Column, long FirstRow, long LastRow)> Merges { get; private set; } = [];

    public static SheetExtent Of(FileJob job, WorkbookParts parts, string part, int headRows)
    {
        SheetExtent extent = new();
        List<(long Row, Dictionary<int, string> Cells)> head = [];
        using SheetReader sheet = new(parts, part);
        for (long count = 0; sheet.Read(); count++)
        {
            foreach (int column in sheet.Cells.Keys)
            {
                extent.FirstColumn = Math.Min(extent.FirstColumn, column);
                extent.LastColumn = Math.Max(extent.LastColumn, column);
            }

            if (head.Count < headRows && sheet.Cells.Count > 0)
            {
                head.Add((sheet.Row, new(sheet.Cells)));
            }

            if ((count & 0xFFF) == 0)
            {
                job.Cancellation.ThrowIfCancellationRequested();
            }
        }

        extent.Merges = sheet.Merges;
        if (extent.LastColumn >= 0 && extent.LastColumn - extent.FirstColumn < SourceReader.MaxColumns)
        {
            extent.Head = [.. head.Select(row => (row.Row, Enumerable.Range(extent.FirstColumn, extent.LastColumn - extent.FirstColumn + 1).Select(i => row.Cells.GetValueOrDefault(i, string.Empty)).ToArray()))];
        }

        return extent;
    }
}

/// <summary>Counts cells that hold no value a person would recognise.</summary>
internal sealed class SheetFaults
{
    private readonly Dictionary<string, (long Count, List<string> Examples)> _faults = new(StringComparer.Ordinal);

    public IEnumerable<QualityFinding> Findings => _faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => new QualityFinding(
        fault.Key,
        "warning",
        fault.Key == "cell-errors" ? "Cells that hold a spreadsheet error" : "Formulas whose result was not saved",
        fault.Value.Count,
        null,
        fault.Value.Examples,
        fault.Key == "cell-errors" ? "read as the error's text, so that a column that needs a value refuses it" : "read as empty; open and save the workbook in a spreadsheet program to store results"));

    public void Add(string code, string example)
    {
        (long count, List<string> examples) = _faults.GetValueOrDefault(code, (0, []));
        if (examples.Count < 5)
        {
            examples.Add(example);
        }

        _faults[code] = (count + 1, examples);
    }
}

/// <summary>Gives every row of a merged area the value that a spreadsheet shows once.</summary>
internal sealed class MergedCells
{
    private readonly Dictionary<int, Queue<(long First, long Last)>> _areas = [];
    private readonly Dictionary<int, (long Last, string Value)> _open = [];
    private long _filled;

    public MergedCells(List<(int Column, long FirstRow, long LastRow)> merges)
    {
        foreach ((int column, long first, long last) in merges.OrderBy(merge => merge.FirstRow))
        {
            if (!_areas.TryGetValue(column, out Queue<(long First, long Last)>? queue))
            {
                _areas[column] = queue = new();
            }

            queue.Enqueue((first, last));
        }
    }

    public IEnumerable<QualityFinding> Findings => _filled == 0
        ? []
        : [new QualityFinding("merged-cells", "info", "Merged cells that span rows", _filled, null, [], "each row was given the value of the merged cell")];

    public string Value(long row, int column, string cell)
    {
        if (!_areas.TryGetValue(column, out Queue<(long First, long Last)>? queue))
        {
            return cell;
        }

        while (queue.TryPeek(out (long First, long Last) area) && area.First <= row)
        {
            queue.Dequeue();
            _open[column] = (area.Last, area.First == row ? cell : string.Empty);
        }

        if (cell.Length > 0 || !_open.TryGetValue(column, out (long Last, string Value) open) || row > open.Last || open.Value.Length == 0)
        {
            return cell;
        }

        _filled++;
        return open.Value;
    }
}
