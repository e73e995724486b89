using System.Buffers;
using System.Text.Json;

namespace Perennial.Ingest.Reading.Json;

/// <summary>Takes a JSON text apart into top-level objects, whether they stand in an array, one after another or one a line, in bounded memory.</summary>
/// <remarks>Brackets are counted here; whether an object is sound is judged later, object by object, so that a broken one does not cost the others.</remarks>
internal sealed class JsonObjectReader(Stream utf8) : IDisposable
{
    private const int Largest = Text.RecordReader.MaxRecordBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private int _next;
    private long _nextLine = 1;
    private bool _ended;

    /// <summary>Gives the line on which the current object begins.</summary>
    public long Line { get; private set; }

    /// <summary>Tells whether the text ended within the current object.</summary>
    public bool CutOff { get; private set; }

    /// <summary>Gives the bytes of the current object.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_start, _next - _start);

    /// <summary>Moves to the next item.</summary>
    /// <exception cref="JsonException">An item is larger than can be read.</exception>
    public bool Read()
    {
        _start = _next;
        CutOff = false;
        if (!PassBetween())
        {
            return false;
        }

        Line = _nextLine;
        int depth = 0;
        bool inText = false;
        bool escaped = false;
        for (int at = 0; ; at++)
        {
            if (_start + at == _end && !Fill())
            {
                CutOff = true;
                _next = _end;
                return true;
            }

            byte b = _buffer[_start + at];
            _nextLine += b == '\n' ? 1 : 0;
            if (inText)
            {
                inText = escaped || b != '"';
                escaped = !escaped && b == '\\';
                continue;
            }

            inText = b == '"';
            depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;

            // A value that is no object ends at a comma, a bracket or a line end.
            bool bare = depth <= 0 && _buffer[_start] is not ((byte)'{' or (byte)'[');
            if (depth < 0 || (bare && b is (byte)',' or (byte)'\n' && !inText && depth == 0))
            {
                _nextLine -= b == '\n' ? 1 : 0;
                _next = _start + Math.Max(1, at);
                return true;
            }

            if (depth == 0 && b is (byte)'}' or (byte)']')
            {
                _next = _start + at + 1;
                return true;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    // Between objects stand white space, commas and the brackets of the array around them.
    private bool PassBetween()
    {
        while (true)
        {
            while (_start < _end && _buffer[_start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']' or (byte)'}')
            {
                _nextLine += _buffer[_start++] == '\n' ? 1 : 0;
            }

            if (_start < _end)
            {
                return true;
            }

            if (!Fill())
            {
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= Largest)
            {
                throw new JsonException($"an object that begins in line {Line} is larger than {Largest} bytes or never ends");
            }

            byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = utf8.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        return read > 0;
    }
}
