using Perennial.Models.GammaGamma;
using Perennial.Models.Tests.Contract;

namespace Perennial.Models.Tests.Failures;

/// <summary>What every kind of failure must end as with every model: models head the columns, kinds the rows, two or more spaces lie between cells.</summary>
internal sealed class FailureTable
{
    private readonly Dictionary<(string Kind, string Model), FailureOutcome> _expected = [];

    public FailureTable(string text)
    {
        string[][] rows = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        (Models, Kinds) = (rows[0][1..], [.. rows[1..].Select(row => row[0])]);
        foreach (string[] row in rows[1..])
        {
            for (int k = 0; k < Models.Count; k++)
            {
                _expected.Add((row[0], Models[k]), FailureOutcome.Named(row[k + 1]));
            }
        }
    }

    public IReadOnlyList<string> Models { get; }

    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Fits models to histories with gaps between purchases that are nearly even, and requires what the table says.</summary>
    public void Holds(string kind, PurchaseHistories rows, IEnumerable<PurchaseCase> models)
    {
        PurchaseHistories regular = new(
            rows.Frequency, rows.Recency, rows.T, rows.Unit, null, [.. rows.Frequency.Select((x, i) => x == 0 ? 0 : (x * Math.Log(rows.Recency[i] / x)) - (0.2 * (x - 1)))]);
        foreach (PurchaseCase model in models)
        {
            FailureOutcome expected = _expected[(kind, model.Name)];
            FitReport<ITransactionModel> report = model.Fit(regular, 0);
            expected.Holds(report, $"{kind}, {model.Name}");
            Survives(report, expected.Exit, regular);
            if (expected == FailureOutcome.Named("immortal"))
            {
                Assert.All(report.Model.ProbabilityAlive(regular), p => Assert.Equal(1.0, p, 1e-6));
            }
        }
    }

    /// <summary>Fits the Gamma-Gamma to spend and requires what the table says.</summary>
    public void Holds(string kind, SpendHistories spend)
    {
        FailureOutcome expected = _expected[(kind, GammaGammaFitter.Name)];
        FitReport<GammaGammaModel> money = GammaGammaFitter.Fit(spend);
        expected.Holds(money, $"{kind}, spend");
        Assert.Equal(expected.Exit != FitExit.Failed, money.IsUsable);
        if (money.IsUsable)
        {
            // No customer is predicted below the smallest or above the largest mean of a buyer, heavy tails apart, and nobody at nothing.
            double least = spend.MeanSpend.Where((_, i) => spend.Frequency[i] > 0).Min() * 0.9999999;
            double most = spend.MeanSpend.Max() * (expected == FailureOutcome.Named("infinite") ? 10 : 1.0000001);
            Assert.All(money.Model.ExpectedSpend(spend), e => Assert.InRange(e, Math.Max(least, double.Epsilon), most));
        }
    }

    /// <summary>Requires of a report this exit, errors that go with it, and predictions that a sober person would make.</summary>
    public static void Survives<TModel>(FitReport<TModel> report, FitExit exit, PurchaseHistories histories)
        where TModel : class, ITransactionModel
    {
        Assert.Equal(exit, report.Exit);
        Assert.NotEmpty(report.Explanation);
        Assert.True(double.IsFinite(report.LogLikelihood) && double.IsFinite(report.ConditionNumber) && double.IsFinite(report.GradientNorm));
        Assert.Equal(exit == FitExit.Converged, report.Parameters.Count > 0 && report.Parameters.All(p => p.StandardError > 0));
        Assert.Equal(exit == FitExit.Failed, !report.IsUsable);
        if (!report.IsUsable)
        {
            Assert.Throws<ConvergenceException>(() => report.Model);
            return;
        }

        // Nobody is promised more than twice the past rate over a horizon as long as the past.
        double past = histories.T.Average();
        double[] cet = report.Model.ConditionalExpectedTransactions(histories, past);
        double[] dert = report.Model.Dert(histories, ContinuousRate.PerUnit(0.1 / past, histories.Unit));
        Assert.All(report.Model.ProbabilityAlive(histories), p => Assert.InRange(p, 0.0, 1.0));
        Assert.All(report.Model.ProbabilityOfNoPurchase(histories, past), p => Assert.InRange(p, 0.0, 1.0));
        Assert.All(cet, c => Assert.True(double.IsFinite(c) && c >= 0));
        Assert.All(dert, d => Assert.True(double.IsFinite(d) && d >= 0));
        Assert.InRange(cet.Sum(), 0.0, 2.0 * histories.Frequency.Sum());
    }
}
