using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Perennial.Reports;

/// <summary>Streams one sheet: a frozen heading, then rows of numbers, days and texts.</summary>
internal static class SheetWriter
{
    private const int MaxText = 32_767;

    public static void Write(Stream part, IReadOnlyList<string> heads, IEnumerable<object?[]> rows)
    {
        using OpenXmlWriter writer = OpenXmlWriter.Create(part, new UTF8Encoding(false));
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(new Column { Min = 1, Max = (uint)heads.Count, Width = 16, CustomWidth = true }));
        writer.WriteStartElement(new SheetData());
        Row(writer, heads.Select(h => (object?)h), style: "1");
        foreach (object?[] row in rows)
        {
            Row(writer, row, style: null);
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void Row(OpenXmlWriter writer, IEnumerable<object?> cells, string? style)
    {
        writer.WriteStartElement(new Row());
        foreach (object? cell in cells)
        {
            switch (cell)
            {
                case string text:
                    Cell(writer, "inlineStr", style);
                    writer.WriteElement(new InlineString(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve }));
                    writer.WriteEndElement();
                    break;
                case DateOnly day:
                    Number(writer, (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture), "2");
                    break;
                case null or double.NaN or double.PositiveInfinity or double.NegativeInfinity:
                    Cell(writer, null, style);
                    writer.WriteEndElement();
                    break;
                case IFormattable number:
                    Number(writer, number.ToString(null, CultureInfo.InvariantCulture), style);
                    break;
                default:
                    throw new ArgumentException($"A cell holds a text, a number or a day, not {cell.GetType().Name}.", nameof(cells));
            }
        }

        writer.WriteEndElement();
    }

    private static void Number(OpenXmlWriter writer, string value, string? style)
    {
        Cell(writer, "n", style);
        writer.WriteElement(new CellValue(value));
        writer.WriteEndElement();
    }

    private static void Cell(OpenXmlWriter writer, string? type, string? style)
    {
        List<OpenXmlAttribute> attributes = [];
        if (style is not null)
        {
            attributes.Add(new OpenXmlAttribute("s", string.Empty, style));
        }

        if (type is not null)
        {
            attributes.Add(new OpenXmlAttribute("t", string.Empty, type));
        }

        writer.WriteStartElement(new Cell(), attributes);
    }

    // XML forbids most control characters and half surrogates, and a cell holds 32,767 characters.
    public static string Clean(string text)
    {
        string cut = text.Length > MaxText ? text[..MaxText] : text;
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                bool paired = (char.IsHighSurrogate(source[i]) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1])) || (char.IsLowSurrogate(source[i]) && i > 0 && char.IsHighSurrogate(source[i - 1]));
                target[i] = paired || System.Xml.XmlConvert.IsXmlChar(source[i]) ? source[i] : '\uFFFD';
            }
        });
    }
}
