using Perennial.Portfolio.Books;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio.Books;

/// <summary>What is at stake, and how renewals are seen.</summary>
public sealed class AccountBookTests
{
    [Theory]
    [Golden("value-at-stake.v1")]
    [InlineData(900, 0.2, 100)]
    [InlineData(1000, 0, 0)]
    [InlineData(500, 1, 500)]
    [InlineData(-300, 0.9, 0)]
    public void At_stake_is_what_leaving_would_take_times_its_chance(double value, double leaving, double stake) => Assert.Equal(stake, AccountBook.AtStake(value, leaving), 1e-12);

    [Fact]
    public void Value_with_nobody_leaving_is_value_and_half_of_the_year_lost()
    {
        // 1,000 if nobody left; one in five leaves, in the middle of the year: 900 is expected, 100 of it lost.
        double expected = 1000 * (1 - (0.2 / 2));
        Assert.Equal(1000 - expected, AccountBook.AtStake(expected, 0.2), 1e-9);
    }

    [Theory]
    [Golden("renewal.status.v1")]
    [InlineData(0.05, false, 200, RenewalStatus.Good)]
    [InlineData(0.05, true, 200, RenewalStatus.Monitor)]
    [InlineData(0.05, true, 90, RenewalStatus.AtRisk)]
    [InlineData(0.12, false, 91, RenewalStatus.Monitor)]
    [InlineData(0.12, false, 90, RenewalStatus.AtRisk)]
    [InlineData(0.12, true, 300, RenewalStatus.AtRisk)]
    [InlineData(0.20, false, 300, RenewalStatus.AtRisk)]
    public void Renewals_are_good_to_be_watched_or_at_risk(double leaving, bool rising, int days, RenewalStatus status) =>
        Assert.Equal(status, AccountBook.Seen(leaving, 0.10, rising, days));
}
