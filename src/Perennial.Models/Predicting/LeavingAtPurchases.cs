using Perennial.Models.BgNbd;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive at T who buys at random and may leave after each purchase, with a chance ~ Beta(a, b): BG/NBD, MBG/NBD. a = 0: nobody leaves.</summary>
/// <param name="r">Shape of the rate of purchases.</param>
/// <param name="alpha">Rate of the rate of purchases.</param>
/// <param name="a">First shape of the drop-out chance.</param>
/// <param name="b">Second shape of the drop-out chance.</param>
internal sealed class LeavingAtPurchases(double r, double alpha, double a, double b) : RateCustomer(r, alpha)
{
    /// <inheritdoc/>
    public override double Zero(double horizon) => Math.Exp(-R * SpecialFunctions.Log1p(horizon / Alpha));

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass)
    {
        double[] buying = new double[mass.Length];
        NegativeBinomial.Add(R, Alpha, horizon, 1, buying);
        double beyond = 0;
        for (int n = mass.Length - 1; n >= 0; n--)
        {
            beyond = Math.Min(1, beyond + buying[n]);
            double leave = n == 0 ? 0 : Math.Exp(Leave(n));
            mass[n] += (Math.Exp(LogStay(n)) * buying[n]) + (leave * beyond);
        }
    }

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta)
    {
        if (a == 0)
        {
            double rate = R / Alpha;
            return (
                rate * ValueMoments.Integral(0, 1, horizon, delta),
                rate * ValueMoments.Integral(0, 1, horizon, 2 * delta),
                rate * (R + 1) / Alpha * ValueMoments.Pairs(0, 1, horizon, delta));
        }

        double first = Discounted(horizon, delta), squares = delta == 0 ? first : Discounted(horizon, 2 * delta), rate2 = R * (R + 1) / Alpha / Alpha;
        double scale = double.IsPositiveInfinity(horizon) ? 1 / (Alpha * delta) : horizon / Alpha;
        double pairs = BetaExpectation.Of(
            a, b, 1 / ((R + 2) * scale), p => (1 - p) * ValueMoments.Pairs(p < 1e-280 ? 0 : R + 2, p < 1e-280 ? Alpha : Alpha / p, horizon, delta));
        return (first, squares, rate2 * pairs);
    }

    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random)
    {
        double lambda = random.NextGamma(R) / Alpha, leave = a > 0 ? random.NextBeta(a, b) : 0;

        // The purchase after which the customer leaves, if that comes within the horizon.
        double last = leave <= 0 ? double.PositiveInfinity : leave >= 1 ? 1 : 1 + Math.Floor(random.NextExponential() / -SpecialFunctions.Log1p(-leave));
        if (last < 1e9)
        {
            double time = lambda > 0 ? random.NextGamma(last) / lambda : double.PositiveInfinity;
            if (time <= end)
            {
                return ValueSampler.Uniform((long)last - 1, time, p, delta, random) + (ValueSampler.Worth(1, p, random) * Math.Exp(-delta * time));
            }

            // The last purchase falls after the horizon: of the others, each interval's order statistics are uniform up to it.
            long others = (long)last - 1;
            return ValueSampler.Uniform(random.NextBinomial(others, double.IsPositiveInfinity(time) ? 0 : end / time), end, p, delta, random);
        }

        return ValueSampler.Uniform(random.NextPoisson(lambda * end), end, p, delta, random);
    }

    /// <inheritdoc/>
    public override Ending[] Endings(RateCustomer older, double cut, double width, int fewest) =>
    [
        .. a == 0 ? [] : Lifetime.EvenPanels(Alpha, cut, width, fewest).Select(point => new Ending(point.U, point.Weight, Left: true, AtPurchase: true)),
        new(cut, 1, Left: false, AtPurchase: false),
    ];

    /// <inheritdoc/>
    public override double Factor(in Ending ending) => ending.Left ? 1 / ending.U : 1;

    /// <inheritdoc/>
    public override double LogStay(double n) => a == 0 || n == 0 ? 0 : SpecialFunctions.LogRising(b, n) - SpecialFunctions.LogRising(a + b, n);

    /// <inheritdoc/>
    public override double LogLeave(double n) => Leave(n) + Math.Log(n);

    // ln E p (1 - p)^(n - 1): the chance of leaving after the n-th purchase.
    private double Leave(double n) => a == 0 ? double.NegativeInfinity : LogStay(n - 1) + Math.Log(a / (a + b + n - 1));

    private double Discounted(double horizon, double delta)
    {
        BgNbdExpectation expectation = new(R, Alpha, a, b);
        return double.IsPositiveInfinity(horizon) ? expectation.DiscountedForever(delta) : expectation.Discounted(horizon, delta);
    }
}
