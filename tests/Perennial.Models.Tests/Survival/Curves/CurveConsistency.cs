using Perennial.Models.Survival.Comparing;
using Perennial.Models.Survival.Curves;

namespace Perennial.Models.Tests.Survival.Curves;

/// <summary>What must hold for curves and their comparison, and what is refused.</summary>
public sealed class CurveConsistency
{
    private static readonly double[] Lifetimes = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

    [Fact]
    public void Without_censoring_survival_is_the_share_still_there()
    {
        KaplanMeierCurve curve = KaplanMeier.Estimate(All(Lifetimes));
        for (double t = 0; t <= 10; t += 0.5)
        {
            double share = Lifetimes.Count(l => l > t) / 11.0;
            Assert.Equal(share, curve.At(t), 1e-15);
            Assert.Equal(Math.Sqrt(share * (1 - share) / 11), t < 1 ? 0 : curve.StandardError[Array.FindLastIndex(curve.Times, x => x <= t)], 1e-15);
        }

        EstimateWithError mean = curve.RestrictedMean(9);
        Assert.Equal(Lifetimes.Average(), mean.Value, 1e-14);
        Assert.Equal(Math.Sqrt(Lifetimes.Sum(l => Math.Pow(l - Lifetimes.Average(), 2))) / 11, mean.StandardError, 1e-14);
        Assert.Equal(4, curve.Median());
        Assert.Equal(mean.Value, curve.RestrictedMean(50).Value, 1e-14);
    }

    [Fact]
    public void A_level_reached_exactly_gives_the_middle_of_the_flat_stretch()
    {
        Assert.Equal(2.5, KaplanMeier.Estimate(All([1, 2, 3, 4])).Median());
        Assert.Null(KaplanMeier.Estimate(new([1, 2, 3, 4], [true, false, false, false], TimeUnit.Week)).Median());
        Assert.Equal(2.0, KaplanMeier.Estimate(new([1, 2, 3, 4], [true, true, false, false], TimeUnit.Week)).Median());
    }

    [Fact]
    public void The_order_of_rows_and_strata_change_nothing_and_weights_are_repeated_rows()
    {
        SurvivalHistories rows = Sets.Freireich;
        int[] back = [.. Enumerable.Range(0, rows.Count).Reverse()];
        KaplanMeierCurve one = KaplanMeier.Estimate(rows);
        Assert.Equal(one.Survival, KaplanMeier.Estimate(rows.Select(back)).Survival);
        Assert.Equal(one.StandardError, KaplanMeier.Estimate(rows.Select(back)).StandardError);
        KaplanMeierCurve weighted = KaplanMeier.Estimate(new(rows.Time, rows.Observed, rows.Unit, weight: [.. back.Select(_ => 2.0)]));
        KaplanMeierCurve twice = KaplanMeier.Estimate(rows.Select([.. back, .. back]));
        Assert.Equal(twice.Survival, weighted.Survival);
        Assert.Equal(twice.StandardError, weighted.StandardError);
        Assert.Equal(NelsonAalen.Estimate(rows.Select([.. back, .. back]), TieRule.OneByOne).CumulativeHazard,
            NelsonAalen.Estimate(new(rows.Time, rows.Observed, rows.Unit, weight: [.. back.Select(_ => 2.0)]), TieRule.OneByOne).CumulativeHazard);
        IReadOnlyList<(int Stratum, KaplanMeierCurve Curve)> groups = KaplanMeier.EstimateByStratum(new(rows.Time, rows.Observed, rows.Unit, stratum: Sets.FreireichGroup));
        Assert.Equal([0, 1], groups.Select(g => g.Stratum));
        Assert.Equal(KaplanMeier.Estimate(Sets.FreireichTreated).Survival, groups[1].Curve.Survival);
    }

    [Fact]
    public void A_customer_split_into_stretches_is_one_customer()
    {
        SurvivalHistories whole = Sets.FreireichTreated;
        List<double> time = [], entry = [];
        List<bool> observed = [];
        for (int i = 0; i < whole.Count; i++)
        {
            double middle = whole.Time[i] / 3;
            time.AddRange([middle, whole.Time[i]]);
            entry.AddRange([0, middle]);
            observed.AddRange([false, whole.Observed[i]]);
        }

        KaplanMeierCurve split = KaplanMeier.Estimate(new([.. time], [.. observed], TimeUnit.Week, [.. entry]));
        KaplanMeierCurve plain = KaplanMeier.Estimate(whole);
        foreach (double t in plain.Times)
        {
            Assert.Equal(plain.At(t), split.At(t), 1e-14);
        }

        Assert.Equal(plain.RestrictedMean(30).StandardError, split.RestrictedMean(30).StandardError, 1e-13);
    }

    [Fact]
    public void Nelson_aalen_lies_above_and_comes_near_minus_log_kaplan_meier()
    {
        NelsonAalenCurve hazard = NelsonAalen.Estimate(Sets.Freireich);
        NelsonAalenCurve single = NelsonAalen.Estimate(Sets.Freireich, TieRule.OneByOne);
        KaplanMeierCurve curve = KaplanMeier.Estimate(Sets.Freireich);
        for (int k = 0; k < hazard.Times.Length; k++)
        {
            Assert.True(curve.Survival[k] <= single.Survival[k] && single.Survival[k] <= hazard.Survival[k]);
            Assert.InRange(curve.Survival[k] - hazard.Survival[k], -0.03, 0);
            ConfidenceBand plain = hazard.Band(0.9, BandTransform.Plain), log = hazard.Band(0.9);
            Assert.True(0 <= plain.Lower[k] && plain.Lower[k] <= hazard.CumulativeHazard[k] && hazard.CumulativeHazard[k] <= log.Upper[k] && log.Lower[k] >= 0);
        }
    }

    [Fact]
    public void Bands_hold_the_curve_stay_in_zero_one_and_are_finite_even_where_nobody_is_left()
    {
        foreach (SurvivalHistories rows in (SurvivalHistories[])[All(Lifetimes), Sets.Freireich, All([5]), new([5], [false], TimeUnit.Day), All([0, 0, 3])])
        {
            KaplanMeierCurve curve = KaplanMeier.Estimate(rows);
            foreach (BandTransform transform in Enum.GetValues<BandTransform>())
            {
                ConfidenceBand band = curve.Band(0.99, transform);
                for (int k = 0; k < curve.Times.Length; k++)
                {
                    Assert.True(0 <= band.Lower[k] && band.Lower[k] <= curve.Survival[k] && curve.Survival[k] <= band.Upper[k] && band.Upper[k] <= 1);
                }
            }

            Assert.All(curve.StandardError, e => Assert.True(double.IsFinite(e)));
        }
    }

    [Fact]
    public void Two_equal_groups_do_not_differ_and_the_unit_and_the_names_of_groups_do_not_matter()
    {
        SurvivalHistories rows = Sets.Freireich;
        int[] twice = [.. Enumerable.Range(0, rows.Count), .. Enumerable.Range(0, rows.Count)];
        LogRankResult same = LogRank.Test(rows.Select(twice), [.. twice.Select((_, i) => i < rows.Count ? 4 : 9)]);
        Assert.Equal(0, same.Test.Statistic, 1e-20);
        Assert.Equal(1, same.Test.PValue, 1e-9);
        LogRankResult weeks = LogRank.Test(rows, Sets.FreireichGroup, LogRankWeight.TaroneWare);
        LogRankResult days = LogRank.Test(new([.. rows.Time.Select(t => t * 7)], rows.Observed, TimeUnit.Day), [.. Sets.FreireichGroup.Select(g => 5 - g)], LogRankWeight.TaroneWare);
        Assert.Equal(weeks.Test.Statistic, days.Test.Statistic, 1e-11);
        Assert.Equal(weeks.Observed.Sum(), weeks.Expected.Sum(), 1e-11);
        LogRankResult weighted = LogRank.Test(new(rows.Time, rows.Observed, rows.Unit, weight: [.. rows.Time.Select(_ => 2.0)]), Sets.FreireichGroup);
        Assert.Equal(LogRank.Test(rows.Select(twice), [.. twice.Select(i => Sets.FreireichGroup[i])]).Test.Statistic, weighted.Test.Statistic, 1e-10);
    }

    [Fact]
    public void Three_groups_of_which_one_left_before_any_event_have_one_degree_of_freedom()
    {
        LogRankResult result = LogRank.Test(new([1, 2, 3, 4, 5], [false, true, true, true, true], TimeUnit.Day), [0, 1, 2, 1, 2]);
        Assert.Equal(1, result.Test.Degrees);
        Assert.Equal(0, result.Observed[0]);
    }

    [Fact]
    public void Impossible_rows_and_questions_are_refused()
    {
        Refused("Row 1 has time -1", () => All([1, -1]));
        Refused("Row 0 has time NaN", () => All([double.NaN]));
        Refused("Row 0 has entry 5 but time 5", () => new SurvivalHistories([5], [true], TimeUnit.Day, entry: [5]));
        Refused("Row 0 has weight 0", () => new SurvivalHistories([5], [true], TimeUnit.Day, weight: [0]));
        Refused("The columns differ in length: time 1, observed 2", () => new SurvivalHistories([5], [true, false], TimeUnit.Day));
        Refused("There are no histories", () => KaplanMeier.Estimate(All([])));
        Refused("There are no histories", () => NelsonAalen.Estimate(All([])));
        Refused("There are 1 groups", () => LogRank.Test(All([1, 2]), [3, 3]));
        Refused("There are 2 histories but 1 groups", () => LogRank.Test(All([1, 2]), [3]));
        Refused("No event was observed", () => LogRank.Test(new([1, 2], [false, false], TimeUnit.Day), [0, 1]));
        Refused("The exponents rho and gamma", () => LogRankWeight.FlemingHarrington(-1, 0));
        KaplanMeierCurve curve = KaplanMeier.Estimate(Sets.FreireichTreated);
        Refused("A confidence level", () => curve.Band(1));
        Refused("A share lies", () => curve.Quantile(0));
        Refused("The curve is known up to 35 only", () => curve.RestrictedMean(36));
        Refused("Ties are to be taken one by one", () => NelsonAalen.Estimate(new([1], [true], TimeUnit.Day, weight: [1.5]), TieRule.OneByOne));
    }

    private static SurvivalHistories All(double[] times) => new(times, [.. times.Select(_ => true)], TimeUnit.Week);

    private static void Refused(string start, Func<object?> make) =>
        Assert.StartsWith(start, Assert.ThrowsAny<ArgumentException>(() => make()).Message, StringComparison.Ordinal);
}
