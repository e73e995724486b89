using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.ParetoGgg;

/// <summary>Is the likelihood Pareto/NBD's where buying is random, that of plain integration elsewhere, and the gradient its derivative?</summary>
public sealed class ParetoGggLikelihoodTests
{
    private static readonly ParetoGggParameters Cdnow = new(3, 2, 0.553277, 10.577684, 0.60624, 11.668735);

    public static TheoryData<int, double, double> Histories => new()
    {
        { 0, 0, 38.857 }, { 0, 0, 1 }, { 1, 1.714, 38.857 }, { 2, 30.43, 38.857 }, { 7, 29.43, 29.43 }, { 3, 0.5, 500 }, { 29, 37.7, 38.857 }, { 200, 38.5, 38.857 }, { 2000, 38.7, 38.857 },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void With_regularity_1_likelihood_and_p_alive_are_those_of_pareto_nbd(int x, double tx, double age)
    {
        double gaps = x == 0 ? 0.0 : x * (Math.Log(tx / x) - 0.4);
        foreach (ParetoNbdParameters p in (ParetoNbdParameters[])[new(0.553277, 10.577684, 0.60624, 11.668735), new(5, 2, 0.02, 300), new(0.1, 50, 4, 4)])
        {
            ParetoGggCustomer customer = ParetoGggCustomer.GivenRegularity(1, new(1, 1, p.R, p.Alpha, p.S, p.Beta), x, tx, age, gaps);
            double expected = ParetoNbdLikelihood.LogLikelihood(p, x, tx, age);
            Assert.Equal(expected, customer.LogLikelihood, 1e-11 * Math.Max(1.0, Math.Abs(expected)));
            double alive = new ParetoNbdModel(p, TimeUnit.Week).ProbabilityAlive(new([x], [tx], [age], TimeUnit.Week))[0];
            Assert.Equal(alive, customer.Alive, 1e-10 * alive);
        }
    }

    /// <summary>Sums over regularities and rates of the plain densities, the moment of drop-out by small steps: no closed form, no special case.</summary>
    [Theory]
    [InlineData(0, 0, 20, 0)]
    [InlineData(2, 9, 20, -0.3)]
    [InlineData(4, 3, 12, -1.0)]
    [InlineData(3, 19.5, 20, 0)]
    public void The_likelihood_is_that_of_plain_integration(int x, double tx, double age, double uneven)
    {
        ParetoGggParameters p = new(4, 2.5, 0.9, 6, 0.7, 9);
        double gaps = x == 0 ? 0.0 : x * (Math.Log(tx / x) + uneven);
        const double step = 0.2;
        double sum = 0.0;
        for (double u = -7; u < 3; u += step)
        {
            double k = Math.Exp(u);
            double prior = (p.T * Math.Log(p.Gamma * k)) - (p.Gamma * k) - SpecialFunctions.LogGamma(p.T);
            for (double v = -22; v < 4.5; v += step)
            {
                double rate = Math.Exp(v);
                double density = (p.R * Math.Log(p.Alpha * rate)) - (p.Alpha * rate) - SpecialFunctions.LogGamma(p.R)
                    + (x * ((k * Math.Log(k * rate)) - SpecialFunctions.LogGamma(k))) + ((k - 1.0) * gaps) - (k * rate * tx);
                sum += density + prior < -60 ? 0.0 : Math.Exp(prior + density) * Silence(k, k * rate, p.S, p.Beta, tx, age) * step * step;
            }
        }

        Assert.Equal(Math.Log(sum), ParetoGggLikelihood.LogLikelihood(p, x, tx, age, gaps), 1e-7);
    }

    [Fact]
    public void The_gradient_is_the_derivative_and_the_coarse_sum_is_the_fine_one()
    {
        PurchaseHistories rows = ParetoGggSimulator.Histories(Cdnow, [.. Enumerable.Range(0, 60).Select(i => 30.0 + (i % 7))], TimeUnit.Week, 5);
        ParetoGggRows groups = ParetoGggRows.Of(rows);
        double[] at = [1.2, 0.5, -0.4, -1.1, -0.6, -1.0], gradient = new double[6], other = new double[6], unused = new double[36];
        double coarse = ParetoGggLikelihood.Objective(groups, Fineness.Draws, 1)(at, gradient, unused);
        double fine = ParetoGggLikelihood.Objective(groups, Fineness.Numbers, 1)(at, other, unused);
        Assert.Equal(fine, coarse, 3e-6);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(other[i], gradient[i], 3e-5);
            double Value(double move)
            {
                double[] near = [.. at];
                near[i] += move;
                return ParetoGggLikelihood.Objective(groups, Fineness.Numbers, 1)(near, new double[6], unused);
            }

            Assert.Equal((Value(1e-4) - Value(-1e-4)) / 2e-4, other[i], 1e-7);
        }
    }

    [Fact]
    public void Groups_weights_and_units_change_nothing()
    {
        PurchaseHistories three = new([2, 2, 0], [9, 9, 0], [20, 20, 20], TimeUnit.Week, null, [2.1, 2.1, 0]);
        PurchaseHistories two = new([0, 2], [0, 63], [140, 140], TimeUnit.Day, [1, 2], [0, 2.1 + (2 * Math.Log(7))]);
        double[] at = [1, 1, 0, 0, 0, 0], a = new double[6], b = new double[6], h = new double[36];
        double first = ParetoGggLikelihood.Objective(ParetoGggRows.Of(three), Fineness.Draws, 1)(at, a, h);
        Assert.Equal(first, ParetoGggLikelihood.Objective(ParetoGggRows.Of(two), Fineness.Draws, 1)(at, b, h), 1e-12);
        Assert.Equal(
            ParetoGggLikelihood.LogLikelihood(Cdnow, 2, 9, 20, 2.1) - (2 * Math.Log(7)),
            ParetoGggLikelihood.LogLikelihood(Cdnow with { Alpha = Cdnow.Alpha * 7, Beta = Cdnow.Beta * 7 }, 2, 63, 140, 2.1 + (2 * Math.Log(7))),
            1e-10);
    }

    [Fact]
    public void Histories_without_log_gaps_and_impossible_ones_are_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ParetoGggFitter.Sample(new([1], [3], [9], TimeUnit.Week)));
        Assert.Contains("no log gaps", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ParetoGggFitter.Sample(new([0], [0], [0], TimeUnit.Week)));
        Assert.Throws<ArgumentException>(() => ParetoGggLikelihood.LogLikelihood(Cdnow, 1, 5, 4, 1));
        Assert.Throws<ArgumentException>(() => ParetoGggLikelihood.LogLikelihood(Cdnow, 2, 4, 5, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParetoGggLikelihood.LogLikelihoodGivenRegularity(0, Cdnow, 1, 3, 4, 1));
    }

    // The chance of no purchase in (t_x, T] of a customer with phase rate b: mixed over the moment of drop-out, small steps near the last purchase.
    private static double Silence(double k, double b, double s, double beta, double tx, double age)
    {
        double silence = age - tx, sum = 0.0;
        const int panels = 4;
        for (int n = 0; n < panels * GaussLegendre.Points; n++)
        {
            double z = ((n / GaussLegendre.Points) + GaussLegendre.Nodes[n % GaussLegendre.Points]) / panels;
            double v = silence * z * z * z, size = 3.0 * silence * z * z * GaussLegendre.Weights[n % GaussLegendre.Points] / panels;
            sum += size * s / beta * Math.Pow(beta / (beta + tx + v), s + 1.0) * IncompleteFunctions.GammaQ(k, b * v);
        }

        return sum + (Math.Pow(beta / (beta + age), s) * IncompleteFunctions.GammaQ(k, b * silence));
    }
}
