using System.Globalization;
using Perennial.Models.Contracts;

namespace Perennial.Models.Tests.Contracts;

/// <summary>The predictive law of a contract against 40-digit arithmetic and against its own theorems.</summary>
public sealed class ContractLifetimeTests
{
    private static readonly ContractLifetime[] Laws =
    [
        new(0.668, 3.806), new(1.0, 2.0), new(3.5, 9.0), new(0.02, 0.05), new(250, 1200), new(0.2142533, 1.4265748, 1.7235649), new(2.5, 6.0, 0.6),
    ];

    public static TheoryData<string> Quantities => ["survival", "hazard", "loglik_left", "derl_after", "remaining"];

    [Theory]
    [MemberData(nameof(Quantities))]
    public void Every_quantity_agrees_with_40_digit_arithmetic(string quantity)
    {
        string[][] points = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "contracts.csv"))
            .Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(',')).Where(cells => cells[0] == quantity)];
        Assert.NotEmpty(points);
        List<string> wrong = [];
        foreach (string[] cells in points)
        {
            double[] number = [.. cells.Skip(1).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
            ContractLifetime law = new(number[0], number[1], number[2]);
            int n = (int)number[3];
            double found = quantity switch
            {
                "survival" => law.Survival(n),
                "hazard" => law.Hazard(n),
                "loglik_left" => Models.BetaDiscreteWeibull.BetaDiscreteWeibullLikelihood.LogLikelihood(new(law.Alpha, law.Beta, law.C), n, true),
                "derl_after" => law.Derl(n, PeriodicRate.PerOpportunity(number[4]), RenewalStandpoint.AfterLastPayment),
                _ => law.ExpectedRemainingPeriods(n),
            };
            if (!(Math.Abs(found - number[5]) <= 1e-9 * Math.Abs(number[5])))
            {
                wrong.Add($"{string.Join(',', cells)}: found {found:R}, off by {(found / number[5]) - 1:E1}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Four renewals at 10 %: 4.64 payments, where the first year's rate held constant gives 1.54.</summary>
    [Fact]
    public void Residual_value_of_a_veteran_is_three_times_what_constant_retention_says()
    {
        ContractLifetime law = new(1, 2);
        Assert.Equal(0.6667, law.Survival(1), 5e-5);
        Assert.Equal(0.5, law.Survival(2), 1e-14);
        Assert.Equal(0.2857, law.Survival(5), 5e-5);
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.10);
        Assert.Equal(4.64, law.Derl(4, rate, RenewalStandpoint.AfterLastPayment), 5e-3);
        Assert.Equal(1.54, law.RetentionRate(1) / (1.1 - law.RetentionRate(1)), 5e-3);
    }

    [Fact]
    public void Lifetimes_are_a_distribution_and_survival_is_its_tail()
    {
        foreach (ContractLifetime law in Laws)
        {
            double lived = 0;
            for (int n = 1; n <= 40; n++)
            {
                lived += law.ProbabilityOfLifetime(n);
                Assert.Equal(1 - lived, law.Survival(n), 1e-13);
                Assert.Equal(1 - law.Hazard(n), law.RetentionRate(n), 1e-15);
            }

            double[] residual = law.ProbabilityOfResidualLifetime(3, 25);
            Assert.Equal(1 - law.ConditionalSurvival(3, 25), residual.Sum(), 1e-13);
            Assert.Equal(1.0, law.Survival(0));
        }
    }

    [Fact]
    public void Expected_remaining_periods_are_the_mean_of_the_residual_lifetime()
    {
        foreach (ContractLifetime law in Laws)
        {
            double[] mass = law.ProbabilityOfResidualLifetime(2, 30);
            double mean = mass.Select((p, k) => p * k).Sum() + (30 * law.ConditionalSurvival(2, 30));
            Assert.Equal(mean, law.ExpectedRemainingPeriods(2, 30), 1e-11);
            Assert.Equal(0.0, law.ExpectedRemainingPeriods(2, 0));
        }
    }

    [Fact]
    public void The_two_standpoints_differ_by_one_period_of_discount_and_del_is_the_first_payment_and_what_follows()
    {
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.07);
        foreach (ContractLifetime law in Laws)
        {
            double after = law.Derl(3, rate, RenewalStandpoint.AfterLastPayment);
            Assert.Equal(1.07 * after, law.Derl(3, rate, RenewalStandpoint.BeforeNextRenewal), 1e-12 * after);

            // Before the renewal: renew now with r(4), then be where one is after it.
            Assert.Equal(law.RetentionRate(4) * (1 + law.Derl(4, rate, RenewalStandpoint.AfterLastPayment)), 1.07 * after, 1e-10 * after);
            Assert.Equal(1 + law.Derl(0, rate, RenewalStandpoint.AfterLastPayment), law.Del(rate), 1e-14);
        }
    }

    [Fact]
    public void A_long_horizon_reaches_the_infinite_one_and_short_sums_join_long_ones()
    {
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.002);
        foreach (ContractLifetime law in Laws)
        {
            double forever = law.Derl(1, rate, RenewalStandpoint.AfterLastPayment);
            Assert.Equal(forever, law.DiscountedExpectedRenewals(1, 1_000_000, rate, RenewalStandpoint.AfterLastPayment), 1e-10 * forever);

            // 1 024 terms are added one by one, 1 025 are not.
            double step = law.ExpectedRemainingPeriods(1, 1025) - law.ExpectedRemainingPeriods(1, 1024);
            Assert.Equal(law.ConditionalSurvival(1, 1025), step, 1e-9 * law.ExpectedRemainingPeriods(1, 1024));
        }
    }

    [Fact]
    public void Near_c_of_one_the_sums_reach_the_closed_form()
    {
        // (beta + s) / (alpha - 1), its tail a slow power law.
        Assert.Equal(20.0, new ContractLifetime(1.2, 4.0, 1.0 + 1e-12).ExpectedRemainingPeriods(0), 1e-8);
        Assert.Equal(50.0, new ContractLifetime(1.2, 4.0, 1.0 + 1e-12).ExpectedRemainingPeriods(6), 1e-8);
        Assert.Equal(5.0 / 0.01, new ContractLifetime(1.01, 5.0, 1.0 + 1e-13).ExpectedRemainingPeriods(0), 1e-6);
    }

    [Fact]
    public void Quantiles_are_the_smallest_lifetime_with_enough_chance()
    {
        foreach (ContractLifetime law in Laws)
        {
            foreach (double p in (double[])[0, 0.1, 0.5, 0.8])
            {
                int? k = law.ResidualLifetimeQuantile(2, p);
                if (k is { } found)
                {
                    Assert.True(1 - law.ConditionalSurvival(2, found + 1) >= p - 1e-14);
                    Assert.True(found == 0 || 1 - law.ConditionalSurvival(2, found) < p);
                }
            }
        }

        Assert.Null(new ContractLifetime(0.02, 0.05).ResidualLifetimeQuantile(50, 0.9));
    }

    [Fact]
    public void Those_who_stayed_longer_stay_longer()
    {
        ContractLifetime law = new(0.704, 1.182);
        PeriodicRate rate = PeriodicRate.PerOpportunity(0.1);
        double[] derl = [.. Enumerable.Range(0, 20).Select(s => law.Derl(s, rate, RenewalStandpoint.BeforeNextRenewal))];
        Assert.All(derl.Zip(derl.Skip(1)), pair => Assert.True(pair.Second > pair.First));

        // Without an end it is the perpetuity 1 + 1/d = 11 that veterans approach.
        Assert.Equal(11, law.Derl(100_000_000, rate, RenewalStandpoint.BeforeNextRenewal), 1e-5);
    }

    [Fact]
    public void What_is_infinite_is_refused_with_the_reason()
    {
        ContractLifetime law = new(0.668, 3.806);
        Assert.False(law.HasExpectedLifetime);
        Assert.StartsWith("The expected remaining lifetime is infinite: c times alpha is 0.668",
            Assert.Throws<InvalidOperationException>(() => law.ExpectedRemainingPeriods(0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("An infinite horizon needs a discount rate",
            Assert.Throws<ArgumentOutOfRangeException>(() => law.Del(PeriodicRate.PerOpportunity(0))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContractLifetime(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContractLifetime(1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.RetentionRate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Derl(1, PeriodicRate.PerOpportunity(0.1), (RenewalStandpoint)7));
    }

    [Fact]
    public void No_parameters_in_range_give_a_nan_or_an_infinity()
    {
        double[] shapes = [1e-9, 1e-3, 0.5, 1, 30, 1e8];
        foreach (double alpha in shapes)
        {
            foreach (double beta in shapes)
            {
                foreach (double c in (double[])[0.05, 0.7, 1, 1.8, 6, 140])
                {
                    ContractLifetime law = new(alpha, beta, c);
                    double[] found =
                    [
                        law.Survival(1), law.Survival(1_000_000), law.Hazard(1), law.Hazard(500), law.ProbabilityOfLifetime(9),
                        law.ExpectedRemainingPeriods(3, 100), law.Del(PeriodicRate.PerOpportunity(0.1)),
                        law.Derl(2, PeriodicRate.PerOpportunity(1e-6), RenewalStandpoint.BeforeNextRenewal),
                        law.HasExpectedLifetime ? law.ExpectedRemainingPeriods(4) : 0,
                    ];
                    Assert.All(found, v => Assert.True(double.IsFinite(v) && v >= 0, $"{law}: {string.Join(' ', found)}"));
                    Assert.All(found[..5], v => Assert.InRange(v, 0, 1));
                }
            }
        }
    }
}
