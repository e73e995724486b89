using System.Globalization;
using Perennial.DuckDb;

namespace Perennial.Ingest.Reading;

/// <summary>Reads Parquet through the engine; every type becomes text without loss, instants in UTC as ISO 8601.</summary>
internal static class ParquetFileReader
{
    private const int SampleParts = 3;
    private const int SampleRows = 100;

    /// <summary>Reads a file.</summary>
    public static FilePart Read(FileJob job)
    {
        string source = $"read_parquet({EngineText.PathLiteral(job.Readable)}, hive_partitioning = false)";
        try
        {
            IReadOnlyList<(string Name, string Type)> columns = job.Connection.List(
                $"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {source})",
                row => (row.String(0) ?? string.Empty, row.String(1) ?? string.Empty));
            if (columns.Count > SourceReader.MaxColumns)
            {
                throw SourceProblem.TooManyColumns(job.Path, columns.Count, SourceReader.MaxColumns);
            }

            string[] cells = [.. columns.Select(column => Cell(column.Name, column.Type))];
            long rows = job.Connection.Scalar<long>($"SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata({EngineText.PathLiteral(job.Readable)})");

            // The metadata say how many rows there are; reading one cell of each page finds damage now and not in the middle of a run.
            long read = job.Connection.Scalar<long>($"SELECT count(*) FROM (SELECT {string.Join(", ", cells.Select((cell, i) => $"{cell} AS c{i}"))} FROM {source}) WHERE c0 IS NULL OR c0 IS NOT NULL");
            if (read != rows)
            {
                throw SourceProblem.Corrupt(job.Path, "Parquet", string.Create(CultureInfo.InvariantCulture, $"it declares {rows} rows and has {read}."));
            }

            return new FilePart
            {
                Names = HeaderFinder.Names([.. columns.Select(column => column.Name)], columns.Count),
                Columns = columns.Count,
                From = source,
                Cells = cells,
                Samples = Samples(job.Connection, source, cells, rows),
                Rows = rows,
                Format = "Parquet, typed columns",
                Lines = new EvenLines(1),
            };
        }
        catch (DuckDbException cause)
        {
            throw SourceProblem.Corrupt(job.Path, "Parquet", cause.EngineMessage.Split('\n')[0], cause);
        }
    }

    private static string Cell(string name, string type)
    {
        string column = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        string text = type switch
        {
            "TIMESTAMP WITH TIME ZONE" => $"strftime(to_timestamp(0)::TIMESTAMP + to_microseconds(epoch_us({column})), '%Y-%m-%dT%H:%M:%S.%fZ')",
            "BLOB" => $"hex({column})",
            _ => $"CAST({column} AS VARCHAR)",
        };
        return $"nullif({text}, '')";
    }

    private static List<string[]> Samples(DuckDbConnection connection, string source, string[] cells, long rows)
    {
        List<string[]> samples = [];
        long step = Math.Max(SampleRows, (rows - SampleRows) / (SampleParts - 1));
        for (long offset = 0; offset < rows && samples.Count < SampleParts * SampleRows; offset += step)
        {
            samples.AddRange(connection.List(
                string.Create(CultureInfo.InvariantCulture, $"SELECT {string.Join(", ", cells)} FROM {source} LIMIT {SampleRows} OFFSET {offset}"),
                row => Enumerable.Range(0, cells.Length).Select(i => row.String(i) ?? string.Empty).ToArray()));
        }

        return samples;
    }
}
