using Perennial.Models.Assessing;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Assessing;

/// <summary>Effects that do not grow with the number of customers, and the share each factor has in what an outcome goes with.</summary>
public sealed class EffectSizeTests
{
    [Fact]
    public void Cliffs_delta_by_hand()
    {
        // Of six pairs four are higher, one lower, one equal.
        EffectSize effect = EffectSize.CliffDelta([3, 5, 2], [1, 3]);
        Assert.Equal((4 - 1) / 6.0, effect.Value, 1e-12);

        // U 4.5 of 6, expected 3; variance 3 * 2 / 12 * (6 - 6 / 20) with one tie of two.
        Assert.Equal(2 * Normal.Cdf(-1.5 / Math.Sqrt(0.5 * 5.7)), effect.PValue, 1e-12);
        Assert.Equal(new EffectSize(0, 1), EffectSize.CliffDelta([2, 2], [2, 2, 2]));
        Assert.Equal(-1, EffectSize.CliffDelta([1, 2], [3, 4]).Value);
        Assert.Throws<ArgumentException>(() => EffectSize.CliffDelta([], [1]));
        Assert.Throws<ArgumentException>(() => EffectSize.CliffDelta([double.NaN], [1]));
    }

    [Fact]
    public void Cramers_v_by_hand()
    {
        // Chi-square of {10, 20; 30, 40} is 100 (400 - 600)² / (30 * 70 * 40 * 60).
        EffectSize effect = EffectSize.CramerV([[10, 20], [30, 40]]);
        double chiSquare = 100 * 200.0 * 200 / (30.0 * 70 * 40 * 60);
        Assert.Equal(Math.Sqrt(chiSquare / 100), effect.Value, 1e-12);
        Assert.Equal(2 * Normal.Cdf(-Math.Sqrt(chiSquare)), effect.PValue, 1e-10);
        Assert.Equal(1, EffectSize.CramerV([[5, 0, 0], [0, 5, 5]]).Value, 1e-12);
        Assert.Equal(new EffectSize(0, 1), EffectSize.CramerV([[5, 0], [3, 0]]));
        Assert.Throws<ArgumentException>(() => EffectSize.CramerV([[1, 2], [1]]));
    }

    [Fact]
    public void Importance_adds_up_and_factors_alike_share_alike()
    {
        double[] one = [1, 2, 3, 4, 5, 6, 7, 8], other = [5, 1, 8, 2, 7, 3, 6, 4];
        var alone = RankImportance.Of([one], [1, 4, 9, 16, 25, 36, 49, 64]);
        Assert.Equal(1, alone.RSquared, 1e-8);
        var twins = RankImportance.Of([one, [.. one.Select(v => v * v)], other], [2, 1, 4, 3, 6, 5, 8, 7]);
        Assert.Equal(twins.RSquared, twins.Parts.Sum(), 1e-12);
        Assert.Equal(twins.Parts[0], twins.Parts[1], 1e-6);
        Assert.True(twins.Parts[2] < twins.Parts[0]);

        // Two factors that do not go together: each has the square of its own correlation.
        double[] a = [1, 1, 2, 2], b = [1, 2, 1, 2];
        var apart = RankImportance.Of([a, b], [1, 2, 3, 4]);
        Assert.Equal(Math.Pow(Ranking.Spearman(a, [1, 2, 3, 4]).Value, 2), apart.Parts[0], 1e-6);
        Assert.Equal(Math.Pow(Ranking.Spearman(b, [1, 2, 3, 4]).Value, 2), apart.Parts[1], 1e-6);
        Assert.Throws<ArgumentException>(() => RankImportance.Of([], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => RankImportance.Of([a], [1, 2, 3]));
    }
}
