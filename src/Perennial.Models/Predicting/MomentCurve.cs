namespace Perennial.Models.Predicting;

/// <summary>The moments of one frequency as functions of T: exact at few ages, else by Chebyshev interpolation in ln(T + c).</summary>
internal sealed class MomentCurve
{
    private readonly double[] _ages;
    private readonly (double First, double Squares, double Pairs)[][] _values;
    private readonly double[]? _nodes;
    private readonly double[] _weights = [];
    private readonly double _scale;

    public MomentCurve(TransactionLaw law, int frequency, double[] ages, double horizon, double delta)
    {
        _scale = law.Smoothness(frequency);
        double low = Math.Log(_scale + ages[0]), high = Math.Log(_scale + ages[^1]);

        // The curves are analytic off the negative axis: the error falls about fiftyfold with each node for a range of ln 2, slower for longer ones.
        // What happens within 1 / Tempo needs nodes so near at the highest ages.
        int count = 8 + (int)Math.Ceiling((5 + (4 * law.Tempo * (_scale + ages[^1]))) * (high - low));
        if (ages.Length > count)
        {
            _nodes = [.. Enumerable.Range(0, count).Select(k => (0.5 * (low + high)) + (0.5 * (high - low) * Math.Cos(Math.PI * (k + 0.5) / count)))];
            _weights = [.. Enumerable.Range(0, count).Select(k => ((k & 1) == 0 ? 1 : -1) * Math.Sin(Math.PI * (k + 0.5) / count))];
            ages = [.. _nodes.Select(node => Math.Max(0, Math.Exp(node) - _scale))];
        }

        _ages = ages;
        _values = [.. ages.Select(age => law.MomentsAt(frequency, age, horizon, delta))];
    }

    /// <summary>Gives the moments at an age, the mean of the phases' with their chances; null where there is one phase.</summary>
    public (double First, double Squares, double Pairs) At(double age, double[]? phases)
    {
        if (_nodes is null)
        {
            return Mean(_values[Array.BinarySearch(_ages, age)], phases);
        }

        // The barycentric formula at Chebyshev's points of the first kind.
        double y = Math.Log(_scale + age), total = 0, first = 0, squares = 0, pairs = 0;
        for (int k = 0; k < _nodes.Length; k++)
        {
            double gap = y - _nodes[k];
            (double First, double Squares, double Pairs) here = Mean(_values[k], phases);
            if (gap == 0)
            {
                return here;
            }

            double weight = _weights[k] / gap;
            total += weight;
            first += weight * here.First;
            squares += weight * here.Squares;
            pairs += weight * here.Pairs;
        }

        return (Math.Max(0, first / total), Math.Max(0, squares / total), Math.Max(0, pairs / total));
    }

    private static (double First, double Squares, double Pairs) Mean((double First, double Squares, double Pairs)[] moments, double[]? phases)
    {
        if (phases is null)
        {
            return moments[0];
        }

        (double first, double squares, double pairs) = (0, 0, 0);
        for (int j = 0; j < phases.Length; j++)
        {
            first += phases[j] * moments[j].First;
            squares += phases[j] * moments[j].Squares;
            pairs += phases[j] * moments[j].Pairs;
        }

        return (first, squares, pairs);
    }
}
