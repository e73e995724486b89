using Perennial.Models.Fitting;
using Perennial.Models.Histories;
using Perennial.Models.Numerics;
using Perennial.Models.Posterior;

namespace Perennial.Models.ParetoGgg;

/// <summary>What histories say of a population that follows Pareto/GGG: draws of its parameters, and predictions that are means over them.</summary>
/// <remarks>
/// Chances of each customer (alive, no purchase) are means of the exact ones at some of the draws. Purchases to come are drawn: for each draw of the
/// parameters a customer's regularity, whether they are alive, when the next purchase falls, rate and lifetime, all from what is exactly known of
/// them given the history, so that no chain runs for any customer. Expected numbers are the means of such draws, with an error of
/// their standard deviation over the root of their number.
/// </remarks>
/// <source paper="PlatzerReutterer2016"/>
public sealed class ParetoGggPosterior
{
    /// <summary>So many purchases of a customer are counted at most: below t = 1 bursts make the mean of an uncut number infinite.</summary>
    internal const int MostPurchases = 10_000;

    private const int ManyDraws = 1000;
    private const int SomeDraws = 100;

    /// <summary>Takes draws of (t, gamma, r, alpha, s, beta).</summary>
    internal ParetoGggPosterior(PosteriorDraws draws, TimeUnit unit)
    {
        Draws = draws;
        Unit = unit;
    }

    /// <summary>Gives the draws of the population parameters with their diagnostics.</summary>
    public PosteriorDraws Draws { get; }

    /// <summary>Gives the unit of Alpha, Beta and all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Gives the model at one draw.</summary>
    /// <param name="index">0 … Draws.Count - 1.</param>
    public ParetoGggModel Model(int index) => new(ParetoGggParameters.Of(Draws.Draw(index)), Unit);

    /// <summary>Gives each customer's P(alive), the mean over draws of the parameters: the chance of still being active at T + t, as far as is known at T.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0; at 0 it is P(alive) now.</param>
    /// <param name="draws">Over how many, spread evenly.</param>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t = 0.0, int draws = SomeDraws)
    {
        HistoryDoor.Horizon(t);
        return Mean(histories, 0.0, draws, (p, row, now, _) => now.Alive * p.Stays(histories.T[row], t));
    }

    /// <summary>Gives E[X(t)] of a customer just acquired: expected repeat purchases in (0, t], no more than 10,000 counted, the mean over draws of the parameters.</summary>
    /// <remarks>Where draws have t at or below 1 the mean of the uncut number is infinite: bursts (regularity near 0) are too likely there.</remarks>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="draws">Over how many, spread evenly.</param>
    public double ExpectedTransactions(double t, int draws = SomeDraws)
    {
        HistoryDoor.Horizon(t);
        double[][] some = Draws.Thin(Math.Min(draws, Draws.Count));
        double[] values = new double[some.Length];
        Blocks.Run(some.Length, 0, 1, (i, _) => values[i] = new ParetoGggModel(ParetoGggParameters.Of(some[i]), Unit).ExpectedTransactions(t, MostPurchases));
        return values.Average();
    }

    /// <summary>Gives each customer's expected purchases in (T, T + t]: the mean of <see cref="Counts"/>.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="draws">How many to draw.</param>
    /// <param name="seed">Any number.</param>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t, int draws = ManyDraws, ulong seed = 1) =>
        Array.ConvertAll(Counts(histories, t, draws, seed), counts => counts.Average());

    /// <summary>Gives each customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1: the shares among <see cref="Counts"/>.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="counts">How many counts.</param>
    /// <param name="draws">How many to draw.</param>
    /// <param name="seed">Any number.</param>
    /// <returns>n arrays of shares; the rest of the mass lies beyond.</returns>
    public double[][] ProbabilityOfCount(PurchaseHistories histories, double t, int counts, int draws = ManyDraws, ulong seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        return Array.ConvertAll(Counts(histories, t, draws, seed), drawn =>
        {
            double[] shares = new double[counts];
            foreach (int n in drawn.Where(n => n < counts))
            {
                shares[n] += 1.0 / drawn.Length;
            }

            return shares;
        });
    }

    /// <summary>Gives P(X(t) = n) of a customer just acquired, n = 0 … counts - 1 repeat purchases in (0, t], the mean over draws of the parameters.</summary>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="counts">How many counts.</param>
    /// <param name="draws">Over how many, spread evenly.</param>
    /// <returns>Chances; the rest of the mass lies beyond.</returns>
    public double[] ProbabilityOfCount(double t, int counts, int draws = SomeDraws)
    {
        HistoryDoor.Horizon(t);
        ArgumentOutOfRangeException.ThrowIfNegative(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        double[][] some = Draws.Thin(Math.Min(draws, Draws.Count)), values = new double[some.Length][];
        Blocks.Run(some.Length, 0, 1, (i, _) => values[i] = new ParetoGggModel(ParetoGggParameters.Of(some[i]), Unit).ProbabilityOfCount(t, counts));
        return [.. Enumerable.Range(0, counts).Select(n => values.Average(own => own[n]))];
    }

    /// <summary>Gives each customer's chance of no purchase in (T, T + t], the mean over draws of the parameters.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="draws">Over how many, spread evenly.</param>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t, int draws = SomeDraws)
    {
        HistoryDoor.Horizon(t);
        return Mean(histories, t, draws, (_, _, now, then) => Math.Clamp(Math.Exp(then.LogLikelihood - now.LogLikelihood), 0.0, 1.0));
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, T + t], the mean over draws of purchases.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="rate">The discount rate.</param>
    /// <param name="draws">How many to draw.</param>
    /// <param name="seed">Any number.</param>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate, int draws = ManyDraws, ulong seed = 1)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Horizon(t);
        return Worth(histories, t, rate, draws, seed);
    }

    /// <summary>Gives each customer's expected discounted purchases in (T, infinity), the mean over draws of purchases, no more than 10,000 counted of any.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="rate">The discount rate, positive.</param>
    /// <param name="draws">How many to draw.</param>
    /// <param name="seed">Any number.</param>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate, int draws = ManyDraws, ulong seed = 1)
    {
        HistoryDoor.SameUnit(rate, Unit);
        HistoryDoor.Positive(rate);
        return Worth(histories, double.PositiveInfinity, rate, draws, seed);
    }

    /// <summary>Draws each customer's number of purchases in (T, T + t] from what the histories leave open: parameters, regularity, rates, lifetime and chance.</summary>
    /// <param name="histories">n customers with their log gaps.</param>
    /// <param name="t">Horizon, at least 0.</param>
    /// <param name="draws">How many a customer; the i-th of all customers share one draw of the parameters, so that their sum is a draw of the total.</param>
    /// <param name="seed">Any number; the same seed gives the same counts on any number of threads.</param>
    /// <returns>n arrays of <paramref name="draws"/> counts, none above 10,000: a longer burst ends there.</returns>
    public int[][] Counts(PurchaseHistories histories, double t, int draws = ManyDraws, ulong seed = 1)
    {
        HistoryDoor.Horizon(t);
        return Array.ConvertAll(Paths(histories, t, draws, seed, (sum, _) => sum + 1.0), row => Array.ConvertAll(row, v => (int)v));
    }

    private double[] Worth(PurchaseHistories histories, double t, ContinuousRate rate, int draws, ulong seed) =>
        Array.ConvertAll(Paths(histories, t, draws, seed, (sum, after) => sum + Math.Exp(-rate.Delta * after)), v => v.Average());

    private double[][] Paths(PurchaseHistories histories, double t, int draws, ulong seed, Func<double, double, double> add)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        double[][] values = [.. Enumerable.Range(0, histories?.Count ?? 0).Select(_ => new double[draws])];
        double[] gaps = Checked(histories);
        Blocks.Run(draws, 0, 1, (draw, _) =>
        {
            ParetoGggParameters p = ParetoGggParameters.Of(Draws.Draw((int)((((2L * draw) + 1) * Draws.Count / (2L * draws)) % Draws.Count)));
            Pcg64 random = new(seed, (ulong)draw);
            ForEach(p, histories!, gaps, (row, customer, _) => values[row][draw] = FuturePath.Draw(customer, p, histories!.Recency[row], histories.T[row], t, random, add), 0.0);
        });
        return values;
    }

    private double[] Mean(PurchaseHistories histories, double t, int draws, Func<ParetoGggParameters, int, ParetoGggCustomer, ParetoGggCustomer, double> one)
    {
        double[] gaps = Checked(histories);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        double[][] some = Draws.Thin(Math.Min(draws, Draws.Count));
        double[][] values = [.. some.Select(_ => new double[histories.Count])];
        Blocks.Run(some.Length, 0, 1, (draw, _) =>
        {
            ParetoGggParameters p = ParetoGggParameters.Of(some[draw]);
            ForEach(p, histories, gaps, (row, now, then) => values[draw][row] = one(p, row, now, then), t);
        });
        return [.. Enumerable.Range(0, histories.Count).Select(row => values.Average(v => v[row]))];
    }

    private double[] Checked(PurchaseHistories? histories)
    {
        double[] gaps = ParetoGggRows.Gaps(histories!);
        HistoryDoor.SameUnit(histories!, Unit);
        return gaps;
    }

    // Looks at every customer at one draw of the parameters, now and where the silence goes on for t; equal histories once.
    private static void ForEach(
        ParetoGggParameters p, PurchaseHistories histories, double[] gaps, Action<int, ParetoGggCustomer, ParetoGggCustomer> visit, double t)
    {
        foreach (IGrouping<int, int> level in Enumerable.Range(0, histories.Count).GroupBy(i => histories.Frequency[i]))
        {
            double uneven = level.Max(i => ParetoGggRows.Uneven(level.Key, histories.Recency[i], gaps[i]));
            RegularityLattice lattice = RegularityLattice.Of(p, level.Key, uneven, Fineness.Draws);
            Dictionary<(double, double, double), (ParetoGggCustomer Now, ParetoGggCustomer Then)> known = [];
            foreach (int i in level)
            {
                (double tx, double age, double gap) key = (histories.Recency[i], histories.T[i], gaps[i]);
                if (!known.TryGetValue(key, out var customer))
                {
                    ParetoGggCustomer now = ParetoGggCustomer.Of(p, lattice, key.tx, key.age, key.gap, Fineness.Draws);
                    known[key] = customer = (now, t == 0.0 ? now : ParetoGggCustomer.Of(p, lattice, key.tx, key.age + t, key.gap, Fineness.Draws));
                }

                visit(i, customer.Now, customer.Then);
            }
        }
    }
}
