using System.Globalization;
using System.Xml;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>Streams the rows of a sheet as text cells.</summary>
internal sealed class SheetReader(WorkbookParts parts, string part) : IDisposable
{
    private const int LastColumn = 16384;
    private readonly XmlReader _xml = parts.Open(part);
    private readonly SortedDictionary<int, string> _cells = [];

    /// <summary>Gives the row number as the spreadsheet shows it.</summary>
    public long Row { get; private set; }

    /// <summary>Gives the cells of the row that have a value, by column from 0.</summary>
    public IReadOnlyDictionary<int, string> Cells => _cells;

    /// <summary>Gives merged areas that span rows; complete after the last row.</summary>
    public List<(int Column, long FirstRow, long LastRow)> Merges { get; } = [];

    /// <summary>Is told of each cell that holds an error or a formula without a value.</summary>
    public Action<string, string>? OnFault { get; init; }

    /// <summary>Moves to the next row.</summary>
    public bool Read()
    {
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (_xml.LocalName == "row")
            {
                ReadRow();
                return true;
            }

            if (_xml.LocalName == "mergeCell")
            {
                AddMerge(_xml.GetAttribute("ref") ?? string.Empty);
            }
        }

        return false;
    }

    /// <inheritdoc />
    public void Dispose() => _xml.Dispose();

    private void ReadRow()
    {
        _cells.Clear();
        Row = long.TryParse(_xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out long row) && row > Row ? row : Row + 1;
        if (_xml.IsEmptyElement)
        {
            return;
        }

        int depth = _xml.Depth;
        int column = -1;
        while (_xml.Read() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "c")
            {
                column = _xml.GetAttribute("r") is { } name && Column(name) is { } named ? named : column + 1;
                if (column >= LastColumn)
                {
                    throw new InvalidDataException($"row {Row} has a cell beyond the last possible column.");
                }

                string cell = ReadCell(column);
                if (cell.Length > 0)
                {
                    _cells[column] = cell;
                }
            }
        }
    }

    private string ReadCell(int column)
    {
        string type = _xml.GetAttribute("t") ?? "n";
        int style = int.TryParse(_xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        string? value = null;
        bool formula = false;
        if (!_xml.IsEmptyElement)
        {
            int depth = _xml.Depth;
            bool more = _xml.Read();
            while (more && _xml.Depth > depth)
            {
                if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName is "v" or "is")
                {
                    value = WorkbookParts.Text(_xml);
                }
                else if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "f")
                {
                    formula = true;
                    WorkbookParts.Text(_xml);
                }

                more = _xml.Read();
            }
        }

        if (value is null)
        {
            if (formula)
            {
                OnFault?.Invoke("formula-without-value", Place(column));
            }

            return string.Empty;
        }

        switch (type)
        {
            case "s":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < parts.Shared.Count
                    ? parts.Shared[index]
                    : throw new InvalidDataException($"cell {Place(column)} refers to a text that is not there.");
            case "b":
                return value == "1" ? "TRUE" : "FALSE";
            case "e":
                OnFault?.Invoke("cell-errors", $"{Place(column)}: {value}");
                return value;
            case "n":
                return (style < parts.Formats.Count ? parts.Formats[style] : default).Show(value.Trim(), parts.From1904);
            default:
                return value;
        }
    }

    private void AddMerge(string area)
    {
        string[] corners = area.Split(':');
        if (corners.Length == 2 && Column(corners[0]) is { } column && RowOf(corners[0]) is { } first && RowOf(corners[1]) is { } last && last > first)
        {
            Merges.Add((column, first, last));
        }
    }

    private string Place(int column)
    {
        string letters = string.Empty;
        for (int left = column + 1; left > 0; left = (left - 1) / 26)
        {
            letters = (char)('A' + ((left - 1) % 26)) + letters;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{letters}{Row}");
    }

    private static int? Column(string place)
    {
        int column = 0;
        int at = 0;
        for (; at < place.Length && char.IsAsciiLetter(place[at]) && column < LastColumn * 26; at++)
        {
            column = (column * 26) + (char.ToUpperInvariant(place[at]) - 'A' + 1);
        }

        return at == 0 ? null : column - 1;
    }

    private static long? RowOf(string place) =>
        long.TryParse(place.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), NumberStyles.None, CultureInfo.InvariantCulture, out long row) ? row : null;
}
