using Perennial.Models.BgBb;
using Perennial.Models.CnbdK;
using Perennial.Models.ParetoGgg;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>The purchase models of which some clauses cannot be asked, each with why, and those whose fits take longer.</summary>
internal static class ExcusedCases
{
    /// <summary>An opportunity is a week: times are whole weeks, and nobody buys twice within one.</summary>
    public static PurchaseCase BgBb { get; } = new("bg-bb", [1.2, 0.75, 0.66, 2.8])
    {
        Make = (p, unit) => new BgBbInTime(BgBbModel.Of(p), Opportunities(unit), unit),
        TimePowers = [0, 0, 0, 0],
        NobodyDropsOut = (_, _) => [1.2, 0.75, 1e-12, 1],
        Fit = (histories, threads) => BgBbInTime.Fit(histories, new() { Threads = threads }),
        Simulate = (p, ages, seed) => new BgBbInTime(BgBbModel.Of(p), Opportunities(TimeUnit.Week), TimeUnit.Week).Simulate(ages, seed),
        LogLikelihood = (model, h, i) =>
        {
            double week = 7 / h.Unit.Days();
            return BgBbLikelihood.LogLikelihood(((BgBbInTime)model).Named, h.Frequency[i], (int)Math.Round(h.Recency[i] / week), (int)Math.Round(h.T[i] / week));
        },
        Read = Whole,
        IsDensity = false,

        // Chances of counts are integrals over both chances of a customer, that of silence is a sum over opportunities.
        Rounding = 1e-10,
        Hard = Whole(
            [0, 0, 0, 2, 1, 7, 29, 38, 10, 200, 1900, 1], [0, 0, 0, 30, 2, 29, 37, 38, 10, 230, 2000, 1], [0, 1, 38, 38, 38, 29, 38, 38, 38, 260, 2000, 1000], TimeUnit.Week, null),
        Counted = [(0, 0, 0, 39, 60), (0, 0, 38, 39, 60), (2, 30, 38, 39, 60), (1, 2, 38, 520, 600), (29, 37, 38, 39, 60), (38, 38, 38, 39, 60), (200, 230, 260, 39.4, 60), (2, 30, 38, 0, 3)],
        Excuses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(PurchaseContract.Without_dropout_phases_are_negative_binomial)] = "Purchases at opportunities are beta-binomial, not negative binomial, where nobody drops out.",
            [nameof(PurchaseContract.Within_no_time_nobody_buys_and_no_chance_exceeds_one)] =
                "The clause asks of ages between opportunities and of several purchases at one; the counted customers hold a horizon of 0 at whole ones.",
            [nameof(PurchaseContract.A_very_active_customers_counts_sum_to_one)] = "Nobody buys 20,000 times in 39 weeks where each week holds one purchase at most; a counted customer buys at every one.",
        },
    };

    /// <summary>Pareto/NBD under a season whose last week is stated to go on.</summary>
    public static PurchaseCase Varying { get; } = new("pareto-nbd with covariates that change", [1.2, 8, 0.9, 12, 0.6, -0.4])
    {
        Make = BoundPaths.Of,
        TimePowers = [0, 1, 0, 1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 10, 0, 0],
        Fit = BoundPaths.Fit,
        Simulate = (p, ages, seed) => VaryingCovariateSimulator.Times(BoundPaths.Of(p, TimeUnit.Week).Model, BoundPaths.Paths(ages.Length, TimeUnit.Week), ages, seed).Histories,
        LogLikelihood = (model, h, i) => ((BoundPaths)model).LogLikelihood(new([h.Frequency[i]], [h.Recency[i]], [h.T[i]], h.Unit)),
        Youngest = 45,
        Slow = true,
    };

    /// <summary>The model of a run: chances exactly, purchases to come by draws.</summary>
    public static PurchaseCase ParetoGgg { get; } = new(ParetoGggFitter.Name, [4, 2, 0.8, 8, 0.6, 12])
    {
        Make = (p, unit) => new ParetoGggByDraws(new(ParetoGggParameters.Of(p), unit)),
        TimePowers = [0, 0, 0, 1, 0, 1],
        NobodyDropsOut = (r, alpha) => [4, 2, r, alpha, 1e-12, 10],
        Fit = (histories, threads) => ParetoGggFitter.Fit(histories, threads).Map<ITransactionModel>(model => new ParetoGggByDraws(model)),
        Simulate = (p, ages, seed) => ParetoGggSimulator.Histories(ParetoGggParameters.Of(p), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => ParetoGggLikelihood.LogLikelihood(((ParetoGggByDraws)model).Named, h.Frequency[i], h.Recency[i], h.T[i], h.LogGaps![i]),
        Read = OwnRhythm,
        MeanTolerance = 1e-5,

        // Times in another unit draw other numbers: 3 % for a customer, twice, at some 3.5 standard errors.
        Noise = 0.15,

        // Without those who buy thousands of times, each of whom takes seconds to draw.
        Hard = OwnRhythm([0, 0, 0, 2, 1, 7, 29, 60, 60, 2, 1, 50], [0, 0, 0, 30.43, 1.714, 29.43, 37.7, 38.5, 10, 1, 38.857, 1], [0, 1, 38.857, 38.857, 38.857, 29.43, 38.857, 38.857, 38.857, 1000, 38.857, 1000], TimeUnit.Week, null),
        Slow = true,
        Excuses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [nameof(PurchaseContract.Counts_sum_to_one_their_mean_is_the_expectation_and_none_is_silence)] =
                "The question of counts carries no gaps, so its answer is over all that are possible, while the expectation is of the customer's own.",
            [nameof(PurchaseContract.Discounted_expectation_is_the_integral_of_the_discounted_slope)] =
                "Purchases to come are drawn, with a noise of up to three percent of a customer's expectation, which is more than the bracket is wide.",
            [nameof(PurchaseContract.No_neighbour_of_the_optimum_is_better)] = "The fit is the mode of a posterior under weak priors: the likelihood alone is higher elsewhere.",
            [nameof(PurchaseContract.Without_dropout_phases_are_negative_binomial)] = "Gaps are gamma with a regularity of each customer's own, whose counts have no negative binomial form.",
        },
    };

    /// <summary>BG/CNBD-k with k the likeliest of 1 to 12.</summary>
    public static PurchaseCase RegularityEstimated { get; } = new("bg-cnbd-k, k estimated", [0.9, 3, 0.8, 2.4])
    {
        Make = (p, unit) => new CnbdKModel(CnbdKVariant.BgCnbdK, new(2, p[0], p[1], p[2], p[3]), unit),
        TimePowers = [0, 1, 0, 0],
        NobodyDropsOut = (r, alpha) => [r, alpha, 1e-12, 1],
        Phases = 2,
        Fit = (histories, threads) => CnbdKFitter.Fit(histories, new() { Variant = CnbdKVariant.BgCnbdK, Threads = threads }).As<ITransactionModel>(),
        Simulate = (p, ages, seed) => CnbdKSimulator.Histories(CnbdKVariant.BgCnbdK, new(2, p[0], p[1], p[2], p[3]), ages, TimeUnit.Week, seed),
        LogLikelihood = (model, h, i) => CnbdKLikelihood.LogLikelihood(CnbdKVariant.BgCnbdK, ((CnbdKModel)model).Named, h.Frequency[i], h.Recency[i], h.T[i], h.LogGaps![i]),
        Slow = true,
    };

    // How even the gaps of a customer are hangs on the day of the last purchase, whatever else there is.
    private static PurchaseHistories OwnRhythm(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight)
    {
        double[] uneven = [0.04, 0.12, 0.3, 0.6, 1.1];
        return new(frequency, recency, t, unit, weight,
            [.. frequency.Select((x, i) => x == 0 ? 0 : (x * Math.Log(recency[i] / x)) - (uneven[(int)Math.Round(recency[i] * unit.Days()) % 5] * (x - 1)))]);
    }

    private static OpportunitySchedule Opportunities(TimeUnit unit) => new(7 / unit.Days());

    // Times between two opportunities are those of the one before.
    private static PurchaseHistories Whole(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight)
    {
        double week = 7 / unit.Days();
        return new(frequency, [.. recency.Select(Floor)], [.. t.Select(Floor)], unit, weight, opportunities: Opportunities(unit));

        double Floor(double time) => Math.Floor((time / week) + 1e-6) * week;
    }
}
