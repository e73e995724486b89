using Perennial.Models.Covariates;

namespace Perennial.Models.Tests.Contract;

/// <summary>A model with covariates under the contract of one without: the covariate is the customer's age in days modulo 3, 0 at age 0.</summary>
internal sealed class BoundCovariates<TModel>(CovariateModel<TModel> model) : ITransactionModel
    where TModel : class, ITransactionModel
{
    public CovariateModel<TModel> Model { get; } = model;

    public string Name => Model.Name;

    public TimeUnit Unit => Model.Unit;

    public double[] Parameters => [.. Model.AtZero.Parameters, .. Model.Effects.Select(effect => effect.Coefficient)];

    public static CovariateColumns Columns(double[] ages, TimeUnit unit) => new(["day"], [[.. ages.Select(t => Math.Round(t * unit.Days()) % 3)]]);

    public static FitReport<ITransactionModel> Of(FitReport<CovariateModel<TModel>> report) =>
        new(report.Name, report.IsUsable ? new BoundCovariates<TModel>(report.Model) : null, report.Exit, report.Explanation)
        {
            Parameters = report.Parameters,
            LogParameterCovariance = report.LogParameterCovariance,
            LogLikelihood = report.LogLikelihood,
            Customers = report.Customers,
            Groups = report.Groups,
            Evaluations = report.Evaluations,
            GradientNorm = report.GradientNorm,
            ConditionNumber = report.ConditionNumber,
        };

    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int own = Model.AtZero.Parameters.Length;
        return parameters.Length == own + Model.Effects.Count
            ? new BoundCovariates<TModel>(new(
                (TModel)Model.AtZero.With(parameters[..own]), [.. Model.Effects.Select((effect, k) => effect with { Coefficient = parameters[own + k] })]))
            : throw new ArgumentException($"There are {parameters.Length} parameters.", nameof(parameters));
    }

    public double[] ProbabilityAlive(PurchaseHistories histories) => Model.ProbabilityAlive(histories, Of(histories));

    public double[] ProbabilityAlive(PurchaseHistories histories, double t) => Model.ProbabilityAlive(histories, Of(histories), t);

    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => Model.ProbabilityOfNoPurchase(histories, Of(histories), t);

    public double ExpectedTransactions(double t) => Model.ExpectedTransactions(Columns([0], Unit), t)[0];

    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t) => Model.ConditionalExpectedTransactions(histories, Of(histories), t);

    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts) =>
        Model.ProbabilityOfCount(new([frequency], [recency], [age], Unit), Columns([age], Unit), t, counts)[0];

    public double[] ProbabilityOfCount(double t, int counts) => Model.ProbabilityOfCount(Columns([0], Unit), t, counts)[0];

    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate) =>
        Model.DiscountedExpectedTransactions(histories, Of(histories), t, rate);

    public double[] Dert(PurchaseHistories histories, ContinuousRate rate) => Model.Dert(histories, Of(histories), rate);

    private static CovariateColumns Of(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return Columns(histories.T, histories.Unit);
    }
}
