namespace Perennial.Ingest.Reading;

/// <summary>One text column of the inputs.</summary>
/// <param name="Index">Position k of column <c>ck</c>, from 0.</param>
/// <param name="Name">The header's text, trimmed, or "column N" (N from 1) where there is none; unique without regard to case.</param>
/// <param name="Samples">
/// Up to a few hundred cells from the beginning, middle and end, the same for the same bytes. Entry i of every column comes from the same record; empty where the cell is.
/// </param>
public sealed record SourceColumn(int Index, string Name, IReadOnlyList<string> Samples);
