using Perennial.Features;
using Perennial.Portfolio;
using Perennial.Testing;

namespace Perennial.Tests.Portfolio;

public sealed class SettingVerdictTests
{
    [Theory]
    [Golden("setting.v1")]
    [InlineData(100, 80, 500, 400, "contractual")]
    [InlineData(100, 80, 500, 100, "undetermined")]
    [InlineData(100, 80, 0, 0, "undetermined")]
    [InlineData(100, 40, 500, 400, "undetermined")]
    [InlineData(100, 5, 500, 400, "undetermined")]
    [InlineData(100, 5, 500, 20, "non-contractual")]
    [InlineData(100, 5, 0, 0, "non-contractual")]
    [InlineData(19, 19, 500, 500, "undetermined")]
    public void Rhythm_and_amounts_decide(long eligible, long regular, long pairs, long same, string expected)
    {
        SettingVerdict verdict = SettingVerdict.Judge(new(eligible, regular, pairs, same, 30));

        Assert.Equal(expected, verdict.Setting);
        Assert.NotEmpty(verdict.Evidence);
    }

    [Fact]
    public void Monthly_payments_of_one_amount_are_a_contract()
    {
        Facts facts = Of("SELECT i AS customer_id, DATE '2020-01-01' + to_months(CAST(k AS INTEGER)) AS day, 9.99 + i AS amount, NULL AS order_id, 1 AS kind FROM range(30) AS c(i), range(12) AS m(k)");

        Assert.Equal("contractual", facts.Setting);
        Assert.Equal("100 % of 30 customers with at least four purchases buy in an even rhythm, typically every 30.5 days.", facts.SettingEvidence[0]);
    }

    [Fact]
    public void Purchases_at_random_times_are_no_contract()
    {
        Facts facts = Of("SELECT i AS customer_id, DATE '2020-01-01' + CAST(hash(i * 100 + k) % 365 AS INTEGER) AS day, 10 + hash(k) % 50 AS amount, NULL AS order_id, 1 AS kind FROM range(60) AS c(i), range(12) AS m(k)");

        Assert.Equal("non-contractual", facts.Setting);
    }

    [Fact]
    public void Buying_every_day_is_no_billing_rhythm()
    {
        Facts facts = Of("SELECT i AS customer_id, DATE '2020-01-01' + CAST(k AS INTEGER) AS day, 10 + hash(i * 100 + k) % 50 AS amount, NULL AS order_id, 1 AS kind FROM range(30) AS c(i), range(60) AS m(k)");

        Assert.Equal("non-contractual", facts.Setting);
    }

    private static Facts Of(string select)
    {
        using BookedLog log = BookedLog.Of(select).Booked();
        FeaturesStage features = log.Features();
        DateOnly asOf = new(2020, 12, 31);
        return new PortfolioStage(log.Connection).Run(features.Run(asOf), features.LeftCensoring(asOf));
    }
}
