using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>Writes many rows to a table, column by column. Call <see cref="Flush"/> at the end: rows that were not flushed are dropped on disposing.</summary>
/// <remarks>The engine takes rows over in portions of its own, so a failure can leave earlier ones in the table; use a transaction where that matters.</remarks>
public sealed class DuckDbAppender : IDisposable
{
    private readonly int _capacity = checked((int)NativeMethods.duckdb_vector_size());
    private readonly string _table;
    private readonly AppenderHandle _handle = new();
    private readonly ChunkHandle _chunk = new();
    private readonly ColumnWriter[] _columns = [];
    private int _filled;

    internal DuckDbAppender(ConnectionHandle connection, string table, string? schema)
    {
        ArgumentException.ThrowIfNullOrEmpty(table);
        _table = table;
        try
        {
            int state = NativeMethods.duckdb_appender_create_ext(connection, null, schema, table, out nint made);
            _handle.Own(made);
            Check(state);
            _columns = new ColumnWriter[NativeMethods.duckdb_appender_column_count(_handle)];
            Prepare();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gives how many rows were appended, flushed or not.</summary>
    public long Rows { get; private set; }

    /// <summary>Appends rows: one column of values for each column of the table, all of one length.</summary>
    /// <exception cref="ArgumentException">There are too many or too few columns, or their lengths differ.</exception>
    /// <exception cref="InvalidCastException">Values are of another type than the table's column.</exception>
    public void Append(params ReadOnlySpan<DuckDbColumn> columns)
    {
        if (columns.Length != _columns.Length)
        {
            throw new ArgumentException($"Table '{_table}' has {_columns.Length} columns, but {columns.Length} were given. Give each, in order.", nameof(columns));
        }

        int rows = columns[0].Count;
        foreach (DuckDbColumn column in columns)
        {
            if (column.Count != rows)
            {
                throw new ArgumentException($"The columns for '{_table}' have {rows} and {column.Count} rows. All must have the same number.", nameof(columns));
            }
        }

        for (int from = 0; from < rows;)
        {
            int count = Math.Min(rows - from, _capacity - _filled);
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Write(_columns[column], from, _filled, count);
            }

            from += count;
            _filled += count;
            Rows += count;
            if (_filled == _capacity)
            {
                Pass();
            }
        }
    }

    /// <summary>Writes all rows to the table.</summary>
    /// <exception cref="DuckDbException">The table refuses a row, by a constraint for example.</exception>
    public void Flush()
    {
        if (_filled > 0)
        {
            Pass();
        }

        Check(NativeMethods.duckdb_appender_flush(_handle));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _chunk.Dispose();
        _handle.Dispose();
    }

    private unsafe void Prepare()
    {
        LogicalTypeHandle[] types = new LogicalTypeHandle[_columns.Length];
        nint[] raw = new nint[types.Length];
        try
        {
            for (int column = 0; column < types.Length; column++)
            {
                types[column] = new LogicalTypeHandle();
                types[column].Own(NativeMethods.duckdb_appender_column_type(_handle, (ulong)column));
                raw[column] = types[column].DangerousGetHandle();
                _columns[column] = new ColumnWriter(types[column], column);
            }

            fixed (nint* start = raw)
            {
                _chunk.Own(NativeMethods.duckdb_create_data_chunk(start, (ulong)raw.Length));
            }
        }
        finally
        {
            foreach (LogicalTypeHandle? type in types)
            {
                type?.Dispose();
            }
        }

        Point();
    }

    private void Point()
    {
        for (int column = 0; column < _columns.Length; column++)
        {
            _columns[column].Move(NativeMethods.duckdb_data_chunk_get_vector(_chunk, (ulong)column));
        }
    }

    private void Pass()
    {
        NativeMethods.duckdb_data_chunk_set_size(_chunk, (ulong)_filled);
        Check(NativeMethods.duckdb_append_data_chunk(_handle, _chunk));
        NativeMethods.duckdb_data_chunk_reset(_chunk);
        Point();
        _filled = 0;
    }

    private void Check(int state)
    {
        if (state == 0)
        {
            return;
        }

        using ErrorHandle error = new();
        if (!_handle.IsInvalid)
        {
            error.Own(NativeMethods.duckdb_appender_error_data(_handle));
        }

        throw error.IsInvalid
            ? new DuckDbException(string.Empty, $"Rows cannot be appended to '{_table}'.", DuckDbErrorKind.Unknown)
            : new DuckDbException(
                $"-- bulk append to {DuckDbSql.Identifier(_table)}",
                DuckDbText.Utf8(NativeMethods.duckdb_error_data_message(error)) ?? "The engine gave no message.",
                (DuckDbErrorKind)NativeMethods.duckdb_error_data_error_type(error));
    }
}
