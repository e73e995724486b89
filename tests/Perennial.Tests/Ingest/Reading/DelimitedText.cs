using System.IO.Compression;
using System.Text;
using Perennial.Ingest.Reading;
using Perennial.Testing;

namespace Perennial.Tests.Ingest.Reading;

public sealed class DelimitedText : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_plain_log_is_read_as_it_stands()
    {
        SourceTable table = _bench.ReadText("customer,date,amount\n007,2020-01-01,1.50\n8,2020-01-02,\n");

        Assert.Equal(["customer", "date", "amount"], table.Columns.Select(column => column.Name));
        Assert.True(table.HasHeader);
        Assert.Equal("007|2020-01-01|1.50\n8|2020-01-02|", _bench.Shown(table));
        Assert.Equal("CSV, comma, UTF-8, header in line 1", table.Files[0].Format);
        Assert.Equal(["007", "8"], table.Columns[0].Samples);
        Assert.Equal(2, table.LineNumber(1, 1));
        Assert.Equal(64, table.Files[0].Sha256.Length);
        _bench.AssertSums(table);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_kind_of_line_end_is_read(string end)
    {
        SourceTable table = _bench.ReadText(string.Join(end, "customer,date,amount", "1,2020-01-01,5", "2,2020-01-02,6", ""));

        Assert.Equal("1|2020-01-01|5\n2|2020-01-02|6", _bench.Shown(table));
        Assert.Equal(3, table.LineNumber(1, 2));
        _bench.AssertSums(table);
    }

    [Theory]
    [InlineData(",", "CSV, comma")]
    [InlineData(";", "CSV, semicolon")]
    [InlineData("\t", "TSV, tab")]
    [InlineData("|", "text, pipe")]
    public void Every_delimiter_is_found(string delimiter, string words)
    {
        string[] rows = ["id,when,paid,note", "1,01.02.2020,10.5,a b", "2,02.02.2020,11.5,c", "3,03.02.2020,,d e f"];
        SourceTable table = _bench.ReadText(string.Join('\n', rows).Replace(",", delimiter));

        Assert.StartsWith(words, table.Files[0].Format);
        Assert.Equal("1|01.02.2020|10.5|a b\n2|02.02.2020|11.5|c\n3|03.02.2020||d e f", _bench.Shown(table));
    }

    [Fact]
    public void Decimal_commas_do_not_hide_semicolons()
    {
        SourceTable table = _bench.ReadText("1;2020-01-01;2,50\n2;2020-01-02;3,20\n3;2020-01-05;4,10\n");

        Assert.False(table.HasHeader);
        Assert.Equal(["column 1", "column 2", "column 3"], table.Columns.Select(column => column.Name));
        Assert.Equal("1|2020-01-01|2,50\n2|2020-01-02|3,20\n3|2020-01-05|4,10", _bench.Shown(table));
    }

    [Fact]
    public void Columns_aligned_by_spaces_are_read_without_header()
    {
        SourceTable table = _bench.ReadText(" 00001 19970101  1   11.77\n 00002 19970112  1   12.00\r\n 00002 19970112  5   77.00\n");

        Assert.False(table.HasHeader);
        Assert.Equal("00001|19970101|1|11.77\n00002|19970112|1|12.00\n00002|19970112|5|77.00", _bench.Shown(table));
        Assert.Equal(3, table.LineNumber(1, 3));
        _bench.AssertSums(table);
    }

    [Fact]
    public void Quotes_hide_delimiters_and_line_breaks_and_are_undone()
    {
        SourceTable table = _bench.ReadText("id,note,amount\n1,\"a, \"\"b\"\"\r\nc\",5\n2,d,6\n3,\"\n\",7\n4,e,8\n");

        Assert.Equal("a, \"b\"\r\nc", _bench.Rows(table)[0][1]);
        Assert.Equal("\n", _bench.Rows(table)[2][1]);
        Assert.Equal([2L, 4L, 5L, 7L], table.LineNumbers(1, [1, 2, 3, 4]));
        _bench.AssertSums(table);
    }

    [Fact]
    public void One_forgotten_quote_costs_one_line()
    {
        SourceTable table = _bench.ReadText("id,note,amount\n1,\"a\",5\n2,\"b,6\n3,\"c\",7\n4,\"d\",8\n5,\"e\"x,9\n6,f,10\n");

        Assert.Equal("1|a|5\n3|c|7\n4|d|8\n6|f|10", _bench.Shown(table));
        Assert.Equal([(1, 3L), (1, 6L)], _bench.Rejects().Select(reject => (reject.File, reject.Line)));
        Assert.Equal("2,\"b,6", _bench.Rejects()[0].Value);
        _bench.AssertSums(table);
    }

    [Fact]
    public void Records_with_another_number_of_fields_are_rejected_and_counted()
    {
        SourceTable table = _bench.ReadText("id,date,amount\n1,2020-01-01,5\n2,2020-01-02\n\n3,2020-01-03,7,x\n4,2020-01-04,8\n");

        Assert.Equal(4, table.Rows);
        Assert.Equal([3L, 5L], _bench.Rejects().Select(reject => reject.Line));
        Assert.Equal("2 fields where 3 are expected", _bench.Rejects()[0].Reason);
        Assert.Equal([2L, 6L], table.LineNumbers(1, [1, 2]));
        _bench.AssertSums(table);
    }

    [Fact]
    public void Lines_above_the_header_are_passed_over()
    {
        SourceTable table = _bench.ReadText("Orders of March\nprepared by Kim, Lee\n\nid,date,amount,note\n1,2020-01-01,5,x\n2,2020-01-02,6,y\n");

        Assert.Equal(["id", "date", "amount", "note"], table.Columns.Select(column => column.Name));
        Assert.Equal("CSV, comma, UTF-8, header in line 4", table.Files[0].Format);
        Assert.Equal("1|2020-01-01|5|x\n2|2020-01-02|6|y", _bench.Shown(table));
        Assert.Equal(6, table.LineNumber(1, 2));
    }

    [Fact]
    public void A_line_break_within_the_header_makes_the_first_part_a_line_above_it()
    {
        SourceTable table = _bench.ReadText("customer_id\r\n,date,amount\n0012,2020-01-05,19.99\n0013,2020-01-06,5.00\n0012,2020-02-11,7.25\n0014,2020-02-11,\n0013,2021-03-01,12.10\n");

        Assert.Equal(5, table.Rows);
        Assert.Equal(5, _bench.Rows(table).Count);
        Assert.Equal(["column 1", "date", "amount"], table.Columns.Select(column => column.Name));
        _bench.AssertSums(table);
    }

    [Fact]
    public void A_quote_that_opens_in_a_title_costs_no_record()
    {
        SourceTable table = _bench.ReadText("\"\"Orders 2020\nprepared by finance, for sales\n\nid,date,amount,note\n1,2020-01-01,5,\"x\"\n2,2020-01-02,6,plain\n3,2020-01-03,7,\n");

        Assert.Equal(3, table.Rows);
        Assert.Equal("1|2020-01-01|5|x\n2|2020-01-02|6|plain\n3|2020-01-03|7|", _bench.Shown(table));
    }

    [Fact]
    public void A_delimiter_at_the_end_of_lines_makes_no_column()
    {
        SourceTable table = _bench.ReadText("id,date,amount,\n1,2020-01-01,5,\n2,2020-01-02,6,\n");

        Assert.Equal(3, table.Columns.Count);
        Assert.Equal("1|2020-01-01|5\n2|2020-01-02|6", _bench.Shown(table));
    }

    [Fact]
    public void Gzip_is_known_by_content()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("id,date,amount\n1,2020-01-01,5\n"u8);
        }

        SourceTable table = _bench.Read(_bench.Write(packed.ToArray(), "orders.csv"));

        Assert.Equal("1|2020-01-01|5", _bench.Shown(table));
        Assert.EndsWith("gzip", table.Files[0].Format);
        Assert.Equal(packed.Length, table.Files[0].Bytes);
    }

    public static TheoryData<string, Encoding, bool> Encodings => new()
    {
        { "UTF-8", new UTF8Encoding(false), false },
        { "UTF-8 with a byte order mark", new UTF8Encoding(true), true },
        { "UTF-16 LE", new UnicodeEncoding(false, true), true },
        { "UTF-16 LE", new UnicodeEncoding(false, false), false },
        { "UTF-16 BE", new UnicodeEncoding(true, true), true },
        { "Windows-1252 (Latin-1)", Encoding.Latin1, false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_gives_the_same_text(string words, Encoding encoding, bool mark)
    {
        byte[] text = encoding.GetBytes("id,name,amount\n1,Müller,5\n2,Garçon,6\n3,Ñandú,7\n");
        SourceTable table = _bench.Read(_bench.Write(mark ? [.. encoding.GetPreamble(), .. text] : text));

        Assert.Contains(words, table.Files[0].Format);
        Assert.Equal("id", table.Columns[0].Name);
        Assert.Equal("1|Müller|5\n2|Garçon|6\n3|Ñandú|7", _bench.Shown(table));
        Assert.Empty(table.Findings);
    }

    [Fact]
    public void Damaged_characters_are_found_and_the_row_is_kept()
    {
        byte[] text = [.. "id,name,amount\n1,Müller,5\n2,Gar"u8, 0xFF, .. "on,6\n3,Z"u8, 0, .. "oé,7\n"u8];
        SourceTable table = _bench.Read(_bench.Write(text));

        Assert.Equal("1|Müller|5\n2|Gar\uFFFDon|6\n3|Z\uFFFDoé|7", _bench.Shown(table));
        Assert.Equal("encoding-damage", table.Findings[0].Code);
        Assert.Equal(2, table.Findings[0].Count);
        _bench.AssertSums(table);
    }

    [Fact]
    public void Files_of_one_shape_are_one_input_matched_by_name()
    {
        string first = _bench.Write("id,date,amount\n1,2020-01-01,5\n");
        string second = _bench.Write("Amount;id;date\n6;2;2020-01-02\n");
        string third = _bench.Write("3,2020-01-03,7\n");
        SourceTable table = _bench.Read(first, second, third);

        Assert.Equal("1|2020-01-01|5\n2|2020-01-02|6\n3|2020-01-03|7", _bench.Shown(table));
        Assert.Equal((3, 1L), table.Locate(2));
        Assert.Equal(1, table.LineNumber(3, 1));
        Assert.Equal([1, 2, 3], _bench.Connection.List($"SELECT file_no FROM {table.Relation} ORDER BY 1", row => row.Int32(0)));
    }

    [Fact]
    public void Parquet_becomes_text_without_loss()
    {
        string path = Path.Combine(_bench.Folder, "typed");
        _bench.Connection.Execute($"""
            COPY (SELECT '007' AS id, DATE '2020-01-31' AS day, TIMESTAMP '2020-01-31 10:11:12.5' AS at, 0.1::DOUBLE AS x, 12.30::DECIMAL(10, 2) AS amount, NULL::VARCHAR AS note,
            TIMESTAMPTZ '2020-01-31 10:00:00+02' AS instant) TO '{path}' (FORMAT parquet)
            """);
        SourceTable table = _bench.Read(path);

        Assert.Equal(["id", "day", "at", "x", "amount", "note", "instant"], table.Columns.Select(column => column.Name));
        Assert.Equal("007|2020-01-31|2020-01-31 10:11:12.5|0.1|12.30||2020-01-31T08:00:00.000000Z", _bench.Shown(table));
        Assert.Equal(1, table.Rows);
    }

    [Theory]
    [InlineData("cdnow/cdnow_sample.csv", 6919, 5, "CSV, comma")]
    [InlineData("cdnow/cdnow_master.csv", 69659, 4, "CSV, comma")]
    [InlineData("online_retail/online_retail.csv.gz", 541909, 8, "CSV, comma")]
    [InlineData("apparel/apparel_trans.csv", 3187, 3, "CSV, comma")]
    [InlineData("superstore/superstore_orders.csv.gz", 9994, 21, "CSV, comma")]
    [InlineData("olist_sample/olist_order_reviews_dataset.csv", 8225, 7, "CSV, comma")]
    [InlineData("olist_sample/olist_orders_dataset.csv", 8135, 8, "CSV, comma")]
    [InlineData("telco_churn_ibm/telco_customer_churn.csv", 7043, 33, "CSV, comma")]
    [InlineData("hillstrom/hillstrom_email_test.csv.gz", 64000, 12, "CSV, comma")]
    [InlineData("febrl/febrl_dataset1.csv", 1000, 11, "CSV, comma")]
    [InlineData("survival_reference/canadian_senators.csv", 933, 10, "CSV, comma")]
    public void Real_files_are_read_whole(string path, long rows, int columns, string words)
    {
        SourceTable table = _bench.Read(RealData.Path(path));

        Assert.Equal(rows, table.Rows);
        Assert.Equal(columns, table.Columns.Count);
        Assert.Equal(0, table.Rejected);
        Assert.True(table.HasHeader);
        Assert.StartsWith(words, table.Files[0].Format);
        Assert.Equal(rows, _bench.Count(table));
    }
}
