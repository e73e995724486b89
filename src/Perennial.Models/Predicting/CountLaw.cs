namespace Perennial.Models.Predicting;

/// <summary>The law of v where prices are the same and nothing is discounted: v is the count, exactly.</summary>
internal sealed class CountLaw : PositiveLaw
{
    // Prices times counts are compared with their quotient: equal up to rounding is equal.
    private const double Rounding = 1e-9;
    private readonly double[] _ages;
    private readonly double[][][] _cumulated;

    public CountLaw(TransactionLaw law, int frequency, double[] ages, double horizon)
    {
        _ages = ages;
        _cumulated = [.. ages.Select(age => Enumerable.Range(0, law.Phases).Select(phase => Cumulated(law.AliveAt(frequency, age, phase).Counts(horizon))).ToArray())];
    }

    /// <inheritdoc/>
    public override Place At(double age, double[]? phases) => new(Array.BinarySearch(_ages, age), 1, 0, 0, 0, 0, phases);

    /// <inheritdoc/>
    public override double Quantile(in Place place, double level)
    {
        int low = 1, high = Length(place) - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = At(place, middle) >= level ? (low, middle) : (middle + 1, high);
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
        int length = Length(place), whole = (int)Math.Min(Math.Floor(value * (1 + Rounding)), length);
        double sum = 0;
        for (int n = 0; n < whole; n++)
        {
            sum += 1 - At(place, n);
        }

        return sum + (whole < length ? Math.Max(0, value - whole) * (1 - At(place, whole)) : 0);
    }

    /// <inheritdoc/>
    public override double SurvivalSquared(in Place place)
    {
        double sum = 0;
        for (int n = Length(place) - 1; n >= 0; n--)
        {
            double more = 1 - At(place, n);
            sum += more * more;
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

    private int Length(in Place place) => _cumulated[place.Start].Max(cdf => cdf.Length);

    private double At(in Place place, double count)
    {
        double[][] cdfs = _cumulated[place.Start];
        if (place.Phases is not { } phases)
        {
            return At(cdfs[0], count);
        }

        double sum = 0;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            sum += phases[phase] * At(cdfs[phase], count);
        }

        return sum;
    }

    private static double At(double[] cdf, double count) => count < 0 ? 0 : count < cdf.Length ? cdf[(int)count] : 1;
}
