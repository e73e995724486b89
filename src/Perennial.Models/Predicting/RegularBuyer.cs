using Perennial.Models.CnbdK;
using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>A customer alive at T who buys at every k-th phase, has j phases behind them since the last purchase, and may leave after each purchase: BG/CNBD-k, MBG/CNBD-k.</summary>
internal sealed class RegularBuyer : RateCustomer
{
    // Beyond this many purchases ahead the rhythm is lost in the uncertainty of the rate, and the count's own law is used.
    private const double OneByOne = 4096;
    private readonly int _k;
    private readonly int _j;
    private readonly double _a;
    private readonly double _b;

    /// <summary>Takes what is known of the customer.</summary>
    /// <param name="k">Phases between purchases.</param>
    /// <param name="j">Phases since the last one, 0 … k - 1.</param>
    /// <param name="shape">Shape of the phase rate before those j: r + k x.</param>
    /// <param name="alpha">Rate of the phase rate.</param>
    /// <param name="a">First shape of the drop-out chance; 0: nobody leaves.</param>
    /// <param name="b">Second shape of the drop-out chance.</param>
    public RegularBuyer(int k, int j, double shape, double alpha, double a, double b)
        : base(shape + j, alpha) => (_k, _j, _a, _b) = (k, j, a, b);

    /// <inheritdoc/>
    public override Rhythm Rhythm => new(_k, _j);

    private CnbdKExpectation Expectation => new(_k, R - _j, Alpha, _a, _b);

    /// <inheritdoc/>
    public override double Zero(double horizon)
    {
        if (double.IsPositiveInfinity(horizon))
        {
            return 0;
        }

        double[] mass = new double[_k - _j];
        NegativeBinomial.Add(R, Alpha, horizon, 1, mass);
        return Math.Min(1, mass.Sum());
    }

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass)
    {
        double[] reached = Expectation.Reached(_j, horizon, mass.Length);
        double stay = 1;
        mass[0] += 1 - reached[0];
        for (int n = 1; n < mass.Length; n++)
        {
            // At least n purchases: leave at the n-th, or stay and make no other.
            double leave = stay * _a / (_a + _b + n - 1);
            stay *= (_b + n - 1) / (_a + _b + n - 1);
            mass[n] += (leave * reached[n - 1]) + (stay * (reached[n - 1] - reached[n]));
        }
    }

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta) => RegularMoments.Of(Expectation, horizon, delta)[_j];

    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random)
    {
        double lambda = random.NextGamma(R) / Alpha, leave = _a > 0 ? random.NextBeta(_a, _b) : 0;
        double last = leave <= 0 ? double.PositiveInfinity : leave >= 1 ? 1 : 1 + Math.Floor(random.NextExponential() / -SpecialFunctions.Log1p(-leave));
        if (Math.Min(last, lambda * end / _k) > OneByOne)
        {
            long count = (random.NextPoisson(lambda * end) + _j) / _k;
            return ValueSampler.Uniform(count <= last ? count : (long)last, count <= last ? end : end * (last / count), p, delta, random);
        }

        double sum = 0, time = random.NextGamma(_k - _j) / lambda;
        for (double n = 1; n <= last && time <= end; n++)
        {
            sum += ValueSampler.Worth(1, p, random) * Math.Exp(-delta * time);
            time += random.NextGamma(_k) / lambda;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override Ending[] Endings(RateCustomer older, double cut, double width, int fewest) =>
    [
        .. _a == 0 ? [] : Lifetime.EvenPanels(Alpha, cut, width, fewest).Select(point => new Ending(point.U, point.Weight, Left: true, AtPurchase: true)),
        .. Enumerable.Range(0, _k).Select(beyond => new Ending(cut, 1, Left: false, AtPurchase: false, beyond)),
    ];

    /// <inheritdoc/>
    public override double Factor(in Ending ending) => ending.Left ? 1 / ending.U : 1;

    /// <inheritdoc/>
    public override double LogStay(double n) => _a == 0 || n == 0 ? 0 : SpecialFunctions.LogRising(_b, n) - SpecialFunctions.LogRising(_a + _b, n);

    /// <inheritdoc/>
    public override double LogLeave(double n) =>
        _a == 0 ? double.NegativeInfinity : LogStay(n - 1) + Math.Log(_a / (_a + _b + n - 1)) + Math.Log((_k * n) - _j);
}

/// <summary>A purchase is every K-th event of a Poisson process, of which Begun have passed since the last one; at random where K is 1.</summary>
internal readonly record struct Rhythm(int K, int Begun)
{
    /// <summary>Gives the number of events up to the n-th purchase.</summary>
    public double Events(double n) => (K * n) - Begun;
}
