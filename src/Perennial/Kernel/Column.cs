namespace Perennial.Kernel;

/// <summary>A column that grows chunk by chunk while a result is read.</summary>
internal sealed class Column<T>
{
    private T[] _values = [];
    private int _count;

    /// <summary>Appends a chunk.</summary>
    public void Add(ReadOnlySpan<T> chunk) => chunk.CopyTo(Next(chunk.Length));

    /// <summary>Makes room for the next values, to be filled by the caller.</summary>
    public Span<T> Next(int count)
    {
        if (_count + count > _values.Length)
        {
            Array.Resize(ref _values, Math.Max(_count + count, _values.Length * 2));
        }

        _count += count;
        return _values.AsSpan(_count - count, count);
    }

    /// <summary>Gives the column at its exact length.</summary>
    public T[] ToArray() => _values.Length == _count ? _values : _values[.._count];
}
