using Perennial.Models.Fitting;
using Perennial.Models.Histories;

namespace Perennial.Models.Covariates;

/// <summary>A fitted model with covariates: each customer has parameters of the customer's own, and gets the model's answers at these.</summary>
/// <remarks>
/// Columns are found by name, so those of the fit may stand in any order among others. Predictions cost what the distinct rows of covariates cost.
/// Methods return one finite number a customer, in the order given; times are in <see cref="Unit"/>.
/// <para>
/// Data: histories, and covariates that do not change per customer. Assumptions: covariates multiply purchase and drop-out parameters; all else
/// as the model at zero. When not: covariates that change with time; more covariates than the data can tell apart; association is not effect.
/// Accuracy: 1e-6 aimed against CLVTools and found; at coefficients 0 it is the model without. Neighbours:
/// <see cref="VaryingCovariates.VaryingCovariateModel"/>; the model without covariates.
/// </para>
/// </remarks>
/// <source paper="FaderHardie2007Covariates"/>
/// <typeparam name="TModel">The model of one customer: Pareto/NBD, BG/NBD, MBG/NBD or GGompertz/NBD.</typeparam>
public sealed class CovariateModel<TModel>
    where TModel : class, ITransactionModel
{
    // Rows of covariates in a block: few may stand for many customers.
    private const int SmallBlock = 64;

    private readonly string[] _names;
    private readonly (int Column, double[] By)[] _moves;

    /// <summary>Takes a model and what moves it.</summary>
    /// <param name="atZero">The model of a customer whose covariates are all 0.</param>
    /// <param name="effects">The effects; those not named are 0.</param>
    /// <exception cref="ArgumentException">The model takes no covariates, an effect has no name or repeats, or a coefficient is not finite.</exception>
    public CovariateModel(TModel atZero, IReadOnlyList<CovariateEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(atZero);
        ArgumentNullException.ThrowIfNull(effects);
        CovariateFamily family = CovariateFamily.Of(typeof(TModel));
        CovariateEffect.Check(effects);

        AtZero = atZero;
        Effects = effects;
        _names = [.. effects.Select(effect => effect.Covariate).Distinct(StringComparer.Ordinal)];
        _moves = [.. effects.Select(effect =>
            (Array.IndexOf(_names, effect.Covariate), Array.ConvertAll(family.Loading(effect.Process), loading => loading * effect.Coefficient)))];
    }

    /// <summary>Gives the name of the model of one customer: pareto-nbd, bg-nbd.</summary>
    public string Name => AtZero.Name;

    /// <summary>Gives the time unit of the fit.</summary>
    public TimeUnit Unit => AtZero.Unit;

    /// <summary>Gives the model of a customer whose covariates are all 0.</summary>
    public TModel AtZero { get; }

    /// <summary>Gives what each covariate does.</summary>
    public IReadOnlyList<CovariateEffect> Effects { get; }

    /// <summary>Gives the model of one customer, who may be new: it answers every question a model without covariates answers.</summary>
    /// <param name="covariates">Customers' covariates.</param>
    /// <param name="row">Which customer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the covariates move a parameter beyond all numbers.</exception>
    public TModel Customer(CovariateColumns covariates, int row)
    {
        CovariateRows rows = CovariateRows.Of(covariates, _names);
        return row >= 0 && row < covariates.Count
            ? At(rows.Row(row))
            : throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {covariates.Count} rows of covariates. Name one from 0.");
    }

    /// <inheritdoc cref="ITransactionModel.ProbabilityAlive(PurchaseHistories)"/>
    public double[] ProbabilityAlive(PurchaseHistories histories, CovariateColumns covariates) =>
        Each(histories, covariates, (model, some) => model.ProbabilityAlive(some));

    /// <inheritdoc cref="ITransactionModel.ProbabilityAlive(PurchaseHistories, double)"/>
    public double[] ProbabilityAlive(PurchaseHistories histories, CovariateColumns covariates, double t) =>
        Each(histories, covariates, (model, some) => model.ProbabilityAlive(some, t));

    /// <summary>Gives E[X(t)] of customers just acquired, by their covariates: expected repeat purchases in (0, t].</summary>
    /// <param name="covariates">n rows.</param>
    /// <param name="t">A horizon of at least 0, in the unit of the model.</param>
    /// <returns>n finite numbers of at least 0, in the order given.</returns>
    public double[] ExpectedTransactions(CovariateColumns covariates, double t)
    {
        HistoryDoor.Horizon(t);
        CovariateRows rows = CovariateRows.Of(covariates, _names);
        return Spread(rows, covariates.Count, (model, customers) =>
        {
            double[] same = new double[customers.Length];
            Array.Fill(same, model.ExpectedTransactions(t));
            return same;
        });
    }

    /// <inheritdoc cref="ITransactionModel.ConditionalExpectedTransactions"/>
    public double[] ConditionalExpectedTransactions(PurchaseHistories histories, CovariateColumns covariates, double t) =>
        Each(histories, covariates, (model, some) => model.ConditionalExpectedTransactions(some, t));

    /// <summary>Gives each customer's P(n purchases in (T, T + t]) for n = 0 … counts - 1; the rest of the mass lies beyond.</summary>
    /// <param name="histories">n customers, in the unit of the model.</param>
    /// <param name="covariates">n rows, in the same order.</param>
    /// <param name="t">A horizon of at least 0, in the unit of the model.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>n arrays of chances in [0, 1].</returns>
    public double[][] ProbabilityOfCount(PurchaseHistories histories, CovariateColumns covariates, double t, int counts)
    {
        HistoryDoor.SameUnit(histories, Unit);
        CovariateRows rows = CovariateRows.Of(covariates, _names, histories.Count);
        return Spread(rows, histories.Count, (model, customers) =>
            Array.ConvertAll(customers, i => model.ProbabilityOfCount(histories.Frequency[i], histories.Recency[i], histories.T[i], t, counts)));
    }

    /// <summary>Gives P(X(t) = n) of customers just acquired, by their covariates: n = 0 … counts - 1 repeat purchases in (0, t].</summary>
    /// <param name="covariates">n rows.</param>
    /// <param name="t">A horizon of at least 0, in the unit of the model.</param>
    /// <param name="counts">How many chances are wanted, at least 0.</param>
    /// <returns>n arrays of chances in [0, 1], in the order given.</returns>
    public double[][] ProbabilityOfCount(CovariateColumns covariates, double t, int counts)
    {
        HistoryDoor.Horizon(t);
        CovariateRows rows = CovariateRows.Of(covariates, _names);
        return Spread(rows, covariates.Count, (model, customers) =>
        {
            double[] same = model.ProbabilityOfCount(t, counts);
            return Array.ConvertAll(customers, _ => (double[])[.. same]);
        });
    }

    /// <inheritdoc cref="ITransactionModel.ProbabilityOfNoPurchase"/>
    public double[] ProbabilityOfNoPurchase(PurchaseHistories histories, CovariateColumns covariates, double t) =>
        Each(histories, covariates, (model, some) => model.ProbabilityOfNoPurchase(some, t));

    /// <inheritdoc cref="ITransactionModel.DiscountedExpectedTransactions"/>
    public double[] DiscountedExpectedTransactions(PurchaseHistories histories, CovariateColumns covariates, double t, ContinuousRate rate) =>
        Each(histories, covariates, (model, some) => model.DiscountedExpectedTransactions(some, t, rate));

    /// <inheritdoc cref="ITransactionModel.Dert"/>
    public double[] Dert(PurchaseHistories histories, CovariateColumns covariates, ContinuousRate rate) =>
        Each(histories, covariates, (model, some) => model.Dert(some, rate));

    private TModel At(double[] covariates)
    {
        double[] parameters = AtZero.Parameters;
        double[] logs = new double[parameters.Length];
        foreach ((int column, double[] by) in _moves)
        {
            for (int i = 0; i < logs.Length; i++)
            {
                logs[i] += by[i] * covariates[column];
            }
        }

        for (int i = 0; i < logs.Length; i++)
        {
            parameters[i] *= Math.Exp(logs[i]);
            if (!double.IsNormal(parameters[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(covariates), string.Join(", ", covariates), "These covariates move a parameter of the customer beyond all numbers. Check their units against those of the fit.");
            }
        }

        return (TModel)AtZero.With(parameters);
    }

    private double[] Each(PurchaseHistories histories, CovariateColumns covariates, Func<TModel, PurchaseHistories, double[]> ask)
    {
        HistoryDoor.SameUnit(histories, Unit);
        CovariateRows rows = CovariateRows.Of(covariates, _names, histories.Count);
        return Spread(rows, histories.Count, (model, customers) => ask(model, new PurchaseHistories(
            Array.ConvertAll(customers, i => histories.Frequency[i]),
            Array.ConvertAll(customers, i => histories.Recency[i]),
            Array.ConvertAll(customers, i => histories.T[i]),
            histories.Unit)));
    }

    /// <summary>Gives the customers who share their covariates, and the model of each lot of them.</summary>
    internal IReadOnlyList<(TModel Model, int[] Customers)> Parts(CovariateColumns? covariates, int customers)
    {
        if (covariates is null)
        {
            throw new ArgumentException($"Purchases depend on {string.Join(", ", _names)}. Give the customers' covariates.", nameof(covariates));
        }

        CovariateRows rows = CovariateRows.Of(covariates, _names, customers);
        return [.. rows.Shared(customers).Select(shared => (At(rows.Row(shared[0])), shared))];
    }

    // Asks once for all customers who share their covariates.
    private TValue[] Spread<TValue>(CovariateRows rows, int count, Func<TModel, int[], TValue[]> ask)
    {
        TValue[] values = new TValue[count];
        List<int[]> shared = rows.Shared(count);
        TModel[] models = [.. shared.Select(customers => At(rows.Row(customers[0])))];
        Blocks.Run(shared.Count, 0, SmallBlock, (start, end) =>
        {
            for (int k = start; k < end; k++)
            {
                TValue[] some = ask(models[k], shared[k]);
                for (int i = 0; i < some.Length; i++)
                {
                    values[shared[k][i]] = some[i];
                }
            }
        });
        return values;
    }
}
