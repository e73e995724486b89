using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Perennial.Ingest;
using Perennial.Ingest.Reading;
using Perennial.Kernel;
using static Perennial.Tests.Ingest.Reading.WorkbookFile;

namespace Perennial.Tests.Ingest.Reading;

public sealed class Workbooks : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Cells_become_text_as_a_spreadsheet_shows_them()
    {
        string rows = Row(1, Text("A", 1, "id"), Text("B", 1, "date"), Text("C", 1, "amount"), Text("D", 1, "zip"), Text("E", 1, "at"), Text("F", 1, "paid"))
            + Row(2, "<c r=\"A2\" t=\"s\"><v>0</v></c>", Number("B", 2, "43861", 1), Number("C", 2, "11.770000000000001"), Number("D", 2, "2134", 2), Number("E", 2, "43861.5", 3), "<c r=\"F2\" t=\"b\"><v>1</v></c>")
            + Row(3, "<c r=\"A3\" t=\"s\"><v>1</v></c>", Number("B", 3, "43862", 1), "<c r=\"C3\"><f>1+1</f><v>2</v></c>", Number("D", 3, "90210", 2), Number("E", 3, "0.25", 4), "<c r=\"F3\" t=\"str\"><f>A</f><v>no</v></c>");
        SourceTable table = _bench.Read(_bench.Write(Make(
            rows,
            "<si><t>007</t></si><si><r><t>a</t></r><r><t> b</t></r><rPh><t>x</t></rPh></si>",
            "<numFmt numFmtId=\"170\" formatCode=\"00000\"/><numFmt numFmtId=\"171\" formatCode=\"[$-409]d/m/yy h:mm;@\"/>",
            "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"21\"/>")));

        Assert.Equal("007|2020-01-31|11.77|02134|2020-01-31 12:00:00|TRUE\na b|2020-02-01|2|90210|06:00:00|no", _bench.Shown(table));
        Assert.Equal("XLSX, sheet 'Orders', header in row 1", table.Files[0].Format);
        Assert.Equal(3, table.LineNumber(1, 2));
        _bench.AssertSums(table);
    }

    [Theory]
    [InlineData(false, "1", "1900-01-01")]
    [InlineData(false, "59", "1900-02-28")]
    [InlineData(false, "60", "1900-02-29")]
    [InlineData(false, "61", "1900-03-01")]
    [InlineData(true, "0", "1904-01-01")]
    [InlineData(true, "42399", "2020-01-31")]
    public void Serial_days_follow_the_calendar_of_the_workbook(bool from1904, string serial, string day)
    {
        string rows = Row(1, Text("A", 1, "id"), Text("B", 1, "date")) + Row(2, Text("A", 2, "x"), Number("B", 2, serial, 1));
        SourceTable table = _bench.Read(_bench.Write(Make(rows, cellFormats: "<xf numFmtId=\"14\"/>", from1904: from1904)));

        Assert.Equal($"x|{day}", _bench.Shown(table));
    }

    [Fact]
    public void Errors_missing_results_and_merged_cells_are_found()
    {
        string rows = Row(1, Text("A", 1, "Orders of March"))
            + Row(3, Text("B", 3, "customer"), Text("C", 3, "date"), Text("D", 3, "amount"))
            + Row(4, Text("B", 4, "Ann"), Text("C", 4, "2020-01-01"), "<c r=\"D4\" t=\"e\"><v>#N/A</v></c>")
            + Row(5, Text("C", 5, "2020-01-02"), "<c r=\"D5\"><f>X1</f></c>")
            + "<row r=\"6\"/>"
            + Row(7, Text("B", 7, "Bob"), Text("C", 7, "2020-01-03"), Number("D", 7, "7"));
        SourceTable table = _bench.Read(_bench.Write(Make(rows, after: "<mergeCells><mergeCell ref=\"B4:B5\"/></mergeCells>")));

        Assert.Equal(["customer", "date", "amount"], table.Columns.Skip(1).Select(column => column.Name));
        Assert.Equal("|Ann|2020-01-01|#N/A\n|Ann|2020-01-02|\n|Bob|2020-01-03|7", _bench.Shown(table));
        Assert.Equal(["cell-errors", "formula-without-value", "merged-cells"], table.Findings.Select(finding => finding.Code));
        Assert.Equal("D4: #N/A", table.Findings[0].Examples[0]);
        Assert.Equal(7, table.LineNumber(1, 3));
    }

    [Fact]
    public void A_sheet_is_chosen_by_name_and_hidden_ones_are_passed_over()
    {
        byte[] book = Make(Row(1, Text("A", 1, "id"), Text("B", 1, "date")) + Row(2, Text("A", 2, "1"), Text("B", 2, "2020-01-01")), hidden: "<sheet name=\"Secret\" state=\"hidden\" r:id=\"rId2\"/>");
        string path = _bench.Write(book);

        Assert.Equal("1|2020-01-01", _bench.Shown(_bench.Read(path)));
        Assert.Equal("9|2021-01-01", _bench.Shown(_bench.Read(new IngestOptions { Sheet = "other" }, path)));
        PerennialException refused = Assert.Throws<PerennialException>(() => _bench.Read(new IngestOptions { Sheet = "Secret" }, path));
        Assert.Equal("source/sheet-not-found", refused.Code);
        Assert.Contains("'Orders', 'Other'", refused.Message);
    }

    [Fact]
    public void A_workbook_of_another_writer_is_read()
    {
        string path = Path.Combine(_bench.Folder, "other-writer");
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart book = document.AddWorkbookPart();
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
            WorksheetPart sheet = book.AddNewPart<WorksheetPart>();
            SheetData data = new(
                new Row(new Cell { DataType = CellValues.String, CellValue = new CellValue("id") }, new Cell { DataType = CellValues.String, CellValue = new CellValue("amount") }),
                new Row(new Cell { DataType = CellValues.String, CellValue = new CellValue("0012") }, new Cell { CellValue = new CellValue(12.5m) }));
            sheet.Worksheet = new Worksheet(data);
            book.Workbook.AppendChild(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = "Data" }));
        }

        Assert.Equal("0012|12.5", _bench.Shown(_bench.Read(path)));
    }
}
