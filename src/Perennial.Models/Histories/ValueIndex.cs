using System.Numerics;

namespace Perennial.Models.Histories;

/// <summary>Numbers the different values of a column in the order in which they turn up.</summary>
/// <remarks>Four slots or more a value: nearly every look finds its value at once. Both zeros are one value.</remarks>
internal sealed class ValueIndex
{
    private const int Slots = 4;
    private double[] _found = new double[256];
    private int[] _slots = new int[256 * Slots];
    private int _shift = 64 - BitOperations.Log2(256 * Slots);

    /// <summary>Gives how many different values there were.</summary>
    public int Count { get; private set; }

    /// <summary>Gives the different values, the first to come first.</summary>
    public ReadOnlySpan<double> Values => _found.AsSpan(0, Count);

    /// <summary>Gives the number of a value, which is not NaN.</summary>
    public int Of(double value)
    {
        value += 0.0;
        int[] slots = _slots;
        int slot = First(value);
        for (int at; (at = slots[slot] - 1) >= 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (_found[at] == value)
            {
                return at;
            }
        }

        return Add(value, slot);
    }

    private int First(double value) => (int)((BitConverter.DoubleToUInt64Bits(value) * 0x9E3779B97F4A7C15UL) >> _shift);

    private int Add(double value, int slot)
    {
        if (Count == _found.Length)
        {
            Array.Resize(ref _found, 2 * Count);
            _slots = new int[Slots * _found.Length];
            _shift--;
            for (int k = 0; k < Count; k++)
            {
                _slots[Free(_found[k])] = k + 1;
            }

            slot = Free(value);
        }

        _found[Count] = value;
        _slots[slot] = ++Count;
        return Count - 1;
    }

    private int Free(double value)
    {
        int slot = First(value);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }
}
