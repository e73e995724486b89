using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ingest.Exports;

/// <summary>A folder of Stripe's exports comes in as it is; names of files say nothing.</summary>
public sealed class StripeTests
{
    private const string Customers = "id,Description,Email,Name,Created (UTC),Delinquent,Currency,Card Last4,Total Spend\ncus_A,Acme,a@acme.test,Acme Ltd,2024-01-03 09:00,false,eur,4242,120.00\ncus_B,Best,b@best.test,,2024-02-01 10:30,true,eur,1881,0.00\n";

    private const string Subscriptions =
        "id,Customer ID,Customer Email,Plan,Product,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Coupon,Canceled At (UTC),Ended At (UTC),Cancel At Period End,Cancellation Reason\n"
        + "sub_1,cus_A,a@acme.test,price_pro,prod_1,3,eur,month,20.00,active,2024-01-03 09:00,2024-01-03 09:00,2024-03-17 09:00,2024-04-17 09:00,2024-01-03 09:00,2024-01-17 09:00,LAUNCH,,,false,\n"
        + "sub_2,cus_B,b@best.test,price_year,prod_1,1,eur,year,1200.00,canceled,2024-02-01 10:30,2024-02-01 10:30,2024-02-01 10:30,2025-02-01 10:30,,,FOREVER,2024-03-02 11:00,2024-03-02 11:00,false,payment_failed\n"
        + "sub_3,cus_B,b@best.test,price_pro,prod_1,1,eur,month,20.00,incomplete_expired,2024-02-05 10:30,2024-02-05 10:30,,,,,,,2024-02-06 10:30,false,\n";

    private const string Coupons = "id,name,percent_off,amount_off,currency,duration,duration_in_months\nLAUNCH,Launch,50,,,repeating,3\nFOREVER,Friends,,10000,eur,forever,\n";

    private const string Payments =
        "id,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Currency,Fee,Status,Captured,Mode,Decline Reason,Customer ID,Customer Email,Invoice ID,Disputed Amount,Dispute Status,Dispute Date (UTC),Refunded date (UTC)\n"
        + "ch_1,2024-01-17 09:05,30.00,0.00,eur,30.00,eur,0.70,Paid,true,Live,,cus_A,a@acme.test,in_1,,,,\n"
        + "ch_2,2024-02-17 09:05,30.00,0.00,eur,30.00,eur,0.00,Failed,true,Live,insufficient_funds,cus_A,a@acme.test,in_2,,,,\n"
        + "ch_3,2024-02-18 09:05,30.00,12.50,eur,30.00,eur,0.70,Paid,true,Live,,cus_A,a@acme.test,in_2,,,,2024-02-20 08:00\n"
        + "ch_4,2024-02-01 10:31,110.00,0.00,usd,100.00,eur,3.00,Paid,true,Live,,,Guest@Web.test,,110.00,lost,2024-03-01 07:00,\n"
        + "ch_5,2024-02-02 10:31,9.00,0.00,eur,9.00,eur,0.10,Paid,true,Test,,cus_B,b@best.test,,,,,\n";

    [Fact]
    public void Subscriptions_become_stretches_with_trial_coupon_and_the_reason_of_their_end()
    {
        using CompanyFiles company = new CompanyFiles().With("a.csv", Subscriptions).With("b.csv", Coupons).With("c.csv", Customers).Read();

        Assert.Equal("sub_1 sub_1 sub_2", company.Values("subscriptions", "subscription_id"));
        Assert.Equal("trial active active", company.Values("subscriptions", "status"));
        Assert.Equal("2024-01-03/2024-01-17 2024-01-17/- 2024-02-01/2024-03-02", company.Values("subscriptions", "starts_on || '/' || coalesce(CAST(ends_on AS VARCHAR), '-')"));
        Assert.Equal("0.0000 60.0000 1200.0000", company.Values("subscriptions", "amount"));
        Assert.Equal("1 1 12", company.Values("subscriptions", "billing_months"));
        Assert.Equal("- 30.0000 100.0000", company.Values("subscriptions", "discount"));
        Assert.Equal("- 2024-04-03 -", company.Values("subscriptions", "discount_until"));
        Assert.Equal("change - payment", company.Values("subscriptions", "end_reason"));
        Assert.Equal("Acme Ltd|Best", company.Values("customers", "replace(name, ' ', '_')").Replace(' ', '|').Replace('_', ' '));
        Assert.DoesNotContain(company.Table("customers").Traits, trait => trait.Contains("card", StringComparison.Ordinal) || trait.Contains("spend", StringComparison.Ordinal));

        RowAccount rows = company.File("a.csv").Account;
        Assert.Equal((3, 2, 0), (rows.In, rows.Used, rows.Quarantined));
        Assert.Equal(1, rows.SetAside["never-started"]);
        Assert.Equal((2, 2), (company.File("b.csv").Account.In, company.File("b.csv").Account.Used));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Payments_keep_failed_charges_apart_and_give_refunds_and_lost_disputes_a_row_of_their_own()
    {
        using CompanyFiles company = new CompanyFiles().With("unified_payments.csv", Payments).Read();

        Assert.Equal("ch_1 ch_2 ch_3 ch_4", company.Values("payments", "payment_id"));
        Assert.Equal("succeeded failed succeeded succeeded", company.Values("payments", "status"));
        Assert.Equal("cus_A cus_A cus_A guest@web.test", company.Values("payments", "customer_id"));
        Assert.Equal("0.7000 0.0000 0.7000 3.3000", company.Values("payments", "fee"));
        Assert.Equal("- insufficient_funds - -", company.Values("payments", "failure_reason"));
        Assert.Equal("ch_3:refund/12.5000/2024-02-20/refund ch_4:dispute/110.0000/2024-03-01/dispute_lost", company.Values("refunds", "refund_id || '/' || amount || '/' || CAST(refunded_at AS DATE) || '/' || kind"));
        Assert.Equal(1, company.File("unified_payments.csv").Account.SetAside["test-mode"]);

        IngestResult sales = CompanyStage.Sales(company.Connection, company.Tables, new IngestOptions { Currency = "EUR" });
        Assert.Equal("30.0000 30.0000 -12.5000", string.Join(' ', company.Connection.List("SELECT CAST(amount AS VARCHAR) FROM ingest_rows WHERE disposition = 0 ORDER BY day, row_no", row => row.String(0))));
        Assert.Equal("1 3 3", string.Join(' ', company.Connection.List("SELECT CAST(row_no + 1 AS VARCHAR) FROM ingest_rows WHERE disposition = 0 ORDER BY day, row_no", row => row.String(0))));
        Assert.Equal(5, sales.Rows.In);
        Assert.Equal(5, sales.Rows.Used + sales.Rows.Quarantined + sales.Rows.SetAside.Values.Sum());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_balance_report_says_again_what_payments_say_and_alone_says_all_of_it()
    {
        const string balance = "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,customer_id,description\n"
            + "txn_1,2024-01-17 09:05:00,eur,30.00,0.70,29.30,charge,ch_1,ch_1,cus_A,\ntxn_2,2024-02-20 08:00:00,eur,-12.50,0.00,-12.50,refund,re_1,ch_3,cus_A,\n"
            + "txn_3,2024-03-01 07:00:00,eur,-110.00,15.00,-125.00,dispute,du_1,ch_4,cus_B,\ntxn_4,2024-03-02 02:00:00,eur,-4.20,0.00,-4.20,fee,,,,Billing\ntxn_5,2024-03-03 00:00:00,eur,-20.00,0.00,-20.00,payout,po_1,,,\n";
        using CompanyFiles alone = new CompanyFiles().With("balance.csv", balance).Read();
        Assert.Equal("ch_1/30.0000/0.7000", alone.Values("payments", "payment_id || '/' || amount || '/' || fee"));
        Assert.Equal("refund/12.5000 dispute_lost/110.0000", alone.Values("refunds", "kind || '/' || amount"));
        Assert.Equal("4.2000", alone.Values("costs", "amount"));
        Assert.Equal(1, alone.File("balance.csv").Account.SetAside["moves-no-customers-money"]);

        using CompanyFiles both = new CompanyFiles().With("balance.csv", balance).With("pay.csv", Payments).Read();
        Assert.Equal("ch_1 ch_2 ch_3 ch_4", both.Values("payments", "payment_id"));
        Assert.Equal("txn_2 txn_3", both.Values("refunds", "refund_id"));
        Assert.Equal(1, both.File("balance.csv").Account.SetAside["said-elsewhere"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Raw_objects_are_in_minor_units_and_whole_yen()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("x.csv", "id,amount,amount_refunded,currency,status,created,captured,customer_id,invoice_id,failure_message\nch_1,1999,0,usd,succeeded,1706000000,true,cus_A,in_1,\nch_2,5000,0,jpy,succeeded,1706000100,true,cus_A,,\nch_3,1999,0,usd,failed,1706000200,true,cus_A,,Your card was declined.\n")
            .With("y.csv", "id,amount,charge_id,created,currency,status,reason\nre_1,500,ch_1,1706100000,usd,succeeded,requested_by_customer\nre_2,500,ch_1,1706100000,usd,failed,\n")
            .Read();

        Assert.Equal("19.9900 5000.0000 19.9900", company.Values("payments", "amount"));
        Assert.Equal("succeeded succeeded failed", company.Values("payments", "status"));
        Assert.Equal("2024-01-23", company.Values("payments", "CAST(min(paid_at) OVER () AS DATE)").Split(' ')[0]);
        Assert.Equal("re_1/5.0000", company.Values("refunds", "refund_id || '/' || amount"));
        Assert.Equal(1, company.File("y.csv").Account.SetAside["never-given-back"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Invoices_below_zero_are_credit_notes_and_prices_are_products()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("i.csv", "id,Number,Customer,Customer Email,Subscription,Status,Currency,Date (UTC),Due Date (UTC),Subtotal,Tax,Total,Amount Due\nin_1,N-1,cus_A,a@acme.test,sub_1,paid,eur,2024-01-17 09:00,2024-01-31 09:00,30.00,5.70,35.70,35.70\nin_2,N-2,cus_A,a@acme.test,sub_1,paid,eur,2024-02-17 09:00,,-10.00,-1.90,-11.90,0.00\nin_3,N-3,,x@y.test,,draft,eur,2024-02-18 09:00,,5.00,0.00,5.00,5.00\n")
            .With("p.csv", "Price ID,Product ID,Product Name,Amount,Currency,Interval\nprice_pro,prod_1,Pro,20.00,eur,month\n")
            .Read();

        Assert.Equal("invoice/35.7000/5.7000 credit_note/11.9000/1.9000", company.Values("invoices", "kind || '/' || total || '/' || tax"));
        Assert.Equal(["i.csv:4 customer_id '' no customer_id"], company.Quarantine());
        Assert.Equal("price_pro/Pro/20.0000", company.Values("products", "product_id || '/' || product_line || '/' || list_price"));
    }
}
