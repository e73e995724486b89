using System.Text;

namespace Perennial.Ingest.Reading.Text;

/// <summary>Reads Windows-1252 (a superset of Latin-1 for text) as UTF-8.</summary>
internal sealed class Windows1252Stream(Stream inner) : ForwardStream(inner)
{
    // 0x80 to 0x9F; the five codes without a character become U+FFFD and are reported as damage.
    private const string Specials =
        "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD"
        + "\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178";

    private readonly byte[] _source = new byte[1 << 14];
    private readonly byte[] _pending = new byte[4];
    private int _pendingAt;
    private int _pendingEnd;
    private int _at;
    private int _end;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int written = 0;
        Span<byte> encoded = stackalloc byte[4];
        while (written < buffer.Length)
        {
            if (_pendingAt < _pendingEnd)
            {
                buffer[written++] = _pending[_pendingAt++];
                continue;
            }

            if (_at == _end)
            {
                if (written > 0)
                {
                    return written;
                }

                _at = 0;
                _end = Inner.Read(_source);
                if (_end == 0)
                {
                    return 0;
                }
            }

            byte b = _source[_at++];
            if (b < 0x80)
            {
                buffer[written++] = b;
                continue;
            }

            Rune rune = new(b < 0xA0 ? Specials[b - 0x80] : (char)b);
            _pendingEnd = rune.EncodeToUtf8(encoded);
            _pendingAt = 0;
            encoded[.._pendingEnd].CopyTo(_pending);
        }

        return written;
    }
}
