using Perennial.Kernel;
using Perennial.Models.Learning.Trees;
using Perennial.Training.Learned;
using Perennial.Training.Learned.Native;

namespace Perennial.Tests.Training.Learned;

/// <summary>XGBoost, where it is installed: its models score here as they do there.</summary>
public sealed class XgBoostTests
{
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("binary:logistic", 1)]
    [InlineData("binary:logistic", 5)]
    [InlineData("reg:squarederror", 1)]
    public void A_model_trained_there_gives_its_predictions_and_contributions_here(string objective, int forest)
    {
        Assert.SkipUnless(XgBoostLibrary.IsUsable, "XGBoost is not installed here.");
        LearnedRows rows = DrawnRows.Of(100, 4);
        (byte[] json, float[]? predictions, float[]? contributions) = XgBoostTrainer.Train(
            rows.Table, rows.Outcome, [("objective", objective), ("max_depth", "5"), ("eta", "0.2"), ("num_parallel_tree", $"{forest}"), ("subsample", forest > 1 ? "0.7" : "1")], 20, rows.Table);
        TreeEnsemble model = XgBoostModelFile.Read(json, rows.Table.Names);
        double[] ours = model.Predict(rows.Table);
        double[][] phi = model.Contributions(rows.Table);
        double[] margin = model.Margin(rows.Table);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(predictions![i], ours[i], 1e-6);
            Assert.Equal(margin[i], model.ExpectedMargin + phi[i].Sum(), 1e-9);
            for (int j = 0; j < 4; j++)
            {
                Assert.Equal(contributions![(i * 5) + j], phi[i][j], 1e-5);
            }
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_same_bytes_each_time_and_our_own_learner_is_as_good()
    {
        Assert.SkipUnless(XgBoostLibrary.IsUsable, "XGBoost is not installed here.");
        LearnedRows rows = DrawnRows.Of(250, 4), test = DrawnRows.Of(250, 4, seed: 2);
        Assert.Equal(XgBoostTrainer.Train(rows.Table, rows.Outcome, [("objective", "binary:logistic")], 10, null).Model, XgBoostTrainer.Train(rows.Table, rows.Outcome, [("objective", "binary:logistic")], 10, null).Model);
        BoostingOptions options = new() { Objective = BoostingObjective.Logistic, Rounds = 40 };
        double theirs = ChurnTraining.Losses(XgBoostTrainer.Boost(rows.Table, rows.Outcome, options).Predict(test.Table), test.Happened).Average();
        double own = ChurnTraining.Losses(BoostingFitter.Fit(rows.Table, rows.Outcome, options).Predict(test.Table), test.Happened).Average();
        Assert.InRange(own - theirs, -0.02, 0.02);
    }

    [Fact]
    public void What_xgboost_refuses_is_said_with_its_reason()
    {
        Assert.SkipUnless(XgBoostLibrary.IsUsable, "XGBoost is not installed here.");
        LearnedRows rows = DrawnRows.Of(20, 1);
        PerennialException refused = Assert.Throws<PerennialException>(() => XgBoostTrainer.Train(rows.Table, rows.Outcome, [("objective", "no:such")], 1, null));
        Assert.Equal("training/xgboost", refused.Code);
        Assert.Contains("XGBoost refused:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_grew_the_trees_is_always_said() =>
        Assert.Matches(@"^Boosted trees were grown by (XGBoost \d+\.\d+\.\d+\.|Perennial's own learner: .* Install the package libxgboost0)", XgBoostLibrary.Told);
}
