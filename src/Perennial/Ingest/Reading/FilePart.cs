using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ingest.Reading;

/// <summary>One file, read: how the engine gets at its records and what is known about them.</summary>
internal sealed record FilePart
{
    /// <summary>Gives one name a column, or nothing where the file names none.</summary>
    public required string[] Names { get; init; }

    public required int Columns { get; init; }

    /// <summary>Gives the SQL of a FROM clause.</summary>
    public required string From { get; init; }

    /// <summary>Gives the SQL of each column, as VARCHAR.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Gives some records from all over the file.</summary>
    public required IReadOnlyList<string[]> Samples { get; init; }

    public required long Rows { get; init; }

    public long Rejected { get; init; }

    public required string Format { get; init; }

    public required IRowLines Lines { get; init; }

    public IReadOnlyList<QualityFinding> Findings { get; init; } = [];
}

/// <summary>What the readers of single files share.</summary>
/// <param name="No">Number of the file, from 1.</param>
/// <param name="Path">As the user gave it; for messages.</param>
/// <param name="Readable">The file to read: the same, or its unpacked copy.</param>
/// <param name="TempFolder">Where copies go.</param>
/// <param name="Options">How rows come in.</param>
/// <param name="Connection">The engine.</param>
/// <param name="Rejects">Where rejected records go.</param>
/// <param name="Log">What is said meanwhile.</param>
/// <param name="Cancellation">Stops the reading.</param>
internal sealed record FileJob(
    int No,
    string Path,
    string Readable,
    string TempFolder,
    IngestOptions Options,
    DuckDbConnection Connection,
    RejectSpool Rejects,
    IRunLog Log,
    CancellationToken Cancellation)
{
    /// <summary>Gives the path of the intermediate form of this file.</summary>
    public string CleanPath => System.IO.Path.Combine(TempFolder, $"source-{No}.txt");
}
