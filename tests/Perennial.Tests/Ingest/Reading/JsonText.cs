using Perennial.Ingest.Reading;

namespace Perennial.Tests.Ingest.Reading;

public sealed class JsonText : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void One_object_a_line_is_read_with_nested_names_and_numbers_as_written()
    {
        SourceTable table = _bench.ReadText("{\"id\":\"007\",\"customer\":{\"name\":\"A\\nb\"},\"amount\":1.50}\n\n{\"id\":8,\"amount\":1e3,\"tags\":[1, \"x\"],\"note\":null}\n");

        Assert.Equal(["id", "customer.name", "amount", "tags", "note"], table.Columns.Select(column => column.Name));
        Assert.Equal("007|A\nb|1.50||\n8||1e3|[1, \"x\"]|", _bench.Shown(table));
        Assert.Equal("JSON, one object a line, UTF-8", table.Files[0].Format);
        Assert.Equal(3, table.LineNumber(1, 2));
        _bench.AssertSums(table);
    }

    [Fact]
    public void A_broken_line_costs_itself()
    {
        SourceTable table = _bench.ReadText("{\"id\":1,\"day\":\"2020-01-01\"}\n{\"id\":2,\"day\":\"2020\n[3]\n{\"id\":4,\"day\":\"2020-01-04\"}\n");

        Assert.Equal("1|2020-01-01\n4|2020-01-04", _bench.Shown(table));
        Assert.Equal([2L, 3L], _bench.Rejects().Select(reject => reject.Line));
        _bench.AssertSums(table);
    }

    [Fact]
    public void An_array_over_many_lines_is_read_object_by_object()
    {
        SourceTable table = _bench.ReadText("[\n  {\"id\": 1,\n   \"text\": \"a}{\\\"\"},\n  {\"id\": 2, \"text\": oops},\n  {\"id\": 3}\n]\n");

        Assert.Equal("1|a}{\"\n3|", _bench.Shown(table));
        Assert.Equal(4, Assert.Single(_bench.Rejects()).Line);
        Assert.Equal([2L, 5L], table.LineNumbers(1, [1, 2]));
        _bench.AssertSums(table);
    }
}
