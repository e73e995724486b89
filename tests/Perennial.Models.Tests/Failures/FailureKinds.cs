using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Failures;

/// <summary>One small company of each kind that breaks other libraries, drawn here so that no data set is needed.</summary>
internal static class FailureKinds
{
    private const int Customers = 400;

    /// <summary>Gives the names of those that can be stated.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "one customer", "three customers", "all one-timers", "nobody leaves", "all identical", "some of age 0", "all of age 0", "all bought on the last day", "buys 2000 times",
        "buys 20000 times", "buys every day", "in seconds", "in years", "in millionths", "in thousand millions", "free orders", "one price", "heavy tail", "nobody", "short window",
        "buys once a year", "buys many times a week",
    ];

    /// <summary>Gives the histories and the spend of one.</summary>
    public static (PurchaseHistories Histories, SpendHistories Spend) Drawn(string name)
    {
        (int[] x, double[] tx, double[] t) = Company();
        double[] spend = GammaGammaSimulator.Histories(new(6.25, 3.74, 15.44), x, 5).MeanSpend;
        return name switch
        {
            "one customer" => Of([3], [20], [38.86], [25]),
            "three customers" => Of([3, 1, 0], [20, 10, 0], [38.86, 30, 38.86], [25, 40, 0]),
            "all one-timers" => Of([.. x.Select(_ => 0)], new double[Customers], t, new double[Customers]),
            "nobody leaves" => Of([.. t.Select((_, i) => 3 + (i * 7 % 20))], [.. t.Select((age, i) => age - (i % 2 / 7.0))], t, [.. t.Select((_, i) => 20.0 + (i % 9))]),
            "all identical" => Of([.. x.Select(_ => 4)], [.. x.Select(_ => 30.0)], [.. x.Select(_ => 39.0)], [.. x.Select(_ => 25.0)]),
            "some of age 0" => Of([.. x, 0, 0, 0, 0, 0], [.. tx, 0, 0, 0, 0, 0], [.. t, 0, 0, 0, 0, 0], [.. spend, 0, 0, 0, 0, 0]),
            "all of age 0" => Of(new int[Customers], new double[Customers], new double[Customers], new double[Customers]),
            "all bought on the last day" => Of([.. x.Select(n => n + 1)], t, t, [.. t.Select((_, i) => 20.0 + (i % 9))]),
            "buys 2000 times" => Of([.. x, 2000], [.. tx, 38.7], [.. t, 38.857], [.. spend, 30]),
            "buys 20000 times" => Of([.. x, 20000], [.. tx, 38.85], [.. t, 38.857], [.. spend, 30]),
            "buys every day" => Of(
                [.. t.Select((age, i) => (int)(age * 12) - (i % 40))], [.. t.Select((age, i) => (age * 12) - (i % 11 == 0 ? 90 : i % 4))], [.. t.Select(age => age * 12)], [.. t.Select((_, i) => 20.0 + (i % 9))]),
            "in seconds" => Of(x, In(tx, 604800), In(t, 604800), spend),
            "in years" => Of(x, In(tx, 1 / 52.18), In(t, 1 / 52.18), spend),
            "in millionths" => Of(x, tx, t, In(spend, 1e-6)),
            "in thousand millions" => Of(x, tx, t, In(spend, 1e9)),
            "free orders" => Of(x, tx, t, [.. spend.Select((z, i) => i % 10 == 0 ? 0 : z)]),
            "one price" => Of(x, tx, t, [.. x.Select(n => n == 0 ? 0 : 9.99)]),
            "heavy tail" => Of(x, tx, t, HeavyTail(x)),
            "nobody" => Of([], [], [], []),
            "short window" => Of([.. t.Select((_, i) => 1 + (i * 7 % 5))], [.. t.Select((_, i) => 10 - (i % 6 / 7.0))], [.. t.Select((_, i) => 10 + (i % 7 / 7.0))], [.. t.Select((_, i) => 20.0 + (i % 3))]),
            "buys once a year" => Of(
                [.. t.Select((_, i) => i % 5 < 2 ? i % 5 : 2)], [.. t.Select((_, i) => i % 5 == 0 ? 0 : i % 5 == 1 ? 50 + (i % 6) : 98 + (i % 9))], [.. t.Select((_, i) => 106.0 + (i % 5))],
                [.. t.Select((_, i) => i % 5 == 0 ? 0 : 20.0 + (i % 9))]),
            "buys many times a week" => Of([.. t.Select((_, i) => 30 + (i * 37 % 41))], [.. t.Select((_, i) => 1.7 + (i % 3 / 10.0))], [.. t.Select(_ => 2.0)], [.. t.Select((_, i) => 20.0 + (i % 9))]),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such kind."),
        };
    }

    private static (int[] X, double[] Tx, double[] T) Company()
    {
        PurchaseHistories drawn = ParetoNbdSimulator.Histories(
            new(0.553277, 10.577684, 0.60624, 11.668735), [.. Enumerable.Range(0, Customers).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, 2);
        return (drawn.Frequency, drawn.Recency, drawn.T);
    }

    private static double[] HeavyTail(int[] x)
    {
        Pcg64 random = new(4);
        return [.. x.Select(n => Math.Exp(2.5 * Normal(random)) * (n == 0 ? 0 : 30))];
    }

    private static double Normal(Pcg64 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] In(double[] values, double unit) => [.. values.Select(value => value * unit)];

    private static (PurchaseHistories Histories, SpendHistories Spend) Of(int[] x, double[] tx, double[] t, double[] spend) =>
        (new(x, tx, t, TimeUnit.Week), new(x, [.. spend.Select((z, i) => x[i] == 0 ? 0 : z)]));
}
