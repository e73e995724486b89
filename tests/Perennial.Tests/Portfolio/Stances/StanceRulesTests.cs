using Perennial.Kernel;
using Perennial.Models.Numerics;
using Perennial.Portfolio.Stances;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Stances;

/// <summary>Twelve rules: each by a fixture account, what is missing, precedence, confidence.</summary>
public sealed class StanceRulesTests
{
    private static readonly StanceThresholds Thresholds = new();

    /// <summary>An account of medium value of which everything is known and nothing is remarkable.</summary>
    private static StanceEvidence Quiet => new()
    {
        Value = 50, ValueLow = 45, ValueMiddle = 50, ValueHigh = 55, HighFrom = 100, LowTo = 10, Leaving = 0.4, LeavingSpread = 0.1, Rise = -0.01, RiseError = 0.1, RiseLow = -0.2, RiseUsual = 0.1, RiseDiscovery = 0.9,
        Enterprise = 0, Strategic = 2, Brand = 2, SegmentExpansions = 0.1, ExpansionLead = 1, SlaFall = 0, Upside = 0.1, CostRatio = 0.1, CostRatioHigh = 0.3, CostRatioVeryHigh = 0.5, Adoption = 0.8, AdoptionLow = 0.2,
        DrainPeriods = 0, CustomHours = 0,
    };

    private static StanceEvidence Fixture(string rule) => rule switch
    {
        "invest.high-value-safe" => High with { Leaving = 0.05 },
        "invest.strategic-enterprise" => Quiet with { Enterprise = 1, Strategic = 9 },
        "invest.expansion-ready" => Quiet with { SegmentExpansions = 2, ExpansionLead = 1.5 },
        "protect.high-value-rising-risk" => High with { Rise = 0.4, RiseError = 0.05, RiseLow = 0.3, RiseDiscovery = 0.001 },
        "protect.sla-sensitive" => Quiet with { SlaFall = 0.5 },
        "protect.brand-critical" => Quiet with { Brand = 9, Strategic = 9 },
        "improve.medium-value-upside" => Quiet with { Upside = 0.8 },
        "improve.cost-inefficient" => Quiet with { CostRatio = 0.4 },
        "improve.adoption-gap" => Quiet with { Adoption = 0.1 },
        "deprioritize.low-value-high-cost" => Quiet with { Value = -20, ValueLow = -30, ValueMiddle = -20, ValueHigh = -5 },
        "deprioritize.support-drain" => Quiet with { DrainPeriods = 3 },
        "deprioritize.custom-demands" => Quiet with { CustomHours = 12 },
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };

    private static StanceEvidence High => Quiet with { Value = 200, ValueLow = 180, ValueMiddle = 200, ValueHigh = 220 };

    [Theory]
    [Golden("stance.v1")]
    [InlineData("invest.high-value-safe", Stance.Invest, "recommended")]
    [InlineData("invest.strategic-enterprise", Stance.Invest, "note needed")]
    [InlineData("invest.expansion-ready", Stance.Invest, "recommended")]
    [InlineData("protect.high-value-rising-risk", Stance.Protect, "recommended")]
    [InlineData("protect.sla-sensitive", Stance.Protect, "recommended")]
    [InlineData("protect.brand-critical", Stance.Protect, "recommended")]
    [InlineData("improve.medium-value-upside", Stance.Improve, "recommended")]
    [InlineData("improve.cost-inefficient", Stance.Improve, "recommended")]
    [InlineData("improve.adoption-gap", Stance.Improve, "recommended")]
    [InlineData("deprioritize.low-value-high-cost", Stance.Deprioritize, "proposed")]
    [InlineData("deprioritize.support-drain", Stance.Deprioritize, "proposed")]
    [InlineData("deprioritize.custom-demands", Stance.Deprioritize, "proposed")]
    public void Each_rule_decides_its_account_and_is_cited(string rule, Stance stance, string status)
    {
        var one = CustomerStance.Of(0, 1, "a", Fixture(rule), null, Thresholds);
        Assert.Equal((stance, status), (one.Told, one.Status));
        Assert.Equal([rule], one.Decision.Fired().Select(fired => fired.Id));
        Assert.InRange(one.Decision.Confidence, 0.95, 1);
        Assert.All(StanceRules.Find(rule).Quantities(Fixture(rule), Thresholds).Where(q => q.Outcome != RuleOutcome.No), q => Assert.True(double.IsFinite(q.Value) && double.IsFinite(q.Threshold)));
    }

    [Fact]
    public void Nothing_remarkable_is_undecided_and_nothing_known_says_no()
    {
        var quiet = CustomerStance.Of(0, 1, "a", Quiet, null, Thresholds);
        Assert.Equal((Stance.Undecided, "undecided", 0.0), (quiet.Told, quiet.Status, quiet.Decision.Confidence));
        Assert.All(quiet.Decision.Outcomes, outcome => Assert.Equal(RuleOutcome.No, outcome));
        Assert.All(StanceDecision.Decide(new StanceEvidence(), Thresholds).Outcomes, outcome => Assert.Equal(RuleOutcome.NotKnown, outcome));
        Assert.Equal(12, StanceRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.Contains("The rules are", Assert.Throws<ArgumentException>(() => StanceRules.Find("invest")).Message, StringComparison.Ordinal);
    }

    /// <summary>A test that fails refutes a rule whatever else is not known; one that holds does not prove it.</summary>
    [Fact]
    public void Missing_evidence_is_never_no()
    {
        RuleOutcome Says(string rule, StanceEvidence evidence) => StanceRules.Find(rule).Outcome(evidence, Thresholds);
        Assert.Equal(RuleOutcome.NotKnown, Says("protect.high-value-rising-risk", High with { Rise = double.NaN, RiseLow = double.NaN, RiseDiscovery = double.NaN }));
        Assert.Equal(RuleOutcome.No, Says("protect.high-value-rising-risk", Quiet with { Rise = double.NaN, RiseDiscovery = double.NaN }));
        Assert.Equal(RuleOutcome.NotKnown, Says("invest.strategic-enterprise", Quiet with { Strategic = 9, Enterprise = double.NaN }));
        Assert.Equal(RuleOutcome.Fired, Says("deprioritize.low-value-high-cost", Fixture("deprioritize.low-value-high-cost") with { CostRatio = double.NaN }));
        Assert.Equal(RuleOutcome.NotKnown, Says("deprioritize.low-value-high-cost", Quiet with { Value = 5, CostRatio = double.NaN }));
    }

    /// <summary>A high chance to leave that does not rise is a level, no reason to protect; a low one that rises is.</summary>
    [Fact]
    public void Rising_is_a_slope_not_a_level()
    {
        Assert.NotEqual(Stance.Protect, CustomerStance.Of(0, 1, "a", High with { Leaving = 0.9 }, null, Thresholds).Told);
        Assert.Equal(Stance.Protect, CustomerStance.Of(0, 1, "a", Fixture("protect.high-value-rising-risk") with { Leaving = 0.02 }, null, Thresholds).Told);

        // As steep as it is for everybody.
        Assert.NotEqual(Stance.Protect, CustomerStance.Of(0, 1, "a", Fixture("protect.high-value-rising-risk") with { RiseUsual = 0.35 }, null, Thresholds).Told);

        // As steep, but not beyond chance.
        Assert.NotEqual(Stance.Protect, CustomerStance.Of(0, 1, "a", Fixture("protect.high-value-rising-risk") with { RiseDiscovery = 0.4 }, null, Thresholds).Told);
    }

    [Fact]
    public void The_first_rule_decides_and_the_others_are_told()
    {
        StanceEvidence both = Fixture("invest.high-value-safe") with { CostRatio = 0.4, SegmentExpansions = 2, ExpansionLead = 1.5, DrainPeriods = 4 };
        StanceDecision decision = StanceDecision.Decide(both, Thresholds);
        Assert.Equal(["invest.high-value-safe", "deprioritize.support-drain", "improve.cost-inefficient", "invest.expansion-ready"], decision.Fired().Select(rule => rule.Id));
        Assert.Equal(Stance.Invest, decision.Says);

        // Low value is enterprise and strategic: people's word does not lift it; a brand-critical account is protected even so.
        StanceEvidence loss = Fixture("deprioritize.low-value-high-cost") with { Enterprise = 1, Strategic = 9 };
        Assert.Equal(Stance.Deprioritize, StanceDecision.Decide(loss, Thresholds).Says);
        Assert.Equal(Stance.Protect, StanceDecision.Decide(loss with { Brand = 9 }, Thresholds).Says);
    }

    /// <summary>Value 100 where high begins, as likely above as below: half of the draws agree.</summary>
    [Fact]
    [Golden("stance.confidence.v1")]
    public void Confidence_is_the_share_of_draws_that_agree()
    {
        StanceEvidence edge = Quiet with { Value = 101, ValueLow = 90, ValueMiddle = 100, ValueHigh = 110, Leaving = 0.05, LeavingSpread = 0 };
        Assert.Equal(0.5, StanceDecision.Decide(edge, Thresholds).Confidence, 0.02);

        // The upper end of risk reaches the limit of 0.2 at 0.84 of the normal law: ln(0.25) - ln(1/9) = 0.811 log odds.
        double spread = Math.Log(0.25) - Math.Log(0.1 / 0.9);
        Assert.Equal(Normal.Cdf(1), StanceDecision.Decide(High with { Leaving = 0.1, LeavingSpread = spread }, Thresholds).Confidence, 0.03);
        Assert.Equal(Stance.Undecided, StanceDecision.Decide(edge, Thresholds).Told(new(new Dictionary<string, double> { ["confidence"] = 0.9 })));
        Assert.Equal(Stance.Invest, StanceDecision.Decide(edge, Thresholds).Told(new(new Dictionary<string, double> { ["confidence"] = 0.3 })));
    }

    [Fact]
    public void A_decision_of_a_person_wins_until_it_expires_and_to_deprioritize_stays_a_proposal()
    {
        StanceOverride decided = new(1, Stance.Improve, "migration", "kim", new(2024, 1, 1), new(2024, 12, 31), Holds: true);
        var one = CustomerStance.Of(0, 1, "a", Fixture("invest.high-value-safe"), decided, Thresholds);
        Assert.Equal((Stance.Improve, "overridden", "Medium", Stance.Invest), (one.Told, one.Status, one.Priority, one.Decision.Says));
        var expired = CustomerStance.Of(0, 1, "a", Fixture("invest.high-value-safe"), decided with { Holds = false }, Thresholds);
        Assert.Equal((Stance.Invest, "recommended", "High"), (expired.Told, expired.Status, expired.Priority));
        Assert.Null(expired.Override);
        Assert.Equal("proposed", CustomerStance.Of(0, 1, "a", High, decided with { Stance = Stance.Deprioritize }, Thresholds).Status);
    }

    [Theory]
    [InlineData("growth", 1, "'stances' speaks of 'growth'; it has high_value")]
    [InlineData("high_value", 0.2, "'high_value' of 'stances' is 0.2; it is a number from 0.5 to 1")]
    public void Thresholds_that_cannot_be_are_refused_with_what_is_allowed(string name, double value, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new StanceThresholds(new Dictionary<string, double> { [name] = value })).Message, StringComparison.Ordinal);

    /// <summary>Every property reads its own name: stated values come back where they belong.</summary>
    [Fact]
    public void Every_threshold_is_read_by_its_name()
    {
        foreach (StanceThreshold one in StanceThresholds.All)
        {
            double stated = Math.Round((one.Least + one.Most) / 2);
            stated = stated == one.Default || stated < one.Least ? one.Most : stated;
            StanceThresholds thresholds = new(new Dictionary<string, double> { [one.Name] = stated });
            string property = string.Concat(one.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            Assert.Equal(stated, Convert.ToDouble(typeof(StanceThresholds).GetProperty(property)!.GetValue(thresholds), System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
