using System.Diagnostics;

namespace Perennial.DuckDb.Tests;

public sealed class CancellationTests
{
    private const string Long = "SELECT count(*) FROM range(3000000) a(i), range(3000000) b(j) WHERE hash(i, j) = 42";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void A_long_statement_stops_soon_after_its_token_is_cancelled(int afterMilliseconds)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using CancellationTokenSource source = new(afterMilliseconds);
        Stopwatch watch = Stopwatch.StartNew();
        OperationCanceledException cancelled = Assert.Throws<OperationCanceledException>(() =>
            connection.Execute(new QueryOptions { Cancellation = source.Token }, Long));
        Assert.Equal(source.Token, cancelled.CancellationToken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        Assert.Equal(1, connection.Scalar<int>("SELECT 1"));
    }

    [Fact]
    public void A_stream_stops_when_its_token_is_cancelled()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using CancellationTokenSource source = new();
        using DuckDbResult result = connection.Query(new QueryOptions { Delivery = Delivery.Streamed, Cancellation = source.Token }, "SELECT * FROM range(1000000000)");
        Assert.True(result.Read(out _));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (result.Read(out _))
            {
            }
        });
    }

    [Fact]
    public void An_interrupt_from_another_thread_is_an_error_of_its_own_kind()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        using Timer timer = new(_ => connection.Interrupt(), null, 200, 50);
        DuckDbException failure = Assert.Throws<DuckDbException>(() => connection.Execute(Long));
        Assert.Equal(DuckDbErrorKind.Interrupt, failure.Kind);
    }

    [Fact]
    public void Progress_is_told_between_0_and_1_and_rises()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        connection.Execute("CREATE TABLE t AS SELECT i FROM range(4000000) t(i)");
        Recorder recorder = new();
        connection.Execute(new QueryOptions { Progress = recorder }, "SELECT sum(length(md5(i::VARCHAR) || md5((i + 1)::VARCHAR))) FROM t");
        Assert.NotEmpty(recorder.Shares);
        Assert.All(recorder.Shares, share => Assert.InRange(share, 0, 1));
        Assert.True(recorder.Shares[^1] > 0, "Progress never rose.");
        Assert.Equal(recorder.Shares.Order(), recorder.Shares);
    }

    private sealed class Recorder : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }
}
