namespace Perennial.DuckDb;

/// <summary>The current row of a small result. Numbers widen, and narrow only where nothing is lost.</summary>
public sealed class DuckDbRow
{
    private readonly DuckDbResult _result;

    internal DuckDbRow(DuckDbResult result) => _result = result;

    internal int Index { get; set; }

    /// <summary>Tells whether a value is NULL.</summary>
    public bool IsNull(int column) => _result.Columns[column].IsNull(Index);

    /// <summary>Gives a text, or null where it is NULL.</summary>
    public string? String(int column) => IsNull(column) ? null : _result.Columns[column].Text(Index);

    /// <summary>Gives an integer.</summary>
    public int Int32(int column) => checked((int)Filled(column).Integer(Index));

    /// <summary>Gives an integer.</summary>
    public long Int64(int column) => Filled(column).Integer(Index);

    /// <summary>Gives a number.</summary>
    public double Double(int column) => Filled(column).Double(Index);

    /// <summary>Gives a DECIMAL or integer exactly.</summary>
    public decimal Decimal(int column) => Filled(column).Decimal(Index);

    /// <summary>Gives a day.</summary>
    public DateOnly Date(int column) => Filled(column).Date(Index);

    /// <summary>Gives an instant; its kind is UTC where the column has a time zone, else unspecified.</summary>
    public DateTime Timestamp(int column) => Filled(column).Instant(Index);

    /// <summary>Gives a truth value.</summary>
    public bool Boolean(int column) => Filled(column).Boolean(Index);

    /// <summary>Gives any value as an object, null where it is NULL.</summary>
    public object? Value(int column) => _result.Columns[column].Value(Index);

    /// <summary>Gives a value as the type named, or the default (null for nullable types) where it is NULL.</summary>
    public T? Get<T>(int column) => IsNull(column) ? default : _result.Columns[column].Get<T>(Index);

    private ColumnReader Filled(int column) => IsNull(column)
        ? throw new InvalidOperationException($"Column '{_result.Columns[column].Name}' is NULL here. Ask IsNull first, or use COALESCE in the SQL.")
        : _result.Columns[column];
}
