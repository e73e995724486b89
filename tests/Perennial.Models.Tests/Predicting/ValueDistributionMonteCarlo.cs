using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.Tests.Predicting;

/// <summary>Does brute-force simulation of the models' story give the same probabilities?</summary>
public sealed class ValueDistributionMonteCarlo
{
    private const double Infinite = double.PositiveInfinity;
    private static readonly double Delta10 = Math.Log(1.1) * 7 / 365.25;
    private static readonly TransactionLaw Bg = TransactionLaw.BgNbd(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week);
    private static readonly TransactionLaw Mbg = TransactionLaw.MbgNbd(new(0.5248, 6.1831, 0.8914, 1.614), TimeUnit.Week);
    private static readonly TransactionLaw Pareto = TransactionLaw.ParetoNbd(new(0.5533, 10.5777, 0.6062, 11.6687), TimeUnit.Week);
    private static readonly TransactionLaw Ggom = TransactionLaw.GgomNbd(new(0.5533, 10.5777, 0.05, 0.8, 4), TimeUnit.Week);

    // Nearly everybody leaves around the age of 30 weeks: the sharpest a lifetime is.
    private static readonly TransactionLaw Cliff = TransactionLaw.GgomNbd(new(0.8, 5, 0.4, 20, 3e6), TimeUnit.Week);
    private static readonly TransactionLaw Regular3 = TransactionLaw.CnbdK(CnbdKVariant.BgCnbdK, new(3, 0.9, 3.5, 0.7, 2.5), TimeUnit.Week);
    private static readonly TransactionLaw Clockwork = TransactionLaw.CnbdK(CnbdKVariant.MbgCnbdK, new(12, 2, 0.8, 0.3, 4), TimeUnit.Week);

    // Opportunities: each week; each year, some time in it; on one date a year, the next in eight weeks.
    private static readonly TransactionLaw Weeks = TransactionLaw.BgBb(new(0.6, 6, 0.5, 8), new(1), TimeUnit.Week);
    private static readonly TransactionLaw Always = TransactionLaw.BgBb(new(2, 0.5, 0.3, 40), new(1), TimeUnit.Week);
    private static readonly TransactionLaw Years = TransactionLaw.BgBb(new(1.2, 0.75, 0.66, 2.78), new(52.18), TimeUnit.Week);
    private static readonly TransactionLaw Gala = TransactionLaw.BgBb(new(1.2, 0.75, 0.66, 2.78), new(52.18, [8, 60.3]), TimeUnit.Week);
    private static readonly TransactionLaw Days = TransactionLaw.BgBb(new(0.5, 30, 0.3, 40), new(1.0 / 7), TimeUnit.Week);

    // Rates as correlated as this form allows, either way: on CDNOW through a week, where shares cancel most, and through ten.
    private static readonly TransactionLaw Bound = TransactionLaw.CorrelatedParetoNbd(new(new(0.528786, 9.847238, 0.494236, 9.172255), 0.088292, TimeUnit.Week));
    private static readonly TransactionLaw Loyal = TransactionLaw.CorrelatedParetoNbd(new(new(1.5, 8, 1.2, 14), Lowest(new(1.5, 8, 1.2, 14), 10), TimeUnit.Week, 10));
    private static readonly GammaGammaParameters Cdnow = new(6.2496, 3.7442, 15.4435);
    private static readonly double[] Levels = [0.002, 0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99, 0.998];

    public static TheoryData<string> Names => [.. Cases.Keys];

    // Each purchase is simulated: customers who buy often, a lifetime of payments of one size, and the phases of a regular buyer's lifetime take longest and leave the
    // fast suite to the others.
    public static TheoryData<string> Light => [.. Cases.Where(c => c.Value.X < 29 && ((c.Value.Spend is not null && (c.Value.Law.Phases == 1 || c.Value.Law.Name == CorrelatedParetoNbdFitter.Name)) || double.IsFinite(c.Value.Horizon))).Where((_, i) => i % 4 == 0).Select(c => c.Key)];

    private static Dictionary<string, Case> Cases { get; } = new()
    {
        ["bg year, x 0"] = new(Bg, Cdnow, 52.18, Delta10, 0, 30),
        ["bg year, x 2"] = new(Bg, Cdnow, 52.18, Delta10, 2, 38.86),
        ["bg year, x 29"] = new(Bg, Cdnow, 52.18, Delta10, 29, 38.86),
        ["bg year, x 300"] = new(Bg, Cdnow, 52.18, Delta10, 300, 100),
        ["bg lifetime, x 0, T 0"] = new(Bg, Cdnow, Infinite, Delta10, 0, 0),
        ["bg lifetime, x 2"] = new(Bg, Cdnow, Infinite, Delta10, 2, 38.86),
        ["bg lifetime, x 29"] = new(Bg, Cdnow, Infinite, Delta10, 29, 38.86),
        ["mbg year, x 0, T 0"] = new(Mbg, Cdnow, 52.18, Delta10, 0, 0),
        ["mbg lifetime, x 2"] = new(Mbg, Cdnow, Infinite, Delta10, 2, 38.86),
        ["pareto year, x 0, T 0"] = new(Pareto, Cdnow, 52.18, Delta10, 0, 0),
        ["pareto year, x 1"] = new(Pareto, Cdnow, 52.18, Delta10, 1, 30),
        ["pareto year, x 29"] = new(Pareto, Cdnow, 52.18, Delta10, 29, 38.86),
        ["pareto ten years, x 7"] = new(Pareto, Cdnow, 521.8, Delta10, 7, 38.86),
        ["pareto lifetime, x 0"] = new(Pareto, Cdnow, Infinite, Delta10, 0, 38.86),
        ["pareto lifetime, x 2"] = new(Pareto, Cdnow, Infinite, Delta10, 2, 38.86),
        ["pareto lifetime, x 29"] = new(Pareto, Cdnow, Infinite, Delta10, 29, 38.86),
        ["ggom year, x 0, T 0"] = new(Ggom, Cdnow, 52.18, Delta10, 0, 0),
        ["ggom year, x 2"] = new(Ggom, Cdnow, 52.18, Delta10, 2, 38.86),
        ["ggom lifetime, x 2"] = new(Ggom, Cdnow, Infinite, Delta10, 2, 38.86),
        ["ggom lifetime, x 29"] = new(Ggom, Cdnow, Infinite, Delta10, 29, 38.86),
        ["ggom undiscounted, x 1"] = new(Ggom, Cdnow, 39, 0, 1, 30),
        ["ggom one price, year, x 2"] = new(Ggom, null, 52.18, Delta10, 2, 38.86),
        ["ggom lumpy price, lifetime, x 1"] = new(Ggom, new(100, 3, 0.1), Infinite, Delta10, 1, 30),
        ["ggom cliff, year, x 3"] = new(Cliff, Cdnow, 52.18, Delta10, 3, 10),
        ["ggom cliff, lifetime, x 3"] = new(Cliff, Cdnow, Infinite, Delta10, 3, 10),
        ["regular 3 year, x 0, T 0"] = new(Regular3, Cdnow, 52.18, Delta10, 0, 0),
        ["regular 3 year, x 2"] = new(Regular3, Cdnow, 52.18, Delta10, 2, 38.86),
        ["regular 3 year, x 29"] = new(Regular3, Cdnow, 52.18, Delta10, 29, 38.86, 0.99),
        ["regular 3 ten years, x 7"] = new(Regular3, Cdnow, 521.8, Delta10, 7, 38.86),
        ["regular 3 lifetime, x 0"] = new(Regular3, Cdnow, Infinite, Delta10, 0, 20),
        ["regular 3 lifetime, x 2"] = new(Regular3, Cdnow, Infinite, Delta10, 2, 38.86),
        ["regular 3 lifetime, x 29"] = new(Regular3, Cdnow, Infinite, Delta10, 29, 38.86, 0.99),
        ["regular 3 undiscounted, x 5"] = new(Regular3, Cdnow, 39, 0, 5, 38.86),
        ["regular 3 one price, year, x 2"] = new(Regular3, null, 52.18, Delta10, 2, 38.86),
        ["regular 3 lumpy price, lifetime, x 1"] = new(Regular3, new(100, 3, 0.1), Infinite, Delta10, 1, 30),
        ["clockwork year, x 0, T 0"] = new(Clockwork, Cdnow, 52.18, Delta10, 0, 0),
        ["clockwork year, x 6"] = new(Clockwork, Cdnow, 52.18, Delta10, 6, 38.86, 0.95),
        ["clockwork lifetime, x 2"] = new(Clockwork, Cdnow, Infinite, Delta10, 2, 38.86),
        ["weeks, year, x 0, T 0"] = new(Weeks, Cdnow, 52.18, Delta10, 0, 0) { Step = 1 },
        ["weeks, year, x 2"] = new(Weeks, Cdnow, 52.18, Delta10, 2, 38) { Step = 1 },
        ["weeks, year, x 30 of 38"] = new(Weeks, Cdnow, 52.18, Delta10, 30, 38) { Step = 1 },
        ["weeks, lifetime, x 0"] = new(Weeks, Cdnow, Infinite, Delta10, 0, 20) { Step = 1 },
        ["weeks, lifetime, x 2"] = new(Weeks, Cdnow, Infinite, Delta10, 2, 38) { Step = 1 },
        ["weeks, lifetime, x 30 of 38"] = new(Weeks, Cdnow, Infinite, Delta10, 30, 38) { Step = 1 },
        ["weeks, undiscounted, x 5"] = new(Weeks, Cdnow, 39.5, 0, 5, 38) { Step = 1 },
        ["weeks, lumpy price, lifetime, x 1"] = new(Weeks, new(100, 3, 0.1), Infinite, Delta10, 1, 30) { Step = 1 },
        ["always, ten years, x 40 of 40"] = new(Always, Cdnow, 521.8, Delta10, 40, 40) { Step = 1, Draws = 200_000 },
        ["always, lifetime, x 40 of 40"] = new(Always, Cdnow, Infinite, Delta10, 40, 40) { Step = 1, Draws = 100_000 },
        ["correlated to the bound, year, x 0, T 0"] = new(Bound, Cdnow, 52.18, Delta10, 0, 0),
        ["correlated to the bound, year, x 2"] = new(Bound, Cdnow, 52.18, Delta10, 2, 38.86),
        ["correlated to the bound, lifetime, x 0"] = new(Bound, Cdnow, Infinite, Delta10, 0, 30),
        ["correlated to the bound, lifetime, x 29"] = new(Bound, Cdnow, Infinite, Delta10, 29, 38.86),
        ["loyal year, x 5"] = new(Loyal, Cdnow, 52.18, Delta10, 5, 38.86),
        ["loyal lifetime, x 1"] = new(Loyal, Cdnow, Infinite, Delta10, 1, 38.86),
        ["loyal one price, year, x 2"] = new(Loyal, null, 52.18, Delta10, 2, 38.86),
        ["years, one year, x 3"] = new(Years, Cdnow, 52.18, Delta10, 3, 5 * 52.18) { Step = 52.18 },
        ["years, half a year, x 0, T 0"] = new(Years, Cdnow, 26, Delta10, 0, 0) { Step = 52.18 },
        ["years, ten years, x 3"] = new(Years, Cdnow, 521.8, Delta10, 3, 5 * 52.18) { Step = 52.18 },
        ["years, lifetime, x 3"] = new(Years, Cdnow, Infinite, Delta10, 3, 5 * 52.18) { Step = 52.18 },
        ["years, lifetime, x 5 of 5"] = new(Years, Cdnow, Infinite, Delta10, 5, 5 * 52.18) { Step = 52.18 },
        ["gala, one year, x 3"] = new(Gala, Cdnow, 52.18, Delta10, 3, 5 * 52.18) { Step = 52.18 },
        ["gala, ten years, x 1"] = new(Gala, Cdnow, 521.8, Delta10, 1, 5 * 52.18) { Step = 52.18 },
        ["days, year, x 3"] = new(Days, Cdnow, 52.18, Delta10, 3, 38) { Step = 1.0 / 7 },
        ["days, lifetime, x 3"] = new(Days, Cdnow, Infinite, Delta10, 3, 38) { Step = 1.0 / 7 },
        ["lumpy price, x 3"] = new(Pareto, new(400, 3, 0.1), 52.18, Delta10, 3, 30),
        ["lumpy price, lifetime, x 3"] = new(Pareto, new(400, 3, 0.1), Infinite, Delta10, 3, 30),
        ["bg lumpy price, lifetime, x 1"] = new(Bg, new(100, 3, 0.1), Infinite, Delta10, 1, 30),
        ["one price, year, x 2"] = new(Bg, null, 52.18, Delta10, 2, 38.86),
        ["one price, lifetime, x 2"] = new(Pareto, null, Infinite, Delta10, 2, 38.86),
        ["heavy tail q < 1"] = new(Bg, new(1.5, 0.48, 10), 52.18, Delta10, 0, 20),
        ["spiky p < 1"] = new(Pareto, new(0.3, 5, 100), 52.18, Delta10, 1, 20),
        ["no drop-out"] = new(TransactionLaw.ParetoNbd(new(0.8, 5, 0, 1), TimeUnit.Week), Cdnow, 52.18, Delta10, 4, 40),
        ["short beta"] = new(TransactionLaw.ParetoNbd(new(0.5, 10, 0.3, 0.01), TimeUnit.Week), Cdnow, 52.18, Delta10, 1, 0.5),
        ["undiscounted"] = new(Bg, Cdnow, 39, 0, 5, 38.86),
    };

    [Theory]
    [MemberData(nameof(Light))]
    public void Quantiles_have_their_probability(string name) => Compare(Cases[name], 100_000, 1e-3);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Names))]
    public void Quantiles_have_their_probability_to_1e_3(string name) => Compare(Cases[name], Cases[name].Draws, 1e-3);

    private static double Lowest(Models.ParetoNbd.ParetoNbdParameters parameters, double span) => ParetoNbdCorrelation.Bounds(parameters, span).Lowest;

    private static void Compare(Case c, int draws, double accuracy)
    {
        // The chance of being alive is 1, so that all errors show; the age lies between tabulated ones.
        double[] ages = [.. Enumerable.Range(0, 200).Select(k => c.T + (k * c.Step))];
        int at = 1;
        int[] x = [.. ages.Select(_ => c.X)];
        double[] alive = [.. ages.Select(_ => 1.0)], spend = [.. ages.Select(_ => 35.0)], last = [.. ages.Select(age => c.X == 0 ? 0 : c.Recent * age)];
        ValueDistribution v = ValueDistribution.Create(c.Law, c.Spend, c.Horizon, ContinuousRate.PerUnit(c.Delta, TimeUnit.Week));
        double zero = v.PZero(x, last, ages, alive)[at];
        double[] levels = [.. Levels.Select(l => zero + ((1 - zero) * l))];
        double[] quantiles = [.. v.Quantiles(x, last, ages, alive, spend, levels).Select(column => column[at])];
        int[] below = new int[levels.Length];
        int zeros = 0;
        Pcg64 random = new(20261122);
        for (int i = 0; i < draws; i++)
        {
            double value = v.Sample(c.X, last[at], ages[at], 1, 35, random);
            zeros += value == 0 ? 1 : 0;
            for (int k = levels.Length - 1; k >= 0 && value <= quantiles[k]; k--)
            {
                below[k]++;
            }
        }

        List<string> wrong = [];

        // Over a lifetime the story is simulated until e^-30, and what is worth less than e^-9 of a purchase counts as worth nothing in both.
        double worthless = c.Horizon == Infinite ? 35 * 1e-4 : 0;
        if (c.Horizon < Infinite)
        {
            Judge("zero", zero, zeros, 1e-9);
        }

        for (int k = 0; k < levels.Length; k++)
        {
            if (quantiles[k] < worthless)
            {
                continue;
            }

            Judge($"level {Levels[k]} of the positive part", levels[k], below[k], accuracy);
        }

        Assert.True(wrong.Count == 0, string.Join("; ", wrong));

        void Judge(string what, double expected, int count, double allowed)
        {
            double found = (double)count / draws, error = 4 * Math.Sqrt(Math.Max(expected * (1 - expected), 1.0 / draws) / draws);
            if (Math.Abs(found - expected) > allowed + error)
            {
                wrong.Add($"{what}: {expected:F5} but simulated {found:F5} +- {error / 4:F5}");
            }
        }
    }

    private sealed record Case(TransactionLaw Law, GammaGammaParameters? Spend, double Horizon, double Delta, int X, double T, double Recent = 0.75)
    {
        /// <summary>Gives how far ages lie apart.</summary>
        public double Step { get; init; } = 0.25;

        /// <summary>Gives how many customers the slow test draws.</summary>
        public int Draws { get; init; } = Law.Name is "pareto-nbd" or "bg-nbd" or "mbg-nbd" or "ggom-nbd" ? 4_000_000 : 1_000_000;
    }
}
