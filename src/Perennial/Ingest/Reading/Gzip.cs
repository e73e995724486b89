using System.Globalization;
using System.IO.Compression;

namespace Perennial.Ingest.Reading;

/// <summary>Unpacks gzip into a temporary file, which the engine can then read with all threads.</summary>
internal static class Gzip
{
    // Text that repeats itself packs a hundredfold at most; more than this is made to fill a disk.
    private const long FreeBytes = 1L << 28;
    private const long LargestRatio = 300;

    /// <summary>Unpacks a file and gives the path of the copy.</summary>
    public static string Unpack(string path, string target, CancellationToken cancellation)
    {
        long packed = new FileInfo(path).Length;
        byte[] buffer = new byte[1 << 18];
        long unpacked = 0;
        using FileStream source = Text.TextEncodings.OpenFile(path);
        using GZipStream gzip = new(source, CompressionMode.Decompress);
        using Stream copy = OpenTarget(target);
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
                throw SourceProblem.Corrupt(path, "gzip", cause.Message, cause);
            }

            if (read == 0)
            {
                return target;
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

    private static FileStream OpenTarget(string target)
    {
        try
        {
            return new FileStream(target, new FileStreamOptions { Access = FileAccess.Write, Mode = FileMode.Create, BufferSize = 0 });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw SourceProblem.TempFolder(target, cause);
        }
    }
}
