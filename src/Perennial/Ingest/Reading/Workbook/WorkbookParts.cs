using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Perennial.Ingest.Reading.Workbook;

/// <summary>What a workbook holds besides its cells: sheets, shared texts, number formats, the calendar.</summary>
/// <remarks>Parts are found by local name, so that both the transitional and the strict form of the format are read; every part is streamed.</remarks>
internal sealed class WorkbookParts
{
    private const long LongestShared = 1L << 28;
    private readonly FileJob _job;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, (string Type, string Target)> _relations = new(StringComparer.Ordinal);

    public WorkbookParts(FileJob job, ZipArchive zip)
    {
        _job = job;
        _zip = zip;
        string workbook = WorkbookPath();
        ReadRelations(workbook);
        ReadWorkbook(workbook);
        Formats = ReadStyles();
        Shared = ReadShared();
    }

    /// <summary>Gives the visible sheets: name and part.</summary>
    public List<(string Name, string Part)> Sheets { get; } = [];

    /// <summary>Tells whether days count from 1904.</summary>
    public bool From1904 { get; private set; }

    /// <summary>Gives the format of each style.</summary>
    public IReadOnlyList<CellFormat> Formats { get; }

    /// <summary>Gives the shared texts.</summary>
    public IReadOnlyList<string> Shared { get; }

    /// <summary>Opens a part for streaming.</summary>
    public XmlReader Open(string part)
    {
        ZipArchiveEntry entry = _zip.GetEntry(part) ?? throw new InvalidDataException($"its part '{part}' is missing.");
        Stream stream = new GuardedPart(_job.Path, part, entry.Open(), entry.CompressedLength);
        return XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }

    /// <summary>Gives the text within the current element and moves behind it.</summary>
    public static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return string.Empty;
        }

        StringBuilder text = new();
        int depth = reader.Depth;
        bool phonetic = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement && reader.LocalName == "rPh")
            {
                phonetic = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            }
            else if (!phonetic && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                text.Append(reader.Value);
            }
        }

        return Unescape(text.ToString());
    }

    // Control characters are written _x000D_.
    private static string Unescape(string text)
    {
        int at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        StringBuilder plain = new();
        int from = 0;
        for (; at >= 0; at = text.IndexOf("_x", at + 1, StringComparison.Ordinal))
        {
            if (at >= from && at + 6 < text.Length && text[at + 6] == '_' && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                plain.Append(text, from, at - from).Append((char)code);
                from = at + 7;
            }
        }

        return plain.Append(text, from, text.Length - from).ToString();
    }

    private string WorkbookPath()
    {
        if (_zip.GetEntry("xl/workbook.xml") is not null)
        {
            return "xl/workbook.xml";
        }

        string found = _zip.Entries.FirstOrDefault()?.FullName ?? string.Empty;
        throw SourceProblem.NotATable(
            _job.Path,
            _zip.GetEntry("word/document.xml") is not null ? "a Word document"
            : _zip.GetEntry("ppt/presentation.xml") is not null ? "a presentation"
            : _zip.GetEntry("xl/workbook.bin") is not null ? "a binary workbook (.xlsb)"
            : _zip.GetEntry("content.xml") is not null ? "an OpenDocument file"
            : $"a zip archive (with '{RejectSpool.Shorten(found)}')");
    }

    private void ReadRelations(string workbook)
    {
        string part = workbook.Replace("workbook.xml", "_rels/workbook.xml.rels", StringComparison.Ordinal);
        using XmlReader reader = Open(part);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Relationship" && reader.GetAttribute("Id") is { } id)
            {
                string target = reader.GetAttribute("Target") ?? string.Empty;
                string type = reader.GetAttribute("Type") ?? string.Empty;
                _relations[id] = (type[(type.LastIndexOf('/') + 1)..], target.StartsWith('/') ? target[1..] : "xl/" + target);
            }
        }
    }

    private void ReadWorkbook(string workbook)
    {
        using XmlReader reader = Open(workbook);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "workbookPr")
            {
                From1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
            else if (reader.LocalName == "sheet" && reader.GetAttribute("state") is null or "visible" && Relation(reader) is { } target)
            {
                Sheets.Add((reader.GetAttribute("name") ?? string.Empty, target));
            }
        }
    }

    private string? Relation(XmlReader sheet)
    {
        if (sheet.LocalName != "sheet")
        {
            return null;
        }

        for (bool more = sheet.MoveToFirstAttribute(); more; more = sheet.MoveToNextAttribute())
        {
            if (sheet.LocalName == "id" && sheet.Prefix.Length > 0 && _relations.TryGetValue(sheet.Value, out (string Type, string Target) relation))
            {
                sheet.MoveToElement();
                return relation.Type == "worksheet" ? relation.Target : null;
            }
        }

        sheet.MoveToElement();
        return null;
    }

    private List<CellFormat> ReadStyles()
    {
        List<CellFormat> formats = [];
        if (Part("styles") is not { } part)
        {
            return formats;
        }

        Dictionary<int, string> codes = [];
        bool inCells = false;
        using XmlReader reader = Open(part);
        while (reader.Read())
        {
            if (reader.LocalName == "cellXfs")
            {
                inCells = reader.NodeType == XmlNodeType.Element;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "numFmt" && Number(reader, "numFmtId") is { } id)
            {
                codes[id] = reader.GetAttribute("formatCode") ?? string.Empty;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "xf" && inCells)
            {
                int format = Number(reader, "numFmtId") ?? 0;
                formats.Add(CellFormat.Of(format, codes.GetValueOrDefault(format)));
            }
        }

        return formats;
    }

    private List<string> ReadShared()
    {
        List<string> shared = [];
        if (Part("sharedStrings") is not { } part)
        {
            return shared;
        }

        long length = 0;
        using XmlReader reader = Open(part);
        bool more = reader.Read();
        while (more)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
            {
                string text = Text(reader);
                shared.Add(text);
                length += text.Length + 16;
                if (length > LongestShared)
                {
                    throw SourceProblem.ExpandsTooMuch(_job.Path, "its shared texts are too long to be held in memory");
                }
            }

            more = reader.Read();
        }

        return shared;
    }

    private string? Part(string type)
    {
        foreach ((string kind, string target) in _relations.Values)
        {
            if (kind == type && _zip.GetEntry(target) is not null)
            {
                return target;
            }
        }

        return null;
    }

    private static int? Number(XmlReader reader, string attribute) =>
        int.TryParse(reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
