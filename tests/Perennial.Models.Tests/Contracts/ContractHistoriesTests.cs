namespace Perennial.Models.Tests.Contracts;

public sealed class ContractHistoriesTests
{
    [Fact]
    public void A_retention_table_becomes_those_who_left_and_those_who_remain()
    {
        ContractHistories rows = ContractHistories.FromSurvivors([100, 60, 60, 45], [10, 4]);
        Assert.Equal([0, 2, 3, 0, 1], rows.Renewals);
        Assert.Equal([true, true, false, true, false], rows.Left);
        Assert.Equal([40, 15, 45, 6, 4], rows.Weight!);
        Assert.Equal([0, 0, 0, 1, 1], rows.Cohort!);
    }

    [Fact]
    public void Impossible_rows_are_refused_by_their_number_and_value()
    {
        Refused("Row 1 has -1 renewals", () => new ContractHistories([0, -1], [true, true]));
        Refused("Row 0 has weight NaN", () => new ContractHistories([0], [true], [double.NaN]));
        Refused("Row 0 has weight 0", () => new ContractHistories([0], [true], [0]));
        Refused("Row 0 has entry 3 but 2 renewals", () => new ContractHistories([2], [true], entry: [3]));
        Refused("The columns differ in length: renewals 2, left 1", () => new ContractHistories([0, 1], [true]));
        Refused("Cohort 0 has 60 customers after 1 renewals and 61 after 2", () => ContractHistories.FromSurvivors([100, 60, 61]));
        Refused("Cohort 1 has no counts", () => ContractHistories.FromSurvivors([100, 60], []));
        Refused("Row 1 has NaN in covariate 'age'", () => new CovariateColumns(["age"], [[1, double.NaN]]));
        Refused("Covariate 1 is called 'age'", () => new CovariateColumns(["age", "age"], [[1], [2]]));
        Refused("Covariate 'b' has 2 rows, 'a' has 1", () => new CovariateColumns(["a", "b"], [[1], [2, 3]]));
        Refused("A periodic discount rate", () => PeriodicRate.PerOpportunity(-0.1));
    }

    [Fact]
    public void Twelve_months_of_a_monthly_rate_are_the_year_s()
    {
        Assert.Equal(1.1, Math.Pow(1 + PeriodicRate.FromEffectiveAnnual(0.1, 12).Rate, 12), 1e-14);
        Assert.Equal(0.1, PeriodicRate.FromEffectiveAnnual(0.1, 1).Rate, 1e-16);
    }

    private static void Refused(string start, Func<object> make) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
}
