using Perennial.DuckDb;

namespace Perennial.Tests;

public sealed class AsideTests
{
    [Fact]
    public async Task Pieces_are_done_in_order_on_a_session_that_sees_tables_and_count_their_seconds()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        engine.Execute("CREATE TABLE seen AS SELECT 1 AS x");
        using var aside = new Aside(database, TestContext.Current.CancellationToken);
        Task<long> first = aside.Do("a", side => side.Execute("INSERT INTO seen VALUES (2)"));
        Task<long> second = aside.Do("b", side => side.Scalar<long>("SELECT count(*) FROM seen"));
        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
        Assert.Equal(["a", "b"], aside.Seconds.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_piece_after_one_that_failed_is_not_begun()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using var aside = new Aside(database, TestContext.Current.CancellationToken);
        bool begun = false;
        Task<long> first = aside.Do("a", side => side.Execute("SELECT * FROM nowhere"));
        Task<bool> second = aside.Do("a", _ => begun = true);
        await Assert.ThrowsAsync<DuckDbException>(() => first);
        await Assert.ThrowsAsync<DuckDbException>(() => second);
        Assert.False(begun);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task What_nobody_waits_for_any_more_is_stopped()
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        Task<long> endless;
        using (var aside = new Aside(database, TestContext.Current.CancellationToken))
        {
            endless = aside.Do("a", side => side.Scalar<long>("SELECT count(*) FROM range(1000000000000) AS a, range(1000000) AS b WHERE a.range * b.range = 7"));
        }

        Assert.Equal(DuckDbErrorKind.Interrupt, (await Assert.ThrowsAsync<DuckDbException>(() => endless)).Kind);
    }
}
