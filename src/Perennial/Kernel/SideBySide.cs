using System.Runtime.ExceptionServices;

namespace Perennial.Kernel;

/// <summary>Work on a few things that do not depend on each other, on all processors; results come in the order of the things, whatever finished first.</summary>
/// <remarks>Only one thread at a time may use the engine's session: read first, then work side by side.</remarks>
internal static class SideBySide
{
    /// <summary>Gives a result for each item.</summary>
    /// <exception cref="Exception">What the work on the first item that failed threw, as it was thrown.</exception>
    public static TResult[] Each<TItem, TResult>(IReadOnlyList<TItem> items, Func<TItem, TResult> work)
    {
        var results = new TResult[items.Count];
        var failures = new ExceptionDispatchInfo?[items.Count];
        Parallel.For(0, items.Count, i =>
        {
            try
            {
                results[i] = work(items[i]);
            }
            catch (Exception failure)
            {
                failures[i] = ExceptionDispatchInfo.Capture(failure);
            }
        });
        Array.Find(failures, failure => failure is not null)?.Throw();
        return results;
    }

    /// <summary>Does work on the caller's thread, which may use the engine's session, and other work beside it; comes back when all has ended.</summary>
    /// <exception cref="Exception">What the first that failed threw, the caller's own before the others in their order.</exception>
    public static void With(Action own, params Action[] others)
    {
        Task[] running = [.. others.Select(Task.Run)];
        ExceptionDispatchInfo? failure = null;
        foreach (Action end in (Action[])[own, .. running.Select(task => (Action)task.GetAwaiter().GetResult)])
        {
            try
            {
                end();
            }
            catch (Exception thrown)
            {
                failure ??= ExceptionDispatchInfo.Capture(thrown);
            }
        }

        failure?.Throw();
    }
}
