using System.IO.Compression;
using System.Security;
using System.Text;

namespace Perennial.Reports.Finance;

/// <summary>finance.xlsx: a model with live formulas, each with the value it has, and names for what a person may change.</summary>
internal static class FinanceWorkbook
{
    /// <summary>Gives the name of the file.</summary>
    public const string FileName = "finance.xlsx";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <summary>Writes the workbook, the same bytes for the same run.</summary>
    public static void Write(Stream target, RunRecord run, FinanceInputs inputs)
    {
        (IReadOnlyList<Sheet> sheets, IReadOnlyDictionary<string, string> names) = FinanceModel.Make(run, inputs);
        using ZipArchive package = new(target, ZipArchiveMode.Create, leaveOpen: true);
        string overrides = string.Concat(sheets.Select((_, i) => $"<Override PartName=\"/xl/worksheets/sheet{i + 1}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"));
        Part(package, "[Content_Types].xml", $"{Head}<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{overrides}</Types>");
        Part(package, "_rels/.rels", WorkbookParts.Relationships);
        Part(package, "xl/workbook.xml", $"{Head}<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>{string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>"))}</sheets><definedNames>{string.Concat(names.OrderBy(name => name.Key, StringComparer.Ordinal).Select(name => $"<definedName name=\"{name.Key}\">{SecurityElement.Escape(name.Value)}</definedName>"))}</definedNames><calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/></workbook>");
        Part(package, "xl/_rels/workbook.xml.rels", $"{Head}<Relationships xmlns=\"{Package}/relationships\">{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}<Relationship Id=\"rId{sheets.Count + 1}\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
        Part(package, "xl/styles.xml", Head + FinanceStyles.Xml);
        for (int i = 0; i < sheets.Count; i++)
        {
            Part(package, $"xl/worksheets/sheet{i + 1}.xml", sheets[i].Write);
        }
    }

    private static void Part(ZipArchive package, string name, string content) => Part(package, name, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    private static void Part(ZipArchive package, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = package.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using Stream stream = entry.Open();
        write(stream);
    }
}
