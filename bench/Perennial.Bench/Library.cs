using System.Diagnostics;
using System.Globalization;
using System.Text;
using Perennial.Models;
using Perennial.Models.BgNbd;
using Perennial.Models.GammaGamma;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;
using Perennial.Models.Posterior;
using Perennial.Models.Predicting;
using Perennial.Models.Uncertainty;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Bench;

/// <summary>The statistics library on a million simulated customers, beside what the best other library took for the same work.</summary>
/// <remarks>
/// Customers are 52 to 104 weeks old, at day resolution, and follow the parameters of CDNOW. Each work is done once to warm up and five times
/// more (draws from a posterior twice); the best counts. Processor seconds stand beside the wall's, because other programs cannot inflate them as much.
/// The floor is what no way of computing can do without (<see cref="Floor"/>), measured likewise.
/// </remarks>
internal sealed class Library
{
    private const int Repeats = 5;
    private const int Refits = 1000;
    internal static readonly BgNbdParameters BgNbd = new(0.2425945, 4.4136022, 0.7929203, 2.4258953);
    internal static readonly ParetoNbdParameters ParetoNbd = new(0.553277, 10.577684, 0.60624, 11.668735);
    internal static readonly GammaGammaParameters Spend = new(6.2495716, 3.7442247, 15.4435229);
    internal static readonly double[] Levels = [0.025, 0.1, 0.5, 0.9, 0.975];
    private readonly StringBuilder _table = new();

    /// <summary>Measures and writes the table to standard output and, where asked, to a file.</summary>
    public static int Run(int customers, string? result)
    {
        var bench = new Library();
        bench.Measure(customers);
        string table = bench._table.ToString();
        Console.WriteLine(table);
        if (result is not null)
        {
            File.WriteAllText(result, table);
        }

        return 0;
    }

    private void Measure(int customers)
    {
        _table.AppendLine(CultureInfo.InvariantCulture, $"{customers:N0} customers, {Environment.ProcessorCount} cores, .NET {Environment.Version}; best of {Repeats}, warm.").AppendLine();
        _table.AppendLine("| work | best peer, wall s | ours, wall s | ours, processor s | times faster | floor, wall s | floor, processor s |").AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        double[] ages = [.. Enumerable.Range(0, customers).Select(i => 52 + (i % 365 / 7.0))];
        PurchaseHistories bg = ByDay(BgNbdSimulator.Histories(BgNbd, ages, TimeUnit.Week, seed: 7));
        PurchaseHistories pareto = ByDay(ParetoNbdSimulator.Histories(ParetoNbd, ages, TimeUnit.Week, seed: 7));
        SpendHistories repeaters = GammaGammaSimulator.Histories(Spend, [.. pareto.Frequency.Where(x => x > 0)], seed: 7);
        double[] spend = new double[customers];
        for (int i = 0, k = 0; i < customers; i++)
        {
            spend[i] = pareto.Frequency[i] > 0 ? repeaters.MeanSpend[k++] : 0;
        }

        int[] ofBg = Floor.Distinct(bg), ofPareto = Floor.Distinct(pareto);
        object BgKernel() => Floor.Likelihoods(ofBg.Length, i => BgNbdLikelihood.LogLikelihood(BgNbd, bg.Frequency[ofBg[i]], bg.Recency[ofBg[i]], bg.T[ofBg[i]]));
        object ParetoKernel() => Floor.Likelihoods(ofPareto.Length, i => ParetoNbdLikelihood.LogLikelihood(ParetoNbd, pareto.Frequency[ofPareto[i]], pareto.Recency[ofPareto[i]], pareto.T[ofPareto[i]]));
        Row("fit BG/NBD with standard errors", 9.6, () => BgNbdFitter.Fit(bg), () => (Floor.Read(bg.Recency, bg.T), BgKernel()));
        Row("fit Pareto/NBD with standard errors", 25.0, () => ParetoNbdFitter.Fit(pareto), () => (Floor.Read(pareto.Recency, pareto.T), ParetoKernel()));
        Row("fit Gamma-Gamma", 1.9, () => GammaGammaFitter.Fit(repeaters), () => (Floor.Read(repeaters.MeanSpend), Floor.Write(repeaters.Count, 1, own: true)));
        var rate = ContinuousRate.FromEffectiveAnnual(0.10, TimeUnit.Week);
        (string Name, ITransactionModel Model, PurchaseHistories Histories, Func<object> Kernel)[] models =
        [
            ("BG/NBD", new BgNbdModel(BgNbd, TimeUnit.Week), bg, BgKernel),
            ("Pareto/NBD", new ParetoNbdModel(ParetoNbd, TimeUnit.Week), pareto, ParetoKernel),
        ];
        foreach ((string name, ITransactionModel model, PurchaseHistories histories, Func<object> kernel) in models)
        {
            object Scored() => (Floor.Read(histories.Recency, histories.T), kernel(), Floor.Write(customers, 3, own: false));
            Row($"{name}: P(alive), expected purchases, 12 months discounted", 6.3, () => Score(model, histories, rate), Scored);
            Row($"{name}: the same with 80 % and 95 % quantiles of value", null, () => Quantiles(model, histories, spend, rate), () => (Scored(), Floor.Read(spend), Floor.Write(customers, Levels.Length, own: true)));
        }

        Bootstrap();
        Posterior();
        (PurchaseTimes times, CovariatePaths covariates) = SeasonalCustomers.Of(600, 104);
        VaryingCovariateModel varying = VaryingCovariateFitter.ParetoNbd(times, covariates).Model;
        Row("fit Pareto/NBD with 3 covariates that change by week, 600 customers, 104 weeks", 114.6, () => VaryingCovariateFitter.ParetoNbd(times, covariates), () => varying.LogLikelihood(times, covariates));
    }

    private void Bootstrap()
    {
        double[] ages = [.. Enumerable.Range(0, 2357).Select(i => 27 + (i % 84 / 7.0))];
        PurchaseHistories customers = ParetoNbdSimulator.Histories(ParetoNbd, ages, TimeUnit.Week, seed: 8);
        ParetoNbdModel model = ParetoNbdFitter.Fit(customers).Model;
        int[] distinct = Floor.Distinct(customers);
        Row("1,000 parametric bootstrap refits of 2,357 customers, Pareto/NBD", 2280, () => ParametricBootstrap.Of(model, customers, Refits), () =>
            Floor.Likelihoods(Refits * distinct.Length, i => ParetoNbdLikelihood.LogLikelihood(ParetoNbd, customers.Frequency[distinct[i % distinct.Length]], customers.Recency[distinct[i % distinct.Length]], customers.T[distinct[i % distinct.Length]])));
    }

    // The other library's 475 s are for 1,500 draws whose effective size is far from enough; here 400 and R-hat 1.01 are asked of every parameter.
    // It draws what is hidden of each customer and never computes their likelihood, so that this is no floor of it.
    private void Posterior()
    {
        double[] ages = [.. Enumerable.Range(0, 1500).Select(i => 27 + (i % 84 / 7.0))];
        ParetoGggParameters truth = new(T: 4, Gamma: 2, R: 0.8, Alpha: 8, S: 0.6, Beta: 12);
        PurchaseHistories customers = ParetoGggSimulator.Histories(truth, ages, TimeUnit.Week, seed: 7);
        PosteriorDraws draws = ParetoGggFitter.Sample(customers).Draws;
        double worst = draws.Summaries.Max(s => s.RHat), least = draws.Summaries.Min(s => Math.Min(s.BulkEffectiveSize, s.TailEffectiveSize));
        Row(string.Create(CultureInfo.InvariantCulture, $"posterior of Pareto/GGG, 1,500 customers: R-hat at most {worst:0.0000}, effective size at least {least:0}"), 475, () => ParetoGggFitter.Sample(customers), null, repeats: 2);
    }

    private static object Score(ITransactionModel model, PurchaseHistories histories, ContinuousRate rate) =>
        (model.ProbabilityAlive(histories), model.ConditionalExpectedTransactions(histories, 39), model.DiscountedExpectedTransactions(histories, 52.18, rate));

    private static double[][] Quantiles(ITransactionModel model, PurchaseHistories histories, double[] spend, ContinuousRate rate)
    {
        _ = Score(model, histories, rate);
        return ValueDistribution.Create(TransactionLaw.Of(model), Spend, 52.18, rate)
            .Quantiles(histories.Frequency, histories.Recency, histories.T, model.ProbabilityAlive(histories), spend, Levels);
    }

    private void Row(string work, double? peer, Func<object> run, Func<object>? floor, int repeats = Repeats)
    {
        (double wall, double processor) = Best(run, repeats);
        (double Wall, double Processor)? least = floor is null ? null : Best(floor, repeats);
        string line = string.Create(CultureInfo.InvariantCulture, $"| {work} | {(peer is { } p ? p.ToString("0.0", CultureInfo.InvariantCulture) : "nobody")} | {wall:0.000} | {processor:0.000} | {(peer is { } q ? (q / wall).ToString("0", CultureInfo.InvariantCulture) : "")} | {Seconds(least?.Wall)} | {Seconds(least?.Processor)} |");
        Console.Error.WriteLine(line);
        _table.AppendLine(line);
    }

    private static string Seconds(double? seconds) => seconds?.ToString("0.000", CultureInfo.InvariantCulture) ?? string.Empty;

    private static (double Wall, double Processor) Best(Func<object> run, int repeats)
    {
        _ = run();
        double wall = double.MaxValue, processor = double.MaxValue;
        for (int i = 0; i < repeats; i++)
        {
            double before = Environment.CpuUsage.TotalTime.TotalSeconds;
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(run());
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalSeconds);
            processor = Math.Min(processor, Environment.CpuUsage.TotalTime.TotalSeconds - before);
        }

        return (wall, processor);
    }

    internal static PurchaseHistories ByDay(PurchaseHistories histories) =>
        new(histories.Frequency, [.. histories.Recency.Zip(histories.T, (tx, t) => Math.Min(t, Math.Round(tx * 7) / 7))], histories.T, histories.Unit);
}
