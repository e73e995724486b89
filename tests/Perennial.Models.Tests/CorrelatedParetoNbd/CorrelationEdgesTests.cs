using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.Fitting;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.CorrelatedParetoNbd;

/// <summary>A bowl around some parameters that falls as kappa rises (or falls): where it ends depends on how steeply.</summary>
public sealed class CorrelationEdgesTests
{
    private const double Span = 1.5;
    private static readonly double[] Lower = [-14, -14, -14, -14, -1e6], Upper = [14, 14, 14, 14, 1e6];

    /// <summary>Edge A, edge B, the corner where they meet; drop-out below -1, the product, and their corner.</summary>
    [Theory]
    [InlineData(0.9, 1.0, 0.2, 1.4, 0.1, "A")]
    [InlineData(0.2, 1.4, 0.9, 1.0, 0.1, "B")]
    [InlineData(0.66, 1.05, 0.65, 1.04, 0.1, "corner")]
    [InlineData(0.5, 4.0, 0.4, 3.0, -0.3, "least")]
    [InlineData(2.0, 0.5, 1.5, 0.4, -0.3, "product")]
    [InlineData(0.9, 1.0, 1.0, 1.2, -3.0, "lower corner")]
    public void The_best_possible_point_is_found_on_every_edge_and_corner(double r, double alpha, double s, double beta, double steep, string where)
    {
        double[] centre = [Math.Log(r), Math.Log(alpha), Math.Log(s), Math.Log(beta)];
        double Bowl(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
        {
            double height = -steep * point[4];
            gradient.Clear();
            hessian.Clear();
            gradient[4] = -steep;
            for (int i = 0; i < 4; i++)
            {
                double off = point[i] - centre[i];
                height += 0.5 * off * off;
                gradient[i] = off;
                hessian[6 * i] = 1;
            }

            return height;
        }

        CorrelationEdges edges = new(Bowl, Span, 2.0);
        Minimum best = edges.Best(steep > 0, [[.. centre, 0]], Lower, Upper)!;
        double[] p = best.Point;
        (double a, double b) = (Odds(p[0], p[1]), Odds(p[2], p[3]));
        Assert.Equal(where, steep > 0
            ? Math.Abs(a / b - 1) < 1e-9 ? "corner" : a < b ? "A" : "B"
            : Math.Abs((a * b) - 1) < 1e-9 ? "lower corner" : a * b > 1 ? "least" : "product");
        Assert.Equal(steep > 0 ? Math.Min(a, b) : -Math.Min(1, a * b), 2.0 * p[4], 1e-9);
        double[] g = new double[5], h = new double[25];
        double value = Bowl(p, g, h);
        Assert.Equal(value, best.Value, 1e-12);

        // Steps of many lengths in every direction of the four logarithms, kappa at its bound.
        Pcg64 random = new(4, 2);
        for (int k = 0; k < 4000; k++)
        {
            double length = Math.Pow(10, -4 * random.NextDouble());
            double[] near = [.. p];
            for (int i = 0; i < 4; i++)
            {
                near[i] += length * random.NextNormal();
            }

            (double lowest, double highest) = Sarmanov.Weights(new(Math.Exp(near[0]), Math.Exp(near[1]), Math.Exp(near[2]), Math.Exp(near[3])), Span);
            near[4] = (steep > 0 ? highest : lowest) / 2.0;
            Assert.True(Bowl(near, g, h) >= value - 1e-12);
        }

        static double Odds(double shape, double rate) => 1 / (Math.Pow(1 + (Span / Math.Exp(rate)), Math.Exp(shape)) - 1);
    }
}
