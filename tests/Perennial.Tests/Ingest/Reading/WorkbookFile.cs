using System.IO.Compression;
using System.Text;

namespace Perennial.Tests.Ingest.Reading;

/// <summary>Writes small workbooks part by part, so that a test says exactly what is in the file.</summary>
internal static class WorkbookFile
{
    public static byte[] Make(string rows, string shared = "", string formats = "", string cellFormats = "", bool from1904 = false, string after = "", string hidden = "")
    {
        Dictionary<string, string> parts = new(StringComparer.Ordinal)
        {
            ["[Content_Types].xml"] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
            ["xl/workbook.xml"] = "<workbook xmlns=\"m\" xmlns:r=\"r\"><workbookPr " + (from1904 ? "date1904=\"1\"" : "") + "/><sheets>" + hidden
                + "<sheet name=\"Orders\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Other\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>",
            ["xl/_rels/workbook.xml.rels"] = "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + "<Relationship Id=\"rId2\" Type=\"x/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                + "<Relationship Id=\"rId4\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>",
            ["xl/sharedStrings.xml"] = "<sst>" + shared + "</sst>",
            ["xl/styles.xml"] = "<styleSheet><numFmts>" + formats + "</numFmts><cellXfs><xf numFmtId=\"0\"/>" + cellFormats + "</cellXfs></styleSheet>",
            ["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>",
            ["xl/worksheets/sheet2.xml"] = "<worksheet><sheetData><row r=\"1\">" + Text("A", 1, "id") + Text("B", 1, "date") + "</row><row r=\"2\">" + Text("A", 2, "9") + Text("B", 2, "2021-01-01")
                + "</row></sheetData></worksheet>",
        };
        using MemoryStream file = new();
        using (ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in parts)
            {
                using Stream part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    public static string Text(string column, int row, string text) => $"<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    public static string Number(string column, int row, string value, int style = 0) => $"<c r=\"{column}{row}\" s=\"{style}\"><v>{value}</v></c>";

    public static string Row(int row, params string[] cells) => $"<row r=\"{row}\">{string.Concat(cells)}</row>";
}
