namespace Perennial.Models.Posterior;

/// <summary>Mean and covariance of points that come one after the other.</summary>
internal sealed class RunningCovariance
{
    private readonly int _n;
    private readonly double[] _mean;
    private readonly double[] _sum;
    private int _count;

    public RunningCovariance(int n)
    {
        _n = n;
        _mean = new double[n];
        _sum = new double[n * n];
    }

    public void Add(ReadOnlySpan<double> point)
    {
        _count++;
        Span<double> before = stackalloc double[_n <= 64 ? _n : 0];
        before = _n <= 64 ? before : new double[_n];
        for (int i = 0; i < _n; i++)
        {
            before[i] = point[i] - _mean[i];
            _mean[i] += before[i] / _count;
        }

        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                _sum[(i * _n) + j] += before[i] * (point[j] - _mean[j]);
            }
        }
    }

    public void Clear()
    {
        _count = 0;
        Array.Clear(_mean);
        Array.Clear(_sum);
    }

    /// <summary>Makes the whitening of what was seen; null where the points did not move in every direction.</summary>
    /// <remarks>Few points know scales before they know correlations: those are drawn towards 0 by n / (n + 5).</remarks>
    public Whitening? Whitening(MassMatrix form)
    {
        if (_count < 5 || form == MassMatrix.Curvature)
        {
            return null;
        }

        double keep = form == MassMatrix.Dense ? _count / (_count + 5.0) : 0.0;
        double[] covariance = new double[_n * _n];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                covariance[(i * _n) + j] = (i == j ? 1.0 : keep) * 0.5 * (_sum[(i * _n) + j] + _sum[(j * _n) + i]) / (_count - 1.0);
            }
        }

        return Posterior.Whitening.Of(covariance, _n);
    }
}
