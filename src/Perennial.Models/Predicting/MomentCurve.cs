namespace Perennial.Models.Predicting;

/// <summary>The moments of one frequency as functions of T: exact at few ages, else by Chebyshev interpolation in ln(T + c).</summary>
internal sealed class MomentCurve
{
    private readonly double[] _ages;
    private readonly double[] _values;
    private readonly double[]? _nodes;
    private readonly double[] _weights = [];
    private readonly double _scale;

    public MomentCurve(TransactionLaw law, int frequency, double[] ages, double horizon, double delta)
    {
        _scale = law.Smoothness;
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
        _values = new double[3 * ages.Length];
        for (int k = 0; k < ages.Length; k++)
        {
            (double first, double squares, double pairs) = ValueMoments.Of(law.AliveAt(frequency, ages[k]), horizon, delta);
            _values[3 * k] = first;
            _values[(3 * k) + 1] = squares;
            _values[(3 * k) + 2] = pairs;
        }
    }

    public (double First, double Squares, double Pairs) At(double age)
    {
        if (_nodes is null)
        {
            int k = 3 * Array.BinarySearch(_ages, age);
            return (_values[k], _values[k + 1], _values[k + 2]);
        }

        // The barycentric formula at Chebyshev's points of the first kind.
        double y = Math.Log(_scale + age), total = 0, first = 0, squares = 0, pairs = 0;
        for (int k = 0; k < _nodes.Length; k++)
        {
            double gap = y - _nodes[k];
            if (gap == 0)
            {
                return (_values[3 * k], _values[(3 * k) + 1], _values[(3 * k) + 2]);
            }

            double weight = _weights[k] / gap;
            total += weight;
            first += weight * _values[3 * k];
            squares += weight * _values[(3 * k) + 1];
            pairs += weight * _values[(3 * k) + 2];
        }

        return (Math.Max(0, first / total), Math.Max(0, squares / total), Math.Max(0, pairs / total));
    }
}
