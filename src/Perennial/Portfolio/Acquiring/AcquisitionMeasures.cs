using Perennial.Models.Numerics;

namespace Perennial.Portfolio.Acquiring;

/// <summary>The measures of winning customers, as functions of figures.</summary>
public static class AcquisitionMeasures
{
    /// <summary>Gives spend by customers won (cac.v1), or null where nobody was won.</summary>
    public static double? Cac(double spend, int won) => won > 0 ? spend / won : null;

    /// <summary>Gives value by cost of acquisition (clv-cac.v1), or null where nothing was spent.</summary>
    public static double? Ratio(double value, double? cac) => cac is > 0 ? value / cac : null;

    /// <summary>Gives months until margin pays the cost back, with nothing lost on the way (cac-payback.simple.v1); null where nothing comes in.</summary>
    /// <param name="spend">What was spent.</param>
    /// <param name="monthly">New revenue a month.</param>
    /// <param name="margin">Margin as a share of revenue.</param>
    public static double? SimplePayback(double spend, double monthly, double margin) => monthly * margin > 0 ? spend / (monthly * margin) : null;

    /// <summary>Gives the first age at which what customers left adds up to what they cost to win (cac-payback.v1), or null where it was not reached.</summary>
    /// <param name="cumulative">Cumulative contribution a customer at ages 0, 1, ... months.</param>
    /// <param name="cac">What a customer cost to win.</param>
    public static int? Payback(IReadOnlyList<double> cumulative, double cac)
    {
        ArgumentNullException.ThrowIfNull(cumulative);
        for (int age = 0; age < cumulative.Count; age++)
        {
            if (cumulative[age] >= cac)
            {
                return age;
            }
        }

        return null;
    }

    /// <summary>Gives the 10 % and 90 % ends of a mean over customers, drawing them anew; (mean, mean) of one customer.</summary>
    /// <param name="values">n values.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static (double Low, double High) Interval(ReadOnlySpan<double> values, ulong seed)
    {
        const int Draws = 1000;
        if (values.Length == 0)
        {
            return (double.NaN, double.NaN);
        }

        var random = new Pcg64(seed);
        double[] means = new double[Draws];
        for (int d = 0; d < Draws; d++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += values[Math.Min((int)(random.NextDouble() * values.Length), values.Length - 1)];
            }

            means[d] = sum / values.Length;
        }

        Array.Sort(means);
        return (means[Draws / 10], means[Draws - 1 - (Draws / 10)]);
    }
}
