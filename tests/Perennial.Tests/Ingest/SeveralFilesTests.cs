using Perennial.Ingest;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest;

/// <summary>Several files of one shape are one log.</summary>
public sealed class SeveralFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_in_another_order_and_another_case_are_the_same_columns()
    {
        string first = Put("a.csv", "customer,date,amount\n" + Ingested.Rows(30, i => $"{i % 7:000},{Ingested.Day(i)},{i}.50"));
        string second = Put("b.csv", "Amount;DATE;customer\n" + Ingested.Rows(30, i => $"{i}.25;{Ingested.Day(30 + i)};{i % 9:000}"));
        string bad = Put("c.csv", "date\tcustomer\tamount\n" + Ingested.Rows(9, i => $"{Ingested.Day(60 + i)}\t{i % 9:000}\t{i}.00") + "never\t001\t1.00\n");
        using Ingested together = Ingested.Files(new IngestOptions(), first, second, bad);
        Assert.Equal([30L, 30L, 10L], together.Result.Inputs.Select(input => input.Rows));
        Assert.Equal(69, together.Result.Rows.Used);
        Assert.Equal(Enumerable.Range(0, 30).Sum(i => i + 0.50m + i + 0.25m) + 36m, together.NetUsed());
        Assert.Equal("000 001", together.Connection.Scalar<string>("SELECT string_agg(customer_id, ' ' ORDER BY row_no) FROM ingest_rows WHERE row_no IN (30, 31)"));
        Assert.Equal($"{bad} 11", together.Connection.Scalar<string>("SELECT file || ' ' || line FROM ingest_quarantine"));
        together.AssertRowsSum();
    }

    [Fact]
    public void A_header_in_the_first_file_alone_is_enough_where_the_others_have_as_many_columns()
    {
        string first = Put("a.csv", "customer,date,amount\n" + Ingested.Rows(30, i => $"C{i % 7},{Ingested.Day(i)},{i}.50"));
        string second = Put("b.csv", Ingested.Rows(30, i => $"C{i % 9},{Ingested.Day(30 + i)},{i}.25"));
        using Ingested together = Ingested.Files(new IngestOptions(), first, second);
        Assert.Equal(60, together.Result.Rows.Used);
    }

    [Theory]
    [InlineData("customer,date\n", "C1,2020-01-01\n", "it lacks 'amount'")]
    [InlineData("customer,date,amount,note\n", "C1,2020-01-01,1.00,x\n", "it has 'note' besides")]
    [InlineData("client,date,amount\n", "C1,2020-01-01,1.00\n", "it lacks 'customer' and it has 'client' besides")]
    [InlineData("", "C1,2020-01-01,1.00,4\n", "it has 4 columns and no names, the other has 3")]
    public void Another_shape_is_refused_with_both_names_and_the_difference(string header, string row, string difference)
    {
        string first = Put("first.csv", "customer,date,amount\n" + Ingested.Rows(30, i => $"C{i % 7},{Ingested.Day(i)},{i}.50"));
        string second = Put("second.csv", header + string.Concat(Enumerable.Repeat(row, 5)));
        PerennialException refusal = Assert.Throws<PerennialException>(() => Ingested.Files(new IngestOptions(), first, second).Dispose());
        Assert.Equal("source/different-shape", refusal.Code);
        Assert.Contains(difference, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(first, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(second, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_content_twice_is_said()
    {
        string text = "customer,date,amount\n" + Ingested.Rows(30, i => $"C{i % 7},{Ingested.Day(i)},{i}.50");
        using Ingested together = Ingested.Files(new IngestOptions(), Put("a.csv", text), Put("b.csv", text));
        Assert.Equal(30, together.Finding("same-file-twice")!.Count);
        Assert.Equal(60, together.Result.Rows.Used);
    }

    private string Put(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
