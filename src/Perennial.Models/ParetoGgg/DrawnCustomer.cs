using Perennial.Models.Numerics;
using Perennial.Models.Predicting;

namespace Perennial.Models.ParetoGgg;

/// <summary>What a customer of Pareto/GGG who is alive at T will do, by draws; whether they buy at all is exact.</summary>
/// <remarks>
/// Each path has a stream of its own, seeded by the history (x, t_x, T): it is the same for every horizon and, but for what they change, for all
/// parameters, so that differences are not noise. Only paths with a purchase within the horizon are kept, with the exact chance of one for their weight.
/// </remarks>
internal sealed class DrawnCustomer : AliveCustomer
{
    /// <summary>So many paths are drawn of a customer whose own numbers are wanted.</summary>
    public const int Many = 1000;

    /// <summary>So many are drawn of one who is but part of a total.</summary>
    public const int Some = 200;

    // Where less than a quarter of them hold a purchase more are drawn, up to four times as many.
    private const int More = 4;
    private const ulong Spending = 0x9E3779B97F4A7C15;
    private const ulong Prices = ulong.MaxValue;

    // Purchases later than so many times 1 / delta are worth next to nothing.
    private const double Deepest = 30;

    // Who has not come back by so many times beta + T has left.
    private const double Never = 1e5;
    private readonly ParetoGggParameters _p;
    private readonly int _x;
    private readonly double _recency;
    private readonly double _age;
    private readonly double _logGaps;
    private readonly ParetoGggCustomer _now;
    private readonly double[] _cumulated;
    private readonly ulong _seed;
    private readonly int _paths;
    private (double Horizon, double Delta, double P) _asked = (double.NaN, 0, 0);
    private DrawnFutures _futures = null!;

    public DrawnCustomer(ParetoGggParameters p, int x, double recency, double age, double logGaps, int paths = Many)
        : base(p.R + x)
    {
        _paths = paths;
        (_p, _x, _recency, _age, _logGaps) = (p, x, recency, age, logGaps);
        _now = ParetoGggCustomer.Of(p, x, recency, age, logGaps);
        _cumulated = new double[_now.States.Count];
        double sum = 0;
        for (int j = 0; j < _cumulated.Length; j++)
        {
            _cumulated[j] = sum += _now.States[j].Chance * _now.States[j].Alive;
        }

        _seed = Scatter(Scatter(Scatter((ulong)x) ^ BitConverter.DoubleToUInt64Bits(recency + 0.0)) ^ BitConverter.DoubleToUInt64Bits(age + 0.0));
    }

    /// <summary>Gives P(alive).</summary>
    public double Alive => _now.Alive;

    /// <inheritdoc/>
    public override double Zero(double horizon)
    {
        double alive = Alive, until = Math.Min(horizon, Never * (_p.Beta + _age));
        double all = Math.Exp(ParetoGggCustomer.Of(_p, _x, _recency, _age + until, _logGaps).LogLikelihood - _now.LogLikelihood);
        return alive > 0.0 ? Math.Clamp(1.0 - ((1.0 - all) / alive), 0.0, 1.0) : 1.0;
    }

    /// <inheritdoc/>
    public override double Most(double horizon, double deviations, double negligible) => Futures(horizon, 0, double.PositiveInfinity).Count.Max();

    /// <inheritdoc/>
    public override void AddCounts(double horizon, double[] mass)
    {
        DrawnFutures futures = Futures(horizon, 0, double.PositiveInfinity);
        double zero = Zero(horizon), share = (1.0 - zero) / futures.Count.Length;
        mass[0] += zero;
        foreach (int n in futures.Count)
        {
            mass[n] += share;
        }
    }

    /// <inheritdoc/>
    public override (double First, double Squares, double Pairs) Moments(double horizon, double delta)
    {
        DrawnFutures futures = Futures(horizon, delta, double.PositiveInfinity);
        double buys = 1.0 - Zero(delta > 0 ? Math.Min(horizon, Deepest / delta) : horizon), first = 0, squares = 0, whole = 0;
        for (int i = 0; i < futures.Count.Length; i++)
        {
            first += futures.Worth[i];
            whole += futures.Worth[i] * futures.Worth[i];
            squares += futures.Squares[i];
        }

        double each = buys / futures.Count.Length;
        return (each * first, each * squares, each * Math.Max(0, whole - squares));
    }

    /// <inheritdoc/>
    public override double Draw(double p, double end, double delta, Pcg64 random) =>
        FuturePath.Of(Choose(random), _p, _recency, _age, end, random, (sum, at) => sum + (Math.Exp(-delta * at) * ValueSampler.Worth(1, p, random)));

    /// <summary>Gives purchases within the horizon by draws, given that there are any.</summary>
    /// <param name="horizon">Horizon; may be infinite with a positive rate.</param>
    /// <param name="delta">Discount rate.</param>
    /// <param name="p">Shape of a purchase's worth, gamma (p, 1); infinite where each is worth 1.</param>
    public DrawnFutures Futures(double horizon, double delta, double p)
    {
        if (_asked != (horizon, delta, p))
        {
            _asked = (horizon, delta, p);
            _futures = Drawn(delta > 0 ? Math.Min(horizon, Deepest / delta) : horizon, delta, p);
        }

        return _futures;
    }

    /// <summary>Gives draws of the value, in units of the rate of the customer's prices, given that there are purchases.</summary>
    public double[] Values(double horizon, double delta, SpendLaw spend)
    {
        double[] worth = Futures(horizon, delta, spend.P).Worth;
        if (spend.IsPrice)
        {
            return worth;
        }

        Pcg64 random = new(_seed ^ Spending, Prices);
        return [.. worth.Select(w => Math.Min(w / Math.Max(random.NextGamma(spend.Q), 1e-300), double.MaxValue))];
    }

    /// <summary>Adds up the expected purchases until each of some horizons, alive or not, by plain means over the paths.</summary>
    public void AddExpected(double[] horizons, Span<double> sums)
    {
        double[] before = new double[horizons.Length];
        for (int path = 0; path < Some; path++)
        {
            Pcg64 random = new(_seed, (ulong)path);
            FuturePath.Of(Choose(random), _p, _recency, _age, horizons[^1], random, (sum, at) =>
            {
                int first = Array.BinarySearch(horizons, at);
                before[first < 0 ? ~first : first]++;
                return sum;
            });
        }

        double each = Alive / Some, until = 0;
        for (int k = 0; k < horizons.Length; k++)
        {
            sums[k] += each * (until += before[k]);
        }
    }

    private DrawnFutures Drawn(double end, double delta, double p)
    {
        List<int> counts = new(_paths);
        List<double> worths = new(_paths), squares = new(_paths);
        for (int path = 0; path < _paths || (path < More * _paths && More * counts.Count < _paths); path++)
        {
            Pcg64 random = new(_seed, (ulong)path);
            Pcg64? spending = null;
            int n = 0;
            double square = 0;
            double worth = FuturePath.Of(Choose(random), _p, _recency, _age, end, random, (sum, at) =>
            {
                double factor = delta > 0 ? Math.Exp(-delta * at) : 1.0;
                n++;
                square += factor * factor;
                return sum + (double.IsPositiveInfinity(p) ? factor : factor * ValueSampler.Worth(1, p, spending ??= new(_seed ^ Spending, (ulong)path)));
            });
            if (n > 0)
            {
                counts.Add(n);
                worths.Add(worth);
                squares.Add(square);
            }
        }

        if (counts.Count == 0)
        {
            // One of thousands may still buy: once, some time.
            double factor = Math.Exp(-delta * Math.Min(0.5 * end, double.MaxValue));
            return new([1], [double.IsPositiveInfinity(p) ? factor : factor * p], [factor * factor]);
        }

        return new([.. counts], [.. worths], [.. squares]);
    }

    // A regularity with its chance given that the customer is alive.
    private ParetoGggState Choose(Pcg64 random)
    {
        int place = Array.BinarySearch(_cumulated, random.NextDouble() * _cumulated[^1]);
        return _now.States[Math.Min(place < 0 ? ~place : place + 1, _cumulated.Length - 1)];
    }

    private static ulong Scatter(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (value ^ (value >> 31)) + Spending;
    }
}

/// <summary>Draws of the purchases of a customer who buys.</summary>
/// <param name="Count">m numbers of purchases, at least 1.</param>
/// <param name="Worth">m sums of their discounted worths.</param>
/// <param name="Squares">m sums of their squared discount factors.</param>
internal sealed record DrawnFutures(int[] Count, double[] Worth, double[] Squares);
