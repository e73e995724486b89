using Perennial.Models.BgNbd;
using Perennial.Models.CnbdK;
using Perennial.Models.GgomNbd;
using Perennial.Models.MbgNbd;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.Tests.Predicting;

/// <summary>P(alive at T + t) against plain integration over rates and drop-out chances, and against what expected purchases say of it.</summary>
public sealed class AliveLaterTests
{
    private const double T = 38.857;
    private const double Later = 52;
    private static readonly PurchaseHistories One = new([3], [30], [T], TimeUnit.Week);

    [Theory]
    [InlineData(0.3, 4.4, 0.8, 2.4)]
    [InlineData(2.5, 1.2, 1.7, 0.6)]
    public void Who_leaves_at_purchases_is_what_integration_over_rate_and_chance_says(double r, double alpha, double a, double b)
    {
        foreach (int before in (int[])[0, 1])
        {
            ITransactionModel model = before == 0 ? new BgNbdModel(new(r, alpha, a, b), TimeUnit.Week) : new MbgNbdModel(new(r, alpha, a, b), TimeUnit.Week);
            double shape = r + 3, stays = b + 3 + before, sum = 0, all = 0;

            // Trapezoidal in the logarithms of rate and odds: e^(-rate p t) of the purchases to come end nobody's story.
            for (double y = -25; y < 6; y += 0.05)
            {
                double rate = Math.Exp(y), weight = Math.Exp((shape * y) - ((alpha + T) * rate));
                for (double z = -40; z < 40; z += 0.1)
                {
                    double p = 1 / (1 + Math.Exp(-z)), both = weight * Math.Pow(p, a) * Math.Pow(1 / (1 + Math.Exp(z)), stays);
                    all += both;
                    sum += both * Math.Exp(-rate * p * Later);
                }
            }

            Assert.Equal(model.ProbabilityAlive(One)[0] * sum / all, model.ProbabilityAlive(One, Later)[0], 1e-12);
        }
    }

    [Fact]
    public void Who_leaves_at_any_time_is_what_integration_over_the_drop_out_rate_says()
    {
        ParetoNbdModel pareto = new(new(0.55, 10.6, 0.61, 11.7), TimeUnit.Week);
        GgomNbdModel gompertz = new(new(0.8, 8, 0.03, 1.1, 20), TimeUnit.Week);
        Check(pareto, 0.61, 11.7, age => age);
        Check(gompertz, 1.1, 20, age => Math.Exp(0.03 * age) - 1);

        static void Check(ITransactionModel model, double s, double beta, Func<double, double> risk)
        {
            double sum = 0, all = 0;
            for (double y = -60; y < 5; y += 0.02)
            {
                double rate = Math.Exp(y), density = Math.Exp((s * y) - ((beta + risk(T)) * rate));
                all += density;
                sum += density * Math.Exp(-rate * (risk(T + Later) - risk(T)));
            }

            Assert.Equal(model.ProbabilityAlive(One)[0] * sum / all, model.ProbabilityAlive(One, Later)[0], 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void Who_has_left_left_at_a_purchase(int k)
    {
        // Of the purchases of those with chance p a share p is the last: P(left by t) is E p X(t), and p times a beta density is one with a + 1.
        foreach (CnbdKVariant variant in (CnbdKVariant[])[CnbdKVariant.BgCnbdK, CnbdKVariant.MbgCnbdK])
        {
            CnbdKModel model = new(variant, new(k, 0.9, 6.0 / k, 0.8, 2.4), TimeUnit.Week), more = new(variant, new(k, 0.9, 6.0 / k, 1.8, 2.4), TimeUnit.Week);
            double chances = 3 + (variant == CnbdKVariant.MbgCnbdK ? 1 : 0);
            foreach (double t in (double[])[0.5, 52, 5e4, 1e6])
            {
                double purchases = more.ConditionalExpectedTransactions(One, t)[0] / more.ProbabilityAlive(One)[0];
                double expected = model.ProbabilityAlive(One)[0] * (1 - (0.8 / (0.8 + 2.4 + chances) * purchases));
                Assert.Equal(expected, model.ProbabilityAlive(One, t)[0], 1e-10);
            }
        }
    }

    [Fact]
    public void With_k_1_it_is_that_of_the_base_model()
    {
        PurchaseHistories some = new([0, 3, 40], [0, 30, 38], [T, T, T], TimeUnit.Week);
        foreach (double t in (double[])[1, 52, 3000])
        {
            Same(new BgNbdModel(new(0.9, 6, 0.8, 2.4), TimeUnit.Week), new CnbdKModel(CnbdKVariant.BgCnbdK, new(1, 0.9, 6, 0.8, 2.4), TimeUnit.Week), t);
            Same(new MbgNbdModel(new(0.9, 6, 0.8, 2.4), TimeUnit.Week), new CnbdKModel(CnbdKVariant.MbgCnbdK, new(1, 0.9, 6, 0.8, 2.4), TimeUnit.Week), t);
        }

        void Same(ITransactionModel one, ITransactionModel other, double t)
        {
            double[] a = one.ProbabilityAlive(some, t), b = other.ProbabilityAlive(some, t);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.Equal(a[i], b[i], 1e-12);
            }
        }
    }

    [Fact]
    public void Purchases_expected_are_the_rate_times_the_time_spent_alive()
    {
        foreach (ITransactionModel model in (ITransactionModel[])
            [new ParetoNbdModel(new(0.55, 10.6, 0.61, 11.7), TimeUnit.Week), new GgomNbdModel(new(0.8, 8, 0.03, 1.1, 20), TimeUnit.Week)])
        {
            double time = 0;
            for (int panel = 0; panel < 8; panel++)
            {
                for (int i = 0; i < GaussLegendre.Points; i++)
                {
                    time += GaussLegendre.Weights[i] * Later / 8 * model.ProbabilityAlive(One, (panel + GaussLegendre.Nodes[i]) * Later / 8)[0];
                }
            }

            double rate = (model.Parameters[0] + 3) / (model.Parameters[1] + T);
            Assert.Equal(model.ConditionalExpectedTransactions(One, Later)[0], rate * time, 1e-12);
        }
    }
}
