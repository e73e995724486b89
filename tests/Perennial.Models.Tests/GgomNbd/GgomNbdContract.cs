using Perennial.Models.GgomNbd;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.GgomNbd;

public sealed class GgomNbdContract : TransactionModelContract<GgomNbdModel>
{
    protected override GgomNbdModel Typical { get; } = new(new(0.8, 8, 0.12, 1, 20), TimeUnit.Week);

    protected override GgomNbdModel Make(double[] parameters, TimeUnit unit) =>
        new(new(parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]), unit);

    protected override double[] Rescale(double[] p, double factor) => [p[0], p[1] * factor, p[2] / factor, p[3], p[4]];

    protected override FitReport<GgomNbdModel> Fit(PurchaseHistories histories, int threads) => GgomNbdFitter.Fit(histories, new() { Threads = threads });

    protected override PurchaseHistories Simulate(int customers, ulong seed) =>
        GgomNbdSimulator.Histories(new(0.8, 8, 0.12, 1, 20), [.. Enumerable.Range(0, customers).Select(i => 45 + (i % 84 / 7.0))], TimeUnit.Week, seed);

    protected override double[] NobodyDropsOut(double r, double alpha) => [r, alpha, 1, 1e-12, 1];

    protected override double LogLikelihood(double[] p, int x, double tx, double t) =>
        GgomNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3], p[4]), x, tx, t);
}
