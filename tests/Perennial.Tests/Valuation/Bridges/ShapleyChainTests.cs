using Perennial.Valuation.Bridges;

namespace Perennial.Tests.Valuation.Bridges;

public sealed class ShapleyChainTests
{
    // By hand: f(rung, flip) over a ladder of one and one flip: the mean of both orders.
    [Fact]
    public void Two_changes_share_their_interaction_evenly()
    {
        var chain = new ShapleyChain(1, 1);
        double[,] f = { { 10, 13 }, { 12, 21 } };
        double[] share = Shares(chain, (rung, flipped) => f[rung, flipped], 2);
        Assert.Equal(0.5 * ((12 - 10) + (21 - 13)), share[0], 1e-12);
        Assert.Equal(0.5 * ((13 - 10) + (21 - 12)), share[1], 1e-12);
    }

    // Against every order written out, those that break the ladder left out.
    [Fact]
    public void Shares_are_the_mean_over_all_orders_that_keep_to_the_ladder_and_add_up()
    {
        const int rungs = 3, flips = 2;
        var chain = new ShapleyChain(rungs, flips);
        double F(int rung, int flipped) => Math.Sin(1 + (3 * rung) + (7 * flipped)) * 100;
        double[] expected = new double[rungs + flips];
        int orders = 0;
        foreach (int[] order in Orders([.. Enumerable.Range(0, rungs + flips)]))
        {
            if (!order.Where(change => change < rungs).SequenceEqual(Enumerable.Range(0, rungs)))
            {
                continue;
            }

            orders++;
            (int rung, int flipped) = (0, 0);
            foreach (int change in order)
            {
                double before = F(rung, flipped);
                (rung, flipped) = change < rungs ? (rung + 1, flipped) : (rung, flipped | (1 << (change - rungs)));
                expected[change] += F(rung, flipped) - before;
            }
        }

        Assert.Equal(20, orders);
        double[] share = Shares(chain, F, rungs + flips);
        Assert.All(share.Zip(expected), pair => Assert.Equal(pair.Second / orders, pair.First, 1e-10));
        Assert.Equal(F(rungs, 3) - F(0, 0), share.Sum(), 1e-10);
    }

    private static double[] Shares(ShapleyChain chain, Func<int, int, double> value, int changes) =>
        [.. Enumerable.Range(0, changes).Select(change => chain.States.Sum(state => chain.Weight(change, state.Rung, state.Flipped) * value(state.Rung, state.Flipped)))];

    private static IEnumerable<int[]> Orders(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(item => Orders([.. items.Where(other => other != item)]).Select(rest => (int[])[item, .. rest]));
}
