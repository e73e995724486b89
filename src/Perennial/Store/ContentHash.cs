using System.Security.Cryptography;

namespace Perennial.Store;

/// <summary>SHA-256 of files, in lower-case hexadecimal.</summary>
public static class ContentHash
{
    /// <summary>Gives the hash of a file.</summary>
    public static string OfFile(string path) => StoreFault.Guard(path, () =>
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    /// <summary>Gives the hash of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
