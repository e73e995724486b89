using Perennial.Training;

namespace Perennial.Tests.Training;

public sealed class SelectionTests
{
    [Fact]
    public void The_lower_crps_wins_when_the_difference_is_clear()
    {
        double[] worse = [.. Enumerable.Range(0, 100).Select(i => 1.1 + (i % 2 * 0.01))];
        double[] better = [.. Enumerable.Range(0, 100).Select(_ => 1.0)];

        Assert.Equal("pareto-nbd", Selection.Choose(new Dictionary<string, double[]> { ["bg-nbd"] = worse, ["pareto-nbd"] = better }).Chosen);
    }

    [Fact]
    public void The_simpler_model_wins_within_one_standard_error()
    {
        double[] noisy = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 0.0 : 2.002)];
        double[] level = [.. Enumerable.Range(0, 100).Select(_ => 1.0)];

        Assert.Equal("bg-nbd", Selection.Choose(new Dictionary<string, double[]> { ["bg-nbd"] = noisy, ["pareto-nbd"] = level }).Chosen);
    }

    [Fact]
    public void The_better_simpler_model_needs_no_excuse()
        => Assert.Equal("bg-nbd", Selection.Choose(new Dictionary<string, double[]> { ["bg-nbd"] = [0.9, 1.0], ["pareto-nbd"] = [1.0, 1.1] }).Chosen);
}
