using Perennial.Features.Contracts;
using Perennial.Testing;
using Perennial.Training.Contracts;

namespace Perennial.Tests.Training.Contracts;

/// <summary>Lives ahead under a law that can be worked out by hand: 5 % leave at the end of each month, nothing moves.</summary>
public sealed class ContractSimulatorTests
{
    private const double Hazard = 0.05;
    private static readonly DateOnly AsOf = new(2025, 12, 31);
    private static readonly double[] Horizons = [365 / ContractAccount.MonthDays, ContractSimulator.LifetimeMonths];

    // So many months at risk that the rate is known.
    private static readonly ContractCell[] Cells =
    [
        new("SMB", 1, true, 1, 1, false, 100_000_000, 5_000_000, 0, 0, 0, 0, 0, 0, 100_000_000, 5_000_000),
    ];

    [Fact]
    [Golden("churn.probability.v1")]
    public void The_chance_to_have_left_is_that_of_twelve_months_ends()
    {
        ContractForecast forecast = Run([Account(1)], 0.1);
        Assert.Equal(1 - Math.Pow(1 - Hazard, 12), forecast.Risks[0].Left(Account(1), Horizons[0]).Voluntary, 1e-4);
        // Who does not renew on the 31st day is still there on the 30th.
        Assert.Equal(Hazard, forecast.Risks[0].Left(Account(1), 30 / ContractAccount.MonthDays).Voluntary, 1e-5);
        Assert.Equal(0, forecast.Risks[0].Left(Account(1) with { DaysToMonthEnd = 30 }, 30 / ContractAccount.MonthDays).Voluntary);
    }

    [Fact]
    [Golden("lifetime.contract.v1")]
    public void The_remaining_lifetime_is_the_geometric_one_cut_at_twenty_years()
    {
        (double mean, double beyond, double[] quantiles) = Run([Account(1)], 0.1).Risks[0].Lifetime(Account(1), 0.1, 0.5, 0.9);
        Assert.Equal((1 - Hazard) / Hazard, mean, 0.01);
        Assert.Equal(Math.Pow(1 - Hazard, 241), beyond, 1e-6);
        Assert.Equal([2, 13, 44], quantiles);
    }

    [Fact]
    [Golden("revenue.contract.v1")]
    [Golden("active-months.v1")]
    public void Revenue_flows_while_the_account_is_there()
    {
        ContractAccount[] accounts = [.. Enumerable.Range(1, 400).Select(Account)];
        ContractForecast forecast = Run(accounts, 0.1);
        double delta = Math.Log(1.1) / 12, plain = 0, discounted = 0, stay = 1;
        for (int month = 0; month < 12; month++)
        {
            stay *= 1 - Hazard;
            double to = Math.Min(month + 1, Horizons[0]);
            plain += stay * (to - month);
            discounted += stay * (Math.Exp(-delta * month) - Math.Exp(-delta * to)) / delta;
        }

        Assert.Equal(100 * plain, forecast.Revenue[0].Average(), 4.0);
        Assert.Equal(100 * discounted, forecast.Discounted[0].Average(), 4.0);
        Assert.Equal(discounted, forecast.ActiveMonths[0].Average(), 0.04);
        Assert.Equal(forecast.Discounted[0].Sum(), forecast.Totals[0].Average(), 1e-6 * forecast.Discounted[0].Sum());
    }

    [Fact]
    public void An_accounts_lives_hang_on_nobody_else()
    {
        ContractForecast alone = Run([Account(7)], 0.1), among = Run([Account(3), Account(7), Account(9) with { Segment = "other" }], 0.1);
        Assert.Equal(alone.Discounted[0][0], among.Discounted[0][1]);
    }

    [Fact]
    public void Discounts_end_on_their_day_and_those_who_left_bring_nothing()
    {
        ContractAccount discounted = Account(1) with { Mrr = 60, DiscountUntil = AsOf.AddDays(1).AddDays(31) };
        ContractForecast forecast = Run([Account(1), discounted, Account(1) with { State = ContractState.Churned, Last = 100 }], 0);
        double there = 1 - Hazard;
        Assert.InRange(forecast.Revenue[0][0] - forecast.Revenue[0][1], 40 * (there - 0.04), 40);
        Assert.Equal(0, forecast.Revenue[1][2]);
    }

    [Fact]
    public void Rates_of_groups_that_do_not_differ_are_one_and_others_are_drawn_towards_it()
    {
        var same = new ShrunkRates([("a", 10, 1000), ("b", 20, 2000)]);
        Assert.Equal(0.01, same.Mean("a"), 1e-12);
        Assert.Equal(0.01, same.Mean("never seen"), 1e-12);
        var apart = new ShrunkRates([("a", 100, 1000), ("b", 10, 1000), ("c", 1, 10)]);
        Assert.InRange(apart.Mean("a"), 0.09, 0.1);
        Assert.InRange(apart.Mean("b"), 0.01, 0.02);
        Assert.InRange(apart.Mean("c"), 0.03, 0.09);
        Assert.Equal(0, new ShrunkRates([("a", 0, 1000)]).Mean("a"));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void A_tilt_gives_the_chance_asked_for_and_ends_with_its_months(double chance)
    {
        double quarter = 90 / ContractAccount.MonthDays;
        ContractRisks group = Run([Account(1)], 0.1).Risks[0];
        RiskTilt tilt = RiskTilt.To(group, Account(1), quarter, chance);
        ContractRisks own = group.Tilted(tilt);
        Assert.Equal(chance, own.Left(Account(1), quarter).Voluntary, 1e-9);
        // The months of the tilt have one ratio of hazards; those after have the group's.
        Assert.Equal(1 - Math.Pow(1 - chance, 1.0 / 3), own.Left(Account(1), 30 / ContractAccount.MonthDays).Voluntary, 1e-4);
        Assert.Equal(1 - ((1 - chance) * Math.Pow(1 - Hazard, 9)), own.Left(Account(1), Horizons[0]).Voluntary, 1e-4);
    }

    [Fact]
    public void Lives_are_lived_at_the_tilted_risk()
    {
        double quarter = 90 / ContractAccount.MonthDays;
        ContractAccount[] accounts = [.. Enumerable.Range(1, 400).Select(Account)];
        ContractForecast forecast = Simulator().Run(accounts, AsOf, (_, _, _) => { }, (_, risks) => RiskTilt.To(risks, Account(1), quarter, 0.4));
        // Revenue without discount is 100 a month for as long as the account is there: the sum of the chances to be there.
        double there = 1, plain = 0, own = 1 - Math.Pow(0.6, 1.0 / 3);
        for (int month = 0; month < 12; month++)
        {
            there *= 1 - (month < 3 ? own : Hazard);
            plain += there * (Math.Min(month + 1, Horizons[0]) - month);
        }

        Assert.Equal(100 * plain, forecast.Revenue[0].Average(), 6.0);
        Assert.NotEqual(0, RiskTilt.To(forecast.Risks[0], Account(1), quarter, 0.4).Months);
    }

    [Fact]
    public void Where_nobody_can_leave_there_is_no_tilt()
    {
        ContractAccount later = Account(1) with { Term = 12, NextDue = 7 };
        ContractCell[] never = [Cells[0] with { Term = 12 }, new("SMB", 12, false, 0, 2, false, 1_000_000, 0, 0, 0, 0, 0, 0, 0, 0, 0)];
        ContractForecast forecast = new ContractSimulator(
            ContractLaws.Fit(never, 200, 1).First(law => law.Name == "discrete-time-hazard"), new MovementModel(never, [], []), Horizons, 0, 0, 200, 1).Run([later], AsOf, (_, _, _) => { });
        Assert.Equal(RiskTilt.None, RiskTilt.To(forecast.Risks[0], later, 90 / ContractAccount.MonthDays, 0.4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void One_rate_is_as_uncertain_as_the_ends_are_few(int ends)
    {
        ContractCell[] few = [Cells[0] with { Months = 3000, Voluntary = ends }];
        ContractLaw law = ContractLaws.OneRateOf(few, 400, 1);
        double[] voluntary = new double[1], payment = new double[1];
        double[] rates = [.. Enumerable.Range(0, 400).Select(draw =>
        {
            law.Hazards(ContractGroup.Of(Account(1)), draw, voluntary, payment);
            return voluntary[0] + payment[0];
        })];
        law.Hazards(ContractGroup.Of(Account(1)), -1, voluntary, payment);
        Assert.Equal((ends + 0.5) / 3000, voluntary[0], 1e-12);
        // Gamma: mean shape / months, variance shape / months²; four standard errors of 400 draws.
        double shape = ends + 0.5, mean = rates.Average(), variance = rates.Average(r => (r - mean) * (r - mean));
        Assert.Equal(shape / 3000, mean, 4 * Math.Sqrt(shape) / 3000 / 20);
        Assert.InRange(variance / (shape / 9e6), 0.5, 2.0);
        Assert.All(rates, rate => Assert.True(rate > 0));
    }

    internal static ContractAccount Account(int key) => new(
        key, "SMB", "search", ContractState.Active, 100, 100, 0, 5, "pro", AsOf.AddMonths(-3), null, 3, 1, 3, 0, 0, null, false, 0, 0, 0, 1);

    private static ContractForecast Run(ContractAccount[] accounts, double discount) => Simulator(discount).Run(accounts, AsOf, (_, _, _) => { });

    private static ContractSimulator Simulator(double discount = 0) => new(
        ContractLaws.Fit(Cells, 200, 1).First(law => law.Name == ContractLaws.BySegment), new MovementModel(Cells, [], []), Horizons, 0, discount, 200, 1);
}
