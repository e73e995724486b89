using Perennial.Models.MbgNbd;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.MbgNbd;

public sealed class MbgNbdContract : TransactionModelContract<MbgNbdModel>
{
    protected override MbgNbdModel Typical { get; } = new(new(0.5248431, 6.1830856, 0.8913593, 1.6140023), TimeUnit.Week);

    // The first purchase may be the last: b / (a + b) stay.
    protected override double AliveWhenJustAcquired => 1.6140023 / (0.8913593 + 1.6140023);

    protected override MbgNbdModel Make(double[] parameters, TimeUnit unit) =>
        new(new(parameters[0], parameters[1], parameters[2], parameters[3]), unit);

    protected override double[] Rescale(double[] p, double factor) => [p[0], p[1] * factor, p[2], p[3]];

    protected override FitReport<MbgNbdModel> Fit(PurchaseHistories histories, int threads) => MbgNbdFitter.Fit(histories, new() { Threads = threads });

    protected override PurchaseHistories Simulate(int customers, ulong seed) =>
        MbgNbdSimulator.Histories(new(0.5248431, 6.1830856, 0.8913593, 1.6140023), [.. Enumerable.Range(0, customers).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, seed);

    protected override double[] NobodyDropsOut(double r, double alpha) => [r, alpha, 1e-12, 1];

    protected override double LogLikelihood(double[] p, int x, double tx, double t) =>
        MbgNbdLikelihood.LogLikelihood(new(p[0], p[1], p[2], p[3]), x, tx, t);
}
