using Perennial.DuckDb.Native;

namespace Perennial.DuckDb;

/// <summary>The engine refused or failed. Carries the statement and the engine's own message.</summary>
public sealed class DuckDbException : Exception
{
    private const int Shown = 600;

    /// <summary>Makes the exception.</summary>
    public DuckDbException(string sql, string engineMessage, DuckDbErrorKind kind)
        : base(sql.Length == 0 ? engineMessage : $"{engineMessage}{Environment.NewLine}SQL: {(sql.Length <= Shown ? sql : string.Concat(sql.AsSpan(0, Shown), " ..."))}")
    {
        Sql = sql;
        EngineMessage = engineMessage;
        Kind = kind;
    }

    /// <summary>Gives the whole statement, or nothing where no statement was run.</summary>
    public string Sql { get; }

    /// <summary>Gives the engine's message as it came.</summary>
    public string EngineMessage { get; }

    /// <summary>Gives the kind of failure.</summary>
    public DuckDbErrorKind Kind { get; }

    internal static DuckDbException From(ResultHandle result, string sql) => new(
        sql,
        DuckDbText.Utf8(NativeMethods.duckdb_result_error(result)) ?? "The engine gave no message.",
        (DuckDbErrorKind)NativeMethods.duckdb_result_error_type(result));
}

/// <summary>What kind of failure the engine reports. The numbers are the engine's.</summary>
public enum DuckDbErrorKind
{
    Unknown = 0,
    OutOfRange = 1,
    Conversion = 2,
    UnknownType = 3,
    Decimal = 4,
    MismatchedType = 5,
    DivideByZero = 6,
    ObjectSize = 7,
    InvalidType = 8,
    Serialization = 9,
    Transaction = 10,
    NotImplemented = 11,
    Expression = 12,
    Catalog = 13,
    Parser = 14,
    Planner = 15,
    Scheduler = 16,
    Executor = 17,
    Constraint = 18,
    Index = 19,
    Statistics = 20,
    Connection = 21,
    Syntax = 22,
    Settings = 23,
    Binder = 24,
    Network = 25,
    Optimizer = 26,
    NullPointer = 27,
    InputOutput = 28,
    Interrupt = 29,
    Fatal = 30,
    Internal = 31,
    InvalidInput = 32,
    OutOfMemory = 33,
    Permission = 34,
    ParameterNotResolved = 35,
    ParameterNotAllowed = 36,
    Dependency = 37,
    Http = 38,
    MissingExtension = 39,
    Autoload = 40,
    Sequence = 41,
    InvalidConfiguration = 42,
}
