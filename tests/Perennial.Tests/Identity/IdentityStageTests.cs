using Perennial.Identity;
using Perennial.Kernel;
using Perennial.Store;

namespace Perennial.Tests.Identity;

public sealed class IdentityStageTests
{
    private const string Rows = "bob 2020-01-02 20\nann 2020-01-01 10\nbob 2020-01-03 30";

    [Fact]
    public void Keys_take_the_place_of_ids_and_rows_keep_everything_else()
    {
        using BookedLog log = BookedLog.OfRows(Rows).Booked();

        Assert.Equal(["1 ann", "2 bob"], log.Lines("SELECT concat_ws(' ', customer_key, customer_id) FROM identity_customers ORDER BY ALL"));
        Assert.Equal(
            ["1 2020-01-01 2 10.0000 1", "2 2020-01-02 1 20.0000 1", "2 2020-01-03 3 30.0000 1"],
            log.Lines("SELECT concat_ws(' ', customer_key, day, row_no, amount, kind) FROM identity_rows"));
        Assert.DoesNotContain("customer_id", log.Lines("SELECT column_name FROM (DESCRIBE identity_rows)"));
    }

    [Fact]
    public void Rows_that_are_not_used_have_no_customer()
    {
        using BookedLog log = BookedLog.OfRows(Rows);
        log.Connection.Execute("UPDATE ingest_rows SET disposition = 1, customer_id = NULL WHERE customer_id = 'ann'");

        log.Booked();

        Assert.Equal(["1 bob"], log.Lines("SELECT concat_ws(' ', customer_key, customer_id) FROM identity_customers"));
        Assert.Equal(2, log.Connection.Scalar<long>("SELECT count(*) FROM identity_rows"));
    }

    [Fact]
    public void A_log_without_a_used_row_is_refused()
    {
        using BookedLog log = BookedLog.OfRows(Rows);
        log.Connection.Execute("UPDATE ingest_rows SET disposition = 1");

        Assert.Equal("identity/no-rows", Assert.Throws<PerennialException>(log.Booked).Code);
    }

    [Fact]
    public void A_row_without_a_customer_cannot_be_used_silently()
    {
        using BookedLog log = BookedLog.OfRows(Rows);
        log.Connection.Execute("UPDATE ingest_rows SET customer_id = NULL WHERE customer_id = 'ann'");

        Assert.Equal("identity/rows-differ", Assert.Throws<PerennialException>(log.Booked).Code);
    }

    [Fact]
    public void A_workspace_keeps_keys_from_run_to_run_and_equal_rows_once()
    {
        string folder = Directory.CreateTempSubdirectory("perennial-identity-").FullName;
        try
        {
            Workspace workspace = Workspace.Open(folder);
            using WorkspaceWriter writer = workspace.Write("test");

            (string first, IReadOnlyList<string> firstKeys) = Run(workspace, writer, "bob 2020-01-02 20\ncid 2020-01-01 10");
            (string second, IReadOnlyList<string> secondKeys) = Run(workspace, writer, "ann 2020-01-05 1\ncid 2020-01-01 10");
            (string again, _) = Run(workspace, writer, "bob 2020-01-02 20\ncid 2020-01-01 10");

            Assert.Equal(["1 bob", "2 cid"], firstKeys);
            Assert.Equal(["2 cid", "3 ann"], secondKeys);
            Assert.NotEqual(first, second);
            Assert.Equal(first, again);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static (string Hash, IReadOnlyList<string> Keys) Run(Workspace workspace, WorkspaceWriter writer, string rows)
        {
            using BookedLog log = BookedLog.OfRows(rows);
            WorkspaceRows kept = new(workspace, writer);
            Assert.Equal(2, new IdentityStage(log.Connection, kept, kept).Run());
            return (kept.RawHash!, log.Lines("SELECT concat_ws(' ', customer_key, customer_id) FROM identity_customers ORDER BY ALL"));
        }
    }
}
