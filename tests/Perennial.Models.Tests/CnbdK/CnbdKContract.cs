using Perennial.Models.CnbdK;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.CnbdK;

public sealed class BgCnbd3Contract : CnbdKContract
{
    protected override CnbdKVariant Variant => CnbdKVariant.BgCnbdK;

    protected override int K => 3;
}

public sealed class MbgCnbd2Contract : CnbdKContract
{
    protected override CnbdKVariant Variant => CnbdKVariant.MbgCnbdK;

    protected override int K => 2;

    // The first purchase may be the last: b / (a + b) stay.
    protected override double AliveWhenJustAcquired => 2.4 / (0.8 + 2.4);
}

public abstract class CnbdKContract : TransactionModelContract<CnbdKModel>
{
    protected abstract CnbdKVariant Variant { get; }

    protected abstract int K { get; }

    protected override CnbdKModel Typical => Make([0.9, 6.0 / K, 0.8, 2.4], TimeUnit.Week);

    [Fact]
    public override void Without_dropout_the_model_is_the_negative_binomial()
    {
        // The negative binomial counts phases: with j of k behind them and n more, floor((j + n) / k) purchases are made.
        CnbdKModel model = Make(NobodyDropsOut(0.7, 9.0), TimeUnit.Week);
        PurchaseHistories h = new([0, 3, 12], [0, 20, 39], [40, 40, 40], TimeUnit.Week);
        double[] cet = model.ConditionalExpectedTransactions(h, 26), silence = model.ProbabilityOfNoPurchase(h, 26);
        for (int i = 0; i < h.Count; i++)
        {
            double shape = 0.7 + (K * h.Frequency[i]), z = (40 - h.Recency[i]) / 49.0, weight = 1, weights = 0, mean = 0, none = 0;
            for (int j = 0; j < K; j++)
            {
                double mass = Math.Pow(49.0 / 75, shape + j);
                for (int n = 0; n < 4000; n++)
                {
                    mean += weight * mass * ((j + n) / K);
                    none += j + n < K ? weight * mass : 0;
                    mass *= (shape + j + n) / (n + 1) * 26 / 75;
                }

                weights += weight;
                weight *= (shape + j) / (j + 1) * z;
            }

            Close(mean / weights, cet[i], 1e-6);
            Close(none / weights, silence[i], 1e-6);
        }
    }

    protected override CnbdKModel Make(double[] parameters, TimeUnit unit) =>
        new(Variant, new(K, parameters[0], parameters[1], parameters[2], parameters[3]), unit);

    protected override double[] Rescale(double[] p, double factor) => [p[0], p[1] * factor, p[2], p[3]];

    protected override FitReport<CnbdKModel> Fit(PurchaseHistories histories, int threads) =>
        CnbdKFitter.Fit(histories, new() { Variant = Variant, K = K, Threads = threads });

    protected override PurchaseHistories Simulate(int customers, ulong seed) => CnbdKSimulator.Histories(
        Variant, new(K, 0.9, 6.0 / K, 0.8, 2.4), [.. Enumerable.Range(0, customers).Select(i => 27 + (i % 84 / 7.0))], TimeUnit.Week, seed);

    protected override double[] NobodyDropsOut(double r, double alpha) => [r, alpha, 1e-12, 1];

    // Gaps some way from equal: what they are moves no parameter.
    protected override PurchaseHistories Rows(int[] frequency, double[] recency, double[] t, TimeUnit unit, double[]? weight = null) =>
        new(frequency, recency, t, unit, weight, [.. frequency.Select((x, i) => x == 0 ? 0 : (x * Math.Log(recency[i] / x)) - (0.3 * (x - 1)))]);

    protected override double LogLikelihood(double[] p, int x, double tx, double t) => throw new NotSupportedException("The log gaps are wanted too.");

    protected override double LogLikelihood(double[] p, PurchaseHistories rows, int row) => CnbdKLikelihood.LogLikelihood(
        Variant, new(K, p[0], p[1], p[2], p[3]), rows.Frequency[row], rows.Recency[row], rows.T[row], rows.LogGaps![row]);
}
