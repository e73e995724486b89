namespace Perennial.Reports;

/// <summary>The definition ids that the report's pictures and tables point to.</summary>
internal static class DefinitionIds
{
    public const string RevenueByMonth = "revenue.net.month.v1";
    public const string OrdersByMonth = "orders.month.v1";
    public const string Cohorts = "cohort.triangle.v1";
    public const string Retention = "retention.month.v1";
    public const string Frequency = "frequency.v1";
    public const string Lorenz = "concentration.lorenz.v1";
    public const string Tracking = "holdout.tracking.v1";
    public const string Deciles = "holdout.deciles.v1";
    public const string Calibration = "holdout.calibration.v1";
    public const string Whale = "cost.whale.v1";
    public const string Leaving = "churn.chance.v1";
    public const string Recurring = "mrr.movement.v1";
    public const string Survival = "survival.km.v1";
    public const string ContractRevenue = "revenue.contract.v1";
    public const string Coverage = "holdout.coverage80.v1";
}
