using Perennial.Scoring;
using Perennial.Tests.Reports;
using Perennial.Training;

namespace Perennial.Tests.Scoring;

public sealed class UsabilityTests
{
    private static HoldoutRecord Test(HoldoutWinner winner, bool covers = true) => SampleRun.Record().Holdout! with { Winner = winner, CoveragePasses = covers };

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(9, 9, true)]
    [InlineData(5000, 0, true)]
    [InlineData(5000, 3000, false)]
    public void Nothing_is_predicted_where_any_number_would_be_a_guess(long customers, long repeaters, bool usable)
        => Assert.Equal(UsabilityLevel.Facts, Usability.Judge(customers, repeaters, usable, null).Level);

    [Theory]
    [InlineData(40, 30)]
    [InlineData(5000, 19)]
    public void Small_bases_get_a_total_only(long customers, long repeaters)
        => Assert.Equal(UsabilityLevel.Segments, Usability.Judge(customers, repeaters, true, Test(HoldoutWinner.Model)).Level);

    [Fact]
    public void A_baseline_that_won_takes_the_individual_values_away()
        => Assert.Equal(UsabilityLevel.Segments, Usability.Judge(5000, 3000, true, Test(HoldoutWinner.Baseline)).Level);

    [Fact]
    public void A_tie_with_a_baseline_warns_against_ranking()
        => Assert.Contains("do not rank", Usability.Judge(5000, 3000, true, Test(HoldoutWinner.Nobody)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Intervals_that_did_not_hold_are_named()
        => Assert.Contains("did not hold", Usability.Judge(5000, 3000, true, Test(HoldoutWinner.Model, covers: false)).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(60, "Only 0.6 %")]
    [InlineData(3000, "Individual values can be used")]
    public void Where_hardly_anybody_came_back_single_values_are_not_praised(long repeaters, string words)
        => Assert.Contains(words, Usability.Judge(10_000, repeaters, true, Test(HoldoutWinner.Model)).Sentence, StringComparison.Ordinal);

    [Fact]
    public void An_untested_model_says_so()
        => Assert.Contains("not tested", Usability.Judge(5000, 3000, true, null).Sentence, StringComparison.Ordinal);
}
