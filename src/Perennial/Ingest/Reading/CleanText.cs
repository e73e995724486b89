using System.Globalization;
using System.Text;
using Perennial.Kernel;

namespace Perennial.Ingest.Reading;

/// <summary>The intermediate form of what the engine cannot read itself: one line a record, fields divided by the unit separator, no quoting, UTF-8.</summary>
/// <remarks>
/// Line breaks within a cell are kept as two other control characters and put back by <see cref="Cell"/>. These three, NUL and invalid bytes of a source become U+FFFD.
/// The last field is the line of the original.
/// </remarks>
internal static class CleanText
{
    public const byte Separator = 0x1F;
    public const byte LineFeed = 0x1E;
    public const byte Return = 0x1D;

    /// <summary>Gives the SQL of a cell of a clean text.</summary>
    public static string Cell(int column, bool hasLineBreaks) => hasLineBreaks
        ? string.Create(CultureInfo.InvariantCulture, $"replace(replace(c{column}, chr({LineFeed}), chr(10)), chr({Return}), chr(13))")
        : string.Create(CultureInfo.InvariantCulture, $"c{column}");

    /// <summary>Gives the finding of damaged characters.</summary>
    public static QualityFinding Damage(string title, long count, IReadOnlyList<string> examples) =>
        new("encoding-damage", "warning", title, count, null, examples, "kept, with the replacement character U+FFFD in their place");

    /// <summary>Gives the cells of a record as written, without its line.</summary>
    public static string[] Split(byte[] record)
    {
        string[] cells = Encoding.UTF8.GetString(record).Split((char)Separator);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = cells[i].Replace((char)LineFeed, '\n').Replace((char)Return, '\r');
        }

        return cells;
    }
}

/// <summary>Writes the intermediate form.</summary>
internal sealed class CleanTextWriter : IDisposable
{
    private static readonly System.Buffers.SearchValues<byte> Special = System.Buffers.SearchValues.Create([0, Separator, LineFeed, Return, (byte)'\r', (byte)'\n']);
    private readonly FileStream _file;
    private byte[] _buffer = new byte[1 << 16];
    private int _filled;
    private int _recordStart;
    private int _column;
    private bool _damaged;

    private const byte Separator = CleanText.Separator;
    private const byte LineFeed = CleanText.LineFeed;
    private const byte Return = CleanText.Return;

    public CleanTextWriter(string path, int columns)
    {
        Path = path;
        HasLineBreaks = new bool[columns];
        try
        {
            _file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Write, Mode = FileMode.Create, BufferSize = 0 });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw SourceProblem.TempFolder(path, cause);
        }
    }

    /// <summary>Gives the file written.</summary>
    public string Path { get; }

    /// <summary>Gives the records written.</summary>
    public long Records { get; private set; }

    /// <summary>Gives the records with characters that had to be replaced, or were so already.</summary>
    public long Damaged { get; private set; }

    /// <summary>Gives examples of damaged cells.</summary>
    public List<string> DamagedExamples { get; } = [];

    /// <summary>Tells by column whether a cell has line breaks.</summary>
    public bool[] HasLineBreaks { get; }

    /// <summary>Gives the SQL of each column, as VARCHAR.</summary>
    public IReadOnlyList<string> Cells => [.. HasLineBreaks.Select((breaks, i) => CleanText.Cell(i, breaks))];

    /// <summary>Gives what was noticed while writing.</summary>
    public IReadOnlyList<QualityFinding> Findings => Damaged == 0
        ? []
        : [CleanText.Damage("Records with characters that were damaged or are not allowed in text", Damaged, DamagedExamples)];

    /// <summary>Writes the next cell of the record.</summary>
    public void Add(ReadOnlySpan<byte> cell)
    {
        // A cell grows at most threefold: a byte becomes U+FFFD.
        Reserve((cell.Length * 3) + 1);
        int start = _filled;
        if (cell.IndexOfAny(Special) < 0 && System.Text.Unicode.Utf8.IsValid(cell))
        {
            cell.CopyTo(_buffer.AsSpan(_filled));
            _filled += cell.Length;
            if (cell.IndexOf("\uFFFD"u8) >= 0)
            {
                Damage(start);
            }
        }
        else
        {
            AddSpecial(cell, start);
        }

        _buffer[_filled++] = Separator;
        _column++;
    }

    /// <summary>Writes the next cell of the record.</summary>
    public void Add(string cell) => Add(Encoding.UTF8.GetBytes(cell));

    /// <summary>Ends the record.</summary>
    /// <param name="line">Where it stands in the original.</param>
    /// <returns>The record as written, without its line.</returns>
    public ReadOnlySpan<byte> End(long line)
    {
        Reserve(24);
        int end = _filled - 1;
        line.TryFormat(_buffer.AsSpan(_filled), out int digits, provider: CultureInfo.InvariantCulture);
        _filled += digits;
        _buffer[_filled++] = (byte)'\n';
        ReadOnlySpan<byte> record = _buffer.AsSpan(_recordStart, Math.Max(0, end - _recordStart));
        Records++;
        Damaged += _damaged ? 1 : 0;
        _damaged = false;
        _column = 0;
        _recordStart = _filled;
        return record;
    }

    /// <summary>Writes what is left.</summary>
    public void Flush()
    {
        Write(_filled);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void AddSpecial(ReadOnlySpan<byte> cell, int start)
    {
        bool replaced = false;
        while (!cell.IsEmpty)
        {
            byte b = cell[0];
            if (b is (byte)'\n' or (byte)'\r')
            {
                HasLineBreaks[_column] = true;
                _buffer[_filled++] = b == '\n' ? LineFeed : Return;
                cell = cell[1..];
            }
            else if (b is 0 or Separator or LineFeed or Return || Rune.DecodeFromUtf8(cell, out Rune rune, out int used) != System.Buffers.OperationStatus.Done)
            {
                "\uFFFD"u8.CopyTo(_buffer.AsSpan(_filled));
                _filled += 3;
                replaced = true;
                cell = cell[1..];
            }
            else
            {
                replaced |= rune == Rune.ReplacementChar;
                cell[..used].CopyTo(_buffer.AsSpan(_filled));
                _filled += used;
                cell = cell[used..];
            }
        }

        if (replaced)
        {
            Damage(start);
        }
    }

    private void Damage(int start)
    {
        _damaged = true;
        if (DamagedExamples.Count < 5)
        {
            DamagedExamples.Add(RejectSpool.Shorten(Encoding.UTF8.GetString(_buffer.AsSpan(start, _filled - start))));
        }
    }

    // Makes room; whole records leave the buffer first, so that End can give the current one.
    private void Reserve(int bytes)
    {
        if (_filled + bytes <= _buffer.Length)
        {
            return;
        }

        int partial = _filled - _recordStart;
        Write(_recordStart);
        _buffer.AsSpan(_recordStart, partial).CopyTo(_buffer);
        _recordStart = 0;
        _filled = partial;
        if (_filled + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _filled + bytes));
        }
    }

    private void Write(int length)
    {
        try
        {
            _file.Write(_buffer, 0, length);
        }
        catch (IOException cause)
        {
            throw SourceProblem.TempFolder(Path, cause);
        }
    }
}

/// <summary>Finds the line of a row in the intermediate form, where it is the last field.</summary>
internal sealed class CleanTextLines(string path) : IRowLines
{
    /// <inheritdoc />
    public IReadOnlyList<long> Find(IReadOnlyList<long> rowNos)
    {
        HashSet<long> wanted = [.. rowNos];
        Dictionary<long, long> lines = [];
        using StreamReader text = new(path, Encoding.UTF8);
        for (long row = 1; lines.Count < wanted.Count && text.ReadLine() is { } record; row++)
        {
            if (wanted.Contains(row))
            {
                lines[row] = long.Parse(record.AsSpan(record.LastIndexOf((char)CleanText.Separator) + 1), CultureInfo.InvariantCulture);
            }
        }

        return lines.Count == wanted.Count
            ? [.. rowNos.Select(row => lines[row])]
            : throw new PerennialException("source/changed", Fault.World, $"The temporary copy '{path}' is shorter than it was. Do not clear the temporary folder during a run.");
    }
}

/// <summary>Row n stands n lines below the lines above the data.</summary>
internal sealed class EvenLines(long firstLine) : IRowLines
{
    /// <summary>Gives the line of the first row.</summary>
    public long First => firstLine;

    /// <inheritdoc />
    public IReadOnlyList<long> Find(IReadOnlyList<long> rowNos) => [.. rowNos.Select(row => firstLine + row - 1)];
}
