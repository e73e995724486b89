using Perennial.Kernel;

namespace Perennial.Tests.Kernel;

public sealed class SideBySideTests
{
    [Fact]
    public void Own_work_stays_on_the_callers_thread_and_all_is_done_when_it_comes_back()
    {
        int own = 0, done = 0;
        SideBySide.With(() => own = Environment.CurrentManagedThreadId, [() => Slowly(ref done), () => Slowly(ref done)]);
        Assert.Equal(Environment.CurrentManagedThreadId, own);
        Assert.Equal(2, done);
    }

    [Fact]
    public void The_callers_failure_is_told_before_the_others_and_only_when_all_has_ended()
    {
        int done = 0;
        Assert.Equal("own", Assert.Throws<InvalidOperationException>(() => SideBySide.With(() => throw new InvalidOperationException("own"), [() => throw new InvalidOperationException("other"), () => Slowly(ref done)])).Message);
        Assert.Equal(1, done);
        Assert.Equal("first", Assert.Throws<InvalidOperationException>(() => SideBySide.With(() => { }, [() => throw new InvalidOperationException("first"), () => throw new InvalidOperationException("second")])).Message);
    }

    private static void Slowly(ref int done)
    {
        Thread.Sleep(20);
        Interlocked.Increment(ref done);
    }
}
