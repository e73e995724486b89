using Perennial.Decisions.Plans;
using Perennial.Testing;

namespace Perennial.Tests.Decisions.Plans;

/// <summary>What moves values, what investments are worth and what is recommended, against closed forms.</summary>
public sealed class WorthTests
{
    [Fact]
    [Golden("plan.change.v1")]
    public void Revenue_retention_and_cost_share_a_change_as_shapley_says_to_the_cent()
    {
        // f = (r - c) a with a the retention itself: for three factors the shares have a closed form.
        (double r0, double a0, double c0, double r1, double a1, double c1) = (100, 0.5, 20, 130, 0.8, 11);
        ChangeOfValue change = ChangeOfValue.Of("x", new(r0, a0, c0), new(r1, a1, c1), retention => retention);
        double revenue = (r1 - r0) * (a0 + a1) / 2, cost = -(c1 - c0) * (a0 + a1) / 2, retention = (a1 - a0) * (r0 - c0 + r1 - c1) / 2;
        Assert.Equal(((decimal)revenue, (decimal)retention, (decimal)cost), (change.Revenue, change.Retention, change.Cost));
        Assert.Equal(change.End - change.Start, change.Revenue + change.Retention + change.Cost);
        Assert.Equal((40m, 95.2m), (change.Start, change.End));

        ChangeOfValue thirds = ChangeOfValue.Of("x", new(100.0 / 3, 0.51, 1.0 / 7), new(200.0 / 7, 0.77, 2.0 / 3), retention => Math.Sqrt(retention));
        Assert.Equal(thirds.End - thirds.Start, thirds.Revenue + thirds.Retention + thirds.Cost);
        Assert.Null(ChangeOfValue.Of("x", new(1, 0.5, 0), new(1, 0.5, 0), retention => retention).Share(0));
    }

    [Fact]
    public void The_sample_s_change_comes_from_retention_and_not_from_revenue()
    {
        PlanFile file = PlanFile.Load(Repository.Path("samples/plan.yaml"));
        ChangeOfValue planned = PlanTrack.Of(file, PlanTrackTests.Run()).Changes[0];
        Assert.Equal((131000m, 180000m), (planned.Start, planned.End));
        Assert.Equal(49000m, planned.Revenue + planned.Retention + planned.Cost);

        // Margins of 131,000 / (0.92 / 0.18) and 180,000 / (0.96 / 0.14): retention takes their mean times the rise of the annuity.
        double old = 0.92 / 0.18, later = 0.96 / 0.14;
        Assert.Equal(((131000 / old) + (180000 / later)) / 2 * (later - old), (double)planned.Retention, 0.01);
        Assert.InRange(planned.Share(planned.Retention)!.Value, 0.92, 0.93);
        Assert.Equal(0, planned.Cost);
    }

    [Fact]
    public void Two_runs_of_one_definition_tell_what_moved_the_value()
    {
        PlanActuals then = PlanTrackTests.Run(asOf: new(2025, 3, 31)) with { Factors = new(140000, 0.90, 16000) }, now = PlanTrackTests.Run();
        PlanFile file = PlanFile.Load(Repository.Path("samples/plan.yaml"));
        ChangeOfValue change = PlanTrack.Of(file, now, then).Changes[1];
        Assert.Equal("what happened from 2025-03-31 to 2026-03-31", change.What);
        Assert.True(change is { Revenue: > 0, Retention: > 0, Cost: > 0 });
        Assert.Single(PlanTrack.Of(file, now, then with { DefinitionId = "another" }).Changes);
    }

    [Fact]
    [Golden("plan.investment.v1")]
    public void An_investment_is_worth_the_present_value_of_its_months()
    {
        InvestmentCase one = InvestmentCase.Of(new("x", 1200, 12, 2, null, null, null, 12, "high", null, null), 0.10)!;
        double Sum(int first) => Enumerable.Range(first, 12).Sum(month => Math.Pow(1.1, -(month + 0.5) / 12));
        Assert.Equal((200 * Sum(12)) - (100 * Sum(0)), one.Npv, 1e-9);
        Assert.Equal((2400m, 2d, 1d, "high"), (one.Returns, one.Multiple, one.NetReturn, one.Priority));

        // Twice the money a year later: 100 % a year, and nothing more.
        Assert.Equal(1, Assert.Single(one.Rates), 1e-9);
        Assert.Equal((18, 19), (one.Payback, one.DiscountedPayback));

        // Half below and half above where the median just pays the present value back.
        Assert.Equal(0.5, InvestmentCase.Of(new("x", 1200, 12, 1.1m, null, null, null, 12, null, null, null), 0.10)!.Loss, 1e-9);
        Assert.Equal(0.1, InvestmentCase.Of(new("x", 1200, 12, 3, null, 1.1m, 8, 12, null, null, null), 0.10)!.Loss, 1e-6);
        Assert.Contains("an assumption", one.Outcome, StringComparison.Ordinal);
        Assert.Contains("as the plan states", InvestmentCase.Of(new("x", 1200, 12, 3, null, 1.1m, 8, 12, null, null, null), 0.10)!.Outcome, StringComparison.Ordinal);
        InvestmentCase lost = InvestmentCase.Of(new("x", 1200, 12, 0.5m, null, null, null, 12, null, null, null), 0.10)!;
        Assert.True(lost is { Npv: < 0, Payback: null, DiscountedPayback: null });
        Assert.Equal(-0.5, Assert.Single(lost.Rates), 1e-9);
        Assert.Null(InvestmentCase.Of(new("x", 1200, 12, null, null, null, null, null, null, null, null), 0.10));
    }

    [Fact]
    public void The_sample_s_investments_reproduce_their_returns()
    {
        InvestmentCase[] all = [.. PlanTrack.Of(PlanFile.Load(Repository.Path("samples/plan.yaml")), PlanTrackTests.Run()).Investments];
        Assert.Equal([26_000_000m, 18_550_000m, 6_000_000m, 3_000_000m], all.Select(one => one.Returns));
        Assert.Equal([4, 3.5, 3, 2.5], all.Select(one => one.Multiple));
        Assert.Equal([3, 2.5, 2, 1.5], all.Select(one => one.NetReturn));
        Assert.Equal(53_550_000m, all.Sum(one => one.Returns));
        Assert.All(all, one => Assert.True(one is { Npv: > 0, Payback: not null, Loss: > 0 and < 0.5 }, one.Name));
    }

    [Fact]
    public void Internal_rates_are_all_found_and_said()
    {
        // 230 back of 100 and then 132 to pay: rates of 10 and 20 % between the three flows, which lie a year apart.
        double[] two = [-100, .. new double[11], 230, .. new double[11], -132];
        Assert.Equal([0.1, 0.2], InternalRates.Of(two).Select(rate => Math.Round(rate, 9)));
        Assert.Contains("10 % and 20 % a year: the flows change sign more than once", InternalRates.Say(InternalRates.Of(two)), StringComparison.Ordinal);
        Assert.Empty(InternalRates.Of([1, 2, 3]));
        Assert.Contains("no rate", InternalRates.Say([]), StringComparison.Ordinal);
        Assert.Empty(InternalRates.Of([0, 0]));
    }

    [Fact]
    [Golden("plan.sensitivity.v1")]
    public void Drivers_move_the_value_as_the_closed_form_says_over_the_middle_half_of_segments()
    {
        PlanActuals run = PlanTrackTests.Run();
        IReadOnlyList<TornadoBar> bars = Tornado.Of(run, "segment");
        Assert.Equal(bars.OrderByDescending(bar => Math.Abs(bar.AtHigh - bar.AtLow)).Select(bar => bar.Of), bars.Select(bar => bar.Of));
        TornadoBar retention = bars.Single(bar => bar.Of == "Retention"), rate = bars.Single(bar => bar.Of == "Discount rate"), cac = bars.Single(bar => bar.Of == "Cost of acquisition");

        // Quartiles of 0.82, 0.88, 0.95, 0.98 by straight lines.
        Assert.Equal((0.865, 0.9575), (retention.Low, retention.High), new Near());
        double Value(double kept, double discount) => (150000 - 15000) * ((kept / (1 + discount)) - 1) / Math.Log(kept / (1 + discount));
        Assert.Equal((Value(0.865, 0.1) - 450, Value(0.9575, 0.1) - 450), (retention.AtLow, retention.AtHigh), new Near());
        Assert.Equal((Value(0.92, 0.08) - 450, Value(0.92, 0.12) - 450), (rate.AtLow, rate.AtHigh), new Near());
        Assert.Equal((50d, -50d), (cac.AtLow - cac.Base, cac.AtHigh - cac.Base), new Near());
        Assert.Contains("4 groups by segment", retention.Range, StringComparison.Ordinal);
        Assert.Contains("stated", rate.Range, StringComparison.Ordinal);
        Assert.Empty(Tornado.Of(run with { Factors = null }, "segment"));
    }

    [Fact]
    [Golden("plan.recommendation.v1")]
    public void Five_families_are_ranked_by_unit_of_money_and_none_is_made_up()
    {
        PlanFile file = PlanFile.Load(Repository.Path("samples/plan.yaml"));
        PlanActuals run = PlanTrackTests.Run();
        Recommendation[] all = [.. Recommendations.Of(run, file.Plan)];
        Assert.Equal(["adoption", "engagement", "expansion", "retention", "usage"], all.Select(one => one.Family).Order(StringComparer.Ordinal));
        Recommendation usage = all.Single(one => one.Family == "usage"), adoption = all.Single(one => one.Family == "adoption"), engagement = all.Single(one => one.Family == "engagement");

        // 90 of 100 stayed above the median, 70 of 100 below: half of 400 customers would stay as 0.92 + 0.2 goes, at most 1, and an area costs 800,000.
        double Annuity(double kept) => ((kept / 1.1) - 1) / Math.Log(kept / 1.1);
        Assert.Equal(200 * 135000 * (Annuity(1) - Annuity(0.92)), usage.Gain!.Value, 1e-3);
        Assert.Equal((800_000d, usage.Gain / 800_000), (usage.Cost!.Value, usage.PerUnit!.Value));
        Assert.Contains("20.0 points more often", usage.Evidence, StringComparison.Ordinal);
        Assert.Contains("no test says that it is why", usage.Evidence, StringComparison.Ordinal);
        Assert.All(all, one => Assert.False(one.Measured));

        // A point is no difference among two hundred, and nothing was known of engagement.
        Assert.Null(adoption.Gain);
        Assert.StartsWith("Not recommended", adoption.Evidence, StringComparison.Ordinal);
        Assert.Null(engagement.Gain);
        Assert.StartsWith("Nothing is said", engagement.Evidence, StringComparison.Ordinal);
        Assert.Equal(all.Where(one => one.PerUnit is not null).Select(one => one.PerUnit).OrderDescending(), all.Where(one => one.PerUnit is not null).Select(one => one.PerUnit));
        Assert.True(all.Where(one => one.PerUnit is null).All(one => Array.IndexOf(all, one) >= all.Count(other => other.PerUnit is not null)));

        // Segments of 60, 45, 25 and 15 % that are known to 5 points: squares about their mean of 36.25 % add up to 0.121875, Q to 48.75, of which three are chance. Known to 50 points they differ by chance alone.
        Recommendation expansion = all.Single(one => one.Family == "expansion");
        Assert.Contains(PlanNumber.Text($"{100 * (1 - (3 / (0.121875 / 0.0025))):0} % of how they differ is more than chance"), expansion.Evidence, StringComparison.Ordinal);
        Assert.True(expansion.Gain > 0);
        Recommendation unsure = Recommendations.Of(PlanTrackTests.Run(error: 0.5), file.Plan).Single(one => one.Family == "expansion");
        Assert.Equal((null, "Not recommended: 4 groups by segment differ no more than chance."), (unsure.Gain, unsure.Evidence));
        Assert.All(Recommendations.Of(run with { Factors = null }, null), one => Assert.Null(one.Gain));
    }

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-6 * Math.Max(1, Math.Abs(y.Item1)) && Math.Abs(x.Item2 - y.Item2) < 1e-6 * Math.Max(1, Math.Abs(y.Item2));

        public int GetHashCode((double, double) obj) => 0;
    }
}
