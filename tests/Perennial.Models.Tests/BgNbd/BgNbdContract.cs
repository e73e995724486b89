using Perennial.Models.BgNbd;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.BgNbd;

public sealed class BgNbdContract : TransactionModelContract<BgNbdModel>
{
    protected override BgNbdModel Typical { get; } = new(new(0.2425945, 4.4136022, 0.7929203, 2.4258953), TimeUnit.Week);

    protected override BgNbdModel Make(double[] parameters, TimeUnit unit) =>
        new(new(parameters[0], parameters[1], parameters[2], parameters[3]), unit);

    protected override double[] Rescale(double[] p, double factor) => [p[0], p[1] * factor, p[2], p[3]];

    protected override FitReport<BgNbdModel> Fit(PurchaseHistories histories, int threads) => BgNbdFitter.Fit(histories, new() { Threads = threads });

    protected override PurchaseHistories Simulate(int customers, ulong seed) =>
        BgNbdSimulator.Histories(new(0.2425945, 4.4136022, 0.7929203, 2.4258953), [.. Enumerable.Range(0, customers).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, seed);

    protected override double[] NobodyDropsOut(double r, double alpha) => [r, alpha, 1e-12, 1];

    protected override double LogLikelihood(double[] p, int x, double tx, double t) =>
        BgNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), x, tx, t);
}
