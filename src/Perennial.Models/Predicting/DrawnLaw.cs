namespace Perennial.Models.Predicting;

/// <summary>The law of v by draws of it.</summary>
internal sealed class DrawnLaw : PositiveLaw
{
    // Prices times counts are compared with their quotient: equal up to rounding is equal.
    private const double Rounding = 1e-9;
    private readonly double[] _sorted;
    private readonly double _total;

    public DrawnLaw(double[] draws)
    {
        _sorted = [.. draws];
        Array.Sort(_sorted);
        _total = _sorted.Sum();
    }

    /// <inheritdoc/>
    public override Place At(double age, double[]? phases) => default;

    /// <inheritdoc/>
    public override double Quantile(in Place place, double level) => _sorted[Math.Clamp((int)Math.Ceiling(level * _sorted.Length) - 1, 0, _sorted.Length - 1)];

    /// <inheritdoc/>
    public override double Cdf(in Place place, double value) => (double)Below(value * (1 + Rounding)) / _sorted.Length;

    /// <inheritdoc/>
    public override double CdfBelow(in Place place, double value) => (double)Below(value * (1 - Rounding)) / _sorted.Length;

    /// <inheritdoc/>
    public override double SurvivalTo(in Place place, double value)
    {
        double sum = 0;
        int below = Below(value);
        for (int i = 0; i < below; i++)
        {
            sum += _sorted[i];
        }

        return (sum + ((_sorted.Length - below) * value)) / _sorted.Length;
    }

    /// <inheritdoc/>
    public override double SurvivalSquared(in Place place)
    {
        // The mean of the smaller of two different draws; of a single one it is that.
        double sum = 0, n = _sorted.Length;
        for (int i = 0; i < _sorted.Length; i++)
        {
            sum += _sorted[i] * (n - 1 - i);
        }

        return n == 1 ? _total : sum * 2 / (n * (n - 1));
    }

    // How many draws are less than a value.
    private int Below(double value)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
