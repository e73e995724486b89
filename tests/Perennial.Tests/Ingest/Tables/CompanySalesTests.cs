using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Tables;

/// <summary>What a company sold, from the first of its tables that says so.</summary>
public sealed class CompanySalesTests
{
    [Fact]
    public void Orders_have_the_amounts_of_their_lines_and_returns_take_back()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("orders.csv", "order_id,customer_id,ordered_at,status\no1,a,2024-01-05,delivered\no2,a,2024-02-05,delivered\no3,b,2024-02-06,canceled\n")
            .With("order_items.csv", "order_id,order_item_id,product_id,price\no1,1,p,10.50\no1,2,q,4.50\no2,1,p,20\no3,1,p,99\n")
            .With("refunds.csv", "refund_id,order_id,refunded_at,amount\nr1,o1,2024-01-20,4.50\nr2,o2,,\n");
        Assert.Equal("a 2024-01-05 10.5 1 0; a 2024-01-05 4.5 1 0; a 2024-01-20 -4.5 2 0; a 2024-02-05 20 1 0; a 2024-02-05 -20 2 0; b 2024-02-06 99 1 5", Sales(company, out IngestResult result));
        Assert.Equal(new DateOnly(2024, 2, 5), result.AsOf);
        Assert.Equal(result.Rows.In, result.Rows.Used + result.Rows.Quarantined + result.Rows.SetAside.Values.Sum());
    }

    [Fact]
    public void Where_an_order_has_no_amount_it_is_quantity_times_the_list_price()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("sales.csv", "OrderNumber,OrderLineItem,CustomerKey,OrderDate,ProductKey,OrderQuantity\no1,1,7,2024-01-05,p,3\n")
            .With("products.csv", "ProductKey,ProductPrice,list_price,ProductCost\np,1,2.25,1\n");
        Assert.Equal("7 2024-01-05 6.75 1 0", Sales(company, out _));
    }

    [Fact]
    public void Invoices_count_before_tax_credit_notes_take_back_and_void_ones_are_nothing()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("invoices.csv", "invoice_id,customer_id,kind,issued_on,status,total,tax\ni1,a,invoice,2024-01-01,paid,119,19\ni2,a,credit_note,2024-02-01,paid,11.90,1.90\ni3,b,invoice,2024-02-01,void,50,0\ni4,b,invoice,2024-03-01,uncollectible,50,0\ni5,b,invoice,2024-03-02,open,50,0\n")
            .With("refunds.csv", "refund_id,invoice_id,refunded_at,amount\nr1,i1,2024-02-02,11.90\n");
        Assert.Equal("a 2024-01-01 100 1 0; a 2024-02-01 -10 2 0; b 2024-02-01 50 1 8; b 2024-03-01 50 1 7; b 2024-03-02 50 1 0", Sales(company, out _));
    }

    [Fact]
    public void Payments_that_failed_are_no_sales_and_lost_disputes_take_back()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("payments.csv", "payment_id,customer_id,paid_at,amount,status\np1,a,2024-01-01 10:00:00,30,succeeded\np2,a,2024-02-01,30,failed\np3,a,2024-02-03,30,succeeded\n")
            .With("refunds.csv", "refund_id,kind,payment_id,refunded_at,amount\nr1,dispute_lost,p3,2024-02-20,30\nr2,dispute_won,p1,2024-02-20,30\n");
        Assert.Equal("a 2024-01-01 30 1 0; a 2024-02-01 30 1 7; a 2024-02-03 30 1 0; a 2024-02-20 -30 2 0", Sales(company, out _));
    }

    [Fact]
    public void Subscriptions_alone_are_billed_by_their_periods_up_to_the_last_day_anything_was_seen()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("subscriptions.csv", "subscription_id,customer_id,starts_on,ends_on,amount,billing_months,trial\ns1,a,2024-01-31,2024-04-15,30,1,no\ns2,b,2024-01-01,2025-01-01,1200,12,no\ns3,c,2024-03-20,,10,1,yes\ns4,d,2024-03-20,,10,1,no\n");
        Assert.Equal("b 2024-01-01 1200 1 0; a 2024-01-31 30 1 0; a 2024-02-29 30 1 0; d 2024-03-20 10 1 0", Sales(company, out IngestResult result));
        Assert.Equal(new DateOnly(2024, 3, 20), result.AsOf);
    }

    [Fact]
    public void One_person_behind_several_ids_is_one_customer_and_other_currencies_are_converted_or_set_aside()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,person_id\na1,anna\na2,anna\nb,\n")
            .With("exchange_rates.csv", "currency,valid_on,rate\nUSD,2024-01-01,0.9\nUSD,2024-02-01,0.95\n")
            .With("orders.csv", "order_id,customer_id,ordered_at,amount,currency\no1,a1,2024-01-05,100,EUR\no2,a2,2024-02-05,10,usd\no3,b,2024-02-06,50,JPY\n");
        Assert.Equal("anna 2024-01-05 100 1 0; anna 2024-02-05 9.5 1 0; b 2024-02-06 - 1 9", Sales(company, out IngestResult result));
        Assert.Equal("EUR", result.Currency);
        Assert.Equal(1, result.Quality.Single(finding => finding.Code == "other-currency").Count);
    }

    [Fact]
    public void Tables_that_say_nothing_of_sales_are_refused()
    {
        using CompanyFiles company = new CompanyFiles().With("customers.csv", "customer_id,segment\na,SMB\n");
        PerennialException refusal = Assert.Throws<PerennialException>(() => Sales(company, out _));
        Assert.Equal("ingest/no-sales", refusal.Code);
    }

    private static string Sales(CompanyFiles company, out IngestResult result)
    {
        company.Read();
        result = CompanyStage.Sales(company.Connection, company.Tables, new IngestOptions());
        return string.Join("; ", company.Connection.List(
            "SELECT customer_id || ' ' || day || ' ' || coalesce(CAST(CAST(amount AS DOUBLE) AS VARCHAR), '-') || ' ' || kind || ' ' || disposition FROM ingest_rows ORDER BY day, customer_id, row_no",
            row => row.String(0)!.Replace(".0 ", " ", StringComparison.Ordinal)));
    }
}
