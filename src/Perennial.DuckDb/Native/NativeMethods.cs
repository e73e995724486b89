using System.Runtime.InteropServices;

namespace Perennial.DuckDb.Native;

/// <summary>The functions of the engine's C interface that the binding uses, under their own names. Every handle travels as a <see cref="SafeHandle"/>.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>The name under which <see cref="NativeLocator"/> finds the library.</summary>
    internal const string Library = "duckdb";

    // Runs before the first native call.
    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, NativeLocator.Resolve);

    [LibraryImport(Library)]
    internal static partial nint duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint pointer);

    [LibraryImport(Library)]
    internal static partial int duckdb_create_config(out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_set_config(ConfigHandle config, string name, string option);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_open_ext(string? path, out nint database, ConfigHandle config, out nint error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial int duckdb_connect(DatabaseHandle database, out nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial NativeProgress duckdb_query_progress(ConnectionHandle connection);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_query(ConnectionHandle connection, string sql, ResultHandle result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_result(nint result);

    [LibraryImport(Library)]
    internal static partial nint duckdb_result_error(ResultHandle result);

    [LibraryImport(Library)]
    internal static partial int duckdb_result_error_type(ResultHandle result);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_column_count(ResultHandle result);

    [LibraryImport(Library)]
    internal static partial nint duckdb_column_name(ResultHandle result, ulong column);

    [LibraryImport(Library)]
    internal static partial nint duckdb_column_logical_type(ResultHandle result, ulong column);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_rows_changed(ResultHandle result);

    [LibraryImport(Library)]
    internal static partial nint duckdb_fetch_chunk(NativeResult result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_prepare(ConnectionHandle connection, string sql, out nint statement);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepare_error(StatementHandle statement);

    [LibraryImport(Library)]
    internal static partial int duckdb_execute_prepared(StatementHandle statement, ResultHandle result);

    [LibraryImport(Library)]
    internal static partial int duckdb_execute_prepared_streaming(StatementHandle statement, ResultHandle result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_bind_parameter_index(StatementHandle statement, out ulong index, string name);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_null(StatementHandle statement, ulong index);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_boolean(StatementHandle statement, ulong index, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_int32(StatementHandle statement, ulong index, int value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_int64(StatementHandle statement, ulong index, long value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_uint64(StatementHandle statement, ulong index, ulong value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_double(StatementHandle statement, ulong index, double value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_decimal(StatementHandle statement, ulong index, NativeDecimal value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_date(StatementHandle statement, ulong index, int days);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_timestamp(StatementHandle statement, ulong index, long microseconds);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_varchar_length(StatementHandle statement, ulong index, byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_blob(StatementHandle statement, ulong index, byte* bytes, ulong length);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_logical_type(ref nint type);

    [LibraryImport(Library)]
    internal static partial int duckdb_get_type_id(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_width(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial byte duckdb_decimal_scale(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial int duckdb_decimal_internal_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial int duckdb_enum_internal_type(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial uint duckdb_enum_dictionary_size(LogicalTypeHandle type);

    [LibraryImport(Library)]
    internal static partial nint duckdb_enum_dictionary_value(LogicalTypeHandle type, ulong index);

    [LibraryImport(Library)]
    internal static partial nint duckdb_create_data_chunk(nint* types, ulong columns);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_reset(ChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_data_chunk_get_size(ChunkHandle chunk);

    [LibraryImport(Library)]
    internal static partial void duckdb_data_chunk_set_size(ChunkHandle chunk, ulong size);

    [LibraryImport(Library)]
    internal static partial nint duckdb_data_chunk_get_vector(ChunkHandle chunk, ulong column);

    [LibraryImport(Library)]
    internal static partial nint duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    internal static partial nint duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    internal static partial void duckdb_vector_assign_string_element_len(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_vector_size();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_appender_create_ext(ConnectionHandle connection, string? catalog, string? schema, string table, out nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_destroy(ref nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_clear(nint appender);

    [LibraryImport(Library)]
    internal static partial int duckdb_appender_flush(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial nint duckdb_appender_error_data(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_error_data(ref nint error);

    [LibraryImport(Library)]
    internal static partial int duckdb_error_data_error_type(ErrorHandle error);

    [LibraryImport(Library)]
    internal static partial nint duckdb_error_data_message(ErrorHandle error);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_appender_column_count(AppenderHandle appender);

    [LibraryImport(Library)]
    internal static partial nint duckdb_appender_column_type(AppenderHandle appender, ulong column);

    [LibraryImport(Library)]
    internal static partial int duckdb_append_data_chunk(AppenderHandle appender, ChunkHandle chunk);
}
