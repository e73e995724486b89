using Perennial.Models.BgBb;
using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.CorrelatedParetoNbd;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.ParetoGgg;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Predicting;

/// <summary>A model of each kind with parameters like those of published data, in weeks.</summary>
internal static class Typical
{
    /// <summary>Gives the names of all models whose future is a law of (x, t_x, T).</summary>
    public static IEnumerable<string> Names => TransactionModels.All.Where(model => !model.IsDrawn).Select(model => model.Name);

    public static ITransactionModel Model(string name) => name switch
    {
        "bg-nbd" => new BgNbdModel(new(0.2426, 4.4136, 0.7929, 2.4259), TimeUnit.Week),
        "mbg-nbd" => new MbgNbdModel(new(0.5248, 6.1831, 0.8914, 1.614), TimeUnit.Week),
        "pareto-nbd" => new ParetoNbdModel(new(0.5533, 10.5777, 0.6062, 11.6687), TimeUnit.Week),
        "bg-cnbd-k" => new CnbdKModel(CnbdKVariant.BgCnbdK, new(3, 0.9, 3.5, 0.7, 2.5), TimeUnit.Week),
        "mbg-cnbd-k" => new CnbdKModel(CnbdKVariant.MbgCnbdK, new(2, 0.8, 4.5, 0.9, 2.5), TimeUnit.Week),
        "ggom-nbd" => new GgomNbdModel(new(0.5533, 10.5777, 0.05, 0.8, 4), TimeUnit.Week),
        "correlated-pareto-nbd" => new CorrelatedParetoNbdModel(new(1.5, 8, 1.2, 14), 0.02, TimeUnit.Week, 10),
        "pareto-ggg" => new ParetoGggByDraws(new(new(4, 2, 0.8, 8, 0.6, 12), TimeUnit.Week)),
        "bg-bb" => new BgBbInTime(new(new(0.6, 6, 0.5, 8)), new(1), TimeUnit.Week),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A model without typical parameters: state some."),
    };

    /// <summary>Gives times of the last purchase that fit frequencies and ages: three quarters of the age; 0 without a repeat purchase.</summary>
    public static double[] Recency(int[] x, double[] t) => [.. x.Select((frequency, i) => frequency == 0 ? 0 : 0.75 * t[i])];
}
