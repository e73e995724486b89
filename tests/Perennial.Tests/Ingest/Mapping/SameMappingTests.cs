using Perennial.DuckDb;
using Perennial.Ingest;
using Perennial.Ingest.Mapping;
using Perennial.Testing;

namespace Perennial.Tests.Ingest.Mapping;

/// <summary>The same file renamed, shuffled or without its header gives the same mapping, or a question; never another mapping.</summary>
public sealed class SameMappingTests
{
    public static TheoryData<string, string, string, string> Logs { get; } = new()
    {
        { "cdnow/cdnow_master.csv", "customer_id", "date", "amount=dollar_value" },
        { "cdnow/cdnow_sample.csv", "master_id|sample_id", "date", "amount=dollar_value" },
        { "cdnow/clvtools_cdnow.csv", "Id", "Date", "amount=Price" },
        { "apparel/apparel_trans.csv", "Id", "Date", "amount=Price" },
    };

    /// <summary>Exports of many columns, each rewritten in some seconds.</summary>
    public static TheoryData<string, string, string, string> Exports { get; } = new()
    {
        { "superstore/superstore_orders.csv.gz", "Customer ID|Customer Name", "Order Date", "amount=Sales" },
        { "adventureworks/sales_2015_2017.csv.gz", "CustomerKey", "OrderDate", "" },
        { "online_retail/online_retail.csv.gz", "CustomerID", "InvoiceDate", "quantity=Quantity,price=UnitPrice" },
    };

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Logs))]
    public void A_log_shuffled_renamed_or_headerless_gives_the_same_mapping_or_a_question(string file, string customer, string date, string money) =>
        SameOrAsked(file, 1, customer, date, money);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Exports))]
    public void An_export_shuffled_renamed_or_headerless_gives_the_same_mapping_or_a_question(string file, string customer, string date, string money) =>
        SameOrAsked(file, 1, customer, date, money);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Logs))]
    [MemberData(nameof(Exports))]
    public void Other_orders_of_the_columns_change_no_mapping(string file, string customer, string date, string money) =>
        Assert.All([2, 3], seed => SameOrAsked(file, seed, customer, date, money));

    [Theory]
    [InlineData("cdnow/cdnow_master.csv", "customer_id", "date", "amount=dollar_value")]
    [InlineData("cdnow/cdnow_sample.csv", "master_id|sample_id", "date", "amount=dollar_value")]
    [InlineData("apparel/apparel_trans.csv", "Id", "Date", "amount=Price")]
    public void A_plain_log_without_header_needs_no_question(string file, string customer, string date, string money) =>
        Assert.True(Try(file, 1, Names.None, customer, date, money));

    private static void SameOrAsked(string file, int seed, string customer, string date, string money)
    {
        Assert.True(Try(file, seed, Names.Kept, customer, date, money), $"With its names there is nothing to ask (seed {seed}).");
        Try(file, seed, Names.Meaningless, customer, date, money);
        Try(file, seed, Names.None, customer, date, money);
    }

    private enum Names
    {
        Kept,
        Meaningless,
        None,
    }

    /// <summary>Gives true where the mapping was found, false where it became a question; fails where it is another one.</summary>
    private static bool Try(string file, int seed, Names names, string customer, string date, string money)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-same-").FullName;
        try
        {
            string path = Path.Combine(folder, "input.csv");
            string[] original = Write(RealData.Path(file), path, seed, names);
            try
            {
                using Ingested ingested = Ingested.Files(new IngestOptions(), path);
                string Found(string role)
                {
                    string? column = ingested.Column(role);
                    int index = column is null ? -1 : names switch
                    {
                        Names.Kept => Array.IndexOf(original, column),
                        Names.Meaningless => int.Parse(column.AsSpan("feld".Length), System.Globalization.CultureInfo.InvariantCulture),
                        _ => int.Parse(column.AsSpan("column ".Length), System.Globalization.CultureInfo.InvariantCulture) - 1,
                    };
                    return index < 0 ? "" : original[index];
                }

                Assert.Contains(Found("customer"), customer.Split('|'));
                Assert.Equal(date, Found("date"));
                Assert.Equal(money.Length > 0, ingested.Result.HasAmounts);
                foreach (string[] role in money.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
                {
                    Assert.Equal(role[1], Found(role[0]));
                }

                return true;
            }
            catch (AmbiguousMappingException question)
            {
                Assert.NotEmpty(question.Candidates);
                Assert.Contains("--map", question.Message, StringComparison.Ordinal);
                return false;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Write(string from, string to, int seed, Names names)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        string csv = $"read_csv({DuckDbSql.Literal(from)}, all_varchar = true, header = true)";
        string[] columns = [.. connection.List($"DESCRIBE SELECT * FROM {csv}", row => row.String(0)!)];
        if (seed > 0)
        {
            var random = new Random(seed);
            random.Shuffle(columns);
        }

        string select = string.Join(", ", columns.Select((column, i) => $"{DuckDbSql.Identifier(column)}{(names == Names.Kept ? "" : $" AS feld{i}")}"));
        connection.Execute($"COPY (SELECT {select} FROM {csv} LIMIT 15000) TO {DuckDbSql.Literal(to)} (FORMAT csv, HEADER {(names == Names.None ? "false" : "true")})");
        return columns;
    }
}
