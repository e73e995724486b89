using Perennial.Ingest;
using Perennial.Ingest.Mapping;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Mapping;

/// <summary>What the user states about columns: every role can be stated, a column has one.</summary>
public sealed class StatedMappingTests
{
    private static readonly string Log = "customer,date,hour,amount\n" + Ingested.Rows(60, i => $"C{i % 9},{Ingested.Day(i)},1{i % 10}:30,{i + 1}.50");

    [Fact]
    public void A_stated_time_is_joined_to_the_date()
    {
        using Ingested ingested = Ingested.Text(Log, Stating(("customer", "customer"), ("date", "date"), ("time", "hour"), ("amount", "amount")));
        Assert.Equal("hour", ingested.Column("time"));
        Assert.Equal("2020-01-02 11:30:00", ingested.Connection.Scalar<string>("SELECT CAST(occurred AS VARCHAR) FROM ingest_rows WHERE row_no = 1"));
    }

    [Theory]
    [InlineData("date", "date")]
    [InlineData("2", "date")]
    public void A_column_stated_for_two_roles_is_refused_as_wrong_use(string customer, string date)
    {
        PerennialException refused = Assert.Throws<PerennialException>(() => Ingested.Text(Log, Stating(("customer", customer), ("date", date))).Dispose());
        Assert.Equal(("ingest/map-shared", Fault.Usage), (refused.Code, refused.Fault));
        Assert.Contains("'date' to customer and date", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Days_that_vary_from_row_to_row_are_the_purchases_and_not_the_few_days_before_them(int shift)
    {
        string[] names = ["a", "b", "c", "d"];
        string[] Cells(int i) => [$"C{i * 13 % 41:000}", Ingested.Day(i * 11 % 97), i / 3 % 2 == 0 ? "2019-03-02" : "2019-05-01", $"{i % 70}.25"];
        string Line(IReadOnlyList<string> cells) => string.Join(',', Enumerable.Range(0, 4).Select(at => cells[(at + shift) % 4]));
        string text = Line(names) + "\n" + Ingested.Rows(300, i => Line(Cells(i)));
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal("b", ingested.Column("date"));
        Assert.Equal("a", ingested.Column("customer"));
    }

    [Fact]
    public void Of_two_dates_that_vary_the_earlier_is_still_the_purchase()
    {
        string text = "a,b,c,d\n" + Ingested.Rows(300, i => $"C{i % 40:000},{Ingested.Day(i + 2 + (i % 5))},{Ingested.Day(i)},{i % 70}.25");
        using Ingested ingested = Ingested.Text(text);
        Assert.Equal("c", ingested.Column("date"));
    }

    [Theory]
    [InlineData("r,q,p\n")]
    [InlineData("")]
    public void Small_whole_numbers_that_no_name_explains_are_a_question(string header)
    {
        string text = header + Ingested.Rows(300, i => $"C{i % 40:000},{Ingested.Day(i)},{10 + (i * 7 % 30)}");
        AmbiguousMappingException question = Assert.Throws<AmbiguousMappingException>(() => Ingested.Text(text).Dispose());
        Assert.Equal(Role.Amount, question.Role);
        Assert.Contains("--map amount=3", question.Message, StringComparison.Ordinal);
        using Ingested amount = Ingested.Text(text, Stating(("amount", "3")));
        Assert.True(amount.Result.HasAmounts);
        using Ingested pieces = Ingested.Text(text, Stating(("quantity", "3")));
        Assert.False(pieces.Result.HasAmounts);
    }

    private static IngestOptions Stating(params (string Role, string Column)[] columns) =>
        new() { Map = columns.ToDictionary(stated => stated.Role, stated => stated.Column, StringComparer.Ordinal) };
}
