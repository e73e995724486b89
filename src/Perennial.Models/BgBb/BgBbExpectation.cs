using Perennial.Models.Numerics;

namespace Perennial.Models.BgBb;

/// <summary>Opportunities that a customer who is alive will still be alive at, drop-out chance ~ Beta(gamma, delta), each discounted.</summary>
/// <remarks>
/// The sum over k = 1 … m of v^k (delta)_k / (gamma + delta)_k, v = 1 / (1 + rate). The paper's closed form has a singularity at gamma = 1
/// and loses digits near it; the plain sum of positive terms has not and does not. Long sums are taken as the mean over the
/// beta distribution of the geometric sum q (1 - q^m) / (1 - q), q = v (1 - theta).
/// </remarks>
internal readonly struct BgBbExpectation
{
    private const int LongestSum = 4096;
    private readonly double _gamma;
    private readonly double _delta;

    public BgBbExpectation(double gamma, double delta)
    {
        _gamma = gamma;
        _delta = delta;
    }

    /// <summary>Gives the chance of being alive at the m-th opportunity.</summary>
    public double Alive(int m) => Math.Exp(SpecialFunctions.LogRising(_delta, m) - SpecialFunctions.LogRising(_gamma + _delta, m));

    /// <summary>Gives the expected number of the next m opportunities, discounted, at which the customer is alive.</summary>
    public double Opportunities(int m, double rate)
    {
        if (m > LongestSum)
        {
            return Mean(m, rate);
        }

        double v = 1.0 / (1.0 + rate);
        double term = 1.0;
        double sum = 0.0;
        for (int k = 0; k < m; k++)
        {
            term *= (_delta + k) / (_gamma + _delta + k) * v;
            sum += term;
        }

        return sum;
    }

    /// <summary>Gives the expected number of all later opportunities, discounted, at which the customer is alive.</summary>
    public double OpportunitiesForever(double rate)
    {
        // Where the terms have died away within a short sum, the sum is the quicker and the more exact form.
        return LongestSum * SpecialFunctions.Log1p(rate) > 50.0 ? Opportunities(LongestSum, rate) : Mean(double.PositiveInfinity, rate);
    }

    private double Mean(double m, double rate)
    {
        double logV = -SpecialFunctions.Log1p(rate);
        double v = Math.Exp(logV);
        double stay = -SpecialFunctions.Expm1(logV);
        return BetaExpectation.Of(_gamma, _delta, Math.Max(1.0 / m, rate), theta =>
        {
            if (theta >= 1.0)
            {
                return 0.0;
            }

            double logQ = logV + SpecialFunctions.Log1p(-theta);
            double gone = stay + (v * theta);
            return gone < 1e-300 ? m : Math.Exp(logQ) * -SpecialFunctions.Expm1(m * logQ) / gone;
        });
    }
}
