using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Scoring;
using Perennial.Training;
using Perennial.Valuation.Contracts;
using Perennial.Valuation.Costs;

namespace Perennial.Valuation.Net;

/// <summary>What net values rest on, customer by customer in the order of the scores.</summary>
internal sealed class NetBasis
{
    private readonly CustomerHistories _known;
    private readonly ITransactionModel? _model;
    private readonly int[] _keys;
    private readonly int[] _rowOf;
    private PurchaseHistories? _histories;
    private ContractValues? _contracts;
    private int[] _account = [];
    private double _margin = 1, _discount;

    private NetBasis(CustomerHistories known, ITransactionModel? model, int[] keys)
    {
        (_known, _model, _keys) = (known, model, keys);
        _rowOf = [.. keys.Select(key => Array.BinarySearch(known.CustomerKey, key))];
        int n = keys.Length;
        Segment = new string?[n];
        (Rates, Spend) = (new double[n], new double[n]);
        (MarginToDate, NetToDate) = (new decimal[n], new decimal[n]);
        Valued = new bool[n];
        Cost = new CostRate[n];
    }

    public int Count => _keys.Length;
    public string?[] Segment { get; }

    /// <summary>Gives the effective annual discount rates.</summary>
    public double[] Rates { get; }

    /// <summary>Gives the expected values of a purchase day.</summary>
    public double[] Spend { get; }
    public decimal[] MarginToDate { get; }
    public decimal[] NetToDate { get; }

    /// <summary>Tells of whom something is said: whose costs go with purchases, and whose purchases are predicted.</summary>
    public bool[] Valued { get; }
    public CostRate[] Cost { get; }

    public static NetBasis Of(DuckDbConnection engine, CustomerHistories known, TrainingResult training, ScoreTable scores, CompanyRules rules, ValuationOptions options, ContractValues? contracts)
    {
        var basis = new NetBasis(known, training.Chosen, scores.CustomerKey);
        CostForecast forecast = CostForecast.Of(engine, known.AsOf, subscribed: false);
        CostForecast? monthly = contracts is null ? null : CostForecast.Of(engine, contracts.AsOf, subscribed: true);
        basis._contracts = contracts;
        basis._margin = options.Margin ?? 1;
        basis._discount = options.Discount;
        var account = contracts?.Accounts.Index().ToDictionary(row => row.Item.Key, row => row.Index) ?? [];
        basis._account = [.. scores.CustomerKey.Select(key => account.GetValueOrDefault(key, -1))];
        var toDate = SqlFile.Of("Valuation", "30_to_date").List(engine, row => (Key: row.Int32(0), Margin: row.Decimal(1), Net: row.Decimal(2), Segment: row.String(3), Subscribed: row.Boolean(4)))
            .ToDictionary(customer => customer.Key);
        for (int i = 0; i < basis.Count; i++)
        {
            bool subscribed = false;
            if (toDate.TryGetValue(scores.CustomerKey[i], out var customer))
            {
                (basis.MarginToDate[i], basis.NetToDate[i], basis.Segment[i], subscribed) = (customer.Margin, customer.Net, customer.Segment, customer.Subscribed);
            }

            basis.Rates[i] = rules.DiscountOf(basis.Segment[i]) ?? options.Discount;
            basis.Cost[i] = (basis._account[i] >= 0 ? monthly! : forecast).Rate(scores.CustomerKey[i], basis.Segment[i]);
            basis.Spend[i] = scores.ExpectedSpend[i];
            basis.Valued[i] = !subscribed && basis._account[i] < 0 && !double.IsNaN(scores.Clv[i]);
        }

        return basis;
    }

    /// <summary>Gives every k-th customer, at most so many; all where histories are counted in opportunities.</summary>
    public NetBasis Every(int most)
    {
        int stride = _known.Opportunities is null ? 1 + ((Count - 1) / most) : 1;
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => i % stride == 0)];
        int[] keys = [.. rows.Select(i => _keys[i]).Order()];
        int[] of = [.. keys.Select(key => Array.BinarySearch(_known.CustomerKey, key))];
        CustomerHistories histories = stride == 1 ? _known : new()
        {
            AsOf = _known.AsOf, CustomerKey = keys, Frequency = Take(_known.Frequency), RecencyDays = Take(_known.RecencyDays), TDays = Take(_known.TDays), MeanSpend = Take(_known.MeanSpend),
            LogGapsInDays = _known.LogGapsInDays is { } gaps ? Take(gaps) : null, FirstDay = Take(_known.FirstDay), LastDay = Take(_known.LastDay), Orders = Take(_known.Orders), RevenueToDate = Take(_known.RevenueToDate),
        };
        histories = histories.With(_known.Seasons).With(_known.Levels);
        var part = new NetBasis(histories, _model, [.. rows.Select(i => _keys[i])]);
        for (int k = 0; k < rows.Length; k++)
        {
            (part.Rates[k], part.Spend[k], part.Valued[k], part.Cost[k]) = (Rates[rows[k]], Spend[rows[k]], Valued[rows[k]], Cost[rows[k]]);
        }

        return part;

        T[] Take<T>(T[] column) => [.. of.Select(i => column[i])];
    }

    /// <summary>Gives each customer's expected discounted purchases.</summary>
    /// <param name="horizon">How far ahead.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="rates">Effective annual rates; those of the customers' segments where none are given.</param>
    public double[] Discounted(Horizon horizon, ValuationOptions options, double[]? rates = null)
    {
        rates ??= Rates;
        double[] discounted = new double[Count];
        Array.Fill(discounted, double.NaN);
        if (_model is null || !Array.Exists(Valued, valued => valued))
        {
            return discounted;
        }

        _histories ??= _known.Purchases(_model);
        foreach (double rate in rates.Distinct().Order())
        {
            double[] all = ValuationStage.DiscountedTransactions(_model, _histories, _known.Time, options with { Horizon = horizon, Discount = rate });
            for (int i = 0; i < discounted.Length; i++)
            {
                if (rates[i] == rate && _rowOf[i] >= 0)
                {
                    discounted[i] = all[_rowOf[i]];
                }
            }
        }

        return discounted;
    }

    /// <summary>Gives the discounted months in which an account with a subscription pays, over the run's horizon.</summary>
    public double Active(int row) => _account.Length > 0 && _account[row] >= 0 && _contracts is { } contracts ? contracts.ActiveMonths[contracts.Main][_account[row]] : 0;

    // Revenue goes with what goods cost, everything else with the months in which the account pays. Another rate than the run's would need other lives: nothing is said then.
    private (double Gross, double CostToServe) Contract(int row, Horizon horizon)
    {
        int at = _contracts is { } values && Rates[row] == _discount ? values.HorizonOf(horizon) : -1;
        if (at < 0)
        {
            return (double.NaN, double.NaN);
        }

        double months = _contracts!.ActiveMonths[at][_account[row]], revenue = _contracts.Value[at][_account[row]] / _margin;
        return ((revenue * (1 - Cost[row].GoodsShare)) - (months * Cost[row].CostOfRevenue), months * Cost[row].CostToServe);
    }

    /// <summary>Gives the values over a horizon.</summary>
    /// <inheritdoc cref="Discounted" />
    public NetValues Values(Horizon horizon, ValuationOptions options, double[]? rates = null)
    {
        double[] discounted = Discounted(horizon, options, rates);
        (double[] gross, double[] serve, double[] net) = (new double[Count], new double[Count], new double[Count]);
        for (int i = 0; i < net.Length; i++)
        {
            gross[i] = Valued[i] ? discounted[i] * ((Spend[i] * (1 - Cost[i].GoodsShare)) - Cost[i].CostOfRevenue) : double.NaN;
            serve[i] = Valued[i] ? discounted[i] * Cost[i].CostToServe : double.NaN;
            if (rates is null && _account.Length > 0 && _account[i] >= 0)
            {
                (gross[i], serve[i]) = Contract(i, horizon);
            }

            net[i] = gross[i] - serve[i];
        }

        return new NetValues(horizon, gross, serve, net);
    }
}
