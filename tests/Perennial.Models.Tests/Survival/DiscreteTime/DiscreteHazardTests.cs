using Perennial.Models.Contracts;
using Perennial.Models.ShiftedBetaGeometric;
using Perennial.Models.Survival.Curves;
using Perennial.Models.Survival.DiscreteTime;

namespace Perennial.Models.Tests.Survival.DiscreteTime;

public sealed class DiscreteHazardTests
{
    public static TheoryData<string, HazardLink, HazardBaseline> Fits => new()
    {
        { "rossi-logit", HazardLink.Logit, HazardBaseline.EachPeriod },
        { "rossi-cloglog", HazardLink.Cloglog, HazardBaseline.EachPeriod },
        { "rossi-logit-quadratic", HazardLink.Logit, HazardBaseline.Polynomial },
        { "rossi-cloglog-quadratic", HazardLink.Cloglog, HazardBaseline.Polynomial },
    };

    /// <summary>Person-periods of four weeks of the recidivism data against R's glm.</summary>
    [Theory]
    [MemberData(nameof(Fits))]
    public void Discrete_hazards_give_the_numbers_of_glm(string fit, HazardLink link, HazardBaseline baseline)
    {
        FitReport<DiscreteHazardModel> report = Recidivism(link, baseline);
        Assert.Equal(FitExit.Converged, report.Exit);
        SurvivalReference reference = new(fit);
        ParameterEstimate Named(string name) => report.Parameters.Single(p => p.Name.Replace(" ", "", StringComparison.Ordinal) == name);
        reference.Compare("coef", name => Named(name).Value, 1e-6);

        // glm takes the expected information, we the observed: the same for logit, not quite for the other link.
        reference.Compare("se", name => Named(name).StandardError, link == HazardLink.Logit ? 1e-5 : 0.005);
        reference.Compare("loglik", "", report.LogLikelihood, 1e-10);
        reference.Holds();
    }

    internal static FitReport<DiscreteHazardModel> Recidivism(HazardLink link, HazardBaseline baseline)
    {
        SurvivalHistories rossi = Sets.Rossi("fin", "age", "prio");
        int[] last = [.. rossi.Time.Select(t => (int)Math.Ceiling(t / 4))];
        ContractHistories contracts = new(
            [.. last.Select((k, i) => rossi.Observed[i] ? k - 1 : k)], rossi.Observed, covariates: rossi.Covariates);
        return DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(contracts), new() { Link = link, Baseline = baseline });
    }

    [Fact]
    public void Without_covariates_hazards_are_shares_and_survival_is_kaplan_meiers()
    {
        ContractHistories contracts = ContractHistories.FromSurvivors([100, 70, 60, 54, 50], [80, 60, 50]);
        RenewalPanel panel = RenewalPanel.FromContracts(contracts);
        KaplanMeierCurve curve = KaplanMeier.Estimate(new(
            [.. contracts.Renewals.Select((s, i) => (double)s + (contracts.Left[i] ? 1 : 0))], contracts.Left, TimeUnit.Year, weight: contracts.Weight));
        foreach (HazardLink link in Enum.GetValues<HazardLink>())
        {
            DiscreteHazardModel model = DiscreteHazardFitter.Fit(panel, new() { Link = link }).Model;
            Assert.Equal((30 + 20) / 180.0, model.Hazard(1), 1e-10);
            Assert.Equal((10 + 10) / 130.0, model.Hazard(2), 1e-10);
            double[] survival = model.Survival(0, 4);
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal(curve.At(k + 1), survival[k], 1e-10);
            }

            Assert.Equal(survival.Sum(), model.ExpectedRemainingPeriods(0, 4), 1e-14);
            Assert.Equal(survival[3] / survival[1], model.Survival(2, 2)[1], 1e-12);
            PeriodicRate rate = PeriodicRate.PerOpportunity(0.1);
            double after = model.DiscountedExpectedRenewals(0, 4, rate, RenewalStandpoint.AfterLastPayment);
            Assert.Equal(survival.Select((s, k) => s / Math.Pow(1.1, k + 1)).Sum(), after, 1e-12);
            Assert.Equal(1.1 * after, model.DiscountedExpectedRenewals(0, 4, rate, RenewalStandpoint.BeforeNextRenewal), 1e-12);
        }
    }

    [Fact]
    public void A_covariate_along_a_path_changes_the_hazard_of_its_period_only()
    {
        ContractHistories contracts = Simulated(4000);
        DiscreteHazardModel model = DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(contracts), new() { Baseline = HazardBaseline.Polynomial, Degree = 1 }).Model;
        double[] path = model.SurvivalAlong(2, [[0], [1], [0]]);
        Assert.Equal(1 - model.Hazard(3, 0), path[0], 1e-12);
        Assert.Equal(path[0] * (1 - model.Hazard(4, 1)), path[1], 1e-12);
        Assert.Equal(path[1] * (1 - model.Hazard(5, 0)), path[2], 1e-12);
        double[] rows = model.Hazard(new RenewalPanel([3, 4], [false, false], covariates: new(["plan"], [[0, 1]])));
        Assert.Equal([model.Hazard(3, 0), model.Hazard(4, 1)], rows);
    }

    [Fact]
    public void The_order_of_rows_threads_weights_and_units_change_nothing()
    {
        ContractHistories contracts = Simulated(1500);
        RenewalPanel panel = RenewalPanel.FromContracts(contracts);
        int[] back = [.. Enumerable.Range(0, panel.Count).Reverse()];
        RenewalPanel reversed = Rows(panel, back, 1);
        RenewalPanel twice = Rows(panel, [.. back, .. back], 1);
        RenewalPanel weighted = new(panel.Period, panel.Left, [.. back.Select(_ => 2.0)], panel.Covariates);
        RenewalPanel scaled = Rows(panel, back, 1000);
        FitReport<DiscreteHazardModel> first = DiscreteHazardFitter.Fit(panel, new() { Threads = 1 });
        Assert.Equal(first.Parameters, DiscreteHazardFitter.Fit(reversed, new() { Threads = 2 }).Parameters);
        Assert.Equal(DiscreteHazardFitter.Fit(twice).Parameters, DiscreteHazardFitter.Fit(weighted).Parameters);
        Assert.Equal(first.Parameters[^1].Value, 1000 * DiscreteHazardFitter.Fit(scaled).Parameters[^1].Value, 1e-9);
    }

    [Fact]
    public void Simulated_hazards_come_back()
    {
        // A homogeneous company: churn 0.2 with plan 0; the odds of leaving e^0.5 higher with plan 1.
        ContractHistories contracts = Simulated(20_000);
        FitReport<DiscreteHazardModel> report = DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(contracts), new() { Baseline = HazardBaseline.Polynomial, Degree = 0 });
        Assert.Equal(0.2, report.Model.Hazard(1, 0), 0.005);
        Assert.InRange(report.Model.Coefficients[0], 0.5 - (4 * report.Parameters[1].StandardError!.Value), 0.5 + (4 * report.Parameters[1].StandardError!.Value));
        Assert.InRange(report.Parameters[1].StandardError!.Value, 0.005, 0.05);
    }

    [Fact]
    public void Periods_in_which_nobody_or_everybody_left_are_named_and_exact()
    {
        FitReport<DiscreteHazardModel> report = DiscreteHazardFitter.Fit(RenewalPanel.FromContracts(ContractHistories.FromSurvivors([100, 80, 80, 40, 0])));
        Assert.Equal(FitExit.Boundary, report.Exit);
        Assert.StartsWith("In the periods 2, 4 nobody or everybody left", report.Explanation, StringComparison.Ordinal);
        Assert.Equal(0.0, report.Model.Hazard(2));
        Assert.Equal(1.0, report.Model.Hazard(4));
        Assert.Equal([0.8, 0.8, 0.4, 0.0], report.Model.Survival(0, 4).Select(s => Math.Round(s, 9)));
        Assert.All(report.Parameters, p => Assert.True(p.StandardError > 0));
        Assert.StartsWith("The baseline is known for the periods seen, 1 to 4",
            Assert.Throws<ArgumentOutOfRangeException>(() => report.Model.Hazard(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_learned_is_refused_and_what_has_no_end_is_named()
    {
        Starts("There are no rows", DiscreteHazardFitter.Fit(new([], [])));
        Starts("Nobody left", DiscreteHazardFitter.Fit(new([1, 2], [false, false])));
        Starts("Everybody left", DiscreteHazardFitter.Fit(new([1, 2], [true, true])));
        Starts("In every period either everybody or nobody left", DiscreteHazardFitter.Fit(new([1, 2], [false, true])));
        RenewalPanel separated = new([1, 1, 1, 1], [true, true, false, false], covariates: new(["usage"], [[0, 0, 1, 1]]));
        FitReport<DiscreteHazardModel> report = DiscreteHazardFitter.Fit(separated);
        Assert.Equal(FitExit.Boundary, report.Exit);
        Starts("The effect of 'usage' has no finite estimate", report);
        Assert.True(report.Model.Hazard(1, 1) < 1e-3 && report.Model.Hazard(1, 0) > 0.999);
        Assert.Equal(FitExit.Converged, DiscreteHazardFitter.Fit(separated, new() { Penalty = 0.1 }).Exit);
        RenewalPanel twins = new([1, 1, 1, 1, 1], [true, false, true, false, true], covariates: new(["a", "b"], [[0, 1, 1, 2, 3], [0, 2, 2, 4, 6]]));
        Assert.Equal(FitExit.NotIdentified, DiscreteHazardFitter.Fit(twins).Exit);
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteHazardFitter.Fit(twins, new() { Degree = 9 }));
        Assert.StartsWith("Row 0 has period 0", Assert.Throws<ArgumentException>(() => new RenewalPanel([0], [true])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derivatives_agree_with_differences()
    {
        RenewalPanel panel = new([1, 1, 2, 2, 3, 1], [true, false, true, false, false, true], [1, 2, 3, 1, 2, 4], new(["a", "b"], [[0.3, 1, -1, 2, 0.5, 0.1], [1, 0, 1, 1, 0, 0]]));
        PanelGroups groups = PanelGroups.Of(panel, 0, _ => true);
        int[] level = [.. groups.Period.Select(p => p - 1)];
        foreach (HazardLink link in Enum.GetValues<HazardLink>())
        {
            Models.Fitting.SmoothFunction f = DiscreteHazardLikelihood.Objective(groups, level, 3, link, 2, 0.4, 1);
            double[] at = [-0.5, 0.2, -1.1, 0.7, -0.3];
            double[] g = new double[5], h = new double[25], up = new double[5], down = new double[5], waste = new double[25];
            f(at, g, h);
            for (int i = 0; i < 5; i++)
            {
                double[] more = [.. at], less = [.. at];
                more[i] += 1e-5;
                less[i] -= 1e-5;
                Assert.Equal((f(more, up, waste) - f(less, down, waste)) / 2e-5, g[i], 1e-8);
                for (int j = 0; j < 5; j++)
                {
                    Assert.Equal((up[j] - down[j]) / 2e-5, h[(i * 5) + j], 1e-7);
                }
            }
        }
    }

    private static void Starts(string sentence, FitReport<DiscreteHazardModel> report) => Assert.StartsWith(sentence, report.Explanation, StringComparison.Ordinal);

    private static RenewalPanel Rows(RenewalPanel panel, int[] rows, double factor) => new(
        Array.ConvertAll(rows, i => panel.Period[i]),
        Array.ConvertAll(rows, i => panel.Left[i]),
        covariates: new([.. panel.Covariates!.Names], [.. panel.Covariates.Columns.Select(c => Array.ConvertAll(rows, i => factor * c[i]))]));

    // Nearly no spread between customers: odds 1/4 with plan 0, e^0.5 / 4 with plan 1.
    private static ContractHistories Simulated(int n) => ShiftedBetaGeometricSimulator.Histories(
        new(new(2e5, 8e5), ["plan"], [0.5], [0.0]),
        [.. Enumerable.Range(0, n).Select(i => 4 + (i % 3))],
        3,
        new(["plan"], [[.. Enumerable.Range(0, n).Select(i => (double)(i % 2))]]));
}
