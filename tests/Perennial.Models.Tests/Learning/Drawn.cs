using Perennial.Models.Learning;
using Perennial.Models.Numerics;

namespace Perennial.Models.Tests.Learning;

/// <summary>Customers drawn with a known truth.</summary>
internal static class Drawn
{
    /// <summary>Gives features f0, f1, … of standard normal numbers, a share of them not known, and an outcome by a rule.</summary>
    public static (FeatureTable Table, double[] Outcome) Of(int n, int width, ulong seed, Func<double[], Pcg64, double> outcome, double unknown = 0)
    {
        Pcg64 random = new(seed);
        double[][] columns = [.. Enumerable.Range(0, width).Select(_ => new double[n])];
        double[] y = new double[n], row = new double[width];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < width; j++)
            {
                row[j] = random.NextNormal();
                columns[j][i] = random.NextDouble() < unknown ? double.NaN : row[j];
            }

            y[i] = outcome(row, random);
        }

        return (new([.. Enumerable.Range(0, width).Select(j => $"f{j}")], columns), y);
    }

    public static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    public static double Event(double logOdds, Pcg64 random) => random.NextDouble() < Chance(logOdds) ? 1 : 0;

    public static bool[] Yes(double[] outcome) => Array.ConvertAll(outcome, y => y == 1);
}
