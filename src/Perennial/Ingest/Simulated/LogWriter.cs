using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Perennial.Ingest.Simulated;

/// <summary>Writes rows as UTF-8 text without making a string of each: ten million rows are a matter of seconds.</summary>
internal sealed class LogWriter(Stream stream, DateOnly start) : IDisposable
{
    private const int LongestField = 64;
    private readonly byte[] _buffer = new byte[1 << 18];
    private readonly List<byte[]> _days = [];
    private int _used;

    /// <summary>Writes a short text as it stands: a head, a word.</summary>
    public LogWriter Text(string text)
    {
        Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_used));
        return this;
    }

    public LogWriter Byte(byte value)
    {
        Room(1);
        _buffer[_used++] = value;
        return this;
    }

    /// <summary>Writes a customer's id: C and eight digits, more where eight are not enough.</summary>
    public LogWriter Customer(long number) => Id('C', number);

    /// <summary>Writes an id of a customer's n-th thing: a letter, the customer's digits, a dash, the count.</summary>
    public LogWriter Id(char letter, long number, int count) => Id(letter, number).Byte((byte)'-').Whole(count);

    /// <summary>Writes an id: a letter and eight digits, more where eight are not enough.</summary>
    public LogWriter Id(char letter, long number)
    {
        Room(LongestField);
        _buffer[_used++] = (byte)letter;
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int written, new('D', 8));
        _used += written;
        return this;
    }

    /// <summary>Writes a moment, given in weeks from the start, as yyyy-MM-ddTHH:mm:ss.</summary>
    public LogWriter Moment(double weeks)
    {
        long seconds = (long)(weeks * 604_800);
        return Moment((int)(seconds / 86_400), (int)(seconds % 86_400));
    }

    /// <summary>Writes a moment, given as the day from the start and the second of it, as yyyy-MM-ddTHH:mm:ss.</summary>
    public LogWriter Moment(int day, int second)
    {
        Day(day);
        Room(LongestField);
        _buffer[_used++] = (byte)'T';
        Two(second / 3600);
        _buffer[_used++] = (byte)':';
        Two(second / 60 % 60);
        _buffer[_used++] = (byte)':';
        Two(second % 60);
        return this;
    }

    /// <summary>Writes a day, counted from the start, as yyyy-MM-dd.</summary>
    public LogWriter Day(int day)
    {
        while (_days.Count <= day)
        {
            _days.Add(Encoding.ASCII.GetBytes(start.AddDays(_days.Count).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        }

        Room(LongestField);
        _days[day].CopyTo(_buffer, _used);
        _used += _days[day].Length;
        return this;
    }

    /// <summary>Begins the next field of a row.</summary>
    public LogWriter Next() => Byte((byte)',');

    /// <summary>Ends a row.</summary>
    public void End() => Byte((byte)'\n');

    /// <summary>Writes cents as units with two decimals.</summary>
    public LogWriter Money(long cents)
    {
        Room(LongestField);
        if (cents < 0)
        {
            _buffer[_used++] = (byte)'-';
            cents = -cents;
        }

        Utf8Formatter.TryFormat(cents / 100, _buffer.AsSpan(_used), out int written);
        _used += written;
        _buffer[_used++] = (byte)'.';
        Two((int)(cents % 100));
        return this;
    }

    public LogWriter Whole(long value)
    {
        Room(LongestField);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out int written);
        _used += written;
        return this;
    }

    /// <summary>Writes a number that reads back as itself.</summary>
    public LogWriter Number(double value)
    {
        Room(LongestField);
        value.TryFormat(_buffer.AsSpan(_used), out int written, "R", CultureInfo.InvariantCulture);
        _used += written;
        return this;
    }

    public void Dispose() => Flush();

    private void Two(int value)
    {
        _buffer[_used++] = (byte)('0' + (value / 10));
        _buffer[_used++] = (byte)('0' + (value % 10));
    }

    private void Room(int bytes)
    {
        if (_used + bytes > _buffer.Length)
        {
            Flush();
        }
    }

    private void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
