using Perennial.Models.Covariates;
using Perennial.Models.ParetoNbd;
using Perennial.Models.VaryingCovariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>
/// Pareto/NBD under a season under the contract of one without: all customers start with the calendar, buy at even times up to their last purchase, and the
/// last week of the calendar is stated to go on.
/// </summary>
internal sealed class BoundPaths(VaryingCovariateModel model) : ITransactionModel
{
    private const int Weeks = 120;

    public VaryingCovariateModel Model { get; } = model;

    public string Name => Model.Name;

    public TimeUnit Unit => Model.Unit;

    public double[] Parameters => [.. Model.AtZero.Parameters, .. Model.Effects.Select(effect => effect.Coefficient)];

    /// <summary>Gives the season of customers: a week in three is one.</summary>
    public static CovariatePaths Paths(int customers, TimeUnit unit) => new(
        [CovariatePath.Calendar("season", [.. Enumerable.Range(0, Weeks).Select(k => k % 12 < 4 ? 1.0 : 0.0)])], new double[customers], Weeks, 7 / unit.Days(), unit)
    {
        LastPeriodGoesOn = true,
    };

    /// <summary>Gives the times of all purchases of histories.</summary>
    public static PurchaseTimes Times(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return new(
            [.. histories.Frequency.Select((x, i) => (double[])[.. Enumerable.Range(1, x).Select(k => k == x ? histories.Recency[i] : histories.Recency[i] * k / x)])],
            histories.T, histories.Unit, histories.Weight);
    }

    public static FitReport<ITransactionModel> Fit(PurchaseHistories histories, int threads)
    {
        FitReport<VaryingCovariateModel> report = VaryingCovariateFitter.ParetoNbd(Times(histories), Paths(histories.Count, histories.Unit), new() { Threads = threads });
        return new(report.Name, report.IsUsable ? new BoundPaths(report.Model) : null, report.Exit, report.Explanation)
        {
            Parameters = report.Parameters,
            LogParameterCovariance = report.LogParameterCovariance,
            LogLikelihood = report.LogLikelihood,
            Customers = report.Customers,
        };
    }

    public static BoundPaths Of(double[] parameters, TimeUnit unit) => new(new(
        new ParetoNbdModel(new(parameters[0], parameters[1], parameters[2], parameters[3]), unit),
        [new("season", CovariateProcess.Purchase, parameters[4]), new("season", CovariateProcess.Dropout, parameters[5])]));

    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 6 ? Of(parameters, Unit) : throw new ArgumentException($"There are {parameters.Length} parameters.", nameof(parameters));
    }

    public double LogLikelihood(PurchaseHistories histories) => Model.LogLikelihood(Times(histories), Paths(histories.Count, histories.Unit))[0];

    public double[] ProbabilityAlive(PurchaseHistories histories) => Model.ProbabilityAlive(Times(histories), Of(histories));

    public double[] ProbabilityAlive(PurchaseHistories histories, double t) => Model.ProbabilityAlive(Times(histories), Of(histories), t);

    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => Model.ProbabilityOfNoPurchase(Times(histories), Of(histories), t);

    public double ExpectedTransactions(double t) => Model.ExpectedTransactions(Paths(1, Unit), t)[0];

    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t) => Model.ConditionalExpectedTransactions(Times(histories), Of(histories), t);

    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts) =>
        Model.ProbabilityOfCount(Times(new([frequency], [recency], [age], Unit)), Paths(1, Unit), t, counts)[0];

    public double[] ProbabilityOfCount(double t, int counts) => Model.ProbabilityOfCount(Paths(1, Unit), t, counts)[0];

    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate) =>
        Model.DiscountedExpectedTransactions(Times(histories), Of(histories), t, rate);

    public double[] Dert(PurchaseHistories histories, ContinuousRate rate) => Model.Dert(Times(histories), Of(histories), rate);

    private static CovariatePaths Of(PurchaseHistories histories) => Paths(histories.Count, histories.Unit);
}
