using Perennial.DuckDb;

namespace Perennial.Store;

/// <summary>How the store writes and reads Parquet through the engine: the same rows in the same order give the same bytes.</summary>
internal static class ParquetFile
{
    /// <summary>The most different values of a column that are worth a dictionary in a group of rows: a longer one takes twice the time of the whole file, and saves nothing.</summary>
    public const int MostWords = 4096;

    /// <summary>Writes the rows of a query and gives their number.</summary>
    /// <remarks>
    /// Encodings of the second version of the format: numbers that rise, such as keys and days, are written as steps. With them the lightest compression
    /// gives smaller files than the usual one without, in two thirds of the time.
    /// </remarks>
    internal static long Write(DuckDbConnection connection, string query, string path, string metadata = "", string compression = "zstd, COMPRESSION_LEVEL 1", CancellationToken cancellation = default) => StoreFault.Guard(
        path,
        () => connection.Execute(new QueryOptions { Cancellation = cancellation }, $"COPY ({query}) TO {DuckDbSql.Literal(path)} (FORMAT parquet, COMPRESSION {compression}, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT {MostWords}, ROW_GROUP_SIZE 122880{metadata})"));

    /// <summary>Gives the SQL that reads a file.</summary>
    internal static string Source(string path) => $"read_parquet({DuckDbSql.Literal(path)})";

    /// <summary>Makes a view or table from a file, and says in the store's words when that file is damaged.</summary>
    internal static void Define(DuckDbConnection connection, string definition, string path)
    {
        try
        {
            StoreFault.Guard(path, () => connection.Execute($"{definition} FROM {Source(path)}"));
        }
        catch (DuckDbException e) when (e.Kind is DuckDbErrorKind.InvalidInput or DuckDbErrorKind.Serialization or DuckDbErrorKind.Unknown or DuckDbErrorKind.OutOfRange)
        {
            throw StoreFault.Corrupt(path, "the engine cannot read it (" + e.EngineMessage + ")", e);
        }
    }
}
