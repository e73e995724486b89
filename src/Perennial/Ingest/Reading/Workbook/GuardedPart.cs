using System.Globalization;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>A part of an archive that stops where it unpacks to far more than any genuine one.</summary>
internal sealed class GuardedPart(string path, string part, Stream inner, long packed) : Stream
{
    private const long FreeBytes = 1L << 26;
    private const long LargestRatio = 300;
    private long _read;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _read += read;
        return _read > FreeBytes && _read / LargestRatio > packed
            ? throw SourceProblem.ExpandsTooMuch(path, string.Create(CultureInfo.InvariantCulture, $"{packed:N0} bytes of '{part}' hold more than {_read:N0}"))
            : read;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
