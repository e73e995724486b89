using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>For one frequency: the lattice of ln v, the counts of purchases with a kernel each, and the points of D, shared by all ages T.</summary>
/// <remarks>
/// Given n purchases and how the story ends, v = D · beta-prime(n p, q + p x) in units of the posterior rate of spend. ln v lies on the lattice j h; the
/// law of D is put on lattice points so that cubic interpolation is exact, and the convolution of both, weighted by the chance of n and that ending
/// given alive, x and T, is the law of ln v at each T.
/// </remarks>
internal abstract class ValueLattice
{
    /// <summary>The discounting -ln D beyond which a purchase counts as worth next to nothing: e^-14 of its price.</summary>
    public const double DeepestDiscount = 14;

    /// <summary>A chance that may be left out.</summary>
    protected const double Tiny = 1e-10;

    private readonly SpendLaw _spend;
    private readonly double[] _weightN;
    private readonly double[][] _kernel;
    private readonly int[] _kernelStart;
    private readonly List<int> _bin = [];
    private readonly List<float> _share = [];
    private readonly double[] _bins;

    /// <summary>Lays the lattice.</summary>
    /// <param name="spend">The spend of this frequency.</param>
    /// <param name="most">The most purchases worth looking at.</param>
    /// <param name="r">The shape of the rate of purchases.</param>
    /// <param name="delta">Discount rate.</param>
    /// <param name="cut">How far to look.</param>
    /// <param name="oneByOne">So many counts are taken one by one at least.</param>
    /// <param name="stride">The longest relative stride between counts beyond.</param>
    protected ValueLattice(SpendLaw spend, double most, double r, double delta, double cut, int oneByOne = 64, double stride = 0.08)
    {
        _spend = spend;
        Step = spend.IsPrice ? 0.0004 : Math.Min(0.08, spend.Spread(most) / 3);
        (N, _weightN) = Counts(most, r, oneByOne, stride);
        _kernel = new double[N.Length][];
        _kernelStart = new int[N.Length];
        for (int k = 0; k < N.Length; k++)
        {
            Kernel(k);
        }

        LowestBin = (int)Math.Floor(-delta * cut / Step) - 2;
        HighestBin = spend.IsPrice ? (int)Math.Ceiling(Math.Log(N[^1]) / Step) + 2 : 3;
        First = LowestBin + (spend.IsPrice ? 0 : _kernelStart.Min());
        int last = HighestBin;
        for (int k = 0; k < N.Length && !spend.IsPrice; k++)
        {
            last = Math.Max(last, _kernelStart[k] + _kernel[k].Length + HighestBin);
        }

        Length = last - First + 1;
        _bins = new double[Bins];
    }

    /// <summary>Gives the lattice step of ln v.</summary>
    public double Step { get; }

    /// <summary>Gives the first lattice point.</summary>
    public int First { get; }

    /// <summary>Gives the number of lattice points.</summary>
    public int Length { get; }

    /// <summary>Gives the numbers of purchases, rising from 1; not all of them, nor whole, where there are many.</summary>
    protected double[] N { get; }

    /// <summary>Gives the number of lattice points on which D lies.</summary>
    protected int Bins => HighestBin - LowestBin + 1;

    private int LowestBin { get; }

    private int HighestBin { get; }

    /// <summary>Gives P(v at most e^(j h) | alive, N above 0) at every lattice point for one T; rises to 1.</summary>
    public abstract double[] Cumulated(double t);

    /// <summary>Keeps the law of D that was found for a number of purchases; patterns lie one after the other.</summary>
    /// <param name="atoms">The points of D.</param>
    /// <param name="k">Which number of purchases.</param>
    /// <returns>Where the next pattern will begin.</returns>
    protected int Keep(DiscountAtoms atoms, int k)
    {
        double shift = _spend.IsPrice ? Math.Log(N[k]) : 0;
        int low = int.MaxValue, high = int.MinValue;
        for (int m = 0; m < atoms.Count; m++)
        {
            Place((atoms.LogValue[m] + shift) / Step, atoms.Weight[m], _bins, ref low, ref high);
        }

        for (int b = low; b <= high; b++)
        {
            _bin.Add(b);
            _share.Add((float)_bins[b - LowestBin]);
            _bins[b - LowestBin] = 0;
        }

        return _bin.Count;
    }

    /// <summary>Gives for how many numbers of purchases one stands.</summary>
    protected double WeightN(int k) => _weightN[k];

    /// <summary>Adds a kept law of D with a weight.</summary>
    protected void Add(int start, int end, double weight, double[] bins)
    {
        int bin = _bin[start] - LowestBin;
        for (int e = start; e < end; e++)
        {
            bins[bin + e - start] += weight * _share[e];
        }
    }

    private (double[] N, double[] Weight) Counts(double most, double r, int oneByOne, double stride)
    {
        // Whole counts one by one while each may show as a step of its own, then ever longer strides with trapezoidal weights.
        int whole = _spend.Spread(64) < 1.5 / 64 ? 4096 : oneByOne;
        List<double> n = [];
        for (int k = 1; k <= whole && (k <= most || k <= 2); k++)
        {
            n.Add(k);
        }

        while (n[^1] < most && n.Count >= whole)
        {
            double last = n[^1], width = Math.Min(_spend.IsPrice ? 1 : _spend.Spread(last), Math.Sqrt((1 / last) + (1 / r)));
            n.Add(last + Math.Max(1, last * Math.Min(stride, 1.1 * width)));
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

        double a = N[k] * _spend.P, b = _spend.Q;
        int middle = (int)Math.Round(Math.Log(a / b) / Step);
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
            double y = Math.Exp(j * Step);
            return IncompleteFunctions.Beta(a, b, y / (1 + y), 1 / (1 + y));
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
            bins[floor - LowestBin] += weight * (1 - s);
            bins[floor + 1 - LowestBin] += weight * s;
            low = Math.Min(low, floor);
            high = Math.Max(high, floor + 1);
            return;
        }

        bins[floor - 1 - LowestBin] += weight * (-s * (s - 1) * (s - 2) / 6);
        bins[floor - LowestBin] += weight * ((s + 1) * (s - 1) * (s - 2) / 2);
        bins[floor + 1 - LowestBin] += weight * (-(s + 1) * s * (s - 2) / 2);
        bins[floor + 2 - LowestBin] += weight * ((s + 1) * s * (s - 1) / 6);
        low = Math.Min(low, floor - 1);
        high = Math.Max(high, floor + 2);
    }

    /// <summary>Convolves a law of D with the kernel of a number of purchases and adds the result.</summary>
    protected void Spread(int k, double[] bins, double[] law)
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
                Span<double> target = law.AsSpan(b + LowestBin + _kernelStart[k] - First, kernel.Length);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(kernel, _weightN[k] * bins[b], target, target);
            }
        }
    }

    /// <summary>Adds those who buy for the first time only where the discount is deepest.</summary>
    protected void Late(AliveCustomer now, double cut, double horizon, double[] bins, double[] law)
    {
        if (cut >= horizon)
        {
            return;
        }

        Array.Clear(bins);
        bins[2] = Math.Max(0, now.Zero(cut) - now.Zero(horizon));
        Spread(0, bins, law);
    }

    /// <summary>Makes a distribution function of a mass.</summary>
    protected static double[] Rising(double[] law)
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
