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
        OperationCanceledException cancelled = Assert.Throws<OperationCanceledException>(() =>
            connection.Execute(new QueryOptions { Cancellation = source.Token }, Long));
        Assert.Equal(source.Token, cancelled.CancellationToken);
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
        // The statement would take minutes; it is cancelled as soon as progress rose, however late the watch came to look.
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        connection.Execute("CREATE TABLE t AS SELECT i FROM range(2000000) t(i)");
        using CancellationTokenSource enough = new();
        Recorder recorder = new(enough);
        Assert.Throws<OperationCanceledException>(() => connection.Execute(
            new QueryOptions { Progress = recorder, Cancellation = enough.Token },
            "SELECT sum(list_sum(list_transform(range(200), lambda k: length(md5((i + k)::VARCHAR))))) FROM t"));
        Assert.All(recorder.Shares, share => Assert.InRange(share, 0, 1));
        Assert.True(recorder.Shares[^1] > recorder.Shares[0], "Progress never rose.");
        Assert.Equal(recorder.Shares.Order(), recorder.Shares);
    }

    private sealed class Recorder(CancellationTokenSource enough) : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value)
        {
            Shares.Add(value);
            if (value > Shares[0])
            {
                enough.Cancel();
            }
        }
    }
}
