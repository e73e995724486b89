namespace Perennial.Models.VaryingCovariates;

/// <summary>A time stretched by covariates, integral of e^(g'x), with its first and second derivatives in the coefficients g.</summary>
internal sealed class Exposure(int coefficients)
{
    private readonly double[] _first = new double[coefficients];
    private readonly double[] _second = new double[coefficients * (coefficients + 1) / 2];

    /// <summary>Gives the stretched time.</summary>
    public double Value { get; private set; }

    /// <summary>Gives its derivatives.</summary>
    public ReadOnlySpan<double> First => _first;

    /// <summary>Gives its second derivatives, the upper triangle row by row.</summary>
    public ReadOnlySpan<double> Second => _second;

    /// <summary>Starts at no time.</summary>
    public void Clear()
    {
        Value = 0.0;
        Array.Clear(_first);
        Array.Clear(_second);
    }

    /// <summary>Adds a time under covariates x, stretched to <paramref name="stretched"/>.</summary>
    public void Add(double stretched, ReadOnlySpan<double> x)
    {
        Value += stretched;
        int at = 0;
        for (int k = 0; k < _first.Length; k++)
        {
            double by = stretched * x[k];
            _first[k] += by;
            for (int l = k; l < _first.Length; l++, at++)
            {
                _second[at] += by * x[l];
            }
        }
    }
}
