using System.Globalization;
using System.Text;
using System.Xml;

namespace Perennial.Reports.Finance;

/// <summary>A sheet of the finance workbook while it is made: values, and formulas with the value they have.</summary>
/// <param name="name">What its tab says.</param>
/// <param name="frozenRows">Rows that stay in view.</param>
/// <param name="frozenColumns">Columns that stay in view.</param>
/// <param name="widths">How wide the columns are; the last stands for all after it.</param>
internal sealed class Sheet(string name, int frozenRows, int frozenColumns, params double[] widths)
{
    private readonly SortedDictionary<(int Row, int Column), (object? Value, string? Formula, CellStyle Style)> _cells = [];

    /// <summary>Gives what its tab says.</summary>
    public string Name => name;

    /// <summary>Puts a text, a number, a day or nothing into a cell.</summary>
    /// <returns>The cell's place, such as B7.</returns>
    public string Put(int row, int column, object? value, CellStyle style = CellStyle.Plain)
    {
        _cells[(row, column)] = (value, null, style);
        return Place(row, column);
    }

    /// <summary>Puts a formula into a cell, with the value it has.</summary>
    /// <returns>The value.</returns>
    public double? Compute(int row, int column, string formula, double? value, CellStyle style)
    {
        _cells[(row, column)] = (value, formula, style);
        return value;
    }

    /// <summary>Gives the place of a cell, from row 1 and column 1.</summary>
    public static string Place(int row, int column, bool fixedRow = false, bool fixedColumn = false) =>
        string.Create(CultureInfo.InvariantCulture, $"{(fixedColumn ? "$" : string.Empty)}{Letters(column)}{(fixedRow ? "$" : string.Empty)}{row}");

    /// <summary>Gives a column of a range, both ends fixed, such as Inputs!$C$6:$C$90.</summary>
    public string Range(int column, int from, int to) => $"{name}!{Place(from, column, true, true)}:{Place(to, column, true, true)}";

    /// <summary>Gives a place in it as other sheets name it.</summary>
    public string Far(int row, int column) => $"{name}!{Place(row, column, true, true)}";

    /// <summary>Writes the sheet, the same bytes for the same cells.</summary>
    public void Write(Stream target)
    {
        using XmlWriter xml = XmlWriter.Create(target, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        xml.WriteStartElement("worksheet", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
        xml.WriteStartElement("sheetPr");
        xml.WriteStartElement("pageSetUpPr");
        xml.WriteAttributeString("fitToPage", "1");
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteView(xml);
        xml.WriteStartElement("cols");
        for (int i = 0; i < widths.Length; i++)
        {
            xml.WriteStartElement("col");
            xml.WriteAttributeString("min", Text(i + 1));
            xml.WriteAttributeString("max", Text(i + 1 == widths.Length ? Math.Max(i + 1, _cells.Keys.Max(key => key.Column)) : i + 1));
            xml.WriteAttributeString("width", widths[i].ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
        foreach (var row in _cells.GroupBy(cell => cell.Key.Row))
        {
            xml.WriteStartElement("row");
            xml.WriteAttributeString("r", Text(row.Key));
            if (row.Any(cell => cell.Value.Style == CellStyle.Head))
            {
                xml.WriteAttributeString("ht", "30");
                xml.WriteAttributeString("customHeight", "1");
            }

            foreach (((int, int Column) key, (object? value, string? formula, CellStyle style)) in row)
            {
                WriteCell(xml, Place(row.Key, key.Column), value, formula, style);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("pageSetup");
        xml.WriteAttributeString("orientation", "landscape");
        xml.WriteAttributeString("fitToHeight", "0");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void WriteView(XmlWriter xml)
    {
        xml.WriteStartElement("sheetViews");
        xml.WriteStartElement("sheetView");
        xml.WriteAttributeString("showGridLines", "0");
        xml.WriteAttributeString("workbookViewId", "0");
        if (frozenRows + frozenColumns > 0)
        {
            xml.WriteStartElement("pane");
            if (frozenColumns > 0)
            {
                xml.WriteAttributeString("xSplit", Text(frozenColumns));
            }

            if (frozenRows > 0)
            {
                xml.WriteAttributeString("ySplit", Text(frozenRows));
            }

            xml.WriteAttributeString("topLeftCell", Place(frozenRows + 1, frozenColumns + 1));
            xml.WriteAttributeString("activePane", frozenColumns == 0 ? "bottomLeft" : frozenRows == 0 ? "topRight" : "bottomRight");
            xml.WriteAttributeString("state", "frozen");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // Texts are inline strings: whatever they begin with, they are never formulas.
    private static void WriteCell(XmlWriter xml, string place, object? value, string? formula, CellStyle style)
    {
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", place);
        xml.WriteAttributeString("s", Text((int)style));
        switch (value)
        {
            case string text when formula is null:
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                xml.WriteStartElement("t");
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(SheetWriter.Clean(text));
                xml.WriteEndElement();
                xml.WriteEndElement();
                break;
            case null when formula is not null:
                xml.WriteAttributeString("t", "str");
                xml.WriteElementString("f", formula);
                xml.WriteElementString("v", string.Empty);
                break;
            case null:
                break;
            default:
                if (formula is not null)
                {
                    xml.WriteElementString("f", formula);
                }

                xml.WriteElementString("v", value switch
                {
                    DateOnly day => Text(day.DayNumber - new DateOnly(1899, 12, 30).DayNumber),
                    double number => number.ToString("R", CultureInfo.InvariantCulture),
                    IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                    _ => throw new ArgumentException($"A cell holds a text, a number or a day, not {value.GetType().Name}.", nameof(value)),
                });
                break;
        }

        xml.WriteEndElement();
    }

    private static string Letters(int column) => column > 26 ? Letters((column - 1) / 26) + Letters(((column - 1) % 26) + 1) : ((char)('A' + column - 1)).ToString();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How a cell looks; the numbers are those of the styles of the package.</summary>
internal enum CellStyle
{
    /// <summary>As it comes.</summary>
    Plain,

    /// <summary>The title of a sheet.</summary>
    Title,

    /// <summary>The head of a column.</summary>
    Head,

    /// <summary>What a block is about.</summary>
    Block,

    /// <summary>Explanations.</summary>
    Note,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A day.</summary>
    Day,

    /// <summary>Money.</summary>
    Money,

    /// <summary>A count.</summary>
    Count,

    /// <summary>A share.</summary>
    Share,

    /// <summary>A factor.</summary>
    Factor,

    /// <summary>Money that a person may change.</summary>
    MoneyInput,

    /// <summary>A share that a person may change.</summary>
    ShareInput,

    /// <summary>A number that a person may change.</summary>
    CountInput,

    /// <summary>A sum of money.</summary>
    MoneySum,

    /// <summary>A check: zero is right.</summary>
    Check,
}
