using Perennial.Models.ParetoNbd;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.ParetoNbd;

public sealed class ParetoNbdContract : TransactionModelContract<ParetoNbdModel>
{
    protected override ParetoNbdModel Typical { get; } = new(new(0.553277, 10.577684, 0.60624, 11.668735), TimeUnit.Week);

    protected override ParetoNbdModel Make(double[] parameters, TimeUnit unit) =>
        new(new(parameters[0], parameters[1], parameters[2], parameters[3]), unit);

    protected override double[] Rescale(double[] p, double factor) => [p[0], p[1] * factor, p[2], p[3] * factor];

    protected override FitReport<ParetoNbdModel> Fit(PurchaseHistories histories, int threads) => ParetoNbdFitter.Fit(histories, new() { Threads = threads });

    protected override PurchaseHistories Simulate(int customers, ulong seed) =>
        ParetoNbdSimulator.Histories(new(0.553277, 10.577684, 0.60624, 11.668735), [.. Enumerable.Range(0, customers).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, seed);

    protected override double[] NobodyDropsOut(double r, double alpha) => [r, alpha, 1e-12, 10];

    protected override double LogLikelihood(double[] p, int x, double tx, double t) =>
        ParetoNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), x, tx, t);
}
