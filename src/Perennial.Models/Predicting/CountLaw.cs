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
