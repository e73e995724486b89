using System.Globalization;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>A part of an archive that stops where it unpacks to far more than any genuine one.</summary>
internal sealed class GuardedPart(string path, string part, Stream inner, long packed) : ForwardStream(inner)
{
    private const long FreeBytes = 1L << 26;
    private const long LargestRatio = 300;
    private long _read;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int read = Inner.Read(buffer);
        _read += read;
        return _read > FreeBytes && _read / LargestRatio > packed
            ? throw SourceProblem.ExpandsTooMuch(path, string.Create(CultureInfo.InvariantCulture, $"{packed:N0} bytes of '{part}' hold more than {_read:N0}"))
            : read;
    }
}
