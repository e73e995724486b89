using System.Collections.Concurrent;
using System.Text;
using Perennial.DuckDb;

namespace Perennial.Kernel;

/// <summary>A room's embedded SQL file, run statement by statement with <c>$name</c> parameters.</summary>
/// <remarks>A statement is bound to the parameters it names and to no others, so that one file may hold several statements.</remarks>
public sealed class SqlFile
{
    private static readonly ConcurrentDictionary<string, SqlFile> Loaded = new(StringComparer.Ordinal);

    private SqlFile(string path, string text)
    {
        Path = path;
        Statements = SqlStatements.Split(text);
    }

    /// <summary>Gives the path inside the pipeline, such as <c>Ledger/Sql/30_days.sql</c>.</summary>
    public string Path { get; }

    /// <summary>Gives the statements in order, comments included.</summary>
    public IReadOnlyList<string> Statements { get; }

    /// <summary>Loads a file of a room.</summary>
    /// <param name="room">The room, such as <c>Ledger</c>.</param>
    /// <param name="name">The file's name without its ending, such as <c>30_days</c>.</param>
    /// <exception cref="ArgumentException">The room has no such file.</exception>
    public static SqlFile Of(string room, string name) => Loaded.GetOrAdd($"{room}/Sql/{name}.sql", static path =>
    {
        using Stream stream = typeof(SqlFile).Assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"There is no embedded SQL file '{path}'. Files lie in src/Perennial/<Room>/Sql and end in .sql.", nameof(path));
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new SqlFile(path, reader.ReadToEnd());
    });

    /// <summary>Runs all statements in order.</summary>
    public void Execute(DuckDbConnection connection, params ReadOnlySpan<DuckDbParameter> parameters)
    {
        foreach (string statement in Statements)
        {
            connection.Execute(statement, SqlStatements.Named(statement, parameters));
        }
    }

    /// <summary>Runs a file of one statement and gives its rows chunk by chunk.</summary>
    public DuckDbResult Query(DuckDbConnection connection, params ReadOnlySpan<DuckDbParameter> parameters) =>
        connection.Query(Single(), SqlStatements.Named(Single(), parameters));

    /// <summary>Runs a file of one statement and reads its few rows.</summary>
    public IReadOnlyList<T> List<T>(DuckDbConnection connection, Func<DuckDbRow, T> read, params ReadOnlySpan<DuckDbParameter> parameters) =>
        connection.List(Single(), read, SqlStatements.Named(Single(), parameters));

    private string Single() => Statements.Count == 1
        ? Statements[0]
        : throw new InvalidOperationException($"{Path} has {Statements.Count} statements. A query file has one.");
}
