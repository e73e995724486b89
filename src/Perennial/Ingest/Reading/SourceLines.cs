using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ingest.Reading;

/// <summary>Finds the lines of rows in a file that was read in an earlier run.</summary>
public static class SourceLines
{
    /// <summary>Gives the lines (of a workbook: the rows of the sheet), in the order asked; null where the file is not there any more, or not what it was.</summary>
    /// <param name="connection">An engine session of the caller's; the reader leaves its table of rejects there.</param>
    /// <param name="input">The file, as the run recorded it.</param>
    /// <param name="rows">Rows of the file that could be read, from 1.</param>
    /// <param name="sheet">The sheet of a workbook, where one was named.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static IReadOnlyList<long>? Of(DuckDbConnection connection, InputFile input, IReadOnlyList<long> rows, string? sheet, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(rows);
        if (input.FirstLine is { } first)
        {
            return [.. rows.Select(row => first + row - 1)];
        }

        if (!File.Exists(input.Path) || new FileInfo(input.Path).Length != input.Bytes)
        {
            return null;
        }

        // Blank lines, cells of several lines and rejected records: only the file itself tells.
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("perennial-lines-");
        try
        {
            SourceTable source = SourceReader.Read([input.Path], new IngestOptions { Sheet = sheet }, connection, temporary.FullName, SilentLog.Instance, cancellation);
            return source.Files[0].Sha256 == input.Sha256 ? source.LineNumbers(1, rows) : null;
        }
        catch (PerennialException)
        {
            return null;
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }
}
