using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The lattice of customers who buy at opportunities: a story ends after i opportunities lived, of which n, any n alike, were bought at.</summary>
internal sealed class OpportunityGrid : ValueLattice
{
    // Who hardly ever lets an opportunity pass buys at nearly all i: counts must lie close enough to tell.
    private const double Stride = 0.02;
    private const double Large = 1e200;
    private readonly TransactionLaw _law;
    private readonly int _frequency;
    private readonly double _horizon;
    private readonly double _cut;
    private readonly (double I, double Weight, bool Left)[] _ends;
    private readonly double[] _logWays;
    private readonly int[] _pattern;

    public OpportunityGrid(TransactionLaw law, OpportunitySchedule schedule, SpendLaw spend, int frequency, double tMin, double horizon, double delta)
        : base(spend, Math.Max(1, law.AliveAt(frequency, tMin, 0).Most(Cut(horizon, delta), 7, Tiny)), law.AliveAt(frequency, tMin, 0).R, delta, Cut(horizon, delta), OpportunityNodes.OneByOne, Stride)
    {
        _law = law;
        _frequency = frequency;
        _horizon = horizon;
        _cut = Cut(horizon, delta);
        (double m, double part) = schedule.Within(_cut);
        _ends =
        [
            .. OpportunityNodes.Of(m).Where(node => node.At > 0).Select(node => (Math.Round(node.At), node.Weight, true)),
            .. m == 0 ? [] : new[] { (m, 1 - part, false) },
            .. part == 0 ? [] : m == 0 ? [(1.0, part, false)] : new[] { (m, part, true), (m + 1, part, false) },
        ];
        double a = law.AliveAt(frequency, tMin, 0).R;
        _logWays = new double[N.Length * (OpportunityNodes.OneByOne + 1)];
        _pattern = new int[(N.Length * _ends.Length) + 1];
        OpportunityAtoms atoms = new(schedule, spend.P, delta);
        for (int k = 0, kept = 0; k < N.Length; k++)
        {
            double rise = SpecialFunctions.LogRising(a, N[k]) - SpecialFunctions.LogGamma(N[k] + 1);
            for (int i = (int)N[k]; i <= OpportunityNodes.OneByOne && N[k] <= i; i++)
            {
                _logWays[(k * (OpportunityNodes.OneByOne + 1)) + i] = rise + SpecialFunctions.LogGamma(i + 1) - SpecialFunctions.LogGamma(i - N[k] + 1);
            }

            for (int e = 0; e < _ends.Length; e++)
            {
                // The first number beyond i has its share of i itself.
                double i = _ends[e].I;
                if (N[k] <= i || (k > 0 && N[k - 1] < i))
                {
                    atoms.Find(Math.Min(N[k], i), i, spend.Spread(N[k]), !_ends[e].Left);
                    kept = Keep(atoms.Points, k);
                }

                _pattern[(k * _ends.Length) + e + 1] = kept;
            }
        }
    }

    /// <inheritdoc/>
    public override double[] Cumulated(double t)
    {
        var now = (OpportunityBuyer)_law.AliveAt(_frequency, t, 0);
        (double a, double b, double gamma, double delta) = now.Chances;
        double[] law = new double[Length], bins = new double[Bins], factor = new double[_ends.Length], logBoth = new double[_ends.Length];
        double[] unbought = new double[OpportunityNodes.OneByOne + 2];
        for (int j = 1; j < unbought.Length; j++)
        {
            unbought[j] = unbought[j - 1] + Math.Log(b + j - 1);
        }

        for (int e = 0; e < _ends.Length; e++)
        {
            (double i, double width, bool left) = _ends[e];
            factor[e] = width * now.Alive(i) * (left ? gamma / (gamma + delta + i) : 1);
            logBoth[e] = SpecialFunctions.LogRising(a + b, i);
        }

        double[] weight = Weights(factor, logBoth, unbought, a, b);
        for (int k = 0, at = 0; k < N.Length; k++)
        {
            Array.Clear(bins);
            for (int e = 0; e < _ends.Length; e++, at++)
            {
                if (weight[at] != 0)
                {
                    Add(_pattern[at], _pattern[at + 1], weight[at], bins);
                }
            }

            Spread(k, bins, law);
        }

        Late(now, _cut, _horizon, bins, law);
        return Rising(law);
    }

    // The chance of each number of purchases and ending.
    private double[] Weights(double[] factor, double[] logBoth, double[] unbought, double a, double b)
    {
        double[] weight = new double[_pattern.Length - 1];
        for (int e = 0; e < _ends.Length; e++)
        {
            if (_ends[e].I > OpportunityNodes.OneByOne)
            {
                Shared(e, factor[e], logBoth[e], a, b, weight);
                continue;
            }

            int i = (int)_ends[e].I;
            for (int k = 0; k < N.Length && N[k] <= i; k++)
            {
                double log = _logWays[(k * (OpportunityNodes.OneByOne + 1)) + i] - logBoth[e] + unbought[i - (int)N[k]];
                weight[(k * _ends.Length) + e] = log < -60 ? 0 : factor[e] * Math.Exp(log);
            }
        }

        return weight;
    }

    // Of many opportunities every number of purchases in turn, shared between the numbers that are looked at so that mass and mean are kept.
    private void Shared(int e, double factor, double logBoth, double a, double b, double[] weight)
    {
        double i = _ends[e].I, shift = SpecialFunctions.LogRising(b, i) - logBoth, chance = 1, scale = Math.Exp(shift) * factor;
        int above = 0;
        for (double n = 0; n < i && n < N[^1];)
        {
            chance *= (i - n) / (n + 1) * ((a + n) / (b + i - n - 1));
            n++;
            if (chance > Large)
            {
                chance /= Large;
                shift += Math.Log(Large);
                scale = Math.Exp(shift) * factor;
            }

            while (above < N.Length - 1 && N[above] < n)
            {
                above++;
            }

            double high = N[above], low = above == 0 ? high : N[above - 1], share = high > low ? Math.Min(1, (n - low) / (high - low)) : 1, mass = chance * scale;
            weight[(above * _ends.Length) + e] += mass * share / WeightN(above);
            if (share < 1)
            {
                weight[((above - 1) * _ends.Length) + e] += mass * (1 - share) / WeightN(above - 1);
            }
        }
    }

    private static double Cut(double horizon, double delta) => delta > 0 ? Math.Min(horizon, DeepestDiscount / delta) : horizon;
}
