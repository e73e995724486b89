using System.Text.Json;
using Perennial.Ingest.Reading.Text;

namespace Perennial.Ingest.Reading.Json;

/// <summary>Reads JSON: one object a line, objects one after another, or an array of them.</summary>
internal static class JsonFileReader
{
    /// <summary>Tells whether a text begins as JSON objects do.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("["u8))
        {
            text = text[1..].TrimStart(" \t\r\n"u8);
        }

        return text.StartsWith("{"u8) && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'}', ..];
    }

    /// <summary>Reads a file: once to learn the names, once to write the cells.</summary>
    public static FilePart Read(FileJob job, TextHead head)
    {
        TextEncoding encoding = head.Encoding == TextEncoding.Utf8 ? EncodingCensus.OfFile(job.Readable) : head.Encoding;
        bool lines = FirstLineIsWhole(head.Utf8);
        JsonCells cells = new();
        long records = 0;
        Each(job, encoding, lines, (_, json, _) =>
        {
            records += cells.Parse(json) is null ? 1 : 0;
            if (cells.Names.Count > SourceReader.MaxColumns)
            {
                throw SourceProblem.TooManyColumns(job.Path, cells.Names.Count, SourceReader.MaxColumns);
            }
        });
        int columns = cells.Names.Count;
        if (columns == 0)
        {
            throw SourceProblem.NoColumns(job.Path, "it looks like JSON, but no object with names could be read");
        }

        SampleStride samples = new();
        long rejected = 0;
        using CleanTextWriter writer = new(job.CleanPath, columns);
        Each(job, encoding, lines, (line, json, cutOff) =>
        {
            string? fault = cutOff ? "the file ends within this object" : cells.Parse(json);
            if (fault is not null)
            {
                rejected++;
                job.Rejects.Add(job.No, line, column: null, json, fault);
                return;
            }

            for (int i = 0; i < columns; i++)
            {
                writer.Add(i < cells.Cells.Count ? cells.Cells[i] ?? string.Empty : string.Empty);
            }

            long record = writer.Records;
            ReadOnlySpan<byte> written = writer.End(line);
            if (samples.Wants(record))
            {
                samples.Add(record, written);
            }
        });
        writer.Flush();
        return new FilePart
        {
            Names = HeaderFinder.Names([.. cells.Names], columns),
            Columns = columns,
            From = EngineText.Clean(writer.Path, columns),
            Cells = writer.Cells,
            Samples = [.. samples.Records.Select(CleanText.Split)],
            Rows = writer.Records + rejected,
            Rejected = rejected,
            Format = $"JSON, {(lines ? "one object a line" : "a list of objects")}, {encoding.Words()}",
            Lines = new CleanTextLines(writer.Path),
            Findings = writer.Findings,
        };
    }

    private delegate void OnObject(long line, ReadOnlySpan<byte> json, bool cutOff);

    private static void Each(FileJob job, TextEncoding encoding, bool lines, OnObject take)
    {
        using Stream text = TextEncodings.OpenUtf8(job.Readable, encoding);
        if (lines)
        {
            // Lines are fields of a text without delimiters: a broken line costs itself only.
            using RecordReader reader = new(text, new Dialect(0, Quoting.None, 1));
            for (long count = 0; reader.Read(); count++)
            {
                take(reader.Line, reader.Raw, cutOff: false);
                Check(job, count);
            }

            return;
        }

        using JsonObjectReader objects = new(text);
        try
        {
            for (long count = 0; objects.Read(); count++)
            {
                take(objects.Line, objects.Raw, objects.CutOff);
                Check(job, count);
            }
        }
        catch (JsonException cause)
        {
            throw SourceProblem.Corrupt(job.Path, "JSON", cause.Message, cause);
        }
    }

    private static void Check(FileJob job, long count)
    {
        if ((count & 0xFFF) == 0)
        {
            job.Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static bool FirstLineIsWhole(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return text.StartsWith("{"u8) && new JsonCells().Parse(end < 0 ? text : text[..end]) is null;
    }
}
