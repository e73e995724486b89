using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>Watches one statement from another thread: passes a cancellation on, and tells how far it is.</summary>
internal sealed class QueryWatch : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly ConnectionHandle _connection;
    private readonly QueryOptions _options;
    private readonly CancellationTokenRegistration _registration;
    private readonly Timer? _timer;
    private bool _over;

    internal QueryWatch(ConnectionHandle connection, QueryOptions options)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        _connection = connection;
        _options = options;
        if (options.Cancellation.CanBeCanceled || options.Progress is not null)
        {
            // An interrupt that comes before the engine has begun is forgotten by it; hence again at every tick.
            _timer = new Timer(static watch => ((QueryWatch)watch!).Look(), this, Tick, Tick);
            _registration = options.Cancellation.UnsafeRegister(static watch => ((QueryWatch)watch!).Look(), this);
        }
    }

    /// <summary>Ends the watch; after it, nothing of this statement reaches the connection's next one.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
        }

        _registration.Dispose();
        _timer?.Dispose();
    }

    // The gate is held while telling, so that shares never arrive out of order or after the statement's end.
    private void Look()
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            if (_options.Cancellation.IsCancellationRequested)
            {
                NativeMethods.duckdb_interrupt(_connection);
            }
            else if (_options.Progress is not null && NativeMethods.duckdb_query_progress(_connection).Percentage is >= 0 and var percentage)
            {
                _options.Progress.Report(Math.Clamp(percentage / 100, 0, 1));
            }
        }
    }
}
