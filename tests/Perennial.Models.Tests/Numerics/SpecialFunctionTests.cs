using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Numerics;

/// <summary>Expected values without a named oracle are from mpmath at 40 digits.</summary>
public sealed class SpecialFunctionTests
{
    [Theory]
    [InlineData(0.001, 6.9071788853838536825, -1000.5755719318103005, 1000001.642533195869)]
    [InlineData(0.24, 1.3311791434660618121, -4.4061603457926034611, 18.571858181768829715)]
    [InlineData(1.5, -0.12078223763524522235, 0.036489973978576520559, 0.93480220054467930942)]
    [InlineData(7.3, 7.1478925230222490328, 1.9178203356379860984, 0.14679576813142709816)]
    [InlineData(123.456, 469.60554712992946873, 4.8118293238289853873, 0.0081329458342781980101)]
    [InlineData(1e6, 12815504.56914761166, 13.815510057964190771, 1.0000005000001666667e-6)]
    public void Gamma_functions_agree_with_40_digit_arithmetic(double z, double logGamma, double digamma, double trigamma)
    {
        Assert.Equal(logGamma, SpecialFunctions.LogGamma(z), 4e-15 * Math.Max(1, Math.Abs(logGamma)));
        Assert.Equal(digamma, SpecialFunctions.Digamma(z), 4e-15 * Math.Max(1, Math.Abs(digamma)));
        Assert.Equal(trigamma, SpecialFunctions.Trigamma(z), 4e-15 * trigamma);
    }

    [Theory]
    [InlineData(0.24, 3, -0.40552911015625176751)]
    [InlineData(0.24, 500, 2605.2759947302953562)]
    [InlineData(1e6, 3, 41.446534673890322315)]
    [InlineData(1e8, 20000, 368415.61464573730634)]
    [InlineData(2.4, 0.793, 0.66156261493752063514)]
    [InlineData(16000, 5.25e-7, 5.0821641942292222151e-6)]
    public void Log_rising_keeps_its_digits(double z, double n, double expected) =>
        Assert.Equal(expected, SpecialFunctions.LogRising(z, n), 1e-14 * Math.Abs(expected));

    [Fact]
    public void Rises_are_differences()
    {
        foreach (double z in (double[])[0.05, 0.7, 3.3, 20, 4000])
        {
            foreach (int n in (int[])[0, 1, 5, 24, 25, 400])
            {
                Assert.Equal(SpecialFunctions.Digamma(z + n) - SpecialFunctions.Digamma(z), SpecialFunctions.DigammaRise(z, n), 1e-12 / Math.Min(1, z));
                Assert.Equal(
                    SpecialFunctions.Trigamma(z + n) - SpecialFunctions.Trigamma(z), SpecialFunctions.TrigammaRise(z, n), 1e-12 / Math.Min(1, z * z));
            }
        }
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(-1e-9)]
    [InlineData(0.3)]
    [InlineData(-0.9)]
    [InlineData(5)]
    public void Small_arguments_are_not_lost(double x)
    {
        Assert.Equal(x, SpecialFunctions.Expm1(SpecialFunctions.Log1p(x)), 4e-16 * Math.Max(1, Math.Abs(x) * 8) * Math.Abs(x) + 1e-30);
        Assert.Equal(Math.Abs(x) < 1e-8 ? x - (x * x / 2) : Math.Log(1 + x), SpecialFunctions.Log1p(x), 1e-14 * Math.Abs(x));
    }

    [Fact]
    public void Incomplete_functions_agree_with_MathNet()
    {
        foreach (double a in (double[])[0.05, 0.7, 3, 40, 1500])
        {
            foreach (double x in (double[])[1e-3, 0.4, 2, 35, 1480, 1700])
            {
                Assert.Equal(MathNet.Numerics.SpecialFunctions.GammaLowerRegularized(a, x), IncompleteFunctions.GammaP(a, x), 1e-10);
                Assert.Equal(1.0, IncompleteFunctions.GammaP(a, x) + IncompleteFunctions.GammaQ(a, x), 1e-13);
            }

            foreach (double b in (double[])[0.3, 2.5, 80])
            {
                foreach (double p in (double[])[0.001, 0.3, 0.5, 0.97])
                {
                    Assert.Equal(MathNet.Numerics.SpecialFunctions.BetaRegularized(a, b, p), IncompleteFunctions.Beta(a, b, p), 1e-10);
                }
            }
        }
    }

    [Fact]
    public void The_gamma_quantile_inverts_the_distribution_function()
    {
        foreach (double a in (double[])[0.02, 0.5, 1, 6, 300, 1e6])
        {
            foreach (double p in (double[])[0.01, 0.1, 0.5, 0.9, 0.999])
            {
                Assert.Equal(p, IncompleteFunctions.GammaP(a, IncompleteFunctions.GammaQuantile(a, p)), 1e-9);
            }
        }

        Assert.Equal(Math.Log(2), IncompleteFunctions.GammaQuantile(1, 0.5), 1e-14);
    }

    [Theory]
    [InlineData(0.6, 0.13, 2.9679123390219241933)]
    [InlineData(1, 1e-06, 13.238309131365003501)]
    [InlineData(2, 0.01, 0.95921488556543574088)]
    [InlineData(0.606, 3e-09, 5134.807277722471184)]
    [InlineData(5.5, 0.4, 0.20013419188379046165)]
    [InlineData(1, 0.5, 0.92291063248373046883)]
    [InlineData(0.3, 50, 0.019882985214535671154)]
    [InlineData(1000.5, 2, 0.00099850025362504037444)]
    [InlineData(50, 1000.0, 0.00095242406806547836912)]
    [InlineData(2.0000001, 0.2, 0.70133020881864472113)]
    [InlineData(1.000000001, 0.001, 6.3378740494452834485)]
    public void The_exponential_integral_agrees_with_40_digit_arithmetic(double s, double z, double expected) =>
        Assert.Equal(expected, DiscountIntegral.ScaledExponentialIntegral(s, z), 1e-12 * expected);

    /// <summary>A decay that hardly begins within the horizon: what is left is (1 - e^(-delta t)) / delta.</summary>
    [Theory]
    [InlineData(1e9, 1e6)]
    [InlineData(1e12, 1e6)]
    [InlineData(1e15, 1e3)]
    [InlineData(1e15, 1e6)]
    [InlineData(1e30, 1e6)]
    [InlineData(1e300, 1e9)]
    public void A_decay_that_hardly_begins_leaves_the_discount_alone(double c, double t) =>
        Assert.Equal(-Math.Exp(-0.0018 * t) / 0.0018 + (1 / 0.0018), DiscountIntegral.Finite(1.5, c, 0.0018, t), (1e-12 + (2 / c / 0.0018)) / 0.0018);

    [Theory]
    [InlineData(0.606, 50.5, 0.0026877, 52, 38.670639195185903357)]
    [InlineData(1, 11.7, 0.0018, 26, 13.434217629222603891)]
    [InlineData(3.2, 4.4, 0.1, 300, 1.547843801339983139)]
    [InlineData(0.0, 7, 0.01, 900, 99.987659019591329966)]
    [InlineData(2000.5, 40, 0.002, 39, 0.020004200481732908849)]
    public void The_finite_discount_integral_agrees_with_40_digit_arithmetic(double s, double c, double delta, double t, double expected) =>
        Assert.Equal(expected, DiscountIntegral.Finite(s, c, delta, t), 1e-12 * expected);

    [Fact]
    public void Beta_expectations_agree_with_closed_forms()
    {
        foreach (double a in (double[])[1e-6, 0.02, 0.8, 1, 3, 500])
        {
            foreach (double b in (double[])[0.01, 0.5, 2.4, 60, 20000])
            {
                double mean = a / (a + b);
                Assert.Equal(mean, BetaExpectation.Of(a, b, 1, p => p), 1e-12 * mean);
                double square = mean * (a + 1) / (a + b + 1);
                Assert.Equal(square, BetaExpectation.Of(a, b, 1, p => p * p), 1e-11 * square);
                Assert.Equal(1.0, BetaExpectation.Of(a, b, 1, _ => 1.0), 1e-11);
            }
        }
    }

    [Fact]
    public void Sixteen_points_integrate_degree_31_exactly()
    {
        for (int degree = 0; degree <= 31; degree++)
        {
            double sum = 0;
            for (int i = 0; i < GaussLegendre.Points; i++)
            {
                sum += GaussLegendre.Weights[i] * Math.Pow(GaussLegendre.Nodes[i], degree);
            }

            Assert.Equal(1.0 / (degree + 1), sum, 2e-15);
        }
    }
}
