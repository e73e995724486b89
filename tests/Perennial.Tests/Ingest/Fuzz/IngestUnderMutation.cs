using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Fuzz;

/// <summary>Damaged files through the whole room: read, mapped, converted, accounted, judged.</summary>
public sealed class IngestUnderMutation : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-fuzz-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
    private readonly DuckDbConnection _connection;

    public IngestUnderMutation() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(20261122)]
    public void Mapped_rows_always_sum_and_only_our_errors_leave(int seed) => Run(seed, 24);

    /// <summary>Four for each thousand mutations that the reader gets: a file costs more than a hundred times as much here.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1)]
    public void Mapped_rows_always_sum_and_only_our_errors_leave_four_hundred_times(int seed) => Run(seed, 400);

    private void Run(int seed, int mutations)
    {
        string file = Path.Combine(_folder, "fuzzed");
        int texts = mutations * 9 / 10;
        int refused = new MutationFuzzer(seed).Run(texts, Layouts.Texts, file, Check);
        refused += new MutationFuzzer(seed + 1).Run(mutations - texts, Layouts.Binaries, file, Check);

        // Small files in a dozen layouts: many are truly ambiguous after the damage, but not most.
        Assert.InRange(refused, 1, mutations * 3 / 4);
    }

    private void Check(FuzzCase input)
    {
        // Damage may leave few good rows: the share that may be quarantined is not what is tested.
        IngestResult result = IngestStage.Run(_connection, [input.Path], new IngestOptions { QuarantineLimit = 1, TimeZone = input.Number % 3 == 0 ? "Europe/Berlin" : "UTC" }, SilentLog.Instance, TestContext.Current.CancellationToken);
        RowAccount rows = result.Rows;
        Assert.Equal(rows.In, rows.Used + rows.Quarantined + rows.SetAside.Values.Sum());
        Assert.Equal(rows.Quarantined, _connection.Scalar<long>("SELECT count(*) FROM ingest_quarantine"));
        Assert.Equal(rows.Used, _connection.Scalar<long>("SELECT count(*) FROM ingest_rows WHERE disposition = 0 AND customer_id IS NOT NULL AND day IS NOT NULL"));
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM ingest_quarantine WHERE line IS NULL OR reason IS NULL"));
        Assert.All(result.Quality, finding => Assert.True(finding.Count >= 0 && finding.Title.Length > 0));
    }
}
