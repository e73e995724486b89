namespace Perennial.DuckDb;

/// <summary>How a database is opened. Extensions are never fetched or loaded by themselves, and times are UTC.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Gives the database file.</summary>
    /// <value>Default: null (in memory).</value>
    public string? Path { get; init; }

    /// <summary>Gives the bytes the engine may hold before it writes to <see cref="TempFolder"/>. It covers the buffer manager only: plan 1.5 to 2 times.</summary>
    /// <value>Default: null (60 % of what the machine or its cgroup has).</value>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Gives the number of worker threads.</summary>
    /// <value>Default: 0 (all cores this process may use).</value>
    public int Threads { get; init; }

    /// <summary>Gives the folder for what does not fit into memory; made when first needed.</summary>
    /// <value>Default: null (a new folder below the system's temporary one, removed on closing).</value>
    public string? TempFolder { get; init; }

    /// <summary>Tells whether the database file is opened for reading only.</summary>
    /// <value>Default: false.</value>
    public bool ReadOnly { get; init; }
}

/// <summary>How one statement is run.</summary>
public sealed record QueryOptions
{
    /// <summary>Gives the options used where none are stated.</summary>
    public static QueryOptions Default { get; } = new();

    /// <summary>Gives whether the engine finishes first or hands out rows while it works.</summary>
    /// <value>Default: Complete.</value>
    public Delivery Delivery { get; init; } = Delivery.Complete;

    /// <summary>Gives the token that stops the statement while it runs.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Gives who is told how far the statement is, from 0 to 1; called from another thread, a few times a second.</summary>
    public IProgress<double>? Progress { get; init; }
}

/// <summary>When a result's rows are made.</summary>
public enum Delivery
{
    /// <summary>All at once, held by the engine: errors come early, and the connection is free for the next statement.</summary>
    Complete,

    /// <summary>While they are read: nothing is held, but the connection is busy until the result is disposed.</summary>
    Streamed,
}
