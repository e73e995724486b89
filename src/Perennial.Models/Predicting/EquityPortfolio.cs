using Perennial.Models.GammaGamma;
using Perennial.Models.Numerics;
using Perennial.Models.ParetoGgg;

namespace Perennial.Models.Predicting;

/// <summary>All customers of a fitted pair of models, ready for <see cref="EquityDistribution"/>: their total as a function of the parameters.</summary>
public sealed class EquityPortfolio
{
    /// <summary>Customers up to which the total is sampled customer by customer; beyond, its noise is normal.</summary>
    public const int SampledUpTo = 5000;

    /// <summary>Customers up to which parameters are moved under every one of them; beyond, under every k-th, and the rest follows in proportion.</summary>
    public const int MovedUpTo = 20_000;

    // A customer of a model whose purchases to come are drawn costs a thousand times as much.
    private const int SampledUpToDrawn = 300;
    private const int MovedUpToDrawn = 1_000;

    private readonly ITransactionModel _model;
    private readonly TransactionModelEntry _entry;
    private readonly GammaGammaParameters? _spend;
    private readonly PurchaseHistories _histories;
    private readonly double[] _meanSpend;
    private readonly double[]? _levels;
    private readonly double _horizon;
    private readonly ContinuousRate _rate;
    private readonly double _margin;
    private readonly int _threads;

    /// <summary>Takes the customers.</summary>
    /// <param name="model">The fitted transaction model, of <see cref="TransactionModels"/>.</param>
    /// <param name="spend">The spend model's parameters, or null where a purchase has a known price.</param>
    /// <param name="histories">n customers, one a row.</param>
    /// <param name="meanSpend">n mean values of a repeat purchase; empty where every purchase counts 1.</param>
    /// <param name="horizon">Horizon in the model's unit; may be infinite with a positive rate.</param>
    /// <param name="rate">Discount rate in the model's unit.</param>
    /// <param name="margin">Margin as a share of revenue.</param>
    /// <param name="threads">Threads; 0 for all processors.</param>
    /// <param name="levels">n numbers above 0 by which a customer's money is multiplied, mean values being over them; null where all are at 1.</param>
    /// <exception cref="ArgumentException">The model is not of <see cref="TransactionModels"/>, so it has no predictive distribution; or levels are not one a customer, above 0.</exception>
    public EquityPortfolio(
        ITransactionModel model,
        GammaGammaParameters? spend,
        PurchaseHistories histories,
        double[] meanSpend,
        double horizon,
        ContinuousRate rate,
        double margin = 1,
        int threads = 0,
        double[]? levels = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(meanSpend);
        if (levels is not null && (levels.Length != histories.Count || !Array.TrueForAll(levels, level => level > 0 && double.IsFinite(level))))
        {
            throw new ArgumentException($"Give one level for each of the {histories.Count} customers, a finite number above 0; null where all are at 1.", nameof(levels));
        }

        _entry = TransactionModels.Listed(model, "distribution of the total of all customers", nameof(model));
        _model = model;
        _spend = spend;
        _histories = histories;
        _meanSpend = meanSpend;
        _levels = levels;
        _horizon = horizon;
        _rate = rate;
        _margin = margin;
        _threads = threads;
    }

    /// <summary>Makes the question.</summary>
    /// <param name="logCovariance">Covariance of the logarithms of the transaction model's parameters, or null.</param>
    /// <param name="spendLogCovariance">The same of p, q, gamma, or null; independent of the other.</param>
    /// <param name="calendar">The common calendar shock, or null.</param>
    /// <param name="replicates">Number of replicates.</param>
    /// <param name="seed">Seed.</param>
    public EquityQuestion Ask(double[]? logCovariance, double[]? spendLogCovariance, CalendarShock? calendar, int replicates, ulong seed)
    {
        // What may be negative is moved as it is, not in its logarithm.
        double[] own = [.. _model.Parameters.Select((value, i) => IsCoefficient(i) ? Math.Exp(value) : value)];
        double[] parameters = _spend is { } s ? [.. own, s.P, s.Q, s.Gamma] : own;
        return new()
        {
            Parameters = parameters,
            LogCovariance = Together(logCovariance, spendLogCovariance, parameters.Length),
            Total = Total(),
            Sample = _histories.Count <= (_entry.IsDrawn ? SampledUpToDrawn : SampledUpTo) ? Sample : null,
            Calendar = calendar,
            Replicates = replicates,
            Seed = seed,
            Threads = _threads,
        };
    }

    private double[]? Together(double[]? first, double[]? second, int n)
    {
        int size = _model.Parameters.Length;
        if (first is null && second is null)
        {
            return null;
        }

        double[] both = new double[n * n];
        for (int i = 0; i < size && first is not null; i++)
        {
            first.AsSpan(i * size, size).CopyTo(both.AsSpan(i * n, size));
        }

        for (int i = size; i < n && second is not null; i++)
        {
            second.AsSpan((i - size) * 3, 3).CopyTo(both.AsSpan((i * n) + size, 3));
        }

        return both;
    }

    // The first call is about all customers; the others, about moved parameters, about a fixed share of them.
    private EquityTotal Total()
    {
        int stride = 1 + ((_histories.Count - 1) / (_entry.IsDrawn ? MovedUpToDrawn : MovedUpTo));
        (double Mean, double Variance)? all = null;
        (double Mean, double Variance) part = default;
        return parameters =>
        {
            if (all is null)
            {
                all = Sum(parameters, 1);
                part = stride == 1 && !_entry.IsDrawn ? all.Value : Sum(parameters, stride, DrawnCustomer.Some);
                return Finite(all.Value);
            }

            (double mean, double variance) = Sum(parameters, stride, DrawnCustomer.Some);
            return Finite(part.Mean > 0 && double.IsFinite(part.Mean)
                ? (all.Value.Mean * (mean / part.Mean), part.Variance > 0 && double.IsFinite(part.Variance) ? all.Value.Variance * (variance / part.Variance) : variance)
                : (mean, variance));
        };

        static (double? Mean, double? Variance) Finite((double Mean, double Variance) total) =>
            (double.IsFinite(total.Mean) ? total.Mean : null, double.IsFinite(total.Variance) ? total.Variance : null);
    }

    private (double Mean, double Variance) Sum(double[] parameters, int stride, int paths = DrawnCustomer.Many)
    {
        PurchaseHistories rows = stride == 1 ? _histories : new(Every(_histories.Frequency, stride), Every(_histories.Recency, stride), Every(_histories.T, stride), _histories.Unit, logGaps: _histories.LogGaps is { } gaps ? Every(gaps, stride) : null);
        (ITransactionModel model, ValueDistribution value) = At(parameters, rows, paths);
        (double[] means, double[] variances) = value.InfiniteMoments(rows.Frequency, rows.Recency, rows.T, model.ProbabilityAlive(rows), Every(_meanSpend, stride));
        double mean = 0, variance = 0;
        for (int i = 0; i < means.Length; i++)
        {
            double level = _levels?[i * stride] ?? 1;
            mean += level * means[i];
            variance += level * level * variances[i];
        }

        return (mean, variance);
    }

    private double Sample(double[] parameters, Pcg64 random)
    {
        (ITransactionModel model, ValueDistribution value) = At(parameters, _histories, DrawnCustomer.Some);
        if (_entry.IsDrawn)
        {
            return value.SampleAll(_histories, _meanSpend, _levels, random);
        }

        double[] alive = model.ProbabilityAlive(_histories);
        double sum = 0;
        for (int i = 0; i < alive.Length; i++)
        {
            sum += (_levels?[i] ?? 1) * value.Sample(_histories.Frequency[i], _histories.Recency[i], _histories.T[i], alive[i], _meanSpend.Length == 0 ? 1 : _meanSpend[i], random);
        }

        return sum;
    }

    private (ITransactionModel Model, ValueDistribution Value) At(double[] parameters, PurchaseHistories rows, int paths)
    {
        int size = _model.Parameters.Length;
        ITransactionModel model = _entry.Moved(_model, [.. parameters[..size].Select((value, i) => IsCoefficient(i) ? Math.Log(value) : value)]);
        GammaGammaParameters? spend = _spend is null ? null : new(parameters[size], parameters[size + 1], parameters[size + 2]);
        return (model, ValueDistribution.Create(TransactionLaw.Of(model, rows, paths), spend, _horizon, _rate, _margin, _threads));
    }

    private bool IsCoefficient(int i) => _entry.Coefficients.Contains(_entry.Parameters[i]);

    private static T[] Every<T>(T[] column, int stride) => stride == 1 ? column : [.. column.Where((_, i) => i % stride == 0)];
}
