using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Perennial.Ingest.Reading.Text;

/// <summary>Proves that the engine can read a text as it stands, and counts its records on the way.</summary>
/// <remarks>
/// Clean means: UTF-8 without NUL; every record one line with the same number of fields; quotes only around whole fields, doubled inside; one kind of line end;
/// blank lines only at the end. The engine's answer for such a text is certain, whatever its number of threads, and row n stands on line n.
/// Sixty-four bytes at a time, as bit sets: this costs far less than parsing.
/// </remarks>
internal sealed class CleanScan
{
    private const int BufferSize = 1 << 20;

    private readonly byte _delimiter;
    private readonly bool _quotes;
    private readonly int _delimiters;
    private readonly SampleStride _samples;

    private ulong _insideQuotes;
    private bool _lastMayOpen = true;
    private bool _lastCloses;
    private bool _lastIsReturn;
    private bool _blank;
    private int _delimitersInRecord;
    private long _recordStart;
    private long _returns;
    private long _lineEnds;
    private long _offset;

    private CleanScan(Dialect dialect, SampleStride samples)
    {
        _delimiter = dialect.Delimiter;
        _quotes = dialect.Quoting == Quoting.Doubled;
        _delimiters = dialect.Columns - 1;
        _samples = samples;
    }

    /// <summary>Gives the records counted.</summary>
    public long Records { get; private set; }

    /// <summary>Gives why the text is not clean, or null.</summary>
    public string? Reason { get; private set; }

    /// <summary>Gives the line ends counted.</summary>
    public long LineEnds => _lineEnds;

    /// <summary>Tells whether lines end with a carriage return and a line feed.</summary>
    public bool HasReturns => _returns > 0;

    /// <summary>Tells whether the replacement character is in the text: damage done earlier.</summary>
    public bool HasReplacementCharacter { get; private set; }

    /// <summary>Scans from an offset, which is the start of the first record, to the end.</summary>
    public static CleanScan Run(string path, long offset, Dialect dialect, SampleStride samples, Action<long> progress, CancellationToken cancellation)
    {
        CleanScan scan = new(dialect, samples);
        if (dialect.Aligned || dialect.TrailingDelimiter || dialect.Quoting == Quoting.Backslash)
        {
            scan.Reason = "the engine has no such dialect";
            return scan;
        }

        using FileStream file = TextEncodings.OpenFile(path);
        file.Seek(offset, SeekOrigin.Begin);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(file.Length - offset + 64, 64, BufferSize));
        try
        {
            scan.Run(file, buffer, progress, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return scan;
    }

    private void Run(Stream file, byte[] buffer, Action<long> progress, CancellationToken cancellation)
    {
        int size = buffer.Length & ~63;
        Span<byte> cutCharacter = stackalloc byte[8];
        int cut = 0;
        while (Reason is null)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = file.ReadAtLeast(buffer.AsSpan(0, size), size, throwOnEndOfStream: false);
            bool last = read < size;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, read);
            if (!CheckCharacters(text, last, cutCharacter, ref cut))
            {
                return;
            }

            int at = 0;
            for (; at + 64 <= read && Reason is null; at += 64)
            {
                Block(text, at, 64);
            }

            if (at < read && Reason is null)
            {
                Block(text, at, read - at);
            }

            _offset += read;
            progress(_offset);
            if (last)
            {
                Finish(text);
                return;
            }
        }
    }

    private bool CheckCharacters(ReadOnlySpan<byte> text, bool last, Span<byte> cutCharacter, ref int cut)
    {
        if (text.Contains((byte)0))
        {
            Reason = "it has NUL bytes";
            return false;
        }

        if (cut == 0 && System.Text.Ascii.IsValid(text))
        {
            return true;
        }

        // The end of a character whose beginning was in the previous buffer.
        ReadOnlySpan<byte> rest = text;
        while (cut > 0 && !rest.IsEmpty && cut < 4 && (rest[0] & 0xC0) == 0x80)
        {
            cutCharacter[cut++] = rest[0];
            rest = rest[1..];
        }

        bool valid = Utf8.IsValid(cutCharacter[..cut]);
        cut = 0;
        if (valid)
        {
            int whole = last ? rest.Length : TextEncodings.WholeCharacters(rest);
            valid = Utf8.IsValid(rest[..whole]);
            cut = rest.Length - whole;
            rest[whole..].CopyTo(cutCharacter);
        }

        HasReplacementCharacter |= text.IndexOf("\uFFFD"u8) >= 0;
        Reason = valid ? Reason : "it has bytes that are not UTF-8";
        return valid;
    }

    private void Block(ReadOnlySpan<byte> text, int at, int length)
    {
        ulong delimiters;
        ulong lineEnds;
        ulong returns;
        ulong quotes;
        if (length == 64)
        {
            ref byte first = ref Unsafe.AsRef(in text[at]);
            Vector256<byte> low = Vector256.LoadUnsafe(ref first);
            Vector256<byte> high = Vector256.LoadUnsafe(ref first, 32);
            delimiters = Bits(low, high, _delimiter);
            lineEnds = Bits(low, high, (byte)'\n');
            returns = Bits(low, high, (byte)'\r');
            quotes = _quotes ? Bits(low, high, (byte)'"') : 0;
        }
        else
        {
            delimiters = lineEnds = returns = quotes = 0;
            for (int i = 0; i < length; i++)
            {
                byte b = text[at + i];
                ulong bit = 1UL << i;
                delimiters |= b == _delimiter ? bit : 0;
                lineEnds |= b == '\n' ? bit : 0;
                returns |= b == '\r' ? bit : 0;
                quotes |= _quotes && b == '"' ? bit : 0;
            }
        }

        ulong closing = 0;
        if ((quotes | _insideQuotes) != 0 || _lastCloses)
        {
            ulong inside = PrefixXor(quotes) ^ _insideQuotes;
            ulong opening = quotes & inside;
            closing = quotes & ~inside;
            ulong mayOpenAfter = delimiters | lineEnds | closing;
            ulong mayFollowClosing = delimiters | lineEnds | returns | opening;
            if (length < 64)
            {
                mayFollowClosing |= 1UL << length;
            }

            bool badOpening = (opening & ~((mayOpenAfter << 1) | (_lastMayOpen ? 1UL : 0))) != 0;
            bool badClosing = (((closing << 1) | (_lastCloses ? 1UL : 0)) & ~mayFollowClosing) != 0;
            if (badOpening || badClosing)
            {
                Reason = "it has quotes that do not enclose a whole field";
                return;
            }

            if (((lineEnds | returns) & inside & (length < 64 ? (1UL << length) - 1 : ulong.MaxValue)) != 0)
            {
                Reason = "it has line breaks inside quotes";
                return;
            }

            delimiters &= ~inside;
            _insideQuotes = (inside >> (length - 1) & 1) != 0 ? ulong.MaxValue : 0;
        }

        if (returns != 0 || _lastIsReturn)
        {
            ulong afterReturn = (returns << 1) | (_lastIsReturn ? 1UL : 0);
            if ((afterReturn & ~lineEnds & (length < 64 ? (1UL << length) - 1 : ulong.MaxValue)) != 0)
            {
                Reason = "it has carriage returns within lines";
                return;
            }

            _returns += BitOperations.PopCount(returns);
        }

        int top = length - 1;
        _lastIsReturn = (returns >> top & 1) != 0;
        _lastCloses = (closing >> top & 1) != 0;
        _lastMayOpen = ((delimiters | lineEnds | closing) >> top & 1) != 0;
        Records64(text, at, lineEnds, delimiters);
    }

    private void Records64(ReadOnlySpan<byte> text, int at, ulong lineEnds, ulong delimiters)
    {
        while (lineEnds != 0)
        {
            int i = BitOperations.TrailingZeroCount(lineEnds);
            ulong below = (1UL << i) - 1;
            int found = _delimitersInRecord + BitOperations.PopCount(delimiters & below);
            delimiters &= ~below;
            lineEnds &= lineEnds - 1;
            _lineEnds++;
            EndRecord(text, found, _offset + at + i);
            _delimitersInRecord = 0;
            _recordStart = _offset + at + i + 1;
            if (Reason is not null)
            {
                return;
            }
        }

        _delimitersInRecord += BitOperations.PopCount(delimiters);
    }

    private void EndRecord(ReadOnlySpan<byte> text, int delimiters, long end)
    {
        long length = end - _recordStart;
        if (delimiters != _delimiters || length > RecordReader.MaxRecordBytes)
        {
            bool blank = length == 0 || (length == 1 && _recordStart >= _offset && text[(int)(_recordStart - _offset)] == '\r');
            Reason = blank ? null : "its records differ in their number of fields";
            _blank |= blank;
            return;
        }

        if (_blank)
        {
            Reason = "it has blank lines between records";
            return;
        }

        int from = (int)(_recordStart - _offset);
        if (from >= 0 && _samples.Wants(Records))
        {
            _samples.Add(Records, text.Slice(from, (int)length));
        }

        Records++;
    }

    private void Finish(ReadOnlySpan<byte> text)
    {
        // EndRecord works with offsets of the buffer it is given.
        long end = _offset;
        _offset -= text.Length;
        if (end > _recordStart && Reason is null)
        {
            EndRecord(text, _delimitersInRecord, end);
        }

        Reason ??= _insideQuotes != 0 ? "a quote is never closed"
            : _lastIsReturn || (_returns != 0 && _returns != _lineEnds) ? "it has several kinds of line end"
            : null;
    }

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        Vector256<byte> wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    // Bit i is the parity of bits 0 to i: set from an opening quote up to, not including, its closing quote.
    private static ulong PrefixXor(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
