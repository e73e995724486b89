using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>The rows of a statement, in chunks of up to 2048.</summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly ResultHandle _handle;
    private readonly ConnectionHandle _connection;
    private readonly QueryOptions _options;
    private readonly string _sql;
    private ChunkHandle? _chunk;

    internal DuckDbResult(ResultHandle handle, ConnectionHandle connection, QueryOptions options, string sql)
    {
        _handle = handle;
        _connection = connection;
        _options = options;
        _sql = sql;
        Columns = new ColumnReader[checked((int)NativeMethods.duckdb_column_count(handle))];
        for (int column = 0; column < Columns.Length; column++)
        {
            Columns[column] = new ColumnReader(handle, column);
        }
    }

    /// <summary>Gives the number of columns.</summary>
    public int ColumnCount => Columns.Length;

    internal ColumnReader[] Columns { get; }

    /// <summary>Counts the chunks read, so that a chunk can tell that it is over.</summary>
    internal int Generation { get; private set; }

    /// <summary>Gives a column's name.</summary>
    public string ColumnName(int column) => Columns[column].Name;

    /// <summary>Gives a column's type.</summary>
    public DuckDbType ColumnType(int column) => Columns[column].Type;

    /// <summary>Gives the position of a column.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int Ordinal(string name)
    {
        int column = Array.FindIndex(Columns, reader => reader.Name == name);
        return column >= 0 ? column : throw new ArgumentException($"The result has no column '{name}'. It has {string.Join(", ", Columns.Select(reader => reader.Name))}.", nameof(name));
    }

    /// <summary>Reads the next chunk; false at the end. The chunk before is over then, and so are its spans.</summary>
    /// <exception cref="DuckDbException">A streamed statement failed on the way.</exception>
    /// <exception cref="OperationCanceledException">A streamed statement was cancelled.</exception>
    public bool Read(out DuckDbChunk chunk)
    {
        Generation++;
        _chunk?.Dispose();
        _chunk = Fetch();
        if (_chunk is null)
        {
            chunk = default;
            return false;
        }

        int count = checked((int)NativeMethods.duckdb_data_chunk_get_size(_chunk));
        for (int column = 0; column < Columns.Length; column++)
        {
            Columns[column].Move(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)column));
        }

        chunk = new DuckDbChunk(this, count);
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Generation++;
        _chunk?.Dispose();
        _chunk = null;
        _handle.Dispose();
    }

    private ChunkHandle? Fetch()
    {
        using QueryWatch? watch = _options.Delivery == Delivery.Streamed ? new(_connection, _options) : null;
        ChunkHandle chunk = new();
        bool held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            do
            {
                // A streamed result may hand out an empty chunk on the way.
                chunk.Dispose();
                chunk = new ChunkHandle();
                chunk.Own(NativeMethods.duckdb_fetch_chunk(_handle.Value));
            }
            while (!chunk.IsInvalid && NativeMethods.duckdb_data_chunk_get_size(chunk) == 0);
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }

        if (!chunk.IsInvalid)
        {
            return chunk;
        }

        chunk.Dispose();
        return NativeMethods.duckdb_result_error(_handle) == nint.Zero ? null : throw Failure();
    }

    private Exception Failure()
    {
        DuckDbException failure = DuckDbException.From(_handle, _sql);
        return failure.Kind == DuckDbErrorKind.Interrupt && _options.Cancellation.IsCancellationRequested
            ? new OperationCanceledException("The statement was cancelled.", failure, _options.Cancellation)
            : failure;
    }
}
