using System.Buffers;
using System.Text;

namespace Perennial.Ingest.Reading.Text;

/// <summary>Takes UTF-8 delimited text apart into records and fields, one record at a time, in bounded memory.</summary>
/// <remarks>
/// A record ends with LF, CRLF or CR outside quotes. Blank lines (nothing but spaces and tabs that are not delimiters) are passed over.
/// Where a quoted field is never closed, or goes on after its closing quote, only the first line of the record is faulty and reading resumes on the next:
/// one forgotten quote must not swallow the rest of a file.
/// </remarks>
internal sealed class RecordReader : IDisposable
{
    /// <summary>Longest record in bytes; the engine is told twice as much.</summary>
    public const int MaxRecordBytes = 1 << 21;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private readonly Stream _text;
    private readonly byte _delimiter;
    private readonly Quoting _quoting;
    private readonly bool _aligned;
    private readonly SearchValues<byte> _stops;
    private byte[] _buffer;
    private FieldSpan[] _fields = new FieldSpan[16];
    private int _start;
    private int _end;
    private int _next;
    private bool _ended;
    private long _nextLine;
    private long _bufferOffset;

    /// <summary>Begins at the stream's position, which is the start of a line.</summary>
    /// <param name="text">UTF-8 without a byte order mark.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="line">The number of the first line.</param>
    /// <param name="size">First size of the buffer; it grows to <see cref="MaxRecordBytes"/>.</param>
    public RecordReader(Stream text, Dialect dialect, long line = 1, int size = 1 << 18)
    {
        _text = text;
        _delimiter = dialect.Delimiter;
        _quoting = dialect.Quoting;
        _aligned = dialect.Aligned;
        _stops = _aligned ? SearchValues.Create(" \t\r\n"u8) : SearchValues.Create([dialect.Delimiter, (byte)'\r', (byte)'\n']);
        _buffer = ArrayPool<byte>.Shared.Rent(size);
        _nextLine = line;
    }

    private enum Outcome
    {
        Whole,
        Broken,
        NeedMore,
    }

    /// <summary>Gives the fields of the current record.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Gives the line on which the current record begins.</summary>
    public long Line { get; private set; }

    /// <summary>Gives the lines the current record takes.</summary>
    public int LineCount { get; private set; }

    /// <summary>Gives what is wrong with the current record.</summary>
    public RecordFault Fault { get; private set; }

    /// <summary>Gives the bytes of the current record without its line end; of a record too long, the beginning.</summary>
    public ReadOnlySpan<byte> Raw
    {
        get
        {
            ReadOnlySpan<byte> raw = _buffer.AsSpan(_start, _next - _start);
            return raw.TrimEnd("\r\n"u8);
        }
    }

    /// <summary>Gives the offset of the current record from where reading began.</summary>
    public long Offset => _bufferOffset + _start;

    /// <summary>Gives the offset after the current record and its line end.</summary>
    public long EndOffset => _bufferOffset + _next;

    /// <summary>Moves to the next record.</summary>
    public bool Read()
    {
        _start = _next;
        Line = _nextLine;
        FieldCount = 0;
        LineCount = 1;
        Fault = RecordFault.None;
        if (!PassBlankLines())
        {
            return false;
        }

        while (true)
        {
            Outcome outcome = _aligned ? ParseAligned() : ParseDelimited();
            if (outcome == Outcome.Whole)
            {
                _nextLine = Line + LineCount;
                return true;
            }

            if (outcome == Outcome.NeedMore && Fill())
            {
                continue;
            }

            FaultyLine();
            return true;
        }
    }

    /// <summary>Gives a field as it stands in the text, without its quotes; quotes inside are not yet undone.</summary>
    public ReadOnlySpan<byte> Field(int index, out bool escaped)
    {
        FieldSpan field = _fields[index];
        escaped = field.Escaped;
        return _buffer.AsSpan(field.Start, field.Length);
    }

    /// <summary>Gives a field with quotes inside undone.</summary>
    public ReadOnlySpan<byte> Field(int index, ref byte[] scratch)
    {
        ReadOnlySpan<byte> field = Field(index, out bool escaped);
        if (!escaped)
        {
            return field;
        }

        if (scratch.Length < field.Length)
        {
            scratch = new byte[field.Length];
        }

        int length = 0;
        for (int i = 0; i < field.Length; i++)
        {
            byte b = field[i];
            bool pair = i + 1 < field.Length
                && ((b == '"' && field[i + 1] == '"' && _quoting == Quoting.Doubled)
                    || (b == '\\' && field[i + 1] is (byte)'"' or (byte)'\\' && _quoting == Quoting.Backslash));
            scratch[length++] = pair ? field[++i] : b;
        }

        return scratch.AsSpan(0, length);
    }

    /// <summary>Gives a field as text, bytes that are not UTF-8 replaced.</summary>
    public string Text(int index)
    {
        byte[] scratch = [];
        return Encoding.UTF8.GetString(Field(index, ref scratch));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool PassBlankLines()
    {
        while (true)
        {
            int at = _start;
            while (at < _end && (_buffer[at] is (byte)' ' or (byte)'\t') && (_aligned || _buffer[at] != _delimiter))
            {
                at++;
            }

            if (at == _end && !_ended)
            {
                // A line of blanks longer than the buffer is not blank for long: let the parser see it.
                if (!Fill())
                {
                    return true;
                }

                continue;
            }

            if (at == _end)
            {
                _next = _start = _end;
                return false;
            }

            if (_buffer[at] is not ((byte)'\r' or (byte)'\n'))
            {
                return true;
            }

            int next = AfterLineEnd(at);
            if (next < 0)
            {
                if (!Fill())
                {
                    return true;
                }

                continue;
            }

            _start = next;
            Line++;
        }
    }

    private Outcome ParseDelimited()
    {
        FieldCount = 0;
        LineCount = 1;
        int at = _start;
        while (true)
        {
            int open = at;
            if (_quoting != Quoting.None)
            {
                while (open < _end && _buffer[open] == ' ' && _delimiter != ' ')
                {
                    open++;
                }

                if (open == _end && !_ended)
                {
                    return Outcome.NeedMore;
                }
            }

            bool quoted = false;
            if (_quoting != Quoting.None && open < _end && _buffer[open] == '"')
            {
                Outcome outcome = ParseQuoted(open, out int after);
                if (outcome == Outcome.Whole)
                {
                    quoted = true;
                    at = after;
                }
                else if (outcome == Outcome.NeedMore || open == at)
                {
                    return outcome;
                }
            }

            if (!quoted)
            {
                int length = _buffer.AsSpan(at, _end - at).IndexOfAny(_stops);
                if (length < 0)
                {
                    if (!_ended)
                    {
                        return Outcome.NeedMore;
                    }

                    length = _end - at;
                }

                Add(at, length, escaped: false);
                at += length;
            }

            if (at < _end && _buffer[at] == _delimiter)
            {
                at++;
                continue;
            }

            return EndRecord(at);
        }
    }

    private Outcome ParseAligned()
    {
        FieldCount = 0;
        LineCount = 1;
        int at = _start;
        while (true)
        {
            while (at < _end && _buffer[at] is (byte)' ' or (byte)'\t')
            {
                at++;
            }

            if (at == _end || _buffer[at] is (byte)'\r' or (byte)'\n')
            {
                return at == _end && !_ended ? Outcome.NeedMore : EndRecord(at);
            }

            if (_buffer[at] == '"' && _quoting != Quoting.None)
            {
                Outcome outcome = ParseQuoted(at, out int after);
                if (outcome != Outcome.Whole)
                {
                    return outcome;
                }

                at = after;
                continue;
            }

            int length = _buffer.AsSpan(at, _end - at).IndexOfAny(_stops);
            if (length < 0)
            {
                if (!_ended)
                {
                    return Outcome.NeedMore;
                }

                length = _end - at;
            }

            Add(at, length, escaped: false);
            at += length;
        }
    }

    private Outcome ParseQuoted(int open, out int after)
    {
        after = 0;
        int at = open + 1;
        bool escaped = false;
        while (true)
        {
            int found = _quoting == Quoting.Backslash
                ? _buffer.AsSpan(at, _end - at).IndexOfAny((byte)'"', (byte)'\\')
                : _buffer.AsSpan(at, _end - at).IndexOf((byte)'"');
            if (found < 0)
            {
                return _ended ? Outcome.Broken : Outcome.NeedMore;
            }

            at += found;
            if (at + 1 == _end && !_ended)
            {
                return Outcome.NeedMore;
            }

            if (_buffer[at] == '\\')
            {
                escaped = true;
                at = Math.Min(at + 2, _end);
                continue;
            }

            if (_quoting == Quoting.Doubled && at + 1 < _end && _buffer[at + 1] == '"')
            {
                escaped = true;
                at += 2;
                continue;
            }

            break;
        }

        int close = at++;
        while (at < _end && _buffer[at] == ' ' && !_aligned)
        {
            at++;
        }

        if (at == _end && !_ended)
        {
            return Outcome.NeedMore;
        }

        bool ends = at == _end || _buffer[at] is (byte)'\r' or (byte)'\n' || _buffer[at] == _delimiter || (_aligned && _buffer[at] == '\t');
        if (!ends)
        {
            return Outcome.Broken;
        }

        Add(open + 1, close - open - 1, escaped);
        LineCount += CountLineEnds(_buffer.AsSpan(open + 1, close - open - 1));
        after = at;
        return Outcome.Whole;
    }

    private Outcome EndRecord(int at)
    {
        int next = AfterLineEnd(at);
        if (next < 0)
        {
            return Outcome.NeedMore;
        }

        _next = next;
        return Outcome.Whole;
    }

    // Gives the position after the line end at a position, the end of the text, or -1 where a byte more must be seen.
    private int AfterLineEnd(int at)
    {
        if (at == _end)
        {
            return at;
        }

        if (_buffer[at] == '\n')
        {
            return at + 1;
        }

        if (at + 1 == _end)
        {
            return _ended ? at + 1 : -1;
        }

        return _buffer[at + 1] == '\n' ? at + 2 : at + 1;
    }

    // The record's first line alone is faulty; where even that does not fit, it is passed over to its end.
    private void FaultyLine()
    {
        FieldCount = 0;
        LineCount = 1;
        Fault = RecordFault.BrokenQuote;
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOfAny(LineEnds);
            int next = length < 0 ? (_ended ? _end : -1) : AfterLineEnd(_start + length);
            if (next >= 0)
            {
                _next = next;
                break;
            }

            if (!Fill())
            {
                PassLongLine();
                break;
            }
        }

        _nextLine = Line + 1;
    }

    private void PassLongLine()
    {
        Fault = RecordFault.TooLong;
        const int Kept = 1024;
        while (true)
        {
            int from = _start + Kept;
            int length = _buffer.AsSpan(from, _end - from).IndexOfAny(LineEnds);
            int next = length < 0 ? (_ended ? _end : -1) : AfterLineEnd(from + length);
            if (next >= 0)
            {
                _next = next;
                return;
            }

            // Keep the beginning (for the reject's text) and a last byte that may be half a CRLF.
            int keep = length < 0 ? 0 : 1;
            int drop = _end - from - keep;
            _buffer.AsSpan(_end - keep, keep).CopyTo(_buffer.AsSpan(from));
            _end -= drop;
            _bufferOffset += drop;
            Fill();
        }
    }

    // Reads on; false where the record already fills the largest buffer. At the end of the text it is true once, so that the caller looks again.
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferOffset += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= MaxRecordBytes)
            {
                return false;
            }

            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = _text.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _ended = read < _buffer.Length - _end;
        _end += read;
        return true;
    }

    private void Add(int start, int length, bool escaped)
    {
        if (FieldCount == _fields.Length)
        {
            Array.Resize(ref _fields, _fields.Length * 2);
        }

        _fields[FieldCount++] = new(start, length, escaped);
    }

    private static int CountLineEnds(ReadOnlySpan<byte> text)
    {
        int count = 0;
        for (int at = text.IndexOfAny(LineEnds); at >= 0; at = text.IndexOfAny(LineEnds))
        {
            count++;
            text = text[(at + (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1))..];
        }

        return count;
    }

    private readonly record struct FieldSpan(int Start, int Length, bool Escaped);
}
