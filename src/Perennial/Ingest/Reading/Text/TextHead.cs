namespace Perennial.Ingest.Reading.Text;

/// <summary>The beginning of a text file: enough to know how it is written.</summary>
/// <param name="Encoding">How its characters are stored, as far as the beginning tells.</param>
/// <param name="Utf8">Whole lines as UTF-8, without byte order mark.</param>
internal sealed record TextHead(TextEncoding Encoding, byte[] Utf8)
{
    private const int Usual = 1 << 18;

    /// <summary>Reads the beginning of a file.</summary>
    public static TextHead Read(string path, string readable)
    {
        byte[] raw = Take(TextEncodings.OpenFile(readable), Usual, out bool whole);
        if (raw.Length == 0)
        {
            throw SourceProblem.Empty(path);
        }

        TextEncoding encoding = TextEncodings.Sniff(path, raw, whole);
        foreach (int size in (ReadOnlySpan<int>)[Usual, RecordReader.MaxRecordBytes])
        {
            byte[] text = Take(TextEncodings.OpenUtf8(readable, encoding), size, out whole);
            RefuseBinary(path, text);
            int lines = whole ? text.Length : text.AsSpan().LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
            if (lines > 0 || whole)
            {
                return new(encoding, text[..lines]);
            }
        }

        throw SourceProblem.LineTooLong(path, RecordReader.MaxRecordBytes);
    }

    private static byte[] Take(Stream stream, int size, out bool whole)
    {
        using (stream)
        {
            byte[] buffer = new byte[stream.CanSeek ? (int)Math.Min(size, stream.Length - stream.Position + 1) : size];
            int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            whole = read < buffer.Length;
            return read == buffer.Length ? buffer : buffer[..read];
        }
    }

    // Text has next to no control characters; a program, a picture or a database dump has many.
    private static void RefuseBinary(string path, ReadOnlySpan<byte> text)
    {
        int controls = 0;
        foreach (byte b in text)
        {
            controls += b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A) ? 1 : 0;
        }

        if (controls > 16 && controls > 0.02 * text.Length)
        {
            throw SourceProblem.NotATable(path, "binary data");
        }

        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw SourceProblem.Empty(path);
        }
    }
}
