namespace Perennial.Models.Predicting;

/// <summary>The law of v where prices are the same and nothing is discounted: v is the count, exactly.</summary>
internal sealed class CountLaw : PositiveLaw
{
    // Prices times counts are compared with their quotient: equal up to rounding is equal.
    private const double Rounding = 1e-9;
    private readonly double[] _ages;
    private readonly double[][] _cumulated;

    public CountLaw(TransactionLaw law, int frequency, double[] ages, double horizon)
    {
        _ages = ages;
        _cumulated = [.. ages.Select(age => Cumulated(law.AliveAt(frequency, age).Counts(horizon)))];
    }

    /// <inheritdoc/>
    public override Place At(double age) => new(Array.BinarySearch(_ages, age), 1, 0, 0, 0, 0);

    /// <inheritdoc/>
    public override double Quantile(in Place place, double level)
    {
        double[] cdf = _cumulated[place.Start];
        int low = 1, high = cdf.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = cdf[middle] >= level ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <inheritdoc/>
    public override double Cdf(in Place place, double value) => At(place, Math.Floor(value * (1 + Rounding)));

    /// <inheritdoc/>
    public override double CdfBelow(in Place place, double value) => At(place, Math.Ceiling(value * (1 - Rounding)) - 1);

    /// <inheritdoc/>
    public override double SurvivalTo(in Place place, double value)
    {
        double[] cdf = _cumulated[place.Start];
        int whole = (int)Math.Min(Math.Floor(value * (1 + Rounding)), cdf.Length);
        double sum = 0;
        for (int n = 0; n < whole; n++)
        {
            sum += 1 - cdf[n];
        }

        return sum + (whole < cdf.Length ? Math.Max(0, value - whole) * (1 - cdf[whole]) : 0);
    }

    /// <inheritdoc/>
    public override double SurvivalSquared(in Place place)
    {
        double sum = 0;
        foreach (double atMost in _cumulated[place.Start])
        {
            sum += (1 - atMost) * (1 - atMost);
        }

        return sum;
    }

    private static double[] Cumulated(double[] mass)
    {
        double some = 0, sum = 0;
        for (int n = 1; n < mass.Length; n++)
        {
            some += mass[n];
        }

        mass[0] = 0;
        for (int n = 1; n < mass.Length; n++)
        {
            sum += mass[n];
            mass[n] = some > 0 ? sum / some : 1;
        }

        return mass;
    }

    private double At(in Place place, double count)
    {
        double[] cdf = _cumulated[place.Start];
        return count < 0 ? 0 : count < cdf.Length ? cdf[(int)count] : 1;
    }
}
