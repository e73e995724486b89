namespace Perennial.Ingest.Reading;

/// <summary>What a file is, judged by its first bytes and never by its name.</summary>
internal enum ContentKind
{
    Text,
    Gzip,
    Parquet,
    Zip,
    OldWorkbook,
    Other,
}

/// <summary>Recognises a file by its first bytes.</summary>
internal static class Content
{
    private static readonly (byte[] Magic, ContentKind Kind, string Words)[] Known =
    [
        ([0x1F, 0x8B], ContentKind.Gzip, "a gzip file"),
        ("PAR1"u8.ToArray(), ContentKind.Parquet, "a Parquet file"),
        ([0x50, 0x4B, 0x03, 0x04], ContentKind.Zip, "a zip archive"),
        ([0x50, 0x4B, 0x05, 0x06], ContentKind.Zip, "an empty zip archive"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ContentKind.OldWorkbook, "an old Office file"),
        ("%PDF-"u8.ToArray(), ContentKind.Other, "a PDF document"),
        ([0x89, 0x50, 0x4E, 0x47], ContentKind.Other, "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], ContentKind.Other, "a JPEG picture"),
        ("GIF8"u8.ToArray(), ContentKind.Other, "a GIF picture"),
        ("SQLite format 3"u8.ToArray(), ContentKind.Other, "a SQLite database"),
        ([0x28, 0xB5, 0x2F, 0xFD], ContentKind.Other, "a Zstandard archive"),
        ("BZh"u8.ToArray(), ContentKind.Other, "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], ContentKind.Other, "an xz archive"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ContentKind.Other, "a 7-Zip archive"),
        ("Rar!"u8.ToArray(), ContentKind.Other, "a RAR archive"),
        ([0x7F, 0x45, 0x4C, 0x46], ContentKind.Other, "a program"),
        ("ARROW1"u8.ToArray(), ContentKind.Other, "an Arrow file"),
        ("Obj\u0001"u8.ToArray(), ContentKind.Other, "an Avro file"),
        ("ORC"u8.ToArray(), ContentKind.Other, "an ORC file"),
        ("<!DOCTYPE"u8.ToArray(), ContentKind.Other, "a web page"),
        ("<html"u8.ToArray(), ContentKind.Other, "a web page"),
        ("<?xml"u8.ToArray(), ContentKind.Other, "an XML document"),
        ("{\\rtf"u8.ToArray(), ContentKind.Other, "an RTF document"),
    ];

    /// <summary>Gives the kind and how to call it in a sentence.</summary>
    public static (ContentKind Kind, string Words) Of(ReadOnlySpan<byte> head)
    {
        foreach ((byte[] magic, ContentKind kind, string words) in Known)
        {
            // A text may begin with the letters ORC or BZh; binary formats go on with bytes that text has not.
            if (head.StartsWith(magic) && (magic.Length > 3 || kind == ContentKind.Gzip || magic[0] > 0x7E || head[..Math.Min(64, head.Length)].Contains((byte)0)))
            {
                return (kind, words);
            }
        }

        return (ContentKind.Text, "text");
    }
}
