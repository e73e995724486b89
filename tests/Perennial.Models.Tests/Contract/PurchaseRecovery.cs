namespace Perennial.Models.Tests.Contract;

/// <summary>Companies simulated from each model are fitted back to it, at the sizes at which others diverge too.</summary>
public sealed class PurchaseRecovery
{
    /// <summary>Gives the models.</summary>
    public static TheoryData<string> Names => PurchaseCases.Names;

    /// <summary>Gives every model at 20,000 customers, and those of which others lose themselves at more.</summary>
    public static TheoryData<string, int> Sizes =>
    [
        .. PurchaseCases.All.Select(model => (model.Name, 20_000)),
        .. PurchaseCases.All.Where(model => model.TimePowers.Length == 4).SelectMany(model => (int[])[200_000, 700_000, 1_000_000], (model, size) => (model.Name, size)),
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    [Trait("Speed", "Slow")]
    public void Simulated_parameters_come_back_within_their_standard_errors(string name, int customers)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        PurchaseHistories drawn = model.Simulate(model.Parameters, [.. Enumerable.Range(0, customers).Select(i => model.Youngest + (i % 364 / 7.0))], 11);
        FitReport<ITransactionModel> report = model.Fit(PurchaseCase.Rows(drawn.Frequency, drawn.Recency, drawn.T, TimeUnit.Week), 0);
        Assert.Equal(FitExit.Converged, report.Exit);
        Assert.True(report.LogLikelihood < 0.0);
        for (int i = 0; i < report.Parameters.Count; i++)
        {
            ParameterEstimate p = report.Parameters[i];
            double apart = p.IsCoefficient ? p.Value - model.Parameters[i] : Math.Log(p.Value / model.Parameters[i]) * p.Value;
            Assert.True(Math.Abs(apart) <= 4.5 * p.StandardError!.Value, $"{p.Name}: {p.Value} ± {p.StandardError}, truth {model.Parameters[i]}");
        }

        Assert.All(report.Model.ProbabilityAlive(drawn), p => Assert.InRange(p, 0.0, 1.0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Speed", "Slow")]
    public void Where_nobody_drops_out_the_fit_is_hardly_likelier_than_that(string name)
    {
        PurchaseCase model = PurchaseCases.Named(name);
        double[] truth = model.NobodyDropsOut(0.7, 9.0 / model.Phases);
        PurchaseHistories drawn = model.Simulate(truth, [.. Enumerable.Range(0, 4000).Select(i => model.Youngest + (i % 84 / 7.0))], 3);
        PurchaseHistories rows = PurchaseCase.Rows(drawn.Frequency, drawn.Recency, drawn.T, TimeUnit.Week);
        FitReport<ITransactionModel> report = model.Fit(rows, 0);

        // By chance a few gaps look like drop-out: the fit may find some, but is hardly likelier than the truth (chi-square with five degrees, one in 10,000).
        ITransactionModel nobody = model.Make(truth, TimeUnit.Week);
        double gained = 2 * (report.LogLikelihood - Enumerable.Range(0, rows.Count).Sum(i => model.LogLikelihood(nobody, rows, i)));
        Assert.InRange(gained, -0.01, 25.7);
        Assert.InRange(report.Model.ProbabilityAlive(drawn).Average(), 0.8, 1.0);
        Assert.Equal(1.0, report.Model.ConditionalExpectedTransactions(drawn, 26).Sum() / nobody.ConditionalExpectedTransactions(drawn, 26).Sum(), 0.2);
    }
}
