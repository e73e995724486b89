using System.Globalization;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ledger;

/// <summary>From gross revenue to net, by customer and month, to the last digit.</summary>
public sealed class MarginTests
{
    private const string Orders = "order_id,customer_id,ordered_at,product_id,quantity,amount,discount,cost\n" +
        "o1,ann,2024-01-02,tea,2,50,5,\no2,ann,2024-01-20,cup,1,20,,\no3,bob,2024-02-03,tea,1,25,,11\no4,bob,2024-02-05,pot,1,40,,\n";

    private const string Products = "product_id,product_line,unit_cost,margin\ntea,drinks,8,\ncup,ware,,0.6\npot,ware,,\n";

    [Fact]
    [Golden("contribution.v1")]
    [Golden("margin.gross.v1")]
    public void Revenue_of_70_less_goods_of_24_delivery_of_6_and_10_to_serve_leaves_30()
    {
        using CompanyFiles company = Shop().With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id,avoidable\nc1,infrastructure,2024-01-01,2024-02-01,6,ann,true\nc2,support,2024-01-01,2024-02-01,10,ann,false\nc3,rent,2024-01-01,2024-02-01,99,ann,false\n").Read();
        MarginAccount all = BookedCompany.BookNet(company);
        Assert.Equal("ann 2024-01 70 0 24 6 40 10 30; bob 2024-02 65 0 11 0 54 0 54", Contribution(company));
        Assert.Equal((135m, 5m, 94m, 84m, 6m), (all.Gross, all.Discounts, all.Margin, all.Contribution, all.Avoidable));
        Assert.Equal(94.0 / 135, all.MarginShare!.Value, 12);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_rows_own_cost_goes_before_a_stated_product_that_before_units_a_products_margin_and_a_line()
    {
        using CompanyFiles company = Shop().With("company.yaml", "margins:\n  default: 0.5\n  lines: {ware: 0.25}\n  products: {tea: {2023-01-01: 0.9, 2024-02-01: 0.1}}\n").Read();
        MarginAccount all = BookedCompany.BookNet(company, margin: 0.99);
        Assert.Equal("cup product 8; tea product-rule 5; pot line-rule 30; tea line 11", Goods(company));
        Assert.Equal(1, all.KnownShare);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_margin_of_the_options_counts_where_nothing_else_is_known_and_not_beside_a_pool_that_is_cost_of_revenue()
    {
        using CompanyFiles alone = Shop().Read();
        BookedCompany.BookNet(alone, margin: 0.8);
        Assert.Equal("cup product 8; tea unit 16; pot option 8; tea line 11", Goods(alone));
        using CompanyFiles hosted = Shop().With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id\nc1,hosting,2024-01-01,2024-02-01,6,ann\n").Read();
        MarginAccount all = BookedCompany.BookNet(hosted, margin: 0.8);
        Assert.Equal("cup product 8; tea unit 16; pot none 0; tea line 11", Goods(hosted));
        Assert.True(all.Delivered);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Goods_that_come_back_were_paid_for_and_a_lost_dispute_costs_its_fee()
    {
        using CompanyFiles company = Shop().With("refunds.csv", "refund_id,order_id,refunded_at,amount,fee,kind\nr1,o1,2024-01-25,50,,refund\nr2,o4,2024-02-07,40,15,dispute_lost\n").With("company.yaml", "margins: {default: 0.5}\n").Read();
        MarginAccount all = BookedCompany.BookNet(company);
        Assert.Equal("ann 2024-01 70 50 24 0 -4 0 -4; bob 2024-02 65 40 31 0 -6 15 -21", Contribution(company));
        Assert.Equal([("dispute fees", "serve", 15m)], all.Pools.Select(pool => (pool.Pool, pool.Role, pool.Amount)));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Where_margins_are_all_there_is_a_refund_takes_its_share_of_the_cost_back()
    {
        using CompanyFiles company = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-02,50\no2,bob,2024-02-03,9\n")
            .With("refunds.csv", "refund_id,order_id,refunded_at,amount\nr1,o1,2024-01-25,20\n").With("company.yaml", "margins: {default: 0.6}\n").Read();
        BookedCompany.BookNet(company);
        Assert.Equal("ann 2024-01 50 20 12 0 18 0 18; bob 2024-02 9 0 3.6 0 5.4 0 5.4", Contribution(company));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_refund_is_counted_once_where_the_order_also_says_the_day_it_came_back_and_without_the_tax_of_its_invoice()
    {
        using CompanyFiles shop = new CompanyFiles().With("orders.csv", "order_id,customer_id,ordered_at,amount,returned_on\no1,ann,2024-01-02,50,2024-01-25\no2,bob,2024-02-03,9,2024-02-05\n")
            .With("refunds.csv", "refund_id,order_id,refunded_at,amount\nr1,o1,2024-01-25,50\n").Read();
        Assert.Equal(59m, BookedCompany.BookNet(shop).Refunds);
        using CompanyFiles billed = new CompanyFiles().With("invoices.csv", "invoice_id,customer_id,issued_on,total,tax,kind,credits_invoice_id\ni1,ann,2024-01-02,119,19,invoice,\ni2,ann,2024-02-02,119,19,invoice,\ni3,ann,2024-02-09,119,19,credit_note,i2\n")
            .With("refunds.csv", "refund_id,invoice_id,refunded_at,amount\nr1,i1,2024-01-25,11.90\nr2,i2,2024-02-09,119\n").Read();
        MarginAccount net = BookedCompany.BookNet(billed);
        Assert.Equal((200m, 110m), (net.Gross, net.Refunds));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Fees_and_costs_of_somebody_who_never_bought_are_said_and_in_no_customers_contribution()
    {
        using CompanyFiles company = Shop().With("payments.csv", "payment_id,customer_id,paid_at,amount,status,fee\np1,ann,2024-01-02,50,succeeded,1.5\np2,eve,2024-01-02,9,failed,0.25\np3,bob,2024-03-01,9,succeeded,7\n").Read();
        MarginAccount all = BookedCompany.BookNet(company);
        Assert.Equal((0.25m, 1.5m), (all.Unallocated, all.Serve));
        Assert.Equal(1.75m, all.Pools.Single().Amount);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_booking_of_a_quarter_is_spread_over_its_months_and_adds_up()
    {
        using CompanyFiles company = Shop().With("orders2.csv", "order_id,customer_id,ordered_at,amount\no9,bob,2024-05-01,1\n")
            .With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id\nc1,audit,2024-01-16,2024-04-01,100,ann\n").Read();
        BookedCompany.BookNet(company);
        Assert.Equal("21.0526 38.1579 40.7895", string.Join(' ', company.Connection.List("SELECT amount FROM ledger_charges ORDER BY month", row => row.Decimal(0).ToString("0.####", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_company_says_what_a_pool_is()
    {
        CompanyRules rules = new() { Pools = new Dictionary<string, PoolRole> { ["support"] = PoolRole.CostOfRevenue } };
        Assert.Equal(
            (PoolRole.CostOfRevenue, PoolRole.CostOfRevenue, PoolRole.CostToServe, PoolRole.Acquisition, PoolRole.Overhead),
            (rules.RoleOf("Support "), rules.RoleOf("infrastructure"), rules.RoleOf("moon"), rules.RoleOf("marketing"), rules.RoleOf("rent")));
    }

    [Theory]
    [InlineData("margins: {default: 80}", "80")]
    [InlineData("margins: {default: {monday: 0.8}}", "monday")]
    [InlineData("margins: {everything: 0.8}", "'default', 'lines' and 'products'")]
    [InlineData("pools: {support: free}", "cost of revenue, cost to serve, acquisition, overhead")]
    [InlineData("discount: {default: 10}", "0 to 0.5")]
    [InlineData("discount: {segments: {SMB: -0.1}}", "SMB")]
    public void Rules_that_cannot_be_are_refused_with_what_is_allowed(string yaml, string said)
    {
        using CompanyFiles company = Shop().With("company.yaml", yaml);
        PerennialException refused = Assert.Throws<PerennialException>(() => company.Read());
        Assert.Equal("ingest/company-mapping", refused.Code);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private static CompanyFiles Shop() => new CompanyFiles().With("orders.csv", Orders).With("products.csv", Products);

    private static string Contribution(CompanyFiles company) => string.Join("; ", company.Connection.List(
        "SELECT customer_id, month, gross, refunds, goods, delivery, margin, serve, contribution FROM ledger_contribution JOIN identity_customers USING (customer_key) ORDER BY ALL",
        row => string.Create(CultureInfo.InvariantCulture, $"{row.String(0)} {row.Date(1):yyyy-MM} {row.Decimal(2):0.##} {row.Decimal(3):0.##} {row.Decimal(4):0.##} {row.Decimal(5):0.##} {row.Decimal(6):0.##} {row.Decimal(7):0.##} {row.Decimal(8):0.##}")));

    private static string Goods(CompanyFiles company) => string.Join("; ", company.Connection.List(
        "SELECT product_id, basis, cost FROM ledger_goods ORDER BY customer_key, day DESC, product_id",
        row => string.Create(CultureInfo.InvariantCulture, $"{row.String(0)} {row.String(1)} {row.Decimal(2):0.##}")));
}
