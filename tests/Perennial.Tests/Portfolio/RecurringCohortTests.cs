using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Testing;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Portfolio;

public sealed class RecurringCohortTests
{
    // By hand. In the first quarter 1 begins with 100 in January and grows to 150 in March; 2 begins with 50 in February and leaves in April; 3, of May, has its own row.
    [Fact]
    [Golden("mrr.cohort.net.v1")]
    [Golden("mrr.cohort.gross.v1")]
    public void A_cohort_is_followed_by_months_since_each_ones_own_first()
    {
        using var company = new Subscriptions("""
            customer_key=1 product_id=a plan=a status=active starts_on=2024-01-15 ends_on=2024-03-10 amount=100 currency=USD billing_months=1
            customer_key=1 product_id=a plan=a status=active starts_on=2024-03-10 amount=150 currency=USD billing_months=1
            customer_key=2 product_id=a plan=a status=active starts_on=2024-02-01 ends_on=2024-04-20 end_reason=voluntary amount=50 currency=USD billing_months=1
            customer_key=3 product_id=a plan=a status=active starts_on=2024-05-05 amount=30 currency=USD billing_months=1
            """);
        DateOnly asOf = new(2024, 6, 15);
        new RecurringStage(company.Connection).Run(asOf, RecurringPreset.Board, "USD");
        IReadOnlyList<RecurringCohort> cohorts = new RecurringPortfolio(company.Connection).Cohorts(asOf);

        Assert.Equal([new DateOnly(2024, 1, 1), new DateOnly(2024, 4, 1)], cohorts.Select(c => c.Quarter));
        Assert.Equal([2L, 1L], cohorts.Select(c => c.Customers));

        // June has not ended: 2 has lived through four months, and the cohort no further.
        Assert.Equal([0, 1, 2, 3], cohorts[0].Cells.Select(c => c.Age));
        Assert.Equal([150m, 150m, 150m, 150m], cohorts[0].Cells.Select(c => c.First));
        Assert.Equal([150m, 150m, 150m, 150m], cohorts[0].Cells.Select(c => c.Level));
        Assert.Equal([1.0, 1.0, 1.0, 1.0], cohorts[0].Cells.Select(c => c.Net!.Value));
        Assert.Equal([1.0, 1.0, 100.0 / 150, 100.0 / 150], cohorts[0].Cells.Select(c => Math.Round(c.Gross!.Value, 12)).Select(g => g == Math.Round(100.0 / 150, 12) ? 100.0 / 150 : g));
        Assert.Equal([2L, 2L, 1L, 1L], cohorts[0].Cells.Select(c => c.Paying));
        Assert.Equal([0], cohorts[1].Cells.Select(c => c.Age));
    }
}
