using System.Globalization;
using System.IO.Compression;

namespace Perennial.Ingest.Reading;

/// <summary>Unpacks gzip into a temporary file, which the engine can then read with all threads.</summary>
internal static class Gzip
{
    // Text that repeats itself packs a hundredfold at most; more than this is made to fill a disk.
    private const long FreeBytes = 1L << 28;
    private const long LargestRatio = 300;

    // The runtime takes a file that was cut off for a whole one. So a member of our own is unpacked behind the file's: it comes out only if the file was complete.
    private static readonly byte[] Mark = "perennial: this is the end, this is the end"u8.ToArray();

    /// <summary>Unpacks a file and gives the path of the copy.</summary>
    public static string Unpack(string path, string target, CancellationToken cancellation)
    {
        long packed = new FileInfo(path).Length;
        byte[] buffer = new byte[1 << 18];
        long unpacked = 0;
        using FileStream source = Text.TextEncodings.OpenFile(path);
        using GZipStream gzip = new(new Chained(source, Packed(Mark)), CompressionMode.Decompress);
        using FileStream copy = OpenTarget(target);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read;
            try
            {
                read = gzip.Read(buffer, 0, buffer.Length);
            }
            catch (InvalidDataException cause)
            {
                throw SourceProblem.Corrupt(path, "gzip", "its content does not match its checksum, or it was cut off", cause);
            }

            if (read == 0)
            {
                return EndsWithMark(copy) ? target : throw SourceProblem.Corrupt(path, "gzip", "it was cut off, or other bytes follow its end");
            }

            unpacked += read;
            if (unpacked > FreeBytes && unpacked / LargestRatio > packed)
            {
                throw SourceProblem.ExpandsTooMuch(path, string.Create(CultureInfo.InvariantCulture, $"{packed:N0} bytes hold more than {unpacked:N0}"));
            }

            try
            {
                copy.Write(buffer, 0, read);
            }
            catch (IOException cause)
            {
                throw SourceProblem.TempFolder(target, cause);
            }
        }
    }

    private static bool EndsWithMark(FileStream copy)
    {
        long end = copy.Length - Mark.Length;
        if (end < 0)
        {
            return false;
        }

        byte[] last = new byte[Mark.Length];
        copy.Seek(end, SeekOrigin.Begin);
        copy.ReadExactly(last);
        copy.SetLength(end);
        return last.AsSpan().SequenceEqual(Mark);
    }

    private static byte[] Packed(byte[] text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private static FileStream OpenTarget(string target)
    {
        try
        {
            return new FileStream(target, new FileStreamOptions { Access = FileAccess.ReadWrite, Mode = FileMode.Create, BufferSize = 0 });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw SourceProblem.TempFolder(target, cause);
        }
    }
}

/// <summary>A stream with a few bytes behind it.</summary>
internal sealed class Chained(Stream first, byte[] then) : ForwardStream(first)
{
    private int _at;
    private bool _firstEnded;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int read = _firstEnded ? 0 : Inner.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
        {
            return read;
        }

        _firstEnded = true;
        int rest = Math.Min(buffer.Length, then.Length - _at);
        then.AsSpan(_at, rest).CopyTo(buffer);
        _at += rest;
        return rest;
    }
}
