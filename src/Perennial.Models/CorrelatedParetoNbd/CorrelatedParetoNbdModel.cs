using Perennial.Models.Histories;
using Perennial.Models.ParetoNbd;

namespace Perennial.Models.CorrelatedParetoNbd;

/// <summary>A fitted Pareto/NBD with correlated rates.</summary>
/// <remarks>
/// Its joint density is a sum of four products of gammas, one of them negative or two: every answer is the same sum of the answers of four Pareto/NBD models,
/// weighted by what a customer's history says for each. With a correlation of 0 it is Pareto/NBD itself.
/// <para>
/// Data: repeat purchases, recency and age per customer, in one unit of time. Assumptions: Pareto/NBD whose two rates depend through Sarmanov's
/// form over a span. When not: small companies: the correlation often ends at the bound of what the form allows. Accuracy: 1e-9 aimed;
/// quadrature over both rates agrees to it. Neighbours: <see cref="ParetoNbd.ParetoNbdModel"/>.
/// </para>
/// </remarks>
/// <source paper="BachmannMeiererNaef2021"/>
public sealed class CorrelatedParetoNbdModel : ITransactionModel
{
    private readonly (double Weight, double Alpha, double Beta)[] _components;
    private readonly ParetoNbdModel[] _models;

    /// <summary>Takes parameters, the correlation and the unit of times.</summary>
    /// <param name="parameters">r, alpha, s, beta.</param>
    /// <param name="correlation">The correlation of purchase rate and drop-out rate, within <see cref="ParetoNbdCorrelation.Bounds"/>.</param>
    /// <param name="unit">The unit of alpha, beta and the span.</param>
    /// <param name="span">The time through which rates depend; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or the span is not positive and finite, or the correlation out of bounds.</exception>
    public CorrelatedParetoNbdModel(ParetoNbdParameters parameters, double correlation, TimeUnit unit, double span = 1.0)
    {
        (Named, Correlation, Unit, Span) = (parameters, correlation, unit, span);
        Without = new ParetoNbdModel(parameters, unit);
        Kappa = Sarmanov.Kappa(parameters, correlation, span);
        _components = Sarmanov.Components(parameters, Kappa, span);
        _models = Array.ConvertAll(_components, part => new ParetoNbdModel(parameters with { Alpha = part.Alpha, Beta = part.Beta }, unit));
    }

    /// <inheritdoc/>
    public string Name => CorrelatedParetoNbdFitter.Name;

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <summary>Gives r, alpha, s, beta and the correlation.</summary>
    public double[] Parameters => [Named.R, Named.Alpha, Named.S, Named.Beta, Correlation];

    /// <summary>Gives the parameters by name.</summary>
    public ParetoNbdParameters Named { get; }

    /// <summary>Gives the correlation of purchase rate and drop-out rate.</summary>
    public double Correlation { get; }

    /// <summary>Gives the time through which rates depend.</summary>
    public double Span { get; }

    /// <summary>Gives the model with the same parameters and no correlation.</summary>
    public ParetoNbdModel Without { get; }

    /// <summary>Gives the weight of what is not independent.</summary>
    internal double Kappa { get; }

    /// <inheritdoc/>
    public ITransactionModel With(double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Length == 5
            ? new CorrelatedParetoNbdModel(new(parameters[0], parameters[1], parameters[2], parameters[3]), parameters[4], Unit, Span)
            : throw new ArgumentException($"There are {parameters.Length} parameters. Pareto/NBD with correlation has five: r, alpha, s, beta, correlation.", nameof(parameters));
    }

    /// <summary>Makes the same model with other parameters, the correlation held to what they allow: for draws from their uncertainty.</summary>
    internal CorrelatedParetoNbdModel Within(double[] parameters)
    {
        ParetoNbdParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3]);
        (double lowest, double highest) = ParetoNbdCorrelation.Bounds(p, Span);
        return new(p, Math.Clamp(parameters[4], lowest, highest), Unit, Span);
    }

    /// <summary>Gives each customer's log-likelihood.</summary>
    /// <param name="histories">n customers, in the time unit of the fit.</param>
    public double[] LogLikelihood(PurchaseHistories histories)
    {
        return EachCustomer.Of(histories, Unit, (x, tx, age) => Shares(x, tx, age, new double[_components.Length]));
    }

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories) => Chance(Mix(histories, model => model.ProbabilityAlive(histories)));

    /// <inheritdoc/>
    public double[] ProbabilityAlive(PurchaseHistories histories, double t) => Chance(Mix(histories, model => model.ProbabilityAlive(histories, t)));

    /// <inheritdoc/>
    public double ExpectedTransactions(double t) => Math.Max(0.0, _models.Select((model, k) => _components[k].Weight * model.ExpectedTransactions(t)).Sum());

    /// <inheritdoc/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, double t) =>
        Mix(histories, model => model.ConditionalExpectedTransactions(histories, t));

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(int frequency, double recency, double age, double t, int counts)
    {
        HistoryDoor.Customer(frequency, recency, age, counts);
        double[] shares = new double[_components.Length], mass = new double[counts];
        _ = Shares(frequency, recency, age, shares);
        for (int k = 0; k < _models.Length; k++)
        {
            double[] own = _models[k].ProbabilityOfCount(frequency, recency, age, t, counts);
            for (int n = 0; n < counts; n++)
            {
                mass[n] += shares[k] * own[n];
            }
        }

        return Chance(mass);
    }

    /// <inheritdoc/>
    public double[] ProbabilityOfCount(double t, int counts) => ProbabilityOfCount(0, 0.0, 0.0, t, counts);

    /// <inheritdoc/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, double t) => Chance(Mix(histories, model => model.ProbabilityOfNoPurchase(histories, t)));

    /// <inheritdoc/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, double t, ContinuousRate rate) =>
        Mix(histories, model => model.DiscountedExpectedTransactions(histories, t, rate));

    /// <inheritdoc/>
    public double[] Dert(PurchaseHistories histories, ContinuousRate rate) => Mix(histories, model => model.Dert(histories, rate));

    // Negative shares may leave a rounding beyond what a chance can be.
    private static double[] Chance(double[] values) => Array.ConvertAll(values, value => Math.Clamp(value, 0.0, 1.0));

    private double Shares(int x, double tx, double age, double[] shares)
    {
        for (int k = 0; k < shares.Length; k++)
        {
            shares[k] = ParetoNbdLikelihood.LogLikelihood(_models[k].Named, x, tx, age);
        }

        return Sarmanov.Shares(_components, shares);
    }

    private double[] Mix(PurchaseHistories histories, Func<ParetoNbdModel, double[]> ask)
    {
        HistoryDoor.SameUnit(histories, Unit);
        double[][] answers = Array.ConvertAll(_models, model => ask(model));
        double[] values = new double[histories.Count];
        Fitting.Blocks.Run(histories.Count, 0, (start, end) =>
        {
            double[] shares = new double[_components.Length];
            for (int i = start; i < end; i++)
            {
                _ = Shares(histories.Frequency[i], histories.Recency[i], histories.T[i], shares);
                for (int k = 0; k < shares.Length; k++)
                {
                    values[i] += shares[k] * answers[k][i];
                }

                // Shares below 0 may leave a rounding.
                values[i] = Math.Max(values[i], 0.0);
            }
        });
        return values;
    }
}
