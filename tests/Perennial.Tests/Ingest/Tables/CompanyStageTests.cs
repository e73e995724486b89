using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Testing;

namespace Perennial.Tests.Ingest.Tables;

/// <summary>A folder of files becomes tables of the contract; every record is accounted for.</summary>
public sealed class CompanyStageTests
{
    private const string Customers = "account_id;Company Name;segment;Signup Date;Favourite colour\n007;Acme;SMB;31/01/2024;blue\n008;Best;Solo;15/02/2024;\n";

    [Fact]
    public void Files_are_told_apart_by_name_and_columns_and_read_by_the_contract()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("crm_accounts_export.csv", Customers)
            .With("2024_subscriptions.csv", "subscription_id,account,plan,seats,billing_amount,billing_frequency,start_date,end_date,is_trial\ns1,007,Pro,5,\"1,200.00\",annual,2024-02-01,,no\ns2,008,Basic,1,20,Monthly,2024-02-20,2024-05-20,yes\n")
            .With("whatever.csv", "ticket_id,customer,priority,created_at,closed_at,minutes\nt1,007,Medium,2024-03-01 10:00:00,2024-03-01 12:00:00,35\n")
            .Read();

        Assert.Equal(["customers", "subscriptions", "tickets"], company.Tables.Tables.Select(table => table.Table));
        Assert.Equal("007 008", company.Values("customers", "customer_id"));
        Assert.Equal("2024-01-31 2024-02-15", company.Values("customers", "signed_up_on"));
        Assert.Equal("blue -", company.Values("customers", "trait_favourite_colour"));
        Assert.Equal("1200.0000 20.0000", company.Values("subscriptions", "amount"));
        Assert.Equal("12 1", company.Values("subscriptions", "billing_months"));
        Assert.Equal("false true", company.Values("subscriptions", "trial"));
        Assert.Equal("normal", company.Values("tickets", "severity"));
        Assert.StartsWith("by its columns", company.Tables.Files.Single(file => file.Table == "tickets").Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_costs_the_cell_where_it_may_be_empty_and_the_row_where_it_must_not()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("tickets.csv", "ticket_id,customer_id,opened_at,minutes,severity\nt1,a,2024-03-01,-5,high\nt2,a,not yet,5,high\nt3,,2024-03-02,5,terrible\nt4,b,2024-03-03,x,low\nt5,b,2024-03-04,7,low\n")
            .Read();

        Assert.Equal(new[] { "tickets.csv:3 opened_at 'not yet' not a date of the column's form for opened_at", "tickets.csv:4 customer_id '' no customer_id" }, company.Quarantine());
        Assert.Equal("- - 7.0000", company.Values("tickets", "minutes"));
        Assert.Equal(["-5", "x"], company.Finding("tickets", "unread: minutes")!.Examples);
        Assert.Equal(3, company.Table("tickets").Rows.Used);
    }

    [Fact]
    public void Of_a_repeated_key_the_last_row_counts_and_one_known_later_replaces_the_earlier_from_then_on()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,segment\na,SMB\na,SMB\nb,Solo\nb,Enterprise\nc,Solo\n")
            .With("invoices.csv", "invoice_id,customer_id,issued_on,total,recorded_at\ni1,a,2024-01-01,100,2024-01-01\ni1,a,2024-01-01,90,2024-02-15\n")
            .Read();

        Assert.Equal("a b c", company.Values("customers", "customer_id"));
        Assert.Equal("SMB Enterprise Solo", company.Values("customers", "segment"));
        Assert.Equal(1, company.Table("customers").Rows.SetAside["repeated-row"]);
        Assert.Equal(1, company.Table("customers").Rows.SetAside["same-key"]);
        Assert.Equal("2024-02-15 00:00:00 -", company.Values("invoices", "superseded_at"));
    }

    [Fact]
    public void A_customer_whom_a_table_does_not_name_is_found_through_another()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("subscriptions.csv", "subscription_id,customer_id,starts_on,mrr\ns1,a,2024-01-01,10\n")
            .With("usage.csv", "subscription_id,used_on,feature,quantity\ns1,2024-01-05,search,3\ns9,2024-01-05,search,4\n")
            .Read();

        Assert.Equal("a", company.Values("usage", "customer_id"));
        Assert.Equal(["usage.csv:3 customer_id 's9' no customer_id is known for it"], company.Quarantine());
    }

    [Fact]
    public void Rules_of_the_contract_set_rows_aside_and_beyond_their_threshold_stop_a_run()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("subscriptions.csv", "subscription_id,customer_id,starts_on,ends_on,mrr\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"s{i},a,2024-01-01,2024-02-01,10\n")) + "s9,a,2024-03-01,2024-01-01,10\n")
            .Read();
        Assert.Equal(1, company.Table("subscriptions").Rows.SetAside["ends-before-start"]);
        TableChecks.Require(company.Tables);

        company.With("strict.odcs.yaml", """
            kind: DataContract
            apiVersion: v3.1.0
            id: own
            version: 1.0.0
            status: active
            schema:
              - name: subscriptions
                properties: []
                quality:
                  - {name: ends-before-start, type: custom, engine: perennial, description: Nobody ends before they start., implementation: ends_on < starts_on, mustBe: 0, severity: error}
                  - {type: sql, name: cheap, description: Subscriptions below one., query: 'SELECT count(*) FROM {object} WHERE mrr < 1', mustBe: 0, severity: error}
                  - {metric: rowCount, mustBeGreaterThan: 3, severity: error}
            """).Read();
        PerennialException refusal = Assert.Throws<PerennialException>(() => TableChecks.Require(company.Tables));
        Assert.Equal("ingest/contract-broken", refusal.Code);
        Assert.Contains("in 1 places: subscriptions, ends-before-start: Nobody ends before they start. 1 rows", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_to_nobody_are_said()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,parent_id,segment\na,,SMB\nb,a,SMB\nc,z,SMB\n")
            .With("surveys.csv", "customer_id,answered_on,kind,score\na,2024-01-01,nps,9\nq,2024-01-01,nps,3\n")
            .Read();
        Assert.Equal(["z"], company.Finding("customers", "unknown: parent_id")!.Examples);
        Assert.Equal(["q"], company.Finding("surveys", "unknown: customer_id")!.Examples);
    }

    [Fact]
    public void A_table_without_a_record_is_left_out()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,segment\na,SMB\n")
            .With("refunds.csv", "refund_id,order_id,amount\n")
            .With("tickets.csv", string.Empty)
            .Read();
        Assert.Equal(["customers"], company.Tables.Tables.Select(table => table.Table));
        Assert.Equal(["it has no record", "it has no record"], company.Tables.Files.Where(file => file.Table is null).Select(file => file.Why));
    }

    [Fact]
    public void What_company_yaml_says_wins()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("a.csv", "wer,wann,wieviel,nr\n1,2024-01-01,10,o1\n")
            .With("customers.csv", "x,y\n1,2\n")
            .With("company.yaml", "tables:\n  orders:\n    files: [a.csv]\n    columns: {customer_id: wer, ordered_at: wann, amount: wieviel, order_id: nr}\nignore: [customers.csv]\n")
            .Read();
        Assert.Equal("10.0000", company.Values("orders", "amount"));
        Assert.Equal("left out, as company.yaml says", company.Tables.Files.Single(file => file.Table is null).Why);
    }

    [Theory]
    [InlineData("tables:\n  things: {files: [a.csv]}\n", "speaks of a table 'things'")]
    [InlineData("tables:\n  orders: {files: [b.csv]}\n", "names the file 'b.csv'")]
    [InlineData("tables:\n  orders: {files: [a.csv], columns: {who: wer}}\n", "speaks of a column 'who'")]
    [InlineData("tables:\n  orders: {files: [a.csv]}\n", "has no column for order_id")]
    public void A_company_yaml_that_cannot_be_is_refused(string mapping, string expected)
    {
        using CompanyFiles company = new CompanyFiles().With("a.csv", "wer,wann\n1,2024-01-01\n").With("company.yaml", mapping);
        Assert.Contains(expected, Assert.Throws<PerennialException>(() => company.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_tables_is_refused_with_what_was_found()
    {
        using CompanyFiles company = new CompanyFiles().With("returns.csv", "a,b\n1,2\n");
        PerennialException refusal = Assert.Throws<PerennialException>(() => company.Read());
        Assert.Equal("ingest/no-tables", refusal.Code);
        Assert.Contains("returns.csv: named like refunds, but with none of its columns", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Everything_inconsistent_in_ravenstack_is_said()
    {
        using CompanyFiles company = new();
        company.Read(RealData.Path("ravenstack_saas"));
        Assert.Equal(19142, company.Finding("usage", "used-before-start")!.Count);
        Assert.Equal(21, company.Finding("usage", "duplicateValues: usage_id")!.Count);
        Assert.Equal(35, company.Finding("customers", "flagged-without-cancellation")!.Count);
        Assert.Equal(277, company.Finding("customers", "cancelled-without-flag")!.Count);
        Assert.Equal(25000, company.Table("usage").Rows.Used);
        Assert.Equal(0, company.Connection.Scalar<long>("SELECT count(*) FROM ingest_usage WHERE customer_id IS NULL"));
    }
}
