using Perennial.Ingest;
using Perennial.Ingest.Exports;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ingest.Exports;

/// <summary>Exports of shops, help desks and sales departments, and mappings of a company's own.</summary>
public sealed class OtherExportTests
{
    private const string Accounts = "Account ID,Account Name,Account Owner,Industry,Parent Account ID,Billing Country,Created Date,Type\n001D000000IRFma,Acme,Eve,Retail,,US,2023-01-05,Customer\n001D000000IRFmbIAH,Best,Eve,Tech,001D000000IRFmaIAH,DE,2023-02-05,Customer\n";

    [Fact]
    [Trait("Speed", "Slow")]
    public void Shopify_orders_keep_the_head_of_an_order_and_share_out_its_discount_to_the_cent()
    {
        using CompanyFiles company = new CompanyFiles()
            .With(
                "orders_export.csv",
                "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount,Refunded Amount,Cancelled at\n"
                + "#1001,Ann@x.test,partially_refunded,2024-01-02 10:00:00 -0500,EUR,90.00,5.00,0.00,95.00,10.00,2024-01-02 10:00:00 -0500,2,Cup,10.00,CUP,0.00,20.00,\n#1001,ann@x.test,,,,,,,,,2024-01-02 10:00:00 -0500,1,Pot,70.00,POT,0.00,,\n#1001,ann@x.test,,,,,,,,,2024-01-02 10:00:00 -0500,1,Lid,10.00,LID,0.00,,\n"
                + "#1002,bob@x.test,paid,2024-01-03 10:00:00 -0500,EUR,10.00,5.00,0.00,15.00,0.00,2024-01-03 10:00:00 -0500,1,Cup,10.00,CUP,0.00,0.00,\n#1003,bob@x.test,voided,,EUR,10.00,5.00,0.00,15.00,0.00,2024-01-04 10:00:00 -0500,1,Cup,10.00,CUP,0.00,0.00,2024-01-05 10:00:00 -0500\n")
            .With("products_export.csv", "Handle,Title,Vendor,Type,Option1 Value,Variant SKU,Variant Price,Cost per item\ncup,Cup,V,Table,red,CUP,10.00,4.00\ncup,,,,blue,CUPB,10.00,4.50\ncup,,,,,,,\n")
            .Read();

        Assert.Equal("18.0000 63.0000 9.0000 10.0000 10.0000", company.Values("orders", "amount"));
        Assert.Equal("ann@x.test ann@x.test ann@x.test bob@x.test bob@x.test", company.Values("orders", "customer_id"));
        Assert.Equal("paid paid paid paid cancelled", company.Values("orders", "status"));
        Assert.Equal("#1001/20.0000", company.Values("refunds", "order_id || '/' || amount"));
        Assert.Equal("CUP/Cup/Table/4.0000 CUPB/Cup/Table/4.5000", company.Values("products", "product_id || '/' || name || '/' || product_line || '/' || unit_cost"));
        Assert.Equal(1, company.File("products_export.csv").Account.SetAside["without-sku"]);
        CompanyStage.Sales(company.Connection, company.Tables, new IngestOptions());
        Assert.Equal(80m, company.Connection.Scalar<decimal>("SELECT sum(amount) FROM ingest_rows WHERE disposition = 0"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Salesforce_ids_of_fifteen_and_eighteen_characters_are_one_account_and_only_won_deals_count()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("a.csv", Accounts)
            .With("o.csv", "Opportunity Name,Opportunity ID,Account ID,Stage,Close Date,Amount,Type\nRenewal,006D000000AAAAA,001D000000IRFmaIAH,Closed Won,2024-01-10,\"12,000.00\",Renewal\nNew,006D000000AAAAB,001D000000IRFmb,Negotiation,2024-06-10,9000,New\n")
            .Read();

        Assert.Equal("001D000000IRFmaIAH 001D000000IRFmbIAP".Replace("mbIAP", "mbIAH", StringComparison.Ordinal), company.Values("customers", "customer_id"));
        Assert.Equal("001D000000IRFmaIAH/12000.0000/2024-01-10", company.Values("contracts", "customer_id || '/' || value || '/' || signed_on"));
        Assert.Equal(1, company.File("o.csv").Account.SetAside["not-won"]);
        Assert.Equal("- 001D000000IRFmaIAH", company.Values("customers", "parent_id"));
    }

    [Fact]
    public void Zendesk_names_organisations_and_a_name_that_one_customer_bears_is_understood()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("a.csv", Accounts)
            .With("view.csv", "Id,Requester,Requester email,Organization,Status,Priority,Created at,Solved at,Satisfaction Score,First reply time in minutes,Handle time in minutes\n1,Joe,joe@acme.test,ACME,Solved,Urgent,2024-01-02 10:00,2024-01-03 10:00,Good,12,45\n2,Ida,ida@else.test,,Open,Low,2024-01-04 10:00,,Offered,,\n3,Spam,s@s.test,,Deleted,Low,2024-01-04 10:00,,,,\n")
            .Read();

        Assert.Equal("001D000000IRFmaIAH ida@else.test", company.Values("tickets", "customer_id"));
        Assert.Equal("5.0000/45.0000/12.0000/urgent -", company.Values("tickets", "satisfaction || '/' || minutes || '/' || first_reply_minutes || '/' || severity"));
        Assert.Equal(1, company.Finding("tickets", "found-by-name")!.Count);
        Assert.Equal(1, company.File("view.csv").Account.SetAside["deleted-or-spam"]);
    }

    [Fact]
    public void Hubspot_companies_and_won_deals_become_customers_and_contracts()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("c.csv", "Record ID,Company name,Company owner,Create Date,Industry,Country/Region,Lifecycle Stage\n101,Acme,Eve,2023-01-05 10:00,Retail,US,customer\n")
            .With("d.csv", "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company,Associated Company IDs,Contract Start Date,Contract End Date\n9,Acme renewal,Closed won,2024-01-10 09:00,12000,Acme,101,2024-02-01,2025-02-01\n10,Acme more,Closed lost,2024-01-10 09:00,12000,Acme,101,,\n")
            .Read();

        Assert.Equal("101/Acme/2023-01-05", company.Values("customers", "customer_id || '/' || name || '/' || signed_up_on"));
        Assert.Equal("101/12000.0000/2024-02-01/2025-02-01", company.Values("contracts", "customer_id || '/' || value || '/' || starts_on || '/' || ends_on"));
    }

    [Fact]
    public void A_mapping_of_the_companys_own_knows_its_exports_and_goes_before_the_shipped_ones()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("ours.mapping.yaml", "source: ours\nfiles:\n  - name: billing\n    known_by: [Kundennr, Betrag, Datum]\n    also: [Art]\n    leave: {test: \"art = 'Test'\"}\n    tables:\n      - table: payments\n        columns: {payment_id: kundennr || ':' || datum, customer_id: kundennr, paid_at: datum, amount: ingest_number(betrag), status: \"'succeeded'\"}\n")
            .With("x.csv", "Kundennr;Betrag;Datum;Art\n7;1.234,50;31.01.2024;Abo\n8;10,00;01.02.2024;Test\n")
            .Read();

        Assert.Equal("7/1234.5000/2024-01-31", company.Values("payments", "customer_id || '/' || amount || '/' || CAST(paid_at AS DATE)"));
        Assert.Equal(1, company.File("x.csv").Account.SetAside["test"]);
    }

    [Fact]
    public void The_page_on_exports_names_every_one_that_is_known()
    {
        string page = Repository.Read("docs/how-to/exports.md");

        foreach (ExportMapping mapping in ExportMapping.Shipped)
        {
            string line = page.Split('\n').Single(line => line.Contains($"(`{mapping.Source}`)", StringComparison.Ordinal));
            Assert.All(mapping.Files, file => Assert.Contains(file.Name, line, StringComparison.Ordinal));
            Assert.All(mapping.Files.SelectMany(file => file.Tables), table => Assert.Contains(table.Table, line.Split('|')[3], StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("source: ours\nfiles:\n  - name: b\n    known_by: [A, B]\n    tables:\n      - table: payment\n        columns: {}\n", "speaks of a table 'payment', which there is not")]
    [InlineData("source: ours\nfiles:\n  - name: b\n    known_by: [A, B]\n    tables:\n      - table: payments\n        columns: {sum: a}\n", "speaks of a column 'sum' of 'payments', which there is not")]
    [InlineData("source: ours\nfiles:\n  - name: b\n    known_by: [A, B]\n    tables:\n      - table: payments\n        columns: {payment_id: a}\n", "makes payments without paid_at, amount, status")]
    [InlineData("source: ours\nfiles:\n  - name: b\n    known_by: [A]\n", "'b' is known by fewer than two columns")]
    [InlineData("source: Ours!\n", "its source 'Ours!' is not a name")]
    [InlineData("source: ours\nfiles:\n  - name: b\n    known_by: [A, B]\n    tables:\n      - table: products\n        columns: {product_id: nothing_of_the_kind}\n", "cannot be used for its export of b")]
    public void A_mapping_that_cannot_be_used_is_refused_with_the_reason(string mapping, string sentence)
    {
        using CompanyFiles company = new CompanyFiles().With("ours.mapping.yaml", mapping).With("x.csv", "A,B\n1,2\n");

        PerennialException refusal = Assert.Throws<PerennialException>(() => company.Read());
        Assert.Equal("ingest/company-mapping", refusal.Code);
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_accounts_in_nobodys_spelling_is_no_export_and_keeps_its_traits()
    {
        using CompanyFiles company = new CompanyFiles().With("accounts.csv", "account_id,account_name,industry,churn_flag\nA1,Acme,Retail,FALSE\n").Read();
        Assert.Equal("FALSE", company.Connection.Scalar<string>("SELECT trait_churn_flag FROM ingest_customers"));
    }
}
