using System.Globalization;
using Perennial.Models.Survival.CompetingRisks;
using Perennial.Models.Survival.Curves;

namespace Perennial.Models.Tests.Survival.CompetingRisks;

public sealed class AalenJohansenTests
{
    // Ten contracts, by hand: cause 1 is a cancellation, cause 2 a failed payment, 0 is still running.
    private static readonly double[] Times = [1, 2, 2, 3, 4, 5, 5, 6, 7, 8];
    private static readonly int[] Causes = [1, 2, 0, 1, 0, 2, 1, 0, 1, 0];

    private static SurvivalHistories Contracts(double scale = 1) => new([.. Times.Select(t => t * scale)], [.. Causes.Select(c => c > 0)], TimeUnit.Week);

    [Fact]
    public void Ten_contracts_give_the_shares_worked_out_by_hand()
    {
        CumulativeIncidence found = AalenJohansen.Estimate(Contracts(), Causes);
        Assert.Equal([1, 2], found.Causes);

        // S: 9/10 after 1, 8/10 after 2, then 7 at risk at 3, 5 at 5, 2 at 7.
        double after3 = 0.8 * 6 / 7;
        Assert.Equal(0.1, found.At(1, 1), 1e-15);
        Assert.Equal(0.1, found.At(2, 2), 1e-15);
        Assert.Equal(0.1 + (0.8 / 7), found.At(1, 3), 1e-15);
        Assert.Equal(0.1 + (after3 / 5), found.At(2, 5), 1e-15);
        Assert.Equal(0.1 + (0.8 / 7) + (after3 / 5) + (after3 * 3 / 5 / 2), found.At(1, 100), 1e-15);
        Assert.Equal(0, found.At(2, 0.5));
    }

    [Fact]
    public void Incidences_and_survival_add_up_to_one_and_never_fall()
    {
        CumulativeIncidence found = AalenJohansen.Estimate(Contracts(), Causes);
        KaplanMeierCurve all = KaplanMeier.Estimate(Contracts());
        for (int k = 0; k < found.Times.Length; k++)
        {
            Assert.Equal(all.Survival[k], found.Survival[k], 1e-15);
            Assert.Equal(1.0, found.Survival[k] + found.Incidence.Sum(f => f[k]), 1e-14);
            Assert.True(k == 0 || found.Incidence.All(f => f[k] >= f[k - 1]));
        }
    }

    [Fact]
    public void A_single_cause_is_one_minus_kaplan_meier_with_its_errors()
    {
        SurvivalHistories rows = Sets.FreireichTreated;
        CumulativeIncidence found = AalenJohansen.Estimate(rows, [.. rows.Observed.Select(o => o ? 1 : 0)]);
        KaplanMeierCurve curve = KaplanMeier.Estimate(rows);
        for (int k = 0; k < found.Times.Length; k++)
        {
            Assert.Equal(1 - curve.Survival[k], found.Incidence[0][k], 1e-14);
            Assert.Equal(curve.StandardError[k], found.StandardError[0][k], 1e-9);
        }
    }

    [Fact]
    public void Censoring_the_other_causes_overstates_each()
    {
        CumulativeIncidence found = AalenJohansen.Estimate(Contracts(), Causes);
        double naive = 0;
        foreach (int cause in found.Causes)
        {
            double alone = 1 - KaplanMeier.Estimate(new(Times, [.. Causes.Select(c => c == cause)], TimeUnit.Week)).At(8);
            Assert.True(alone > found.At(cause, 8));
            naive += alone;
        }

        Assert.True(naive > 1 - found.Survival[^1]);
    }

    /// <summary>R's survfit for several states gives the same shares; its errors are the infinitesimal jackknife, here the delta method.</summary>
    [Fact]
    public void Lung_by_sex_as_cause_gives_the_shares_of_R()
    {
        SurvivalHistories lung = Sets.Lung("sex");
        int[] cause = [.. Sets.Column(lung, "sex").Select((sex, i) => lung.Observed[i] ? sex : 0)];
        CumulativeIncidence found = AalenJohansen.Estimate(lung, cause);
        SurvivalReference reference = new("lung-causes");
        double At(string time) => double.Parse(time, CultureInfo.InvariantCulture);
        reference.Compare("state1", time => found.At(1, At(time)), 1e-12);
        reference.Compare("state2", time => found.At(2, At(time)), 1e-12);
        int Step(string time) => Array.FindLastIndex(found.Times, t => t <= At(time));
        reference.Compare("se1", time => found.StandardError[0][Step(time)], 0.01);
        reference.Compare("se2", time => found.StandardError[1][Step(time)], 0.01);
        reference.Holds();
    }

    [Fact]
    public void Weights_are_repeated_rows_units_are_units_and_bands_hold_the_estimate()
    {
        CumulativeIncidence plain = AalenJohansen.Estimate(Contracts(), Causes);
        CumulativeIncidence weighted = AalenJohansen.Estimate(new(Times, [.. Causes.Select(c => c > 0)], TimeUnit.Week, weight: [.. Times.Select(_ => 3.0)]), Causes);
        CumulativeIncidence repeated = AalenJohansen.Estimate(
            new([.. Times, .. Times, .. Times], [.. Causes.Concat(Causes).Concat(Causes).Select(c => c > 0)], TimeUnit.Week), [.. Causes, .. Causes, .. Causes]);
        CumulativeIncidence days = AalenJohansen.Estimate(Contracts(7), Causes);
        for (int k = 0; k < plain.Times.Length; k++)
        {
            Assert.Equal(repeated.Incidence[1][k], weighted.Incidence[1][k], 1e-15);
            Assert.Equal(repeated.StandardError[1][k], weighted.StandardError[1][k], 1e-15);
            Assert.Equal(plain.Incidence[1][k], days.Incidence[1][k]);
            foreach (BandTransform transform in Enum.GetValues<BandTransform>())
            {
                ConfidenceBand band = plain.Band(1, 0.9, transform);
                Assert.True(0 <= band.Lower[k] && band.Lower[k] <= plain.Incidence[0][k] && plain.Incidence[0][k] <= band.Upper[k] && band.Upper[k] <= 1);
            }
        }
    }

    [Fact]
    public void Causes_that_contradict_the_histories_are_refused()
    {
        Refused("Row 0 has cause 0 and an event", () => AalenJohansen.Estimate(new([1, 2], [true, false], TimeUnit.Day), [0, 0]));
        Refused("Row 1 has cause 2 and no event", () => AalenJohansen.Estimate(new([1, 2], [true, false], TimeUnit.Day), [1, 2]));
        Refused("There are 1 histories and 2 causes", () => AalenJohansen.Estimate(new([1], [true], TimeUnit.Day), [1, 2]));
        Refused("There is no event of cause 9", () => AalenJohansen.Estimate(Contracts(), Causes).At(9, 1));
    }

    private static void Refused(string start, Func<object> make) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
}
