using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ingest.Exports;

/// <summary>The set of files that ChartMogul's importer takes comes in as it is.</summary>
public sealed class ChartMogulTests
{
    private static CompanyFiles Billing => new CompanyFiles()
        .With("1.csv", "Name,Email,Company,Country,State,City,Zip,External ID,Lead created at,Free trial started at\nAda,a@x.test,Acme,US,,,,c1,2024-01-01,\nBob,b@x.test,,DE,,,,c2,,2024-01-05\n")
        .With("2.csv", "Name,Interval count,Interval unit,External ID\nPro monthly,1,month,pro_m\nPro yearly,1,year,pro_y\n")
        .With("3.csv", "Customer external ID,Invoice external ID,Invoiced date,Due date,Currency\nc1,i1,2024-01-10,2024-01-20,USD\nc1,i2,2024-02-10,2024-02-20,USD\nc2,i3,2024-01-15,2024-01-30,JPY\n")
        .With(
            "4.csv",
            "Invoice external ID,External ID,Subscription external ID,Subscription set external ID,Type,Amount in cents,Plan,Service period start,Service period end,Quantity,Proration,Discount code,Discount amount,Tax amount,Description\n"
            + "i1,l1,s1,,subscription,11900,pro_m,2024-01-10,2024-02-10,2,,LAUNCH,1000,1900,\ni2,l2,s1,,subscription,11900,pro_m,2024-02-10,2024-03-10,2,,,,1900,\ni2,l3,s1,,subscription,-2380,pro_m,2024-02-01,2024-02-10,1,true,,,-380,Unused time\ni2,l4,,,one_time,5000,,,,1,,,,,Setup\n"
            + "i3,l5,s2,,subscription,120000,pro_y,2024-01-15,2025-01-15,1,,,,,\n")
        .With("5.csv", "Invoice external ID,External ID,Type,Result,Date\ni1,t1,payment,failed,2024-01-10\ni1,t2,payment,successful,2024-01-12\ni1,t3,refund,successful,2024-01-20\ni1,t4,refund,failed,2024-01-19\ni3,t5,payment,successful,2024-01-15\n");

    [Fact]
    [Trait("Speed", "Slow")]
    public void Billing_files_become_invoices_credit_notes_payments_and_refunds()
    {
        using CompanyFiles company = Billing.Read();

        Assert.Equal("Acme/2024-01-01 Bob/2024-01-05", company.Values("customers", "name || '/' || signed_up_on"));
        Assert.Equal("i1/invoice/119.0000/paid i2/invoice/169.0000/open i2:credit/credit_note/23.8000/- i3/invoice/120000.0000/paid", company.Values("invoices", "invoice_id || '/' || kind || '/' || total || '/' || coalesce(status, '-')"));
        Assert.Equal("l1/i1/100.0000 l2/i2/100.0000 l3/i2:credit/20.0000 l4/i2/50.0000 l5/i3/120000.0000", company.Values("invoice_lines", "line_id || '/' || invoice_id || '/' || amount"));
        Assert.Equal("t1/failed/119.0000 t2/succeeded/119.0000 t5/succeeded/120000.0000", company.Values("payments", "payment_id || '/' || status || '/' || amount"));
        Assert.Equal("t3/119.0000", company.Values("refunds", "refund_id || '/' || amount"));
        Assert.Equal(1, company.File("5.csv").Account.SetAside["never-given-back"]);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Subscriptions_are_the_periods_that_were_billed_until_they_are_cancelled()
    {
        using CompanyFiles company = Billing
            .With("6.csv", "External ID,Subscription set external ID,Subscription external ID,Customer external ID,Plan external ID,Date,Effective Date,Event Type,Currency,Amount in Cents,Quantity,Retracted event ID\ne1,,s1,c1,,2024-02-20,2024-03-01,subscription_cancelled,,,,\ne2,,s2,c2,,2024-02-20,2024-03-01,subscription_cancelled,,,,\ne3,,s2,c2,,2024-02-21,2024-02-21,subscription_event_retracted,,,,e2\n")
            .Read();

        Assert.Equal(
            "s1/2024-01-10/2024-02-10/100.0000/1/- s1/2024-02-10/2024-03-01/100.0000/1/voluntary s2/2024-01-15/2025-01-15/120000.0000/12/-",
            company.Values("subscriptions", "subscription_id || '/' || starts_on || '/' || ends_on || '/' || amount || '/' || billing_months || '/' || coalesce(end_reason, '-')"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Subscriptions_told_by_events_begin_change_and_end_with_them()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("p.csv", "Name,Interval count,Interval unit,External ID\nPro yearly,1,year,pro_y\n")
            .With(
                "e.csv",
                "External ID,Subscription set external ID,Subscription external ID,Customer external ID,Plan external ID,Date,Effective Date,Event Type,Currency,Amount in Cents,Quantity,Retracted event ID\n"
                + "e1,,s1,c1,basic,2024-01-01,2024-01-01,subscription_start,EUR,5000,1,\ne2,,s1,c1,pro_y,2024-02-20,2024-03-01,subscription_updated,EUR,120000,2,\ne3,,s1,c1,pro_y,2024-05-01,2024-06-01,subscription_cancellation_scheduled,,,,\n"
                + "e4,,s1,c1,pro_y,2024-08-01,2024-08-01,subscription_start,EUR,120000,2,\ne5,,s2,c2,basic,2024-02-01,2024-02-01,subscription_start,EUR,5000,1,\ne6,,s2,c2,basic,2024-02-02,2024-02-02,subscription_event_retracted,,,,e5\n")
            .Read();

        Assert.Equal(
            "2024-01-01/2024-03-01/50.0000/1/change 2024-03-01/2024-06-01/1200.0000/12/voluntary 2024-08-01/-/1200.0000/12/-",
            company.Values("subscriptions", "starts_on || '/' || coalesce(CAST(ends_on AS VARCHAR), '-') || '/' || amount || '/' || billing_months || '/' || coalesce(end_reason, '-')"));
    }
}
