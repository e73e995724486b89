namespace Perennial.Models.Numerics;

/// <summary>A seeded generator of random numbers: the same seed and stream give the same numbers on every machine.</summary>
/// <source paper="ONeill2014"/>
/// <remarks>PCG with 128 bits of state and the DXSM output, and the usual variates on top. Not thread-safe: give each task its own stream.</remarks>
public sealed class Pcg64
{
    private const ulong CheapMultiplier = 0xda942042e4dd58b5UL;
    private readonly UInt128 _increment;
    private UInt128 _state;
    private double _spareNormal = double.NaN;

    /// <summary>Makes a generator.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Any number; generators of different streams are independent of each other.</param>
    public Pcg64(ulong seed, ulong stream = 0)
    {
        // SplitMix64 spreads small seeds over the state.
        ulong mix = seed;
        _increment = ((UInt128)Scatter(ref mix) << 64) | 1;
        ulong other = stream;
        _increment ^= (UInt128)Scatter(ref other) << 1;
        _state = new UInt128(Scatter(ref mix), Scatter(ref mix)) + _increment;
        NextUInt64();
    }

    /// <summary>Gives 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong high = (ulong)(_state >> 64), low = (ulong)_state | 1;
        _state = (_state * CheapMultiplier) + _increment;
        high ^= high >> 32;
        high *= CheapMultiplier;
        high ^= high >> 48;
        return high * low;
    }

    /// <summary>Gives a uniform number in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Gives a uniform whole number in [0, <paramref name="bound"/>), without bias.</summary>
    /// <param name="bound">Above 0.</param>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong limit = ulong.MaxValue - (ulong.MaxValue % (ulong)bound);
        ulong value;
        do
        {
            value = NextUInt64();
        }
        while (value >= limit);

        return (int)(value % (ulong)bound);
    }

    /// <summary>Gives a standard normal number (polar method).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = (2 * NextDouble()) - 1;
            v = (2 * NextDouble()) - 1;
            square = (u * u) + (v * v);
        }
        while (square >= 1 || square == 0);

        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = v * factor;
        return u * factor;
    }

    /// <summary>Gives an exponential number with rate 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>Gives a Gamma(shape, 1) number.</summary>
    /// <source paper="MarsagliaTsang2000"/>
    /// <param name="shape">Positive.</param>
    public double NextGamma(double shape)
    {
        if (!(shape > 0) || !double.IsFinite(shape))
        {
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "A gamma shape is positive and finite.");
        }

        if (shape < 1)
        {
            // The power is taken of a number that is never 0.
            return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), t = 1 + (c * x);
            if (t <= 0)
            {
                continue;
            }

            double v = t * t * t, u = 1 - NextDouble();
            if (Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return d * v;
            }
        }
    }

    /// <summary>Gives a Beta(a, b) number.</summary>
    /// <param name="a">First shape, positive.</param>
    /// <param name="b">Second shape, positive.</param>
    public double NextBeta(double a, double b)
    {
        double x = NextGamma(a), y = NextGamma(b);
        if (x + y > 0)
        {
            return x / (x + y);
        }

        // Both underflowed, which happens for tiny shapes only: then the mass sits at the ends.
        return NextDouble() < a / (a + b) ? 1 : 0;
    }

    /// <summary>Gives a Poisson count.</summary>
    /// <source paper="AhrensDieter1974"/>
    /// <param name="mean">At least 0 and below 1e15.</param>
    public long NextPoisson(double mean)
    {
        if (!(mean >= 0 && mean < 1e15))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A Poisson mean is at least 0 and below 1e15.");
        }

        // A large mean is split at the time of one of its events, which is gamma distributed.
        long count = 0;
        while (mean > 12)
        {
            long m = (long)(mean * 7 / 8);
            double x = NextGamma(m);
            if (x > mean)
            {
                return count + NextBinomial(m - 1, mean / x);
            }

            count += m;
            mean -= x;
        }

        double limit = Math.Exp(-mean), product = NextDouble();
        while (product > limit)
        {
            count++;
            product *= NextDouble();
        }

        return count;
    }

    /// <summary>Gives a binomial count.</summary>
    /// <param name="trials">At least 0.</param>
    /// <param name="chance">In [0, 1].</param>
    public long NextBinomial(long trials, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(chance >= 0 && chance <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(chance), chance, "A chance is a number from 0 to 1.");
        }

        long count = 0;
        while (trials > 16)
        {
            // The median order statistic of the uniform trials is beta distributed: keep the half in which the chance lies.
            long a = 1 + (trials / 2), b = trials + 1 - a;
            double middle = NextBeta(a, b);
            if (middle >= chance)
            {
                trials = a - 1;
                chance = middle > 0 ? Math.Min(1, chance / middle) : 0;
            }
            else
            {
                count += a;
                trials = b - 1;
                chance = Math.Clamp((chance - middle) / (1 - middle), 0, 1);
            }
        }

        for (long i = 0; i < trials; i++)
        {
            count += NextDouble() < chance ? 1 : 0;
        }

        return count;
    }

    private static ulong Scatter(ref ulong state)
    {
        state += 0x9e3779b97f4a7c15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }
}
