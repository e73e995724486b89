using Perennial.Testing;
using Perennial.Training.Learned;

namespace Perennial.Tests.Training.Learned;

/// <summary>Leaving is learned on old landmarks, chosen on later ones and tested once on the last.</summary>
public sealed class ChurnTrainingTests
{
    private static readonly DateOnly AsOf = new(2026, 6, 30);

    [Theory]
    [InlineData(30, 40)]
    [InlineData(90, 40)]
    [InlineData(365, 52)]
    public void Outcomes_are_over_before_the_next_group_begins(int horizon, int landmarks)
    {
        LandmarkPlan plan = LandmarkPlan.Of(horizon, landmarks, 28)!;
        Assert.True(28 * plan.TestFrom >= horizon);
        Assert.True(28 * (plan.CalibrateFrom - plan.TestTo) >= horizon);
        Assert.True(28 * (plan.TrainFrom - plan.CalibrateTo) >= horizon);
        Assert.True(plan.TrainFrom <= landmarks);
        Assert.Null(LandmarkPlan.Of(horizon, (3 * ((horizon + 27) / 28)) - 1, 28));
    }

    [Fact]
    [Golden("churn.chance.v1")]
    [Golden("churn.brier.v1")]
    [Golden("churn.log-score.v1")]
    [Golden("churn.concordance.v1")]
    public void The_chosen_model_beats_the_rates_states_fair_chances_and_its_figures_are_those_of_their_definitions()
    {
        ChurnTraining training = new(DrawnRows.Of(400, 12), LandmarkPlan.Of(28, 12, 28)!, AsOf, 28, DrawnRows.Options);
        (ChurnRecord record, ChurnModel model) = training.Run(ChurnCandidates.All, ["usage fall", "seats"]);
        double[] chances = model.Chances(training.Test);
        ComparedChurn test = record.Test, rate = record.Compared[0];
        Assert.Equal(training.Test.Count, test.Rows);
        Assert.Equal(chances.Zip(training.Test.Happened, (p, left) => (p - (left ? 1 : 0)) * (p - (left ? 1 : 0))).Average(), test.Brier, 1e-12);
        Assert.Equal(chances.Zip(training.Test.Happened, (p, left) => -Math.Log(left ? p : 1 - p)).Average(), test.LogScore, 1e-12);
        double[] gone = [.. chances.Where((_, i) => training.Test.Happened[i])], here = [.. chances.Where((_, i) => !training.Test.Happened[i])];
        Assert.Equal(gone.Average(p => here.Average(q => p > q ? 1 : p == q ? 0.5 : 0)), test.Concordance, 1e-9);
        Assert.True(test.LogScore < rate.LogScore - 0.03, $"{record.Chosen} {test.LogScore} against {rate.LogScore}.");
        Assert.InRange(test.Predicted - test.Observed, -0.04, 0.04);
        Assert.Contains(record.Chosen, (string[])[ChurnCandidates.Logistic, ChurnCandidates.Scorecard, ChurnCandidates.Forest, ChurnCandidates.Boosting]);
        Assert.Equal(AsOf.AddDays(-28), record.TestedTo);
        Assert.Contains(record.Slices, slice => slice.Slice == "segment: Solo" && slice.Difference > 0 && slice.FalseDiscovery < 0.05);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    [Golden("churn.driver.v1")]
    [Golden("churn.stability.v1")]
    [Golden("churn.points.v1")]
    public void Planted_signals_come_first_and_contributions_sum_to_the_margin()
    {
        LearnedRows rows = DrawnRows.Of(300, 8);
        var stable = ChurnCandidates.Stability(rows, DrawnRows.Options);
        Assert.Equal("usage fall", stable.Features[0].Feature);
        Assert.Equal((1.0, -1), (stable.Features[0].Share, stable.Features[0].Sign));
        ChurnModel model = ChurnCandidates.Fit(ChurnCandidates.Boosting, rows, [], DrawnRows.Options);
        double[][] phi = model.Contributions!(rows.Table);
        double[] margin = model.LogOdds(rows);
        double start = margin[0] - phi[0].Sum();
        Assert.All(phi.Zip(margin), pair => Assert.Equal(pair.Second, start + pair.First.Sum(), 1e-9));
        Assert.True(phi.Average(row => Math.Abs(row[0])) > 5 * phi.Average(row => Math.Abs(row[2])));
        var card = ChurnCandidates.ScorecardOf(rows, ["usage fall"], DrawnRows.Options);
        Assert.Equal(card.Features[0].Ranges[0].Points, card.Most);
        double Odds(int points) => card.Chance(points) / (1 - card.Chance(points));
        Assert.InRange(Odds(10) / Odds(0), 1.7, 2.4);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_bits_on_one_thread_and_on_two()
    {
        LearnedRows rows = DrawnRows.Of(150, 8);
        foreach (string kind in ChurnCandidates.All)
        {
            double[] one = ChurnCandidates.Fit(kind, rows, ["usage fall"], DrawnRows.Options).LogOdds(rows), two = ChurnCandidates.Fit(kind, rows, ["usage fall"], DrawnRows.Options with { Threads = 2 }).LogOdds(rows);
            Assert.Equal(one, two);
        }
    }

    [Fact]
    [Golden("churn.family.v1")]
    public void Leaving_a_signal_of_use_out_costs_log_score()
    {
        ChurnTraining training = new(DrawnRows.Of(200, 8), LandmarkPlan.Of(28, 8, 28)!, AsOf, 28, DrawnRows.Options);
        double with = training.LossesWith(["usage fall", "noise"], ChurnCandidates.Boosting, 1000).Average(), without = training.LossesWith(["seats", "noise"], ChurnCandidates.Boosting, 1000).Average();
        Assert.True(without > with + 0.02);
    }

    [Fact]
    public void A_signal_that_knows_the_future_is_named_and_short_history_is_said()
    {
        Assert.Equal(["more"], LearnedGuard.Suspects(DrawnRows.Of(200, 4, future: true), DrawnRows.Options));
        Assert.Empty(LearnedGuard.Suspects(DrawnRows.Of(200, 4), DrawnRows.Options));
        LearnedRows rows = DrawnRows.Of(20, 4);
        Assert.StartsWith("Leaving within 90 days was not learned: a horizon needs three times itself, 270 days", LearnedGuard.Refuse(90, null, rows, rows, rows, new()), StringComparison.Ordinal);
        Assert.Contains("20 customers can be learned from", LearnedGuard.Refuse(90, LandmarkPlan.Of(28, 4, 28), rows, rows, rows, new()), StringComparison.Ordinal);
        Assert.Contains("rests on 9 months of history; at least 18", LearnedGuard.Warn(rows, 9, 0, new()).Single(), StringComparison.Ordinal);
        Assert.Contains("12.0% of the rows are in quarantine, above 5%", LearnedGuard.Warn(rows, 24, 0.12, new()).Single(), StringComparison.Ordinal);
    }

    [Fact]
    [Golden("churn.cold-start.v1")]
    public void A_new_customer_gets_the_rate_of_their_traits_drawn_to_that_of_all()
    {
        LearnedRows rows = DrawnRows.Of(300, 1);
        var traits = Enumerable.Range(0, 300).ToDictionary(c => c, c => c < 60 ? "Solo, ads" : "Team");
        IReadOnlyList<ColdStartRow> found = ColdStart.Of(rows, new double[300], traits);
        double all = (rows.Events + 0.5) / 301;
        int left = Enumerable.Range(0, 60).Count(i => rows.Happened[i]);
        ColdStartRow ads = found.Single(row => row.Traits == "Solo, ads");
        Assert.Equal(60, ads.Customers);
        Assert.Equal((left + (30 * all)) / 90, ads.Chance, 1e-12);
        Assert.True(ads.High - ads.Low > found[0].High - found[0].Low);
        Assert.True(ads.Low < ads.Chance && ads.Chance < ads.High);
        Assert.Empty(ColdStart.Of(rows, [.. Enumerable.Repeat(999.0, 300)], traits));
    }
}
