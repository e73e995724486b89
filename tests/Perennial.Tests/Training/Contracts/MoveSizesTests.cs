using Perennial.Features.Contracts;
using Perennial.Models.Numerics;
using Perennial.Training.Contracts;

namespace Perennial.Tests.Training.Contracts;

/// <summary>Factors of moves depend on what an account pays.</summary>
public sealed class MoveSizesTests
{
    [Fact]
    public void Accounts_that_add_as_much_each_time_go_on_to_add_that_much()
    {
        // Each move adds 100, whatever was paid before: 100 to 10,000.
        var sizes = new MoveSizes(Enumerable.Range(1, 100).Select(k => new ContractMove("SMB", true, Math.Log((k + 1.0) / k), 100 * k)));
        var random = new Pcg64(7, 1);
        double sum = 0;
        for (int life = 0; life < 2000; life++)
        {
            double level = 3000;
            for (int move = 0; move < 24; move++)
            {
                level *= sizes.Factor(level, random);
            }

            sum += level;
        }

        // One distribution of factors for all levels would give 3,000 times 1.052 to the 24th: 10,100.
        Assert.InRange(sum / 2000, 5300, 5600);
    }

    [Fact]
    public void Above_all_levels_seen_a_move_adds_money_instead_of_multiplying()
    {
        var sizes = new MoveSizes([new ContractMove("SMB", true, Math.Log(2), 100)]);
        var random = new Pcg64(7, 1);
        Assert.Equal(2, sizes.Factor(50, random), 12);
        Assert.Equal(2, sizes.Factor(100, random), 12);
        Assert.Equal(1.1, sizes.Factor(1000, random), 12);
    }

    [Fact]
    public void Accounts_that_grow_by_one_factor_go_on_to_grow_by_it()
    {
        var sizes = new MoveSizes(Enumerable.Range(1, 60).Select(k => new ContractMove("SMB", true, Math.Log(1.3), 10 * Math.Pow(1.3, k))));
        var random = new Pcg64(7, 1);
        Assert.All([10.0, 500, 20_000], level => Assert.Equal(1.3, sizes.Factor(level, random), 12));
        Assert.Equal(1.3, sizes.MeanFactor, 12);
    }

    [Fact]
    public void A_move_down_multiplies_at_every_level_and_no_moves_change_nothing()
    {
        var random = new Pcg64(7, 1);
        Assert.Equal(0.5, new MoveSizes([new ContractMove("SMB", false, Math.Log(0.5), 100)]).Factor(100_000, random), 12);
        Assert.Equal(1, new MoveSizes([]).Factor(100, random));
        Assert.Equal(1, new MoveSizes([]).MeanFactor);
    }

    [Fact]
    public void The_mean_factor_is_of_money()
    {
        var sizes = new MoveSizes([new ContractMove("SMB", true, Math.Log(3), 100), new ContractMove("SMB", true, Math.Log(1.1), 900)]);
        Assert.Equal((300 + 990) / 1000.0, sizes.MeanFactor, 12);
    }
}
