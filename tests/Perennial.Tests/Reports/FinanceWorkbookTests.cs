using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Reports.Finance;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Reports;

/// <summary>The finance workbook is a model: its formulas give what the program found, and follow what a person changes.</summary>
public sealed partial class FinanceWorkbookTests : IDisposable
{
    private readonly string _out = Directory.CreateTempSubdirectory("perennial-finance-").FullName;

    public void Dispose() => Directory.Delete(_out, recursive: true);

    [Fact]
    public void The_workbook_is_valid_has_names_for_assumptions_and_no_volatile_function()
    {
        using SpreadsheetDocument book = SpreadsheetDocument.Open(new MemoryStream(Small()), isEditable: false);

        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(book).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}"));
        Assert.Equal(["Summary", "Inputs", "Cohort", "Money", "Assumptions", "Calculation", "Retention", "CLV", "Checks", "Definitions"], book.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value!));
        Assert.Equal(["Cac", "Check", "DiscountRate", "ExpansionMonths", "GrossMargin", "HorizonMonths"], book.WorkbookPart.Workbook.Descendants<DefinedName>().Select(name => name.Name!.Value!));
        string[] formulas = [.. book.WorkbookPart.WorksheetParts.SelectMany(part => part.Worksheet.Descendants<CellFormula>()).Select(formula => formula.Text)];
        Assert.True(formulas.Length > 300, $"Only {formulas.Length} formulas.");
        Assert.DoesNotContain(formulas, formula => Volatile().IsMatch(formula));
    }

    [Fact]
    public void Text_that_begins_like_a_formula_stays_text()
    {
        using SpreadsheetDocument book = SpreadsheetDocument.Open(new MemoryStream(Small()), isEditable: false);

        Cell[] cells = [.. book.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet.Descendants<Cell>()).Where(cell => cell.InnerText.StartsWith("=cmd", StringComparison.Ordinal))];
        Assert.True(cells.Length >= 5);
        Assert.All(cells, cell => Assert.Equal(CellValues.InlineString, cell.DataType!.Value));
        Assert.All(cells, cell => Assert.Null(cell.CellFormula));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes() => Assert.Equal(Small(), Small());

    [Fact]
    public void Golden_values_of_a_company_of_two_accounts()
    {
        Dictionary<string, Dictionary<string, string>> book = Read(Small());

        Assert.Equal(60, double.Parse(book["Summary"]["B5"], CultureInfo.InvariantCulture));
        Assert.Equal(0.6, double.Parse(book["Summary"]["B9"], CultureInfo.InvariantCulture), 12);
        Assert.Equal(0.5, double.Parse(book["Summary"]["B10"], CultureInfo.InvariantCulture), 12);
        Assert.Equal(0.5, double.Parse(book["Summary"]["B11"], CultureInfo.InvariantCulture), 12);
        Assert.Equal(0, Check(book));

        // One of two is lost in a year; 60 a month grows by 20 % a year for a year, at 80 %, less 5 a month; a tenth a year is discounted at mid-month.
        double kept = Math.Pow(0.5, 1.0 / 12);
        double grown = Math.Pow(1.2, 1.0 / 12);
        double expected = Enumerable.Range(1, 60).Sum(t => Math.Pow(kept, t - 1) * ((60 * Math.Pow(grown, Math.Min(t - 1, 12)) * 0.8) - 5) * Math.Pow(1.1, -(t - 0.5) / 12));
        Assert.Equal(expected, double.Parse(book["Summary"]["C15"], CultureInfo.InvariantCulture), 9);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void An_office_suite_computes_every_value_again_and_a_changed_rate_is_followed()
    {
        string office = Office();
        byte[] written = Company();
        Dictionary<string, Dictionary<string, string>> cached = Read(written);
        (string Sheet, string Place)[] formulas = [.. Formulas(written)];
        Assert.True(formulas.Length > 500, $"Only {formulas.Length} formulas.");
        Assert.Equal(0, Check(cached));

        Dictionary<string, Dictionary<string, string>> again = Recompute(office, "again", Without(written, rate: null));
        foreach ((string sheet, string place) in formulas)
        {
            string before = cached[sheet].GetValueOrDefault(place, string.Empty);
            string after = again[sheet].GetValueOrDefault(place, string.Empty);
            Assert.True(
                before == after || (double.TryParse(before, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out double y) && Math.Abs(x - y) <= 1e-9 * Math.Max(1, Math.Abs(x))),
                $"{sheet}!{place} has '{before}', and is '{after}' when computed again.");
        }

        Dictionary<string, Dictionary<string, string>> dearer = Recompute(office, "dearer", Without(written, rate: "0.35"));
        string equity = cached["Summary"].Single(cell => cell.Value == "All accounts together (equity)").Key.Replace('A', 'C');
        Assert.True(Number(dearer, equity) < 0.9 * Number(again, equity), $"{Number(dearer, equity)} against {Number(again, equity)}");
        Assert.Equal(Number(again, "B5"), Number(dearer, "B5"));
        Assert.Equal(0, Check(dearer));
    }

    private static double Number(Dictionary<string, Dictionary<string, string>> book, string place) => double.Parse(book["Summary"][place], CultureInfo.InvariantCulture);

    private static double Check(Dictionary<string, Dictionary<string, string>> book) =>
        double.Parse(book["Summary"][book["Summary"].Single(cell => cell.Value == "Check: must be zero").Key.Replace('A', 'B')], CultureInfo.InvariantCulture);

    private static string Office()
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "soffice"))];
        string? office = places.FirstOrDefault(File.Exists);
        Assert.SkipUnless(office is not null, "There is no office suite (soffice) on this machine.");
        return office!;
    }

    // A segment whose name is an attack; 100 of two accounts a year ago, one of which left and the other pays 60 of its 50.
    private static byte[] Small()
    {
        DateOnly month = new(2023, 1, 1);
        FinanceInputs inputs = new(
            [new(month, "=cmd|' /C calc'!A1", [100, 0, 0, 0, 0, 0], 2, 0), new(month.AddMonths(14), "=cmd|' /C calc'!A1", [0, 0, 10, 0, -50, 0], 0, 1)],
            [new("=cmd|' /C calc'!A1", 100, 2, 1, 60, 50, 1, 60, 90)]);
        RecurringMonth[] months =
        [
            .. Enumerable.Range(0, 24).Select(i => new RecurringMonth(
                month.AddMonths(i), i == 0 ? 0 : i <= 14 ? 100 : 60, i == 0 ? 100 : 0, 0, 0, 0, 0, i == 14 ? 10 : 0, 0, i == 14 ? -50 : 0, 0, 0, i < 14 ? 100 : 60, i == 0 ? 2 : 0, i == 14 ? 1 : 0, i < 14 ? 2 : 1)),
        ];
        RunRecord record = SampleRun.Record();
        record = record with
        {
            AsOf = new DateOnly(2024, 12, 31),
            Facts = record.Facts with { RevenueNet = record.Facts.Months.Sum(m => m.RevenueNet) },
            Costs = null,
            Margin = null,
            Recurring = new RecurringFacts(RecurringPreset.Board, new DateOnly(2024, 12, 31), months, new RecurringRetention(new(2024, 1, 1), new(2024, 12, 31), 100, 2, 1, 0.6, 0.5, 0.5, 0, null)),
            Options = new Dictionary<string, string>(record.Options, StringComparer.Ordinal) { ["discount"] = "0.1", ["margin"] = "0.8" },
        };
        using MemoryStream stream = new();
        FinanceWorkbook.Write(stream, record, inputs);
        return stream.ToArray();
    }

    private byte[] Company()
    {
        StringBuilder customers = new("customer_id,segment\n");
        StringBuilder subscriptions = new("subscription_id,customer_id,plan,starts_on,ends_on,amount,end_reason\n");
        for (int i = 0; i < 90; i++)
        {
            DateOnly start = new DateOnly(2021, 1, 1).AddDays(i * 9 % 700);
            DateOnly change = start.AddMonths(7 + (i % 9));
            string end = i % 3 == 0 ? change.AddMonths(3 + (i % 14)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : string.Empty;
            int price = 50 + (i * 37 % 400);
            customers.Append(CultureInfo.InvariantCulture, $"c{i:000},{(i % 4 == 0 ? "Enterprise" : i % 4 == 3 ? string.Empty : "SMB")}\n");
            subscriptions.Append(CultureInfo.InvariantCulture, $"s{i},c{i:000},Pro,{start:yyyy-MM-dd},{change:yyyy-MM-dd},{price},change\ns{i},c{i:000},Pro,{change:yyyy-MM-dd},{end},{price + ((i % 5) - 1) * 7},{(end.Length > 0 ? "voluntary" : string.Empty)}\n");
        }

        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", customers.ToString())
            .With("subscriptions.csv", subscriptions.ToString())
            .With("costs.csv", "cost_id,pool,from_on,to_on,amount,driver\n" + string.Concat(Enumerable.Range(1, 12).Select(m => string.Create(CultureInfo.InvariantCulture, $"k{m},success,2022-{m:00}-01,2022-{m:00}-28,900,customers\n"))))
            .With("marketing_spend.csv", "from_on,channel,amount\n2022-06-01,ads,5000\n");
        Pipeline.Run(new RunOptions { Inputs = [company.Folder], Out = _out, Xlsx = true }, Perennial.Kernel.SilentLog.Instance, CancellationToken.None);
        return File.ReadAllBytes(Path.Combine(_out, "finance.xlsx"));
    }

    // Without the values that are kept beside formulas, the suite has to compute; the first cell of the assumptions is the rate.
    private static byte[] Without(byte[] book, string? rate)
    {
        using MemoryStream target = new();
        using (ZipArchive source = new(new MemoryStream(book)))
        using (ZipArchive changed = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using StreamReader reader = new(entry.Open());
                string text = Kept().Replace(reader.ReadToEnd(), "</f>");
                if (rate is not null && entry.FullName == "xl/worksheets/sheet5.xml")
                {
                    string other = Rate().Replace(text, $"$1{rate}</v>");
                    Assert.NotEqual(text, other);
                    text = other;
                }

                using Stream stream = changed.CreateEntry(entry.FullName).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return target.ToArray();
    }

    private Dictionary<string, Dictionary<string, string>> Recompute(string office, string name, byte[] book)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_out, name)).FullName;
        string source = Path.Combine(_out, $"{name}.xlsx");
        File.WriteAllBytes(source, book);
        ProcessStartInfo start = new(office) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { $"-env:UserInstallation=file://{_out}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, source })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        string made = Path.Combine(folder, $"{name}.xlsx");
        Assert.True(File.Exists(made), said);
        return Read(File.ReadAllBytes(made));
    }

    private static IEnumerable<(string Sheet, string Place)> Formulas(byte[] book)
    {
        using SpreadsheetDocument document = SpreadsheetDocument.Open(new MemoryStream(book), isEditable: false);
        foreach (DocumentFormat.OpenXml.Spreadsheet.Sheet sheet in document.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>())
        {
            foreach (Cell cell in ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Cell>().Where(cell => cell.CellFormula is not null))
            {
                yield return (sheet.Name!.Value!, cell.CellReference!.Value!);
            }
        }
    }

    private static Dictionary<string, Dictionary<string, string>> Read(byte[] book)
    {
        using SpreadsheetDocument document = SpreadsheetDocument.Open(new MemoryStream(book), isEditable: false);
        string[] shared = [.. document.WorkbookPart!.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText) ?? []];
        return document.WorkbookPart.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToDictionary(
            sheet => sheet.Name!.Value!,
            sheet => ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Cell>().ToDictionary(
                cell => cell.CellReference!.Value!,
                cell => cell.DataType?.Value == CellValues.SharedString ? shared[int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)] : cell.DataType?.Value == CellValues.InlineString ? cell.InnerText : cell.CellValue?.Text ?? string.Empty,
                StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Volatile();

    [GeneratedRegex("</f><v>[^<]*</v>", RegexOptions.ExplicitCapture)]
    private static partial Regex Kept();

    [GeneratedRegex("(<c r=\"B6\"[^>]*><v>)[^<]*</v>")]
    private static partial Regex Rate();
}
