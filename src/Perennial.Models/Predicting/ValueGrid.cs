using Perennial.Models.Numerics;

namespace Perennial.Models.Predicting;

/// <summary>The lattice of customers who buy at random or in a rhythm, at any time: how the story ends is a point of time u, of which P(n, u | alive, x, T) is known.</summary>
internal sealed class ValueGrid : ValueLattice
{
    private readonly TransactionLaw _law;
    private readonly SpendLaw _spend;
    private readonly int _frequency;
    private readonly int _phase;
    private readonly Rhythm _rhythm;
    private readonly double _horizon;
    private readonly double _cut;
    private readonly double _delta;
    private readonly double[][] _logRise;
    private readonly Ending[] _ends;
    private readonly int[] _pattern;

    public ValueGrid(TransactionLaw law, SpendLaw spend, int frequency, int phase, double tMin, double tMax, double horizon, double delta)
        : base(spend, Most(law, frequency, tMin, Cut(horizon, delta)), law.AliveAt(frequency, tMin, phase).R, delta, Cut(horizon, delta))
    {
        _law = law;
        _spend = spend;
        _frequency = frequency;
        _horizon = horizon;
        _delta = delta;
        _phase = phase;
        _cut = Cut(horizon, delta);
        RateCustomer young = At(tMin), old = At(tMax);
        _rhythm = young.Rhythm;
        _logRise = [.. Enumerable.Range(0, _rhythm.K).Select(beyond => N.Select(n => LogRise(young.R, _rhythm.Events(n) + beyond)).ToArray())];
        _ends = young.Endings(old, _cut, Math.Sqrt((1 / young.R) + (spend.IsPrice ? 0 : 1 / spend.Q)), spend.IsPrice ? 12 : 2);
        _pattern = new int[(N.Length * _ends.Length) + 1];
        Patterns(young.R, young.Alpha, old.Alpha);
    }

    /// <inheritdoc/>
    public override double[] Cumulated(double t)
    {
        RateCustomer now = At(t);
        double[] law = new double[Length], bins = new double[Bins];
        double[] logStill = new double[_ends.Length], logSome = new double[_ends.Length], factor = new double[_ends.Length];
        for (int i = 0; i < _ends.Length; i++)
        {
            double ratio = _ends[i].U / now.Alpha;
            logStill[i] = -now.R * SpecialFunctions.Log1p(ratio);
            logSome[i] = -SpecialFunctions.Log1p(1 / ratio);
            factor[i] = _ends[i].Weight * now.Factor(_ends[i]);
        }

        for (int k = 0; k < N.Length; k++)
        {
            double n = N[k], events = _rhythm.Events(n), stay = now.LogStay(n), leave = now.LogLeave(n);
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

                Add(start, end, weight, bins);
            }

            Spread(k, bins, law);
        }

        Late(now, _cut, _horizon, bins, law);
        return Rising(law);
    }

    private static double Cut(double horizon, double delta) => delta > 0 ? Math.Min(horizon, DeepestDiscount / delta) : horizon;

    // All phases share a lattice: that of the one nearest to the next purchase, who may buy most.
    private static double Most(TransactionLaw law, int frequency, double tMin, double cut) => law.AliveAt(frequency, tMin, law.Phases - 1).Most(cut, 7, Tiny);

    private static double LogRise(double r, double events) => SpecialFunctions.LogRising(r, events) - SpecialFunctions.LogGamma(events + 1);

    private RateCustomer At(double t) => (RateCustomer)_law.AliveAt(_frequency, t, _phase);

    private void Patterns(double r, double alphaMin, double alphaMax)
    {
        DiscountAtoms atoms = new(_spend.P, _delta);
        int kept = 0;
        for (int k = 0; k < N.Length; k++)
        {
            for (int i = 0; i < _ends.Length; i++)
            {
                // The chance of n by u is largest at alpha = u r / n; where even that is negligible no point is needed.
                Ending end = _ends[i];
                double events = _rhythm.Events(N[k]) + end.Beyond, alpha = Math.Clamp(end.U * r / events, alphaMin, alphaMax), ratio = end.U / alpha;
                double log = _logRise[end.Beyond][k] - (r * SpecialFunctions.Log1p(ratio)) - (events * SpecialFunctions.Log1p(1 / ratio));
                if (log > -30)
                {
                    atoms.Find(N[k], end.U, end.AtPurchase, _rhythm, end.Beyond, _spend.Spread(N[k]), !end.Left);
                    kept = Keep(atoms, k);
                }

                _pattern[(k * _ends.Length) + i + 1] = kept;
            }
        }
    }
}
