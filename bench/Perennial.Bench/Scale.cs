using System.Diagnostics;
using System.Globalization;
using System.Text;
using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.ParetoNbd;

namespace Perennial.Bench;

/// <summary>What ten times the customers cost: a fit grows slower than they do, because histories repeat, and holds little beside its input.</summary>
/// <remarks>Customers as in <see cref="Library"/>. Memory is the highest the managed heap rose above where it stood before the fit, garbage included, by customer.</remarks>
internal static class Scale
{
    private const int Repeats = 3;
    private const int Base = 1_000_000;
    private const int Times = 10;

    /// <summary>Measures and writes the table to standard output and, where asked, to a file.</summary>
    public static int Run(string? result)
    {
        StringBuilder table = new();
        table.AppendLine(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}; best of {Repeats}, warm; grouping and standard errors included.").AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"| fit | {Base:N0} customers, s | {Times * Base:N0}, s | times as long | processor s | | times as much | bytes a customer beside the input |").AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((string name, Func<double[], PurchaseHistories> simulate, Func<PurchaseHistories, object> fit) in Fits())
        {
            (double one, double work, _) = Measure(simulate, fit, Base);
            (double ten, double tenfold, double bytes) = Measure(simulate, fit, Times * Base);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {one:0.000} | {ten:0.000} | {ten / one:0.0} | {work:0.000} | {tenfold:0.000} | {tenfold / work:0.0} | {bytes:0} |");
        }

        Console.WriteLine(table);
        if (result is not null)
        {
            File.WriteAllText(result, table.ToString());
        }

        return 0;
    }

    private static IEnumerable<(string Name, Func<double[], PurchaseHistories> Simulate, Func<PurchaseHistories, object> Fit)> Fits()
    {
        yield return ("BG/NBD", ages => BgNbdSimulator.Histories(Library.BgNbd, ages, TimeUnit.Week, seed: 7), histories => BgNbdFitter.Fit(histories));
        yield return ("Pareto/NBD", ages => ParetoNbdSimulator.Histories(Library.ParetoNbd, ages, TimeUnit.Week, seed: 7), histories => ParetoNbdFitter.Fit(histories));
    }

    private static (double Seconds, double Processor, double Bytes) Measure(Func<double[], PurchaseHistories> simulate, Func<PurchaseHistories, object> fit, int customers)
    {
        PurchaseHistories histories = Library.ByDay(simulate([.. Enumerable.Range(0, customers).Select(i => 52 + (i % 365 / 7.0))]));
        double best = double.MaxValue, work = double.MaxValue, bytes = double.MaxValue;
        for (int i = 0; i <= Repeats; i++)
        {
            GC.Collect();
            long before = GC.GetTotalMemory(forceFullCollection: true), highest = before;
            using Timer watch = new(_ => highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 2);
            double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(fit(histories));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (i > 0)
            {
                (best, work, bytes) = (Math.Min(best, seconds), Math.Min(work, Environment.CpuUsage.TotalTime.TotalSeconds - processor), Math.Min(bytes, (highest - before) / (double)customers));
            }
        }

        return (best, work, bytes);
    }
}
