using System.Runtime.InteropServices;

namespace Perennial.DuckDb.Native;

/// <summary>A native object that is given back exactly once, whatever fails. The number of open ones is counted, so that tests can prove it.</summary>
internal abstract class NativeHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    private static long open;

    /// <summary>Gives how many native objects are held in this process.</summary>
    internal static long Open => Interlocked.Read(ref open);

    /// <inheritdoc />
    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Takes what a native call made. Zero means that it made nothing.</summary>
    internal void Own(nint value)
    {
        if (value != nint.Zero)
        {
            Interlocked.Increment(ref open);
            SetHandle(value);
        }
    }

    /// <inheritdoc />
    protected sealed override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref open);
        Free(handle);
        return true;
    }

    /// <summary>Gives the native object back.</summary>
    protected abstract void Free(nint value);
}

internal sealed class ConfigHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_destroy_config(ref value);
}

internal sealed class DatabaseHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_close(ref value);
}

internal sealed class ConnectionHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_disconnect(ref value);
}

internal sealed class StatementHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_destroy_prepare(ref value);
}

internal sealed class ChunkHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_destroy_data_chunk(ref value);
}

internal sealed class LogicalTypeHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_destroy_logical_type(ref value);
}

internal sealed class ErrorHandle : NativeHandle
{
    protected override void Free(nint value) => NativeMethods.duckdb_destroy_error_data(ref value);
}

/// <summary>An appender. Rows that were not flushed are dropped, because destroying alone would write them.</summary>
internal sealed class AppenderHandle : NativeHandle
{
    protected override void Free(nint value)
    {
        _ = NativeMethods.duckdb_appender_clear(value);
        _ = NativeMethods.duckdb_appender_destroy(ref value);
    }
}

/// <summary>A result: the caller's memory, filled by the engine.</summary>
internal sealed unsafe class ResultHandle : NativeHandle
{
    internal ResultHandle() => Own((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    /// <summary>Gives the result as the by-value functions want it.</summary>
    internal NativeResult Value => *(NativeResult*)handle;

    protected override void Free(nint value)
    {
        NativeMethods.duckdb_destroy_result(value);
        NativeMemory.Free((void*)value);
    }
}
