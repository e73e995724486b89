using System.Security.Cryptography;
using Perennial.DuckDb;
using Perennial.Ingest.Reading.Json;
using Perennial.Ingest.Reading.Text;
using Perennial.Ingest.Reading.Workbook;
using Perennial.Kernel;

namespace Perennial.Ingest.Reading;

/// <summary>Reads files of any supported format into text columns of the engine.</summary>
public static class SourceReader
{
    /// <summary>Gives the most columns a file may have.</summary>
    public const int MaxColumns = 2000;

    private const int SampleRecords = 512;
    private const long HashInline = 1 << 20;

    /// <summary>Reads the inputs of a run.</summary>
    /// <param name="paths">Files of one shape, in order.</param>
    /// <param name="options">How rows come in; here only the sheet of a workbook.</param>
    /// <param name="connection">The engine session; gets the table <c>ingest_rejects</c>.</param>
    /// <param name="tempFolder">For copies of what the engine cannot read itself. It must outlive the use of the result; the caller removes it.</param>
    /// <param name="log">What is said meanwhile.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="PerennialException">A file cannot be read as a table (<c>source/…</c>).</exception>
    public static SourceTable Read(
        IReadOnlyList<string> paths,
        IngestOptions options,
        DuckDbConnection connection,
        string tempFolder,
        IRunLog log,
        CancellationToken cancellation)
    {
        if (paths.Count == 0)
        {
            throw SourceProblem.NoInput();
        }

        SqlFile.Of("Ingest", "01_rejects").Execute(connection);
        MakeTempFolder(tempFolder);
        using RejectSpool rejects = new(tempFolder);
        List<FilePart> parts = [];
        List<SourceFile> files = [];
        for (int i = 0; i < paths.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            log.Detail($"Reading {paths[i]}");
            FileJob job = new(i + 1, paths[i], paths[i], tempFolder, options, connection, rejects, log, cancellation);
            (FilePart part, string hash, long bytes) = ReadGuarded(job);
            parts.Add(part);
            files.Add(new SourceFile(job.No, job.Path, hash, bytes, part.Rows, part.Rejected, part.Format) { Lines = part.Lines });
        }

        if (parts.TrueForAll(part => part.Rows == 0))
        {
            throw SourceProblem.NoRows(paths[0]);
        }

        rejects.Load(connection);
        return SourceAssembly.Join(files, parts, SampleRecords);
    }

    // The one place where failures of the world become sentences.
    private static (FilePart Part, string Hash, long Bytes) ReadGuarded(FileJob job)
    {
        try
        {
            if (Directory.Exists(job.Path))
            {
                throw SourceProblem.IsFolder(job.Path);
            }

            long bytes = new FileInfo(job.Path).Length;
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(job.Cancellation);
            Task<string>? hashing = bytes > HashInline ? Task.Run(() => Hash(job.Path, stop.Token), stop.Token) : null;
            try
            {
                FilePart part = ReadContent(job);
                string hash = hashing is null ? Hash(job.Path, job.Cancellation) : hashing.GetAwaiter().GetResult();
                return new FileInfo(job.Path).Length == bytes ? (part, hash, bytes) : throw SourceProblem.Changed(job.Path);
            }
            finally
            {
                stop.Cancel();
            }
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw SourceProblem.NotFound(job.Path, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw SourceProblem.Unreadable(job.Path, cause);
        }
    }

    private static FilePart ReadContent(FileJob job)
    {
        byte[] head = new byte[64];
        int read;
        using (FileStream file = TextEncodings.OpenFile(job.Readable))
        {
            read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }

        if (read == 0)
        {
            throw SourceProblem.Empty(job.Path);
        }

        (ContentKind kind, string words) = Content.Of(head.AsSpan(0, read));
        switch (kind)
        {
            case ContentKind.Gzip when job.Readable == job.Path:
                string unpacked = Gzip.Unpack(job.Path, Path.Combine(job.TempFolder, $"unpacked-{job.No}.txt"), job.Cancellation);
                FilePart part = ReadContent(job with { Readable = unpacked });
                return part with { Format = $"{part.Format}, gzip" };
            case ContentKind.Parquet:
                return ParquetFileReader.Read(job);
            case ContentKind.OldWorkbook:
                throw SourceProblem.OldWorkbook(job.Path);
            case ContentKind.Zip:
                return WorkbookReader.Read(job);
            case ContentKind.Text:
                TextHead text = TextHead.Read(job.Path, job.Readable);
                return JsonFileReader.Recognises(text.Utf8) ? JsonFileReader.Read(job, text) : TextFileReader.Read(job, text);
            default:
                throw SourceProblem.NotATable(job.Path, words);
        }
    }

    private static string Hash(string path, CancellationToken cancellation)
    {
        using FileStream file = TextEncodings.OpenFile(path);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        for (int read = file.Read(buffer, 0, buffer.Length); read > 0; read = file.Read(buffer, 0, buffer.Length))
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void MakeTempFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw SourceProblem.TempFolder(folder, cause);
        }
    }
}
