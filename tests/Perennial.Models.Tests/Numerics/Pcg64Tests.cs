using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Numerics;

public sealed class Pcg64Tests
{
    private const int Draws = 200_000;

    public static TheoryData<string, double, double> Variates => new()
    {
        { "uniform", 0.5, 1.0 / 12 },
        { "normal", 0, 1 },
        { "exponential", 1, 1 },
        { "gamma .25", 0.25, 0.25 },
        { "gamma 7.5", 7.5, 7.5 },
        { "beta .5 2", 0.2, 0.2 * 0.8 / 3.5 },
        { "poisson 3", 3, 3 },
        { "poisson 120", 120, 120 },
        { "binomial 100 .3", 30, 21 },
    };

    [Fact]
    public void The_same_seed_and_stream_give_the_same_numbers_and_others_do_not()
    {
        Pcg64 first = new(42, 7), same = new(42, 7), otherSeed = new(43, 7), otherStream = new(42, 8);
        ulong[] numbers = [.. Enumerable.Range(0, 100).Select(_ => first.NextUInt64())];
        Assert.Equal(numbers, Enumerable.Range(0, 100).Select(_ => same.NextUInt64()));
        Assert.Empty(numbers.Intersect(Enumerable.Range(0, 100).Select(_ => otherSeed.NextUInt64())));
        Assert.Empty(numbers.Intersect(Enumerable.Range(0, 100).Select(_ => otherStream.NextUInt64())));
    }

    [Theory]
    [MemberData(nameof(Variates))]
    public void Variates_have_their_mean_and_variance(string what, double mean, double variance)
    {
        Pcg64 random = new(1);
        Func<double> draw = what switch
        {
            "uniform" => random.NextDouble,
            "normal" => random.NextNormal,
            "exponential" => random.NextExponential,
            "gamma .25" => () => random.NextGamma(0.25),
            "gamma 7.5" => () => random.NextGamma(7.5),
            "beta .5 2" => () => random.NextBeta(0.5, 2),
            "poisson 3" => () => random.NextPoisson(3),
            "poisson 120" => () => random.NextPoisson(120),
            _ => () => random.NextBinomial(100, 0.3),
        };
        double sum = 0, squares = 0, fourths = 0;
        for (int i = 0; i < Draws; i++)
        {
            double gap = draw() - mean;
            sum += gap;
            squares += gap * gap;
            fourths += gap * gap * gap * gap;
        }

        double spread = Math.Sqrt((fourths / Draws) - (variance * variance)) / Math.Sqrt(Draws);
        Assert.InRange(sum / Draws, -4.5 * Math.Sqrt(variance / Draws), 4.5 * Math.Sqrt(variance / Draws));
        Assert.InRange(squares / Draws, variance - (4.5 * spread), variance + (4.5 * spread));
    }

    [Fact]
    public void Whole_numbers_below_a_bound_are_equally_likely()
    {
        Pcg64 random = new(3);
        int[] seen = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            seen[random.NextInt32(7)]++;
        }

        Assert.InRange(seen.Sum(s => (s - 10_000.0) * (s - 10_000.0) / 10_000.0), 0, 27.9);
    }

    [Fact]
    public void Wrong_parameters_are_refused()
    {
        Pcg64 random = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextPoisson(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextBinomial(1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }
}
