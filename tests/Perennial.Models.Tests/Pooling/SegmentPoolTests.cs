using Perennial.Models.BetaDiscreteWeibull;
using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.Numerics;
using Perennial.Models.Pooling;
using Perennial.Models.Posterior;
using Perennial.Models.ShiftedBetaGeometric;

namespace Perennial.Models.Tests.Pooling;

/// <summary>Segments that are alike, that are not, large and small.</summary>
public sealed class SegmentPoolTests
{
    private static readonly double[] Centre = [1.2, 0.75, 0.66, 2.8];

    [Fact]
    public void Segments_that_are_the_same_are_pooled_completely()
    {
        DiscreteHistories same = Simulate(Centre, 500, 1);
        PooledSegments pooled = SegmentPool.OfBgBb([same, same, same, same, same]).EmpiricalBayes();
        FitReport<BgBbModel> fit = BgBbFitter.Fit(same);
        Assert.All(pooled.Segments, s => Assert.InRange(s.Pooling, 0.98, 1.0));
        Assert.All(pooled.BetweenDeviations, d => Assert.InRange(d, 0.0, 0.03));
        for (int i = 0; i < 4; i++)
        {
            // The weak prior of the mean counts for next to nothing.
            double error = fit.Parameters[i].StandardError!.Value / fit.Parameters[i].Value;
            Assert.InRange(Math.Log(pooled.Population[i] / fit.Parameters[i].Value), -0.1 * error, 0.1 * error);
            Assert.All(pooled.Segments, s => Assert.Equal(pooled.Population[i], s.Parameters[i], 0.001 * pooled.Population[i]));
        }
    }

    [Fact]
    public void Segments_that_differ_by_chance_alone_are_pooled_for_the_most_part()
    {
        DiscreteHistories[] segments = [.. Enumerable.Range(0, 8).Select(g => Simulate(Centre, 500, (ulong)g))];
        PooledSegments pooled = SegmentPool.OfBgBb(segments).EmpiricalBayes();
        FitReport<BgBbModel> together = BgBbFitter.Fit(Join(segments));
        Assert.True(pooled.Converged);
        Assert.InRange(pooled.Segments.Average(s => s.Pooling), 0.7, 1.0);
        for (int i = 0; i < 4; i++)
        {
            double error = together.Parameters[i].StandardError!.Value / together.Parameters[i].Value;
            Assert.InRange(Math.Log(pooled.Population[i] / together.Parameters[i].Value), -0.6 * error, 0.6 * error);
        }
    }

    [Fact]
    public void Segments_that_have_nothing_in_common_keep_their_own_estimates()
    {
        double[][] truths = [[0.8, 1.5, 0.3, 2], [3, 1.5, 1, 6], [1.2, 0.75, 0.66, 2.8], [2, 4, 0.5, 4]];
        DiscreteHistories[] segments =
            [.. truths.Select((t, g) => BgBbSimulator.Histories(new(t[0], t[1], t[2], t[3]), [.. Enumerable.Repeat(10, 100_000)], (ulong)g))];
        PooledSegments pooled = SegmentPool.OfBgBb(segments).EmpiricalBayes();
        for (int g = 0; g < 4; g++)
        {
            Assert.InRange(pooled.Segments[g].Pooling, 0.0, 0.05);
            FitReport<BgBbModel> own = BgBbFitter.Fit(segments[g]);
            for (int i = 0; i < 4; i++)
            {
                double error = own.Parameters[i].StandardError!.Value / own.Parameters[i].Value;
                Assert.InRange(Math.Log(pooled.Segments[g].Parameters[i] / own.Parameters[i].Value), -0.5 * error, 0.5 * error);
            }
        }
    }

    [Fact]
    public void Small_segments_shrink_more()
    {
        int[] sizes = [40, 400, 4000, 40_000];
        (DiscreteHistories[] segments, _) = Company([.. sizes, .. sizes, .. sizes], 0.5, 21);
        PooledSegments pooled = SegmentPool.OfBgBb(segments).EmpiricalBayes();
        double[] mean = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, 3).Average(j => pooled.Segments[(4 * j) + k].Pooling))];
        Assert.True(mean[0] > mean[1] && mean[1] > mean[2] && mean[2] > mean[3]);
        Assert.True(mean[0] > 0.5 && mean[3] < 0.2);
        Assert.All(pooled.Segments.Zip(sizes.Concat(sizes).Concat(sizes)), s => Assert.Equal(s.Second, s.First.Customers));
        for (int i = 0; i < 4; i++)
        {
            Assert.True(pooled.Segments[0].LogErrors[i] > pooled.Segments[3].LogErrors[i]);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Predictions_are_better_than_without_pooling_and_with_complete_pooling()
    {
        double none = 0, complete = 0, partial = 0;
        int count = 0;
        for (ulong seed = 0; seed < 8; seed++)
        {
            (DiscreteHistories[] segments, double[][] truths) = Company([50, 80, 120, 200, 300, 500, 50, 80, 120, 2000], 0.35, 100 + seed);
            PooledSegments pooled = SegmentPool.OfBgBb(segments).EmpiricalBayes();
            BgBbModel together = BgBbFitter.Fit(Join(segments)).Model;
            for (int g = 0; g < segments.Length; g++)
            {
                double truth = BgBbModel.Of(truths[g]).ExpectedTransactions(20);
                none += Square(BgBbModel.Of(PosteriorTarget.OfBgBb(segments[g]).Mode).ExpectedTransactions(20) / truth);
                complete += Square(together.ExpectedTransactions(20) / truth);
                partial += Square(BgBbModel.Of(pooled.Segments[g].Parameters).ExpectedTransactions(20) / truth);
                count++;
            }
        }

        Assert.True(partial < 0.9 * none, $"Pooled {partial}, apart {none}.");
        Assert.True(partial < 0.9 * complete, $"Pooled {partial}, together {complete}.");

        static double Square(double ratio) => (ratio - 1.0) * (ratio - 1.0);
    }

    [Fact]
    public void Continuous_histories_are_pooled_too_in_any_unit()
    {
        PurchaseHistories[] weeks =
        [
            .. Enumerable.Range(0, 4).Select(g => BgNbdSimulator.Histories(
                new(0.243 * (1 + (0.3 * g)), 4.414, 0.793, 2.426), [.. Enumerable.Range(0, 100 * (g + 1)).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, (ulong)g)),
        ];
        PurchaseHistories[] days = [.. weeks.Select(w => new PurchaseHistories(w.Frequency, [.. w.Recency.Select(v => v * 7)], [.. w.T.Select(v => v * 7)], TimeUnit.Day))];
        PooledSegments a = SegmentPool.OfBgNbd(weeks).EmpiricalBayes(), b = SegmentPool.OfBgNbd(days).EmpiricalBayes();
        Assert.Equal(["r", "alpha", "a", "b"], a.Names);
        double[] factors = [1, 7, 1, 1];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(1.0, b.Population[i] / a.Population[i] / factors[i], 1e-3);
            Assert.Equal(a.Segments[2].Pooling, b.Segments[2].Pooling, 1e-3);
        }

        Assert.Throws<UnitMismatchException>(() => SegmentPool.OfBgNbd([weeks[0], days[1]]));
        Assert.Throws<ArgumentException>(() => SegmentPool.OfBgNbd([weeks[0]]));
        Assert.Throws<ArgumentException>(() => SegmentPool.OfBgBb([Simulate(Centre, 10, 1), new([0], [0], [0])]));
    }

    /// <summary>Alike segments agree with one fit of all, whatever the likelihood; unlike ones are told apart.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void Regular_buyers_and_contracts_whose_hazard_changes_are_pooled_too()
    {
        double[] ages = [.. Enumerable.Range(0, 500).Select(i => 45 + (i % 84 / 7.0))];
        PurchaseHistories regular = CnbdKSimulator.Histories(CnbdKVariant.MbgCnbdK, new(2, 0.9, 3, 0.8, 2.4), ages, TimeUnit.Week, 5);
        PooledSegments alike = SegmentPool.OfCnbdK([regular, regular, regular, regular], CnbdKVariant.MbgCnbdK, 2).EmpiricalBayes();
        FitReport<CnbdKModel> fit = CnbdKFitter.Fit(regular, new() { Variant = CnbdKVariant.MbgCnbdK, K = 2 });
        Assert.Equal(["r", "alpha", "a", "b"], alike.Names);
        Near(fit.Parameters, alike.Population);
        ContractHistories[] contracts = [.. Enumerable.Range(0, 6).Select(g =>
            BetaDiscreteWeibullSimulator.Histories(new(new(g < 3 ? 0.3 : 2.4, 3, 1.2)), [.. Enumerable.Repeat(8, 1500)], (ulong)g))];
        PooledSegments unlike = SegmentPool.OfBetaDiscreteWeibull(contracts).EmpiricalBayes();
        Assert.Equal(["alpha", "beta", "c"], unlike.Names);
        Assert.True(unlike.Segments.Take(3).Max(s => s.Parameters[0] / s.Parameters[1]) < unlike.Segments.Skip(3).Min(s => s.Parameters[0] / s.Parameters[1]) / 3);
        PooledSegments same = SegmentPool.OfBetaDiscreteWeibull([contracts[4], contracts[4], contracts[4], contracts[4]]).EmpiricalBayes();
        Near(BetaDiscreteWeibullFitter.Fit(contracts[4]).Parameters, same.Population);
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentPool.OfCnbdK([regular, regular], CnbdKVariant.BgCnbdK, 0));

        static void Near(IReadOnlyList<ParameterEstimate> fit, IReadOnlyList<double> population) => Assert.All(
            fit.Where(p => p.Name != "k").Zip(population), pair => Assert.InRange(Math.Log(pair.Second / pair.First.Value) * pair.First.Value / pair.First.StandardError!.Value, -0.25, 0.25));
    }

    [Fact]
    public void The_joint_density_has_the_gradient_it_says()
    {
        (DiscreteHistories[] segments, _) = Company([30, 60, 90], 0.4, 7);
        PosteriorTarget[] targets = [.. segments.Select(s => PosteriorTarget.OfBgBb(s))];
        EmpiricalBayes found = new(targets, targets[0].Priors);
        found.Run();
        HierarchicalTarget joint = new(targets, targets[0].Priors, found);
        Pcg64 random = new(4);
        double[] point = [.. Enumerable.Range(0, 26).Select(i => (i is >= 4 and < 8 ? -1.0 : 0.0) + (0.4 * random.NextNormal()))];
        double[] gradient = new double[26], unused = new double[26];
        joint.LogDensity(point, gradient);
        for (int i = 0; i < 26; i++)
        {
            double[] up = [.. point], down = [.. point];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            Assert.Equal((joint.LogDensity(up, unused) - joint.LogDensity(down, unused)) / 2e-5, gradient[i], 1e-4);
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void The_full_posterior_covers_population_and_segments_and_says_how_little_small_ones_know()
    {
        // Contracts in twelve segments: the chance to leave at a renewal is beta, with parameters of the segment's own.
        int[] sizes = [100, 200, 400, 800, 100, 200, 400, 800, 100, 200, 400, 3000];
        double[] centre = [0.7, 3.8];
        const double Spread = 0.4;
        Pcg64 random = new(11);
        double[][] truths = [.. sizes.Select(_ => Array.ConvertAll(centre, c => c * Math.Exp(Spread * random.NextNormal())))];
        ContractHistories[] segments =
            [.. sizes.Select((n, g) => ShiftedBetaGeometricSimulator.Histories(new(new(truths[g][0], truths[g][1])), [.. Enumerable.Repeat(10, n)], 40 + (ulong)g))];
        SegmentPool pool = SegmentPool.OfShiftedBetaGeometric(segments);
        PooledDraws draws = pool.Sample(new() { WarmUp = 800, Draws = 800, TargetAcceptance = 0.95 });
        PooledSegments quick = pool.EmpiricalBayes();
        Assert.Empty(draws.Draws.Complaints);
        int inside = 0;
        for (int i = 0; i < 2; i++)
        {
            Assert.InRange(centre[i], draws.Population(i).Lower, draws.Population(i).Upper);
            Assert.InRange(Spread, draws.Between(i).Lower, draws.Between(i).Upper);
            Assert.InRange(quick.Population[i], draws.Population(i).Lower, draws.Population(i).Upper);
            for (int g = 0; g < sizes.Length; g++)
            {
                PosteriorSummary s = draws.Segment(g, i);
                inside += truths[g][i] >= s.Lower && truths[g][i] <= s.Upper ? 1 : 0;
                double sd = Math.Log(s.Upper / s.Lower) / 3.29;
                Assert.InRange(Math.Log(quick.Segments[g].Parameters[i] / s.Median), -sd, sd);
            }

            Assert.True(Math.Log(draws.Segment(0, i).Upper / draws.Segment(0, i).Lower) > Math.Log(draws.Segment(11, i).Upper / draws.Segment(11, i).Lower));
        }

        // 90 % of 24, which are not independent.
        Assert.InRange(inside, 17, 24);
        double[] one = draws.SegmentDraw(0, 17);
        Assert.Equal(draws.Draws.Draw(17).AsSpan(4, 2).ToArray(), one);
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Segment(12, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => draws.Population(2));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [Trait("Speed", "Slow")]
    public void Segments_of_sixty_customers_with_four_parameters_are_drawn_without_complaint(ulong seed)
    {
        (DiscreteHistories[] segments, double[][] truths) = Company([60, 150, 400, 1000, 60, 150, 400, 3000], 0.35, seed);
        PooledDraws draws = SegmentPool.OfBgBb(segments).Sample(new() { WarmUp = 600, Draws = 500, TargetAcceptance = 0.9 });
        Assert.Empty(draws.Draws.Complaints);
        int inside = Enumerable.Range(0, 32).Count(k => truths[k / 4][k % 4] >= draws.Segment(k / 4, k % 4).Lower && truths[k / 4][k % 4] <= draws.Segment(k / 4, k % 4).Upper);

        // 90 % of 32, which are not independent.
        Assert.InRange(inside, 23, 32);
    }

    private static (DiscreteHistories[] Segments, double[][] Truths) Company(int[] sizes, double spread, ulong seed)
    {
        Pcg64 random = new(seed, 99);
        double[][] truths = [.. sizes.Select(_ => Array.ConvertAll(Centre, c => c * Math.Exp(spread * random.NextNormal())))];
        return ([.. sizes.Select((size, g) => Simulate(truths[g], size, (seed * 1000) + (ulong)g))], truths);
    }

    private static DiscreteHistories Simulate(double[] p, int customers, ulong seed) =>
        BgBbSimulator.Histories(new(p[0], p[1], p[2], p[3]), [.. Enumerable.Repeat(6, customers)], seed);

    private static DiscreteHistories Join(DiscreteHistories[] segments) => new(
        [.. segments.SelectMany(s => s.Frequency)], [.. segments.SelectMany(s => s.Recency)], [.. segments.SelectMany(s => s.Opportunities)]);
}
