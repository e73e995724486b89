using System.IO.Compression;
using System.Text;
using Perennial.Tests.Ingest.Reading;

namespace Perennial.Tests.Ingest.Fuzz;

/// <summary>Small files in the layouts that users bring, every value made up.</summary>
public static class Layouts
{
    /// <summary>Gives texts.</summary>
    public static IReadOnlyList<byte[]> Texts { get; } = [.. new[]
    {
        "customer_id,date,amount\n0012,2020-01-05,19.99\n0013,2020-01-06,5.00\n0012,2020-02-11,7.25\n0014,2020-02-11,\n0013,2020-03-01,12.10\n",
        " 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n 00002 19970112  5   77.00\n 00003 19970102  2   20.76\n 00003 19970330  2   20.76\n",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,\"LANTERN, WHITE\",6,12/1/2010 8:26,2.55,17850.0,United Kingdom\n"
            + "536366,71053,\"MUG \"\"BLUE\"\"\",8,12/1/2010 8:28,3.39,17850.0,France\nC536367,71053,MUG,-1,12/2/2010 9:00,3.39,,France\n536368,22752,SET OF 7,2,12/3/2010 10:11,7.65,13047.0,United Kingdom\n",
        "Name,Email,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Created at\n#1001,a@example.com,paid,2023-01-05 10:00:00 +0100,EUR,42.00,1,Soap,12.00,2023-01-05 10:00:00 +0100\n"
            + "#1001,a@example.com,,,,,2,\"Towel, large\",15.00,2023-01-05 10:00:00 +0100\n#1002,b@example.com,refunded,2023-01-06 11:00:00 +0100,EUR,9.50,1,Brush,9.50,2023-01-06 11:00:00 +0100\n",
        "Kunde;Datum;Betrag\r\nMüller;01.02.2021;1.234,50\r\nSchäfer;03.02.2021;17,00\r\nMüller;05.03.2021;(12,00)\r\n",
        "id\tcreated_at\tpaid\n1\t2020-01-01T10:00:00Z\t$5.00\n2\t2020-01-02T11:00:00Z\t$6.50\n3\t2020-01-03T12:00:00Z\t$1,007.25\n",
        "a|2020-01-01|5\nb|2020-01-02|6\na|2020-01-09|7\nc|2020-02-02|8\n",
        "Orders 2020\nprepared by finance, for sales\n\nid,date,amount,note\n1,2020-01-01,5,\"two\nlines\"\n2,2020-01-02,6,plain\n3,2020-01-03,7,\n",
        "{\"customer\":\"c1\",\"at\":\"2020-01-01T10:00:00Z\",\"amount\":12.5}\n{\"customer\":\"c2\",\"at\":\"2020-01-02T10:00:00Z\",\"amount\":7,\"tags\":[1,2]}\n{\"customer\":\"c1\",\"at\":\"2020-01-03T10:00:00Z\",\"amount\":null}\n",
        "[\n {\"customer\": {\"id\": 7}, \"date\": \"2020-01-01\", \"total\": 5.5},\n {\"customer\": {\"id\": 8}, \"date\": \"2020-01-02\", \"total\": 6.5}\n]\n",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Gives files that are no text: gzip and XLSX.</summary>
    public static IReadOnlyList<byte[]> Binaries { get; } =
    [
        Packed(Texts[0]),
        WorkbookFile.Make(
            WorkbookFile.Row(1, WorkbookFile.Text("A", 1, "id"), WorkbookFile.Text("B", 1, "date"), WorkbookFile.Text("C", 1, "amount"))
            + WorkbookFile.Row(2, "<c r=\"A2\" t=\"s\"><v>0</v></c>", WorkbookFile.Number("B", 2, "43861", 1), WorkbookFile.Number("C", 2, "11.77"))
            + WorkbookFile.Row(3, WorkbookFile.Text("A", 3, "y"), WorkbookFile.Number("B", 3, "43862", 1), WorkbookFile.Number("C", 3, "12")),
            "<si><t>x</t></si>",
            cellFormats: "<xf numFmtId=\"14\"/>"),
    ];

    private static byte[] Packed(byte[] text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }
}
