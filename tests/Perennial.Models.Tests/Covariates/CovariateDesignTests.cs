using Perennial.Models.Covariates;

namespace Perennial.Models.Tests.Covariates;

/// <summary>Do traits become the columns they should, with gaps and rare levels said openly?</summary>
public sealed class CovariateDesignTests
{
    private static readonly string?[] Plans = [.. Enumerable.Repeat("basic", 50), .. Enumerable.Repeat("pro", 30), .. Enumerable.Repeat("team", 17), "gold", " ", null];

    [Fact]
    public void Numbers_are_distances_from_the_mean_in_standard_deviations_and_gaps_count_as_the_mean()
    {
        double?[] use = [1, 3, 1, 3, null];
        CovariateDesign design = CovariateDesign.Learn([CustomerTrait.Numbers("use", use)], new() { LeastShare = 0.5 });
        CovariateColumns columns = design.Apply([CustomerTrait.Numbers("use", use)]);
        Assert.Equal(["use"], columns.Names);
        Assert.Equal([-1.0, 1, -1, 1, 0], columns.Columns[0]);
        Assert.Equal(1, design.Traits[0].Unknown);

        // Common enough, a gap says something by itself; other customers are measured by what was learned.
        design = CovariateDesign.Learn([CustomerTrait.Numbers("use", use)]);
        columns = design.Apply([CustomerTrait.Numbers("use", [5, null])]);
        Assert.Equal(["use", "use (unknown)"], columns.Names);
        Assert.Equal([[3.0, 0.0], [0.0, 1.0]], columns.Columns);
        Assert.Equal([1.0, -1.0], CovariateDesign.Learn([CustomerTrait.Numbers("x", [1e300, -1e300])]).Apply([CustomerTrait.Numbers("x", [1e300, -1e300])]).Columns[0]);
    }

    [Fact]
    public void Words_are_a_column_for_each_level_but_the_most_common_and_rare_ones_are_pooled()
    {
        CovariateDesign design = CovariateDesign.Learn([CustomerTrait.Levels("plan", Plans)], new() { LeastShare = 0.03 });
        DesignedTrait plan = design.Traits[0];
        Assert.Equal(("basic", 2), (plan.Reference, plan.Unknown));
        Assert.Equal(["plan = pro", "plan = team", "plan = (other)"], plan.Columns);
        Assert.Equal(["(unknown)", "gold"], plan.Pooled);
        CovariateColumns columns = design.Apply([CustomerTrait.Levels("plan", ["basic", "pro", "gold", null, "never seen"])]);
        Assert.Equal([[0.0, 1, 0, 0, 0], [0.0, 0, 0, 0, 0], [0.0, 0, 1, 1, 1]], columns.Columns);

        // Two percent of a hundred are two: who is not known stands alone then, gold alone does not.
        Assert.Equal(["plan = pro", "plan = team", "plan = (unknown)", "plan = (other)"], CovariateDesign.Learn([CustomerTrait.Levels("plan", Plans)]).Columns);
        Assert.Equal(["plan = pro", "plan = (other)"], CovariateDesign.Learn([CustomerTrait.Levels("plan", Plans)], new() { MostLevels = 3 }).Columns);
        CovariateDesign whole = CovariateDesign.Learn([CustomerTrait.Levels("plan", ["a", "b", "b"])], new() { LeastShare = 0 });
        Assert.Equal([[0.0, 1, 0]], whole.Apply([CustomerTrait.Levels("plan", ["b", "a", "never seen"])]).Columns);
    }

    [Fact]
    public void Cells_are_numbers_where_all_of_them_are()
    {
        Assert.True(CustomerTrait.Of("use", ["1.5", " ", null, "-2e3"]).IsNumeric);
        Assert.False(CustomerTrait.Of("use", ["1.5", "1,5"]).IsNumeric);
        Assert.False(CustomerTrait.Of("use", ["NaN"]).IsNumeric);
        Assert.False(CustomerTrait.Of("use", [null, ""]).IsNumeric);
        Assert.Equal(2, CustomerTrait.Of("use", ["1.5", " ", null]).Missing);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_by_name()
    {
        CustomerTrait plan = CustomerTrait.Levels("plan", ["a", "b"]), use = CustomerTrait.Numbers("use", [1, 2]), same = CustomerTrait.Levels("same", ["x", "x"]);
        CovariateDesign design = CovariateDesign.Learn([plan, use]);
        Assert.Equal(["use"], design.Without("plan").Columns);
        Refused("no trait 'age'", () => design.Without("age"));
        Refused("no trait 'use'", () => design.Apply([plan]));
        Refused("learned as numbers", () => design.Apply([plan, CustomerTrait.Levels("use", ["a", "b"])]));
        Refused("there twice", () => CovariateDesign.Learn([plan, plan]));
        Refused("has 1 customers", () => CovariateDesign.Learn([plan, CustomerTrait.Numbers("use", [1])]));
        Refused("no traits", () => CovariateDesign.Learn([]));
        Refused("no customers", () => CovariateDesign.Learn([CustomerTrait.Levels("plan", [])]));
        Refused("All customers are alike in same", () => CovariateDesign.Learn([same]).Apply([same]));
        Refused("finite number", () => CustomerTrait.Numbers("use", [double.PositiveInfinity]));
        Refused("at least two levels", () => new CovariateDesignOptions { MostLevels = 1 });
        Refused("between 0 and 0.5", () => new CovariateDesignOptions { LeastShare = 0.6 });

        static void Refused(string part, Func<object> make) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }
}
