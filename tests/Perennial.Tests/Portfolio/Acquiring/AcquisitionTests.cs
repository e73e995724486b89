using Perennial.Kernel;
using Perennial.Portfolio.Acquiring;
using Perennial.Testing;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;
using Perennial.Valuation.Net;

namespace Perennial.Tests.Portfolio.Acquiring;

public sealed class AcquisitionTests
{
    [Fact]
    [Golden("cac-payback.simple.v1")]
    public void Spend_of_770_for_100_a_month_at_a_margin_of_70_percent_is_paid_back_in_11_months()
    {
        Assert.Equal(11, AcquisitionMeasures.SimplePayback(770, 100, 0.7)!.Value, 12);
        Assert.Null(AcquisitionMeasures.SimplePayback(770, 100, 0));
    }

    [Fact]
    [Golden("cac-payback.v1")]
    public void Payback_is_the_first_age_that_reaches_the_cost_or_is_not_reached()
    {
        Assert.Equal(2, AcquisitionMeasures.Payback([40, 90, 100, 95], 100));
        Assert.Null(AcquisitionMeasures.Payback([40, 90], 100));
    }

    /// <summary>Two won by ads for 60 + 20, of whom one leaves 100 and the other takes 10; one by word of mouth for nothing; sales cost 40 more.</summary>
    [Fact]
    [Golden("cac.v1")]
    [Golden("cac.paid.v1")]
    [Golden("acquisition.value.v1")]
    [Golden("clv-cac.v1")]
    [Golden("cac.affordable.v1")]
    public void Two_won_for_80_and_sales_of_40_cost_60_each_and_are_worth_45_each()
    {
        AcquisitionFacts facts = Facts();
        Assert.Equal((120, 40, 60), (facts.Spend, facts.Pools, facts.Paid));
        Assert.Equal((40.0, 30.0), (facts.Cac, facts.PaidCac));
        AcquisitionChannel ads = facts.Channels.Single(c => c.Channel == "ads");
        Assert.Equal((2, 120.0, 60.0, 60.0, 30.0), (ads.Won, ads.Spend, ads.Media, ads.Cac, ads.MediaCac));
        Assert.Equal((45.0, 0.75, true), (ads.Value, ads.Ratio, ads.Unprofitable));
        Assert.Equal((-10.0, 100.0, 0.0), (ads.Low, ads.High, ads.Affordable));
        Assert.Equal(-15, ads.Prospect);
        Assert.Null(ads.PaybackMonths);
        AcquisitionChannel word = facts.Channels.Single(c => c.Channel == "word of mouth");
        Assert.Equal((1, 0.0, null, false), (word.Won, word.Spend, word.Ratio, word.Unprofitable));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Cohorts_add_up_what_customers_left_by_age_as_far_as_months_are_over()
    {
        AcquisitionCohort january = Facts().Cohorts[0];
        Assert.Equal((new DateOnly(2024, 1, 1), 2, 90.0, 45.0), (january.Month, january.Won, january.Spend, january.Cac!.Value));
        Assert.Equal([75.0, 75.0], january.Cumulative);
        Assert.Equal(0, january.PaybackMonths);
    }

    [Fact]
    public void The_interval_is_the_same_for_the_same_seed_and_holds_the_mean()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => (double)(i % 7))];
        (double low, double high) = AcquisitionMeasures.Interval(values, 5);
        Assert.Equal((low, high), AcquisitionMeasures.Interval(values, 5));
        Assert.InRange(values.Average(), low, high);
        Assert.InRange(high - low, 0.2, 0.5);
    }

    private static AcquisitionFacts Facts()
    {
        using CompanyFiles company = new CompanyFiles()
            .With("customers.csv", "customer_id,channel,signed_up_on\nann,ads,2024-01-02\nbob,Ads,2024-02-03\ncat,word of mouth,2024-01-09\n")
            .With("orders.csv", "order_id,customer_id,ordered_at,amount\no1,ann,2024-01-05,100\no2,bob,2024-02-05,10\no3,cat,2024-01-10,50\no4,cat,2024-03-15,1\n")
            .With("costs.csv", "cost_id,pool,from_on,to_on,amount,customer_id\nc1,support,2024-02-01,2024-03-01,20,bob\nc2,sales,2024-01-01,2024-02-01,40,\n")
            .With("marketing_spend.csv", "from_on,channel,kind,paid,amount\n2024-01-01,ads,media,true,50\n2024-01-01,ads,salaries,false,10\n2024-02-01,ads,media,true,10\n2024-02-01,ads,tools,false,10\n")
            .Read();
        BookedCompany.BookNet(company);
        double[] nothing = [double.NaN, double.NaN, double.NaN];
        var own = new NetValues(Horizon.OfDays(365), nothing, nothing, nothing);
        var net = new NetTable
        {
            Segment = [null, null, null], MarginToDate = [100, 10, 51], NetToDate = [100, -10, 51], Own = own, SideBySide = [own], P10 = nothing, P50 = nothing, P90 = nothing, DefinitionId = "clv.net.365d.mid.d10.cac-out.retention-out.v1",
            Record = new NetRecord(string.Empty, 0, 0, 0, 0, 0, [], []),
        };
        return new AcquisitionPortfolio(company.Connection).Run(new DateOnly(2024, 3, 15), null, CompanyRules.None, [1, 2, 3], net, 1)!;
    }
}
