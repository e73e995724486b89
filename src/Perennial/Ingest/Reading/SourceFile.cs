namespace Perennial.Ingest.Reading;

/// <summary>One input file and what was found in it.</summary>
/// <param name="No">Number in the order given, from 1.</param>
/// <param name="Path">As given by the user.</param>
/// <param name="Sha256">Hash of the bytes on disk, lower-case hex.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="Rows">Records found, rejected ones included; header, lines above it and blank lines are not records.</param>
/// <param name="Rejected">Records that are in <c>ingest_rejects</c> instead of the relation.</param>
/// <param name="Format">Human words: "CSV, comma, UTF-8, header in line 1".</param>
public sealed record SourceFile(int No, string Path, string Sha256, long Bytes, long Rows, long Rejected, string Format)
{
    /// <summary>Gives where the records of this file begin; set by the reader.</summary>
    internal IRowLines? Lines { get; init; }
}

/// <summary>Knows on which line of the original file each row of the relation begins.</summary>
internal interface IRowLines
{
    /// <summary>Gives the lines of rows (from 1), in the order asked.</summary>
    IReadOnlyList<long> Find(IReadOnlyList<long> rowNos);
}
