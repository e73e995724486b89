using System.Globalization;
using Perennial.Ingest;
using Perennial.Ingest.Exports.Cube;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Tests.Ingest.Reading;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ingest.Exports;

/// <summary>The customer cube of finance: customers in rows, months in columns, and all that people put around them.</summary>
public sealed class CubeTests
{
    private const string Hidden = "<sheet name=\"Old\" sheetId=\"9\" state=\"hidden\" r:id=\"rId2\"/>";

    // Title, years merged over months, regions merged over customers, subtotals and a total by formula, brackets, a dash, a note below.
    private static readonly string[][] Sheet =
    [
        ["ARR by customer", "", "", "", "", ""],
        ["", "", "2023", "", "2024", ""],
        ["Region", "Customer", "Nov", "Dec", "Jan", "Feb"],
        ["EMEA", "Acme", "1,200", "1,200", "2,400", "2,400"],
        ["", "Best", "-", "600", "600", "0"],
        ["Subtotal EMEA", "", "=1200", "=1800", "=3000", "=2400"],
        ["APAC", "Total Energies", "120", "120", "120", "(120)"],
        ["", "Zero", "", "", "", ""],
        ["Subtotal APAC", "", "120", "120", "120", "-120"],
        ["Grand total", "", "1320", "1920", "3120", "2280"],
        ["Source: finance", "", "", "", "", ""],
        ["", "", "7", "7", "7", "7"],
    ];

    [Fact]
    public void A_workbook_with_merged_heads_subtotals_brackets_and_a_hidden_sheet_becomes_stretches()
    {
        using CompanyFiles company = new CompanyFiles().With("cube.xlsx", Workbook(Sheet, "<mergeCells count=\"3\"><mergeCell ref=\"C2:D2\"/><mergeCell ref=\"E2:F2\"/><mergeCell ref=\"A4:A5\"/></mergeCells>")).Read();

        Assert.Equal("Acme Best Total_Energies", company.Values("customers", "replace(customer_id, ' ', '_')"));
        Assert.Equal("EMEA EMEA APAC", company.Values("customers", "country"));
        Assert.Equal(
            "Acme/2023-11-01/2023-12-01/1200 Acme/2023-12-01/2024-01-01/1200 Acme/2024-01-01/2024-02-01/2400 Acme/2024-02-01/-/2400 Best/2023-12-01/2024-01-01/600 Best/2024-01-01/2024-02-01/600 "
            + "Total/2023-11-01/2023-12-01/120 Total/2023-12-01/2024-01-01/120 Total/2024-01-01/2024-02-01/120",
            company.Values("subscriptions", "split_part(customer_id, ' ', 1) || '/' || starts_on || '/' || coalesce(CAST(ends_on AS VARCHAR), '-') || '/' || CAST(amount AS INTEGER)"));
        Assert.Equal("12", company.Connection.Scalar<string>("SELECT string_agg(DISTINCT CAST(billing_months AS VARCHAR)) FROM ingest_subscriptions WHERE rule = 0"));

        CompanyFile file = company.File("cube.xlsx");
        Assert.Equal("customer cube of ARR (it says ARR), 2023-11 to 2024-02", file.Why);
        Assert.Equal((3L, 1L), (file.Account.Used, file.Account.Quarantined));
        Assert.Equal((2L, 1L, 2L), (file.Account.SetAside["subtotal"], file.Account.SetAside["total"], file.Account.SetAside["no-amounts"]));
        Assert.Contains(company.Quarantine(), line => line.StartsWith("cube.xlsx:12 customer_id", StringComparison.Ordinal));
        Assert.Equal(1, company.Finding("cube.xlsx", "cube-negative")!.Count);
        Assert.Null(company.Finding("cube.xlsx", "cube-totals"));
        Assert.Equal(new DateOnly(2024, 2, 29), CompanyStage.Sales(company.Connection, company.Tables, new IngestOptions()).AsOf);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_cube_of_revenue_keeps_what_was_given_back_and_its_cells_add_up_to_the_total()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("company.yaml", "cubes: {x.csv: revenue}\n")
            .With("x.csv", "Customer ID,Customer,Segment,2024-01-31,2024-02-29,2024-03-31,FY2024\nc1,Acme,SMB,100.50,(20.25),30,110.25\nc2,Best,Solo,5,\"1,000\",x,1005\nTotal,,,105.50,979.75,30,1115.25\n")
            .Read();

        Assert.Equal("c1/2024-01-01/100.5000 c1/2024-02-01/-20.2500 c1/2024-03-01/30.0000 c2/2024-01-01/5.0000 c2/2024-02-01/1000.0000", company.Values("orders", "customer_id || '/' || CAST(ordered_at AS DATE) || '/' || amount"));
        Assert.Equal(1115.25m, company.Connection.Scalar<decimal>("SELECT sum(amount) FROM ingest_orders WHERE rule = 0"));
        Assert.Equal(["x"], company.Finding("x.csv", "cube-cells-unread")!.Examples);
        Assert.Equal("SMB Solo", company.Values("customers", "segment"));
        Assert.Equal(["FY2024"], company.File("x.csv").Unused);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void What_a_cube_does_not_say_is_taken_as_mrr_and_said_and_totals_that_do_not_add_up_are_named()
    {
        using CompanyFiles company = new CompanyFiles().With("a.csv", "Account,Product,Jan-24,Feb-24,Mar-24\nAcme,Pro,10,10,10\nAcme,Add,5,5,5\nAcme,Pro,1,1,1\nTotal,,99,99,99\n").Read();

        Assert.NotNull(company.Finding("a.csv", "cube-unsaid"));
        Assert.Equal(["Total"], company.Finding("a.csv", "cube-totals")!.Examples);
        Assert.Equal(48m, company.Connection.Scalar<decimal>("SELECT sum(amount) FROM ingest_subscriptions WHERE rule = 0"));
        Assert.Equal(9, company.Table("subscriptions").Rows.Used);
    }

    [Fact]
    public void A_table_with_fewer_than_three_months_in_its_head_is_no_cube()
    {
        using CompanyFiles company = new CompanyFiles().With("customers.csv", "customer_id,segment,2024-01,2024-02\nc1,SMB,1,2\n").Read();

        Assert.StartsWith("named like customers", company.File("customers.csv").Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-03", "2024-03-01")]
    [InlineData("31.03.2024", "2024-03-01")]
    [InlineData("3/31/2024", "2024-03-01")]
    [InlineData("31/03/2024", "2024-03-01")]
    [InlineData("03/2024", "2024-03-01")]
    [InlineData("Mar-24", "2024-03-01")]
    [InlineData("M\u00E4rz 2024", "2024-03-01")]
    [InlineData("March 2024 MRR", "2024-03-01")]
    [InlineData("2024-03-31 00:00:00", "2024-03-01")]
    [InlineData("FY2024", null)]
    [InlineData("Total", null)]
    [InlineData("4/5/2024", null)]
    [InlineData("2024", null)]
    public void Heads_of_months_are_read_in_many_forms_and_never_guessed(string text, string? month) =>
        Assert.Equal(month, MonthText.Read(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("(1,234)", -1234)]
    [InlineData("1.234,50-", -1234.5)]
    [InlineData("\u20AC 1,234.50", 1234.5)]
    [InlineData("USD 12", 12)]
    [InlineData("-5", -5)]
    [InlineData("12,5", 12.5)]
    [InlineData("1,234", 1234)]
    public void Numbers_are_read_as_finance_writes_them(string text, double number) => Assert.Equal(((decimal?)number, true), CubeRow.Amount(text));

    [Fact]
    public void A_dash_is_nothing_and_a_word_is_no_number()
    {
        Assert.Equal((null, true), CubeRow.Amount("-"));
        Assert.Equal((null, false), CubeRow.Amount("#REF!"));
        Assert.Equal((null, false), CubeRow.Amount("tbd"));
    }

    [Fact]
    public void What_cells_are_is_one_of_three_words()
    {
        using CompanyFiles company = new CompanyFiles().With("company.yaml", "cubes: {x.csv: gmv}\n").With("x.csv", "Customer,2024-01,2024-02,2024-03\nc1,1,2,3\n");

        Assert.Contains("mrr, arr and revenue are known", Assert.Throws<PerennialException>(() => company.Read()).Message, StringComparison.Ordinal);
    }

    private static byte[] Workbook(string[][] sheet, string after)
    {
        string rows = string.Concat(sheet.Select((cells, r) => WorkbookFile.Row(r + 1, [.. cells.Select((cell, c) => (Cell: cell, Column: ((char)('A' + c)).ToString())).Where(c => c.Cell.Length > 0).Select(c =>
            c.Cell.StartsWith('=') ? $"<c r=\"{c.Column}{r + 1}\"><f>SUM(1)</f><v>{c.Cell[1..]}</v></c>"
            : decimal.TryParse(c.Cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? WorkbookFile.Number(c.Column, r + 1, c.Cell) : WorkbookFile.Text(c.Column, r + 1, c.Cell))])));
        return WorkbookFile.Make(rows, after: after, hidden: Hidden);
    }
}
