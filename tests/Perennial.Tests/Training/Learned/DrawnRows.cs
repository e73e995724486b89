using Perennial.Models.Numerics;
using Perennial.Training.Learned;

namespace Perennial.Tests.Training.Learned;

/// <summary>Customers on landmarks, drawn: usage falls and young age go with leaving, the rest is noise.</summary>
internal static class DrawnRows
{
    public static readonly LearnedOptions Options = new() { MostTreeRows = 1500, MostRegressionRows = 800, Threads = 1 };

    public static LearnedRows Of(int customers, int landmarks, ulong seed = 1, bool future = false)
    {
        Pcg64 random = new(seed);
        List<int> customer = [], landmark = [];
        List<bool> left = [];
        List<double[]> values = [];
        for (int c = 0; c < customers; c++)
        {
            for (int k = 1; k <= landmarks; k++)
            {
                double fall = random.NextNormal(), seats = random.NextNormal(), noise = random.NextNormal();
                bool leaves = random.NextDouble() < 1 / (1 + Math.Exp(1.5 + (1.3 * fall) - (c % 3 == 0 ? 1 : 0)));
                customer.Add(c);
                landmark.Add(k);
                left.Add(leaves);
                values.Add([random.NextDouble() < 0.1 ? double.NaN : fall, seats, noise, future ? (leaves ? 1 : 0) + (0.1 * random.NextNormal()) : random.NextNormal()]);
            }
        }

        return new()
        {
            Customer = [.. customer],
            Landmark = [.. landmark],
            Segment = [.. customer.Select(c => c % 3 == 0 ? "Solo" : "Team")],
            Table = new(["usage fall", "seats", "noise", "more"], [.. Enumerable.Range(0, 4).Select(j => values.Select(row => row[j]).ToArray())]),
            Happened = [.. left],
        };
    }
}
