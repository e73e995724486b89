using Perennial.DuckDb;
using Perennial.Store;

namespace Perennial.Tests.Store;

public sealed class VaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("store-tests-").FullName;
    private readonly DuckDbDatabase _database = DuckDbDatabase.Open();
    private readonly DuckDbConnection _connection;

    public VaultTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void New_ids_get_the_next_keys_in_ordinal_order_and_known_ids_keep_theirs()
    {
        Assert.Equal(3, Assign("b", "a", "B", "a", null));
        Assert.Equal([(1, "B"), (2, "a"), (3, "b")], Entries());
        Assert.Equal(0, Assign("b"));
        Assert.Equal(3, Assign("é", "A", "007", "a"));
        Assert.Equal([(1, "B"), (2, "a"), (3, "b"), (4, "007"), (5, "A"), (6, "é")], Entries());
    }

    [Fact]
    public void An_erased_customer_is_in_no_file_and_its_key_is_never_given_again()
    {
        Assign("anna@example.org", "bert@example.org", "zoe@example.org");
        Assert.NotEmpty(FilesWith("zoe@"));
        using (WorkspaceWriter writer = Workspace.Open(_folder).Write("test"))
        {
            Assert.True(writer.Vault.Erase(_connection, "zoe@example.org"));
            Assert.False(writer.Vault.Erase(_connection, "zoe@example.org"));
            Assert.False(writer.Vault.Erase(_connection, "nobody"));
        }

        Assert.Empty(FilesWith("zoe@"));
        Assert.Equal([(1, "anna@example.org"), (2, "bert@example.org")], Entries());
        Assert.Equal(1, Assign("zoe@example.org"));
        Assert.Equal([(1, "anna@example.org"), (2, "bert@example.org"), (4, "zoe@example.org")], Entries());
    }

    [Fact]
    public void Keys_do_not_depend_on_threads_or_row_order()
    {
        foreach (int threads in new[] { 1, 4 })
        {
            _connection.Execute($"SET threads = {threads}");
            using WorkspaceWriter writer = Workspace.Open(Path.Combine(_folder, "threads" + threads)).Write("test");
            _connection.Execute($"CREATE OR REPLACE TEMP TABLE ids AS SELECT 'customer ' || i AS customer_id FROM range(200000) t(i) ORDER BY hash(i + {threads})");
            Assert.Equal(200000, writer.Vault.Assign(_connection, "ids"));
        }

        Assert.Equal(
            ContentHash.OfFile(Directory.GetFiles(Path.Combine(_folder, "threads1", "vault")).Single()),
            ContentHash.OfFile(Directory.GetFiles(Path.Combine(_folder, "threads4", "vault")).Single()));
        Assert.Equal(200000, _connection.Scalar<long>("SELECT count(*) FROM (SELECT customer_key, row_number() OVER (ORDER BY customer_id) AS n FROM identity_vault) WHERE customer_key = n"));
    }

    private IEnumerable<string> FilesWith(string text) => Directory.GetFiles(_folder, "*", SearchOption.AllDirectories)
        .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

    private long Assign(params string?[] ids)
    {
        using WorkspaceWriter writer = Workspace.Open(_folder).Write("test");
        _connection.Execute("CREATE OR REPLACE TEMP TABLE ids (customer_id VARCHAR)");
        using (DuckDbAppender appender = _connection.Appender("ids"))
        {
            appender.Append(ids);
            appender.Flush();
        }

        return writer.Vault.Assign(_connection, "ids");
    }

    private IReadOnlyList<(int Key, string Id)> Entries()
    {
        using DuckDbConnection reader = _database.Connect();
        Workspace.Open(_folder).Vault().Load(reader);
        return reader.List("SELECT * FROM identity_vault ORDER BY customer_key", row => (row.Int32(0), row.String(1)!));
    }
}
