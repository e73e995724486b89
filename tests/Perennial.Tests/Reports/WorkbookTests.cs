using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Workbook = Perennial.Reports.Workbook;
using Perennial.Scoring;

namespace Perennial.Tests.Reports;

public sealed class WorkbookTests
{
    [Fact]
    public void Workbook_is_valid_and_has_its_three_sheets()
    {
        using SpreadsheetDocument book = Open(SampleRun.Scores(60));
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(book).Select(e => e.Description));
        Assert.Equal(["scores", "facts", "definitions"], book.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name!.Value!));
    }

    [Fact]
    public void Ids_stay_text_and_nothing_is_a_formula()
    {
        ScoreTable scores = SampleRun.Scores(60);
        using SpreadsheetDocument book = Open(scores);
        List<Row> rows = Rows(book, "scores");
        Assert.Equal(scores.CustomerId, rows.Skip(1).Select(r => r.Elements<Cell>().First().InnerText));
        Assert.All(rows.Skip(1), r => Assert.Equal(CellValues.InlineString, r.Elements<Cell>().First().DataType!.Value));
        Assert.DoesNotContain(rows, r => r.Descendants<CellFormula>().Any());
    }

    [Fact]
    public void Numbers_and_days_are_numbers()
    {
        ScoreTable scores = SampleRun.Scores(60);
        using SpreadsheetDocument book = Open(scores);
        List<Cell> cells = [.. Rows(book, "scores")[1].Elements<Cell>()];
        Assert.Equal(scores.FirstPurchase[0], DateOnly.FromDateTime(DateTime.FromOADate(double.Parse(cells[1].InnerText, CultureInfo.InvariantCulture))));
        Assert.Equal(scores.Clv[0], double.Parse(cells[13].InnerText, CultureInfo.InvariantCulture));
        Assert.Equal(26, cells.Count);
    }

    [Fact]
    public void Rows_beyond_a_sheet_are_cut_and_the_facts_say_so()
    {
        using SpreadsheetDocument book = Open(SampleRun.Scores(60), maxRows: 21);
        Assert.Equal(21, Rows(book, "scores").Count);
        Assert.Contains(Rows(book, "facts"), r => r.InnerText.Contains("40\u00A0customers of 60 are missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Characters_that_xml_forbids_are_replaced()
    {
        ScoreTable scores = SampleRun.Scores(3);
        scores.CustomerId[0] = "a\u0001\uD800b 😀";
        using SpreadsheetDocument book = Open(scores);
        Assert.Equal("a\uFFFD\uFFFDb 😀", Rows(book, "scores")[1].Elements<Cell>().First().InnerText);
    }

    [Fact]
    public void Same_run_gives_the_same_bytes() => Assert.Equal(Bytes(SampleRun.Scores(60), Workbook.MaxRows), Bytes(SampleRun.Scores(60), Workbook.MaxRows));

    private static SpreadsheetDocument Open(ScoreTable scores, int maxRows = Workbook.MaxRows) => SpreadsheetDocument.Open(new MemoryStream(Bytes(scores, maxRows)), isEditable: false);

    private static byte[] Bytes(ScoreTable scores, int maxRows)
    {
        using MemoryStream stream = new();
        Workbook.Write(stream, SampleRun.Record(), scores, maxRows: maxRows);
        return stream.ToArray();
    }

    private static List<Row> Rows(SpreadsheetDocument book, string sheet)
    {
        string id = book.WorkbookPart!.Workbook.Descendants<Sheet>().Single(s => s.Name == sheet).Id!.Value!;
        return [.. ((WorksheetPart)book.WorkbookPart.GetPartById(id)).Worksheet.Descendants<Row>()];
    }
}
