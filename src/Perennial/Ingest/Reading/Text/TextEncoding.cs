using System.Text;

namespace Perennial.Ingest.Reading.Text;

/// <summary>How the characters of a text file are stored.</summary>
internal enum TextEncoding
{
    Utf8,
    Utf8WithMark,
    Utf16Little,
    Utf16Big,
    Windows1252,
}

/// <summary>Tells encodings apart and turns each into UTF-8.</summary>
internal static class TextEncodings
{
    public static string Words(this TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf8 => "UTF-8",
        TextEncoding.Utf8WithMark => "UTF-8 with a byte order mark",
        TextEncoding.Utf16Little => "UTF-16 LE",
        TextEncoding.Utf16Big => "UTF-16 BE",
        _ => "Windows-1252 (Latin-1)",
    };

    /// <summary>Tells whether the bytes are UTF-8 as they stand.</summary>
    public static bool IsUtf8(this TextEncoding encoding) => encoding is TextEncoding.Utf8 or TextEncoding.Utf8WithMark;

    /// <summary>Judges by the beginning of a file.</summary>
    public static TextEncoding Sniff(string path, ReadOnlySpan<byte> head, bool whole)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
        {
            throw SourceProblem.Encoding(path, "UTF-32");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return TextEncoding.Utf8WithMark;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return TextEncoding.Utf16Little;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return TextEncoding.Utf16Big;
        }

        // Western text in UTF-16 has a zero in every other byte.
        int even = 0;
        int odd = 0;
        for (int i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        int pairs = head.Length / 2;
        if (pairs >= 4 && odd > 0.4 * pairs && even < 0.05 * pairs)
        {
            return TextEncoding.Utf16Little;
        }

        if (pairs >= 4 && even > 0.4 * pairs && odd < 0.05 * pairs)
        {
            return TextEncoding.Utf16Big;
        }

        EncodingCensus census = new();
        census.Add(whole ? head : head[..WholeCharacters(head)]);
        return census.Verdict;
    }

    /// <summary>Opens a text as UTF-8 without byte order mark, from its first character.</summary>
    public static Stream OpenUtf8(string path, TextEncoding encoding)
    {
        Stream file = OpenFile(path);
        switch (encoding)
        {
            case TextEncoding.Utf8WithMark:
                file.Seek(3, SeekOrigin.Begin);
                return file;
            case TextEncoding.Utf16Little or TextEncoding.Utf16Big:
                Span<byte> mark = stackalloc byte[2];
                int read = file.ReadAtLeast(mark, 2, throwOnEndOfStream: false);
                bool marked = read == 2 && (mark is [0xFF, 0xFE] or [0xFE, 0xFF]);
                file.Seek(marked ? 2 : 0, SeekOrigin.Begin);
                Encoding source = new UnicodeEncoding(encoding == TextEncoding.Utf16Big, byteOrderMark: false, throwOnInvalidBytes: false);
                return Encoding.CreateTranscodingStream(file, source, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            case TextEncoding.Windows1252:
                return new Windows1252Stream(file);
            default:
                return file;
        }
    }

    /// <summary>Opens a file for reading from beginning to end, possibly while others still write to it.</summary>
    public static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Mode = FileMode.Open, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });

    /// <summary>Gives the length up to the last character that is not cut off at the end.</summary>
    public static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= 3 && back <= text.Length; back++)
        {
            byte b = text[^back];
            if (b >= 0xC0)
            {
                int wanted = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < wanted ? text.Length - back : text.Length;
            }

            if (b < 0x80)
            {
                break;
            }
        }

        return text.Length;
    }
}

/// <summary>Counts what speaks for damaged UTF-8 and what for a one-byte encoding.</summary>
internal sealed class EncodingCensus
{
    private long _characters;
    private long _faults;

    /// <summary>Gives UTF-8 unless bytes above 127 are mostly no UTF-8.</summary>
    public TextEncoding Verdict => _faults > _characters ? TextEncoding.Windows1252 : TextEncoding.Utf8;

    public void Add(ReadOnlySpan<byte> text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return;
        }

        while (!text.IsEmpty)
        {
            int high = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (high < 0)
            {
                return;
            }

            text = text[high..];
            bool valid = Rune.DecodeFromUtf8(text, out _, out int used) == System.Buffers.OperationStatus.Done;
            _characters += valid ? 1 : 0;
            _faults += valid ? 0 : 1;
            text = text[Math.Max(1, used)..];
        }
    }

    /// <summary>Looks through a whole file.</summary>
    public static TextEncoding OfFile(string path)
    {
        EncodingCensus census = new();
        using FileStream file = TextEncodings.OpenFile(path);
        byte[] buffer = new byte[1 << 18];
        int kept = 0;
        while (true)
        {
            int read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            int filled = kept + read;
            if (filled == 0)
            {
                return census.Verdict;
            }

            bool last = filled < buffer.Length;
            int whole = last ? filled : TextEncodings.WholeCharacters(buffer.AsSpan(0, filled));
            census.Add(buffer.AsSpan(0, whole));
            if (last)
            {
                return census.Verdict;
            }

            buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
            kept = filled - whole;
        }
    }
}
