using System.Globalization;
using System.Text;

namespace Perennial.Ingest.Reading.Text;

/// <summary>Reads delimited text: as it stands where the scan finds it clean, else through a clean copy.</summary>
internal static class TextFileReader
{
    /// <summary>Reads a file.</summary>
    public static FilePart Read(FileJob job, TextHead head)
    {
        Dialect dialect = DialectSniffer.Sniff(head.Utf8) ?? throw SourceProblem.NoColumns(job.Path, Describe(head.Utf8));
        List<SampleRecord> records = DialectSniffer.Take(head.Utf8, dialect);
        HeaderPlace header = HeaderFinder.Find([.. records.Select(record => record.Cells)], dialect.Columns);
        DataStart start = DataStart.After(records, header, head.Utf8);

        TextEncoding encoding = head.Encoding;
        SampleStride samples = new();
        CleanScan? scan = null;
        if (encoding.IsUtf8() && start.EngineCanSkip)
        {
            long offset = start.Offset + (encoding == TextEncoding.Utf8WithMark ? 3 : 0);
            long length = new FileInfo(job.Readable).Length;
            scan = CleanScan.Run(job.Readable, offset, dialect, samples, done => job.Log.Progress(Math.Min(1, (double)(offset + done) / length)), job.Cancellation);
        }

        if (scan is { Reason: null } && start.Agrees(scan))
        {
            return new FilePart
            {
                Names = header.Names,
                Columns = dialect.Columns,
                From = EngineText.Delimited(job.Readable, dialect, start.Line - 1),
                Cells = [.. Enumerable.Range(0, dialect.Columns).Select(i => CleanText.Cell(i, hasLineBreaks: false))],
                Samples = Parse(samples, dialect),
                Rows = scan.Records,
                Format = Words(dialect, encoding, header, records),
                Lines = new EvenLines(start.Line),
                Findings = scan.HasReplacementCharacter ? [CleanText.Damage("Characters that were damaged before the export (at least one record)", 1, [])] : [],
            };
        }

        if (scan is not null)
        {
            job.Log.Detail($"{job.Path} is read through a clean copy: {scan.Reason ?? "its line ends differ from those of its header"}.");
            encoding = encoding == TextEncoding.Utf8 && EncodingCensus.OfFile(job.Readable) is TextEncoding.Windows1252 ? TextEncoding.Windows1252 : encoding;
        }

        return Convert(job, dialect, encoding, start, header, Words(dialect, encoding, header, records));
    }

    private static FilePart Convert(FileJob job, Dialect dialect, TextEncoding encoding, DataStart start, HeaderPlace header, string format)
    {
        SampleStride samples = new();
        long rejected = 0;
        using Stream text = TextEncodings.OpenUtf8(job.Readable, encoding);
        Pass(text, start.Offset);
        using RecordReader reader = new(text, dialect, start.Line);
        using CleanTextWriter writer = new(job.CleanPath, dialect.Columns);
        byte[] scratch = [];
        while (reader.Read())
        {
            if (Fault(reader, dialect) is { } reason)
            {
                rejected++;
                job.Rejects.Add(job.No, reader.Line, column: null, reader.Raw, reason);
                continue;
            }

            for (int i = 0; i < dialect.Columns; i++)
            {
                writer.Add(reader.Field(i, ref scratch));
            }

            long record = writer.Records;
            ReadOnlySpan<byte> written = writer.End(reader.Line);
            if (samples.Wants(record))
            {
                samples.Add(record, written);
            }

            if ((record & 0xFFFF) == 0)
            {
                job.Cancellation.ThrowIfCancellationRequested();
            }
        }

        writer.Flush();
        return new FilePart
        {
            Names = header.Names,
            Columns = dialect.Columns,
            From = EngineText.Clean(writer.Path, dialect.Columns),
            Cells = writer.Cells,
            Samples = [.. samples.Records.Select(CleanText.Split)],
            Rows = writer.Records + rejected,
            Rejected = rejected,
            Format = format,
            Lines = new CleanTextLines(writer.Path),
            Findings = writer.Findings,
        };
    }

    private static string? Fault(RecordReader reader, Dialect dialect)
    {
        bool fits = reader.FieldCount == dialect.Columns
            || (dialect.TrailingDelimiter && reader.FieldCount == dialect.Columns + 1 && reader.Field(dialect.Columns, out _).IsEmpty);
        return reader.Fault switch
        {
            RecordFault.BrokenQuote => "a quoted value is not closed, or goes on after its closing quote",
            RecordFault.TooLong => string.Create(CultureInfo.InvariantCulture, $"longer than {RecordReader.MaxRecordBytes:N0} bytes"),
            _ => fits ? null : string.Create(CultureInfo.InvariantCulture, $"{reader.FieldCount} fields where {dialect.Columns} are expected"),
        };
    }

    private static List<string[]> Parse(SampleStride samples, Dialect dialect)
    {
        List<string[]> parsed = [];
        foreach (byte[] record in samples.Records)
        {
            parsed.Add(DialectSniffer.Take(record, dialect, 1)[0].Cells);
        }

        return parsed;
    }

    private static void Pass(Stream text, long bytes)
    {
        byte[] buffer = new byte[Math.Min(bytes, 1 << 16)];
        for (long left = bytes; left > 0;)
        {
            int read = text.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                return;
            }

            left -= read;
        }
    }

    private static string Words(Dialect dialect, TextEncoding encoding, HeaderPlace header, List<SampleRecord> records)
    {
        string place = header.Found ? string.Create(CultureInfo.InvariantCulture, $"header in line {records[header.Record].Line}") : "no header";
        return $"{dialect.Words}, {encoding.Words()}, {place}";
    }

    private static string Describe(ReadOnlySpan<byte> head)
    {
        int end = head.IndexOfAny((byte)'\r', (byte)'\n');
        string first = Encoding.UTF8.GetString(head[..Math.Min(end < 0 ? head.Length : end, 60)]).Trim();
        return $"it begins with '{first}'";
    }
}

/// <summary>Where the first data record begins.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Offset">Byte of the UTF-8 text.</param>
/// <param name="EngineCanSkip">Whether the lines above are as many line feeds, all or none after a carriage return, without stray quotes, so that the engine counts them alike.</param>
/// <param name="Returns">Carriage returns above.</param>
internal sealed record DataStart(long Line, long Offset, bool EngineCanSkip, int Returns)
{
    // The engine loses count, and silently every row, where the lines it skips end otherwise than those it reads.
    public bool Agrees(CleanScan scan) => Line == 1 || scan.LineEnds == 0 || Returns > 0 == scan.HasReturns;

    public static DataStart After(List<SampleRecord> records, HeaderPlace header, ReadOnlySpan<byte> head)
    {
        // Without a header nothing is skipped, so that no record is lost; only Excel's line sep=; is no record.
        int skipped = header.Found ? header.Record : head.StartsWith("sep="u8) ? 0 : -1;
        if (skipped < 0)
        {
            return new(1, 0, EngineCanSkip: true, 0);
        }

        SampleRecord last = records[skipped];
        long line = last.Line + last.Lines;
        ReadOnlySpan<byte> above = head[..(int)last.EndOffset];
        int feeds = above.Count((byte)'\n');
        int returns = above.Count((byte)'\r');

        // The engine minds quotes while it skips: names in quotes are well, a stray quote in a title is not.
        bool quotesAreNames = !above.Contains((byte)'"') || (header.Record == 0 && Array.TrueForAll(last.Cells, cell => !cell.Contains('"')));
        return new(line, last.EndOffset, quotesAreNames && feeds == line - 1 && (returns == 0 || (returns == feeds && above.Count("\r\n"u8) == feeds)), returns);
    }
}
