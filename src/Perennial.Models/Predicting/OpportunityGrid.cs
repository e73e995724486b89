using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The lattice of customers who buy at opportunities: a story ends after i opportunities lived, of which n, any n alike, were bought at.</summary>
internal sealed class OpportunityGrid : ValueLattice
{
    private readonly TransactionLaw _law;
    private readonly int _frequency;
    private readonly double _horizon;
    private readonly double _cut;
    private readonly (double I, double Weight, bool Left)[] _ends;
    private readonly double[] _logWays;
    private readonly int[] _pattern;

    public OpportunityGrid(TransactionLaw law, OpportunitySchedule schedule, SpendLaw spend, int frequency, double tMin, double horizon, double delta)
        : base(spend, Math.Max(1, law.AliveAt(frequency, tMin, 0).Most(Cut(horizon, delta), 7, Tiny)), law.AliveAt(frequency, tMin, 0).R, delta, Cut(horizon, delta))
    {
        _law = law;
        _frequency = frequency;
        _horizon = horizon;
        _cut = Cut(horizon, delta);
        (double m, double part) = schedule.Within(_cut);
        _ends =
        [
            .. OpportunityNodes.Of(m).Where(node => node.At > 0).Select(node => (node.At, node.Weight, true)),
            .. m == 0 ? [] : new[] { (m, 1 - part, false) },
            .. part == 0 ? [] : m == 0 ? [(1.0, part, false)] : new[] { (m, part, true), (m + 1, part, false) },
        ];
        double a = law.AliveAt(frequency, tMin, 0).R;
        _logWays = new double[N.Length * _ends.Length];
        _pattern = new int[_logWays.Length + 1];
        OpportunityAtoms atoms = new(schedule, spend.P, delta);
        for (int k = 0, at = 0, kept = 0; k < N.Length; k++)
        {
            double n = N[k], rise = SpecialFunctions.LogRising(a, n) - SpecialFunctions.LogGamma(n + 1);
            for (int e = 0; e < _ends.Length; e++, at++)
            {
                double i = _ends[e].I;
                if (n <= i)
                {
                    _logWays[at] = rise + SpecialFunctions.LogGamma(i + 1) - SpecialFunctions.LogGamma(i - n + 1);
                    atoms.Find(n, i, spend.Spread(n), !_ends[e].Left);
                    kept = Keep(atoms.Points, k);
                }

                _pattern[at + 1] = kept;
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
            (double i, double weight, bool left) = _ends[e];
            factor[e] = weight * now.Alive(i) * (left ? gamma / (gamma + delta + i) : 1);
            logBoth[e] = SpecialFunctions.LogRising(a + b, i);
        }

        for (int k = 0, at = 0; k < N.Length; k++)
        {
            Array.Clear(bins);
            for (int e = 0; e < _ends.Length; e++, at++)
            {
                double rest = _ends[e].I - N[k];
                if (rest < 0)
                {
                    continue;
                }

                int whole = (int)Math.Min(rest, unbought.Length);
                double log = _logWays[at] - logBoth[e] + (whole == rest && whole < unbought.Length ? unbought[whole] : SpecialFunctions.LogRising(b, rest));
                double weight = log < -60 ? 0 : factor[e] * Math.Exp(log);
                if (weight != 0)
                {
                    Add(_pattern[at], _pattern[at + 1], weight, bins);
                }
            }

            Spread(k, bins, law);
        }

        Late(now, _cut, _horizon, bins, law);
        return Rising(law);
    }

    private static double Cut(double horizon, double delta) => delta > 0 ? Math.Min(horizon, DeepestDiscount / delta) : horizon;
}
