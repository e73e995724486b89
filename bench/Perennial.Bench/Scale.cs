using System.Diagnostics;
using System.Globalization;
using System.Text;
using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Predicting;

namespace Perennial.Bench;

/// <summary>What ten times the customers cost: work grows slower than they do, because histories repeat, and holds little beside its input and output.</summary>
/// <remarks>
/// Customers as in <see cref="Library"/>. Bytes are by customer and without the columns that come out: all that the managed heap was ever asked for, and the
/// highest it rose above where it stood before, garbage included.
/// </remarks>
internal static class Scale
{
    private const int Repeats = 3;
    private const int Base = 1_000_000;
    private const int Times = 10;
    private static readonly ContinuousRate Rate = ContinuousRate.FromEffectiveAnnual(0.10, TimeUnit.Week);

    /// <summary>Work on histories, and the columns of eight bytes that come out.</summary>
    private sealed record Work(string Name, Func<PurchaseHistories, object> Run, int Columns);

    /// <summary>What a work cost.</summary>
    private sealed record Cost(double Seconds, double Processor, double Allocated, double Rose);

    /// <summary>Measures and writes the table to standard output and, where asked, to a file.</summary>
    public static int Run(string? result)
    {
        StringBuilder table = new();
        table.AppendLine(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, .NET {Environment.Version}; best of {Repeats}, warm; grouping and standard errors included.").AppendLine();
        table.AppendLine(CultureInfo.InvariantCulture, $"| work | {Base:N0} customers, s | {Times * Base:N0}, s | times as long | processor s | | times as much | bytes a customer allocated | bytes a customer held at most |").AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        PurchaseHistories[] bg = [BgNbd(Base), BgNbd(Times * Base)];
        Rows(table, bg, [new("fit BG/NBD", histories => BgNbdFitter.Fit(histories), 0), Score("BG/NBD", new BgNbdModel(Library.BgNbd, TimeUnit.Week)), Quantiles("BG/NBD", new BgNbdModel(Library.BgNbd, TimeUnit.Week))]);
        bg = [];
        PurchaseHistories[] pareto = [ParetoNbd(Base), ParetoNbd(Times * Base)];
        Rows(table, pareto, [new("fit Pareto/NBD", histories => ParetoNbdFitter.Fit(histories), 0), Score("Pareto/NBD", new ParetoNbdModel(Library.ParetoNbd, TimeUnit.Week)), Quantiles("Pareto/NBD", new ParetoNbdModel(Library.ParetoNbd, TimeUnit.Week))]);
        Console.WriteLine(table);
        if (result is not null)
        {
            File.WriteAllText(result, table.ToString());
        }

        return 0;
    }

    private static Work Score(string name, ITransactionModel model) => new(
        $"{name}: P(alive), expected purchases, 12 months discounted",
        histories => (model.ProbabilityAlive(histories), model.ConditionalExpectedTransactions(histories, 39), model.DiscountedExpectedTransactions(histories, 52.18, Rate)),
        3);

    private static Work Quantiles(string name, ITransactionModel model) => new(
        $"{name}: P(alive), 80 % and 95 % quantiles of value",
        histories =>
        {
            double[] alive = model.ProbabilityAlive(histories);
            return ValueDistribution.Create(TransactionLaw.Of(model), Library.Spend, 52.18, Rate).Quantiles(histories.Frequency, histories.Recency, histories.T, alive, histories.T, Library.Levels);
        },
        6);

    private static PurchaseHistories BgNbd(int customers) => Library.ByDay(BgNbdSimulator.Histories(Library.BgNbd, Ages(customers), TimeUnit.Week, seed: 7));

    private static PurchaseHistories ParetoNbd(int customers) => Library.ByDay(ParetoNbdSimulator.Histories(Library.ParetoNbd, Ages(customers), TimeUnit.Week, seed: 7));

    private static double[] Ages(int customers) => [.. Enumerable.Range(0, customers).Select(i => 52 + (i % 365 / 7.0))];

    private static void Rows(StringBuilder table, PurchaseHistories[] histories, Work[] works)
    {
        foreach (Work work in works)
        {
            Cost one = Measure(histories[0], work), ten = Measure(histories[1], work);
            string line = string.Create(CultureInfo.InvariantCulture, $"| {work.Name} | {one.Seconds:0.000} | {ten.Seconds:0.000} | {ten.Seconds / one.Seconds:0.0} | {one.Processor:0.000} | {ten.Processor:0.000} | {ten.Processor / one.Processor:0.0} | {ten.Allocated:0} | {ten.Rose:0} |");
            Console.Error.WriteLine(line);
            table.AppendLine(line);
        }
    }

    private static Cost Measure(PurchaseHistories histories, Work work)
    {
        var best = new Cost(double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
        double output = sizeof(double) * work.Columns;
        for (int i = 0; i <= Repeats; i++)
        {
            GC.Collect();
            long before = GC.GetTotalMemory(forceFullCollection: true), highest = before, allocated = GC.GetTotalAllocatedBytes(precise: true);
            using Timer watch = new(_ => highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 2);
            double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
            long start = Stopwatch.GetTimestamp();
            object done = work.Run(histories);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processor = Environment.CpuUsage.TotalTime.TotalSeconds - processor;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            GC.KeepAlive(done);
            if (i > 0)
            {
                best = new(
                    Math.Min(best.Seconds, seconds),
                    Math.Min(best.Processor, processor),
                    Math.Min(best.Allocated, ((double)allocated / histories.Count) - output),
                    Math.Min(best.Rose, ((highest - before) / (double)histories.Count) - output));
            }
        }

        return best;
    }
}
