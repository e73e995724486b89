using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>For one frequency: the grids of counts, of times and of ln v, the kernels of each count and the points of D, shared by all ages T.</summary>
/// <remarks>
/// Given n purchases of which the last could come at u, v = D · beta-prime(n p, q + p x) in units of the posterior rate of spend. ln v lies on the
/// lattice j h; the law of D is put on lattice points so that cubic interpolation is exact, and the convolution of both, weighted by
/// P(n, u | alive, x, T), is the law of ln v at each T.
/// </remarks>
internal sealed class ValueGrid
{
    /// <summary>The discounting -ln D beyond which a purchase counts as worth next to nothing: e^-14 of its price.</summary>
    public const double DeepestDiscount = 14;

    private const double Tiny = 1e-10;
    private readonly TransactionLaw _law;
    private readonly SpendLaw _spend;
    private readonly int _frequency;
    private readonly int _phase;
    private readonly Rhythm _rhythm;
    private readonly double _horizon;
    private readonly double _cut;
    private readonly double _delta;
    private readonly double _step;
    private readonly double[] _n;
    private readonly double[] _weightN;
    private readonly double[][] _logRise;
    private readonly double[][] _kernel;
    private readonly int[] _kernelStart;
    private readonly Ending[] _ends;
    private readonly int[] _pattern;
    private readonly List<int> _bin = [];
    private readonly List<float> _share = [];
    private readonly int _lowestBin;
    private readonly int _highestBin;

    public ValueGrid(TransactionLaw law, SpendLaw spend, int frequency, int phase, double tMin, double tMax, double horizon, double delta)
    {
        _law = law;
        _spend = spend;
        _frequency = frequency;
        _horizon = horizon;
        _delta = delta;
        _phase = phase;
        _cut = delta > 0 ? Math.Min(horizon, DeepestDiscount / delta) : horizon;
        AliveCustomer young = law.AliveAt(frequency, tMin, phase), old = law.AliveAt(frequency, tMax, phase);
        _rhythm = young.Rhythm;

        // All phases share a lattice: that of the one nearest to the next purchase, who may buy most.
        double most = law.AliveAt(frequency, tMin, law.Phases - 1).Most(_cut, 7, Tiny);
        _step = spend.IsPrice ? 0.0004 : Math.Min(0.08, spend.Spread(most) / 3);
        (_n, _weightN) = Counts(most, young.R);
        _logRise = [.. Enumerable.Range(0, _rhythm.K).Select(beyond => _n.Select(n => LogRise(young.R, _rhythm.Events(n) + beyond)).ToArray())];
        _kernel = new double[_n.Length][];
        _kernelStart = new int[_n.Length];
        Parallel.For(0, _n.Length, new ParallelOptions { MaxDegreeOfParallelism = 1 }, Kernel);
        _ends = young.Endings(old, _cut, Math.Sqrt((1 / young.R) + (spend.IsPrice ? 0 : 1 / spend.Q)), spend.IsPrice ? 12 : 2);
        _pattern = new int[(_n.Length * _ends.Length) + 1];
        _lowestBin = (int)Math.Floor(-delta * _cut / _step) - 2;
        _highestBin = spend.IsPrice ? (int)Math.Ceiling(Math.Log(_n[^1]) / _step) + 2 : 3;
        Patterns(young.R, young.Alpha, old.Alpha);
        First = _lowestBin + (spend.IsPrice ? 0 : _kernelStart.Min());
        int last = _highestBin;
        for (int k = 0; k < _n.Length && !spend.IsPrice; k++)
        {
            last = Math.Max(last, _kernelStart[k] + _kernel[k].Length + _highestBin);
        }

        Length = last - First + 1;
    }

    /// <summary>Gives the lattice step of ln v.</summary>
    public double Step => _step;

    /// <summary>Gives the first lattice point.</summary>
    public int First { get; }

    /// <summary>Gives the number of lattice points.</summary>
    public int Length { get; }

    /// <summary>Gives P(v at most e^(j h) | alive, N above 0) at every lattice point for one T; rises to 1.</summary>
    public double[] Cumulated(double t)
    {
        AliveCustomer now = _law.AliveAt(_frequency, t, _phase);
        double[] law = new double[Length], bins = new double[_highestBin - _lowestBin + 1];
        double[] logStill = new double[_ends.Length], logSome = new double[_ends.Length], factor = new double[_ends.Length];
        for (int i = 0; i < _ends.Length; i++)
        {
            double ratio = _ends[i].U / now.Alpha;
            logStill[i] = -now.R * SpecialFunctions.Log1p(ratio);
            logSome[i] = -SpecialFunctions.Log1p(1 / ratio);
            factor[i] = _ends[i].Weight * now.Factor(_ends[i]);
        }

        for (int k = 0; k < _n.Length; k++)
        {
            double n = _n[k], events = _rhythm.Events(n), stay = now.LogStay(n), leave = now.LogLeave(n);
            Array.Clear(bins);
            for (int i = 0; i < _ends.Length; i++)
            {
                int start = _pattern[(k * _ends.Length) + i], end = _pattern[(k * _ends.Length) + i + 1];
                if (start == end)
                {
                    continue;
                }

                double log = _logRise[_ends[i].Beyond][k] + logStill[i] + ((events + _ends[i].Beyond) * logSome[i]) + (_ends[i].Left ? leave : stay);
                double weight = log < -60 ? 0 : factor[i] * Math.Exp(log);
                if (weight == 0)
                {
                    continue;
                }

                int bin = _bin[start] - _lowestBin;
                for (int e = start; e < end; e++)
                {
                    bins[bin + e - start] += weight * _share[e];
                }
            }

            Spread(k, bins, law);
        }

        Late(now, bins, law);
        return Rising(law);
    }

    private static double LogRise(double r, double events) => SpecialFunctions.LogRising(r, events) - SpecialFunctions.LogGamma(events + 1);

    private (double[] N, double[] Weight) Counts(double most, double r)
    {
        // Whole counts one by one while each may show as a step of its own, then ever longer strides with trapezoidal weights.
        int whole = _spend.Spread(64) < 1.5 / 64 ? 4096 : 64;
        List<double> n = [];
        for (int k = 1; k <= whole && (k <= most || k <= 2); k++)
        {
            n.Add(k);
        }

        while (n[^1] < most && n.Count >= whole)
        {
            double last = n[^1], width = Math.Min(_spend.IsPrice ? 1 : _spend.Spread(last), Math.Sqrt((1 / last) + (1 / r)));
            n.Add(last + Math.Max(1, last * Math.Min(0.08, 1.1 * width)));
        }

        double[] nodes = [.. n], weight = new double[nodes.Length];
        Array.Fill(weight, 1.0);
        for (int k = whole - 1; k < nodes.Length - 1; k++)
        {
            double gap = nodes[k + 1] - nodes[k];
            weight[k] = k == whole - 1 ? (1 + gap) / 2 : (nodes[k + 1] - nodes[k - 1]) / 2;
            weight[k + 1] = gap / 2;
        }

        return (nodes, weight);
    }

    private void Kernel(int k)
    {
        if (_spend.IsPrice)
        {
            _kernel[k] = [];
            return;
        }

        double a = _n[k] * _spend.P, b = _spend.Q;
        int middle = (int)Math.Round(Math.Log(a / b) / _step);
        List<double> below = [], above = [At(middle)];
        for (int j = middle - 1; below.Count == 0 || below[^1] > Tiny; j--)
        {
            below.Add(At(j));
        }

        for (int j = middle + 1; above[^1] < 1 - Tiny; j++)
        {
            above.Add(At(j));
        }

        above[^1] = 1;
        below.Reverse();
        double[] cdf = [.. below, .. above];
        for (int j = cdf.Length - 1; j > 0; j--)
        {
            cdf[j] -= cdf[j - 1];
        }

        _kernel[k] = cdf;
        _kernelStart[k] = middle - below.Count;

        double At(int j)
        {
            double y = Math.Exp(j * _step);
            return IncompleteFunctions.Beta(a, b, y / (1 + y), 1 / (1 + y));
        }
    }

    private void Patterns(double r, double alphaMin, double alphaMax)
    {
        DiscountAtoms atoms = new(_spend.P, _delta);
        double[] bins = new double[_highestBin - _lowestBin + 1];
        for (int k = 0; k < _n.Length; k++)
        {
            for (int i = 0; i < _ends.Length; i++)
            {
                // The chance of n by u is largest at alpha = u r / n; where even that is negligible no point is needed.
                Ending end = _ends[i];
                double events = _rhythm.Events(_n[k]) + end.Beyond, alpha = Math.Clamp(end.U * r / events, alphaMin, alphaMax), ratio = end.U / alpha;
                double log = _logRise[end.Beyond][k] - (r * SpecialFunctions.Log1p(ratio)) - (events * SpecialFunctions.Log1p(1 / ratio));
                if (log > -30)
                {
                    atoms.Find(_n[k], end.U, end.AtPurchase, _rhythm, end.Beyond, _spend.Spread(_n[k]), !end.Left);
                    double shift = _spend.IsPrice ? Math.Log(_n[k]) : 0;
                    int low = int.MaxValue, high = int.MinValue;
                    for (int m = 0; m < atoms.Count; m++)
                    {
                        Place((atoms.LogValue[m] + shift) / _step, atoms.Weight[m], bins, ref low, ref high);
                    }

                    for (int b = low; b <= high; b++)
                    {
                        _bin.Add(b);
                        _share.Add((float)bins[b - _lowestBin]);
                        bins[b - _lowestBin] = 0;
                    }
                }

                _pattern[(k * _ends.Length) + i + 1] = _bin.Count;
            }
        }
    }

    // Puts a weight at a real lattice position: on four points by Lagrange's weights, which makes the convolution a cubic interpolation; on two
    // where there is no kernel, so that no mass is negative.
    private void Place(double at, double weight, double[] bins, ref int low, ref int high)
    {
        int floor = (int)Math.Floor(at);
        double s = at - floor;
        if (_spend.IsPrice)
        {
            bins[floor - _lowestBin] += weight * (1 - s);
            bins[floor + 1 - _lowestBin] += weight * s;
            low = Math.Min(low, floor);
            high = Math.Max(high, floor + 1);
            return;
        }

        bins[floor - 1 - _lowestBin] += weight * (-s * (s - 1) * (s - 2) / 6);
        bins[floor - _lowestBin] += weight * ((s + 1) * (s - 1) * (s - 2) / 2);
        bins[floor + 1 - _lowestBin] += weight * (-(s + 1) * s * (s - 2) / 2);
        bins[floor + 2 - _lowestBin] += weight * ((s + 1) * s * (s - 1) / 6);
        low = Math.Min(low, floor - 1);
        high = Math.Max(high, floor + 2);
    }

    private void Spread(int k, double[] bins, double[] law)
    {
        if (_spend.IsPrice)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(bins, _weightN[k], law.AsSpan(0, bins.Length), law.AsSpan(0, bins.Length));
            return;
        }

        double[] kernel = _kernel[k];
        for (int b = 0; b < bins.Length; b++)
        {
            if (bins[b] != 0)
            {
                Span<double> target = law.AsSpan(b + _lowestBin + _kernelStart[k] - First, kernel.Length);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(kernel, _weightN[k] * bins[b], target, target);
            }
        }
    }

    // Who buys for the first time only where the discount is deepest.
    private void Late(AliveCustomer now, double[] bins, double[] law)
    {
        if (_cut >= _horizon)
        {
            return;
        }

        Array.Clear(bins);
        bins[2] = Math.Max(0, now.Zero(_cut) - now.Zero(_horizon));
        Spread(0, bins, law);
    }

    private static double[] Rising(double[] law)
    {
        double sum = 0, highest = 0;
        for (int j = 0; j < law.Length; j++)
        {
            sum += law[j];
            highest = Math.Max(highest, sum);
            law[j] = highest;
        }

        for (int j = 0; j < law.Length; j++)
        {
            // A law without mass (a horizon in which nothing can be bought) is put at the top.
            law[j] = highest > 0 ? law[j] / highest : j == law.Length - 1 ? 1 : 0;
        }

        return law;
    }
}
