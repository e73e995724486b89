using Perennial.Ingest;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Mapping;

public sealed class SavedMappingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-mapping-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("customer,ordered,time,total,invoice,sku,pieces\n", "customer")]
    [InlineData("", "column 1")]
    [InlineData("a,b,c,d,e,f,g\n", "a")]
    public void A_saved_mapping_gives_the_same_mapping_again(string header, string customer)
    {
        string text = header + Ingested.Rows(80, i => $"K{i * 7 % 13:000},{1 + (i % 12)}/{1 + (i % 12)}/2021,{8 + (i % 9)}:15,{i}.50,R{i:000},S{i % 5},{1 + (i % 3)}");
        Dictionary<string, string> stated = new(StringComparer.Ordinal)
        {
            ["customer"] = "1", ["date"] = "2:mdy", ["time"] = "3", ["amount"] = "4", ["order"] = "5", ["product"] = "6", ["quantity"] = "7",
        };
        using Ingested first = Ingested.Text(text, new IngestOptions { Map = stated });
        string path = Path.Combine(_folder, "map.json");
        SavedMapping.From(first.Result.Mapping).Save(path);

        using Ingested again = Ingested.Text(text, new IngestOptions { MappingFile = path });
        Assert.Equal(customer, again.Column("customer"));
        Assert.Equal(first.Result.Mapping.Columns.Select(column => (column.Role, column.Column, column.Format)), again.Result.Mapping.Columns.Select(column => (column.Role, column.Column, column.Format)));
        Assert.Equal(first.Values("(customer_id, occurred, day, amount, order_id, product_id, quantity)"), again.Values("(customer_id, occurred, day, amount, order_id, product_id, quantity)"));
        Assert.All(again.Result.Mapping.Columns, column => Assert.Equal("by the saved mapping", column.Evidence));

        SavedMapping kept = SavedMapping.Load(path);
        kept.Save(path);
        Assert.Equal(SavedMapping.Load(path).Columns, kept.Columns);
        Assert.Equal("mdy", kept.DateFormat);
    }

    [Fact]
    public void A_column_stated_for_another_role_leaves_the_role_of_the_saved_mapping()
    {
        string text = "customer,date,worth,pieces\n" + Ingested.Rows(80, i => $"K{i * 7 % 13:000},{Ingested.Day(i)},{i}.50,{1 + (i % 3)}");
        string path = Path.Combine(_folder, "map.json");
        using (Ingested first = Ingested.Text(text, new IngestOptions { Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["amount"] = "worth" } }))
        {
            SavedMapping.From(first.Result.Mapping).Save(path);
        }

        using Ingested again = Ingested.Text(text, new IngestOptions { MappingFile = path, Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["price"] = "worth", ["quantity"] = "pieces" } });
        Assert.Equal(("worth", "pieces", null), (again.Column("price"), again.Column("quantity"), again.Column("amount")));
        Assert.Equal(1.50m * 2, again.Connection.Scalar<decimal>("SELECT amount FROM ingest_rows WHERE row_no = 1"));
    }

    [Fact]
    public void The_command_line_wins_over_the_saved_mapping()
    {
        string text = "who,buyer,when,total\n" + Ingested.Rows(40, i => $"W{i % 9},B{i % 4},{Ingested.Day(i)},{i}.50");
        string path = Path.Combine(_folder, "map.json");
        new SavedMapping { Columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["customer"] = "who", ["amount"] = "total" } }.Save(path);
        using Ingested ingested = Ingested.Text(text, new IngestOptions { MappingFile = path, Map = new Dictionary<string, string>(StringComparer.Ordinal) { ["customer"] = "buyer" } });
        Assert.Equal("buyer", ingested.Column("customer"));
        Assert.Equal("total", ingested.Column("amount"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"columns\": null}")]
    [InlineData("{\"columns\": {\"customer\": null}}")]
    [InlineData("{\"columns\": {\"shoe\": \"x\"}}")]
    [InlineData("{\"columns\": {\"customer\": \"customer\"}, \"date_format\": \"lunar\"}")]
    public void A_file_that_is_no_mapping_is_refused(string content)
    {
        string path = Path.Combine(_folder, "map.json");
        File.WriteAllText(path, content);
        string text = "customer,date,total\n" + Ingested.Rows(10, i => $"W{i % 3},{Ingested.Day(i)},{i}.50");
        PerennialException refusal = Assert.Throws<PerennialException>(() => Ingested.Text(text, new IngestOptions { MappingFile = path }).Dispose());
        Assert.StartsWith("ingest/map", refusal.Code, StringComparison.Ordinal);
    }
}
