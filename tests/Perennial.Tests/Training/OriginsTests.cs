using Perennial.Training;

namespace Perennial.Tests.Training;

public sealed class OriginsTests
{
    private static readonly DateOnly First = new(1997, 1, 1);

    [Fact]
    public void A_third_of_the_history_is_hidden_in_whole_weeks()
    {
        Origins origins = Origins.Plan(First, new DateOnly(1998, 6, 30), null);

        Assert.Equal(26 * 7, origins.Last!.Value.Days);
        Assert.Equal(new DateOnly(1998, 6, 30), origins.Last.Value.End);
    }

    [Fact]
    public void At_most_39_weeks_are_hidden_without_being_asked()
        => Assert.Equal(39 * 7, Origins.Plan(First, First.AddDays(3000), null).Last!.Value.Days);

    [Fact]
    public void No_earlier_window_reaches_into_the_hidden_months()
    {
        for (int history = 90; history < 2000; history += 13)
        {
            Origins origins = Origins.Plan(First, First.AddDays(history), null);
            Assert.NotNull(origins.Last);
            Assert.All(origins.Earlier, window =>
            {
                Assert.True(window.End <= origins.Last.Value.Origin);
                Assert.Equal(origins.Last.Value.Days, window.Days);
                Assert.True(window.Origin.DayNumber - First.DayNumber >= 56);
            });
        }
    }

    [Fact]
    public void A_long_history_has_at_least_four_origins()
        => Assert.True(Origins.Plan(First, First.AddDays(730), null).Earlier.Count >= 3);

    [Fact]
    public void A_holdout_that_leaves_nothing_to_learn_from_is_refused_with_the_figures()
    {
        Origins origins = Origins.Plan(First, First.AddDays(100), 90);

        Assert.Null(origins.Last);
        Assert.Contains("leaves 10 to learn from", origins.NoHoldout!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void A_short_history_has_no_test_and_says_why(int days)
    {
        Origins origins = Origins.Plan(First, First.AddDays(days), null);

        Assert.Null(origins.Last);
        Assert.Contains("at least 84 days", origins.NoHoldout!, StringComparison.Ordinal);
    }
}
