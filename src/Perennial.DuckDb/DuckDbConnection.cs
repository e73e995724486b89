using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>A session of the database: runs statements, one at a time.</summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly ConnectionHandle _handle;
    private readonly Func<bool> _maySet;
    private bool _counts;

    internal DuckDbConnection(ConnectionHandle handle, Func<bool> maySet)
    {
        _handle = handle;
        _maySet = maySet;
    }

    /// <summary>Runs a statement, or several where there are no parameters, and gives how many rows (the last one) changed.</summary>
    /// <exception cref="DuckDbException">The engine refused; carries the SQL.</exception>
    public long Execute(string sql, params ReadOnlySpan<DuckDbParameter> parameters) => Execute(QueryOptions.Default, sql, parameters);

    /// <inheritdoc cref="Execute(string, ReadOnlySpan{DuckDbParameter})" />
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public long Execute(QueryOptions options, string sql, params ReadOnlySpan<DuckDbParameter> parameters)
    {
        using ResultHandle result = Run(options with { Delivery = Delivery.Complete }, sql, parameters);
        return checked((long)NativeMethods.duckdb_rows_changed(result));
    }

    /// <summary>Runs a statement and gives its rows chunk by chunk. Dispose the result.</summary>
    /// <exception cref="DuckDbException">The engine refused; carries the SQL.</exception>
    public DuckDbResult Query(string sql, params ReadOnlySpan<DuckDbParameter> parameters) => Query(QueryOptions.Default, sql, parameters);

    /// <inheritdoc cref="Query(string, ReadOnlySpan{DuckDbParameter})" />
    /// <exception cref="OperationCanceledException">The token of the options was cancelled.</exception>
    public DuckDbResult Query(QueryOptions options, string sql, params ReadOnlySpan<DuckDbParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(options);
        ResultHandle result = Run(options, sql, parameters);
        try
        {
            return new DuckDbResult(result, _handle, options, sql);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Gives the first column of the first row, or the default where it is NULL or there is no row.</summary>
    public T? Scalar<T>(string sql, params ReadOnlySpan<DuckDbParameter> parameters) => Scalar<T>(QueryOptions.Default, sql, parameters);

    /// <inheritdoc cref="Scalar{T}(string, ReadOnlySpan{DuckDbParameter})" />
    public T? Scalar<T>(QueryOptions options, string sql, params ReadOnlySpan<DuckDbParameter> parameters)
    {
        using DuckDbResult result = Query(options, sql, parameters);
        return result.Read(out _) && !result.Columns[0].IsNull(0) ? result.Columns[0].Get<T>(0) : default;
    }

    /// <summary>Gives the rows of a small result as objects. The row passed to <paramref name="read"/> is only valid inside it.</summary>
    public IReadOnlyList<T> List<T>(string sql, Func<DuckDbRow, T> read, params ReadOnlySpan<DuckDbParameter> parameters) =>
        List(QueryOptions.Default, sql, read, parameters);

    /// <inheritdoc cref="List{T}(string, Func{DuckDbRow, T}, ReadOnlySpan{DuckDbParameter})" />
    public IReadOnlyList<T> List<T>(QueryOptions options, string sql, Func<DuckDbRow, T> read, params ReadOnlySpan<DuckDbParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(read);
        using DuckDbResult result = Query(options, sql, parameters);
        List<T> list = [];
        DuckDbRow row = new(result);
        while (result.Read(out DuckDbChunk chunk))
        {
            for (row.Index = 0; row.Index < chunk.Count; row.Index++)
            {
                list.Add(read(row));
            }
        }

        return list;
    }

    /// <summary>Opens a bulk writer to a table of this connection, which may be temporary.</summary>
    /// <param name="table">The table's name, without quotes.</param>
    /// <param name="schema">The schema's name, or null for the default.</param>
    public DuckDbAppender Appender(string table, string? schema = null) => new(_handle, table, schema);

    /// <summary>Asks the running statement to stop; may be called from any thread. A token in <see cref="QueryOptions"/> is the easier way.</summary>
    public void Interrupt() => NativeMethods.duckdb_interrupt(_handle);

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private ResultHandle Run(QueryOptions options, string sql, ReadOnlySpan<DuckDbParameter> parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(sql);
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("SQL must not contain the character U+0000: the engine's interface would end there.", nameof(sql));
        }

        if (options.Progress is not null && !_counts && _maySet())
        {
            // Counted only from the first time that somebody listens: with every morsel of work the engine would ask all of it how far it is. Never printed.
            _counts = true;
            Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0");
        }

        using QueryWatch watch = new(_handle, options);
        ResultHandle result = new();
        try
        {
            if (Execute(options.Delivery, sql, parameters, result) != 0)
            {
                throw DuckDbException.From(result, sql);
            }

            return result;
        }
        catch (DuckDbException e) when (e.Kind == DuckDbErrorKind.Interrupt && options.Cancellation.IsCancellationRequested)
        {
            result.Dispose();
            throw new OperationCanceledException("The statement was cancelled.", e, options.Cancellation);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private int Execute(Delivery delivery, string sql, ReadOnlySpan<DuckDbParameter> parameters, ResultHandle result)
    {
        if (parameters.IsEmpty && delivery == Delivery.Complete)
        {
            return NativeMethods.duckdb_query(_handle, sql, result);
        }

        using StatementHandle statement = new();
        int state = NativeMethods.duckdb_prepare(_handle, sql, out nint made);
        statement.Own(made);
        if (state != 0)
        {
            string message = DuckDbText.Utf8(NativeMethods.duckdb_prepare_error(statement)) ?? "The engine gave no message.";
            throw new DuckDbException(sql, message, ErrorPrefix.KindOf(message));
        }

        foreach (DuckDbParameter parameter in parameters)
        {
            parameter.Bind(statement, sql);
        }

        return delivery == Delivery.Streamed
            ? NativeMethods.duckdb_execute_prepared_streaming(statement, result)
            : NativeMethods.duckdb_execute_prepared(statement, result);
    }
}
