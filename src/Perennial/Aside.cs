using System.Collections.Concurrent;
using System.Diagnostics;
using Perennial.DuckDb;

namespace Perennial;

/// <summary>Work of a run that nobody waits for yet, one piece after the other, on a session of its own. It sees tables, but none that are temporary.</summary>
internal sealed class Aside : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);
    private readonly ConcurrentDictionary<string, double> _seconds = new(StringComparer.Ordinal);
    private readonly DuckDbConnection _engine;
    private readonly CancellationTokenRegistration _interruption;
    private Task _last = Task.CompletedTask;

    public Aside(DuckDbDatabase database, CancellationToken cancellation)
    {
        _engine = database.Connect();
        _interruption = cancellation.Register(_engine.Interrupt);
    }

    /// <summary>Gives the seconds spent so far, by stage.</summary>
    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    /// <summary>Does a piece of work when those before are done; where one of them failed it fails likewise.</summary>
    /// <param name="stage">The stage it belongs to.</param>
    /// <param name="work">The work.</param>
    public Task<T> Do<T>(string stage, Func<DuckDbConnection, T> work)
    {
        Task before = _last;
        var task = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            long start = Stopwatch.GetTimestamp();
            T result = work(_engine);
            _seconds.AddOrUpdate(stage, Stopwatch.GetElapsedTime(start).TotalSeconds, (_, sum) => sum + Stopwatch.GetElapsedTime(start).TotalSeconds);
            return result;
        });
        _last = task;
        return task;
    }

    /// <summary>Stops what is still being done, and waits until it has stopped.</summary>
    public void Dispose()
    {
        while (Task.WhenAny(_last, Task.Delay(Patience)).GetAwaiter().GetResult() != _last)
        {
            _engine.Interrupt();
        }

        _interruption.Dispose();
        _engine.Dispose();
    }
}
