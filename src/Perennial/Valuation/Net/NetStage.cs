using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Scoring;
using Perennial.Training;
using Perennial.Valuation.Costs;

namespace Perennial.Valuation.Net;

/// <summary>
/// Gross becomes net, ahead: what customers are expected to buy, less what it costs to make, to deliver and to serve them. Costs of customers without subscriptions go with what they
/// buy, those of customers with subscriptions with the months in which they pay.
/// </summary>
/// <remarks>
/// A purchase day is worth expected spend times (1 - share of goods) less cost of revenue (gross) less cost to serve (net), all of them the customer's own shrunk to the segment's;
/// discounted purchases are those of the model of purchases, at the rate of the customer's segment. The 10 % and 90 % ends scale those of revenue by net to revenue, and add what is
/// not known of costs as an independent normal part: 0 where nothing is bought, for then nothing is served.
/// </remarks>
public static class NetStage
{
    private const double Z90 = 1.2815515655446004;

    /// <summary>Gives the horizons that stand side by side.</summary>
    public static IReadOnlyList<Horizon> SideBySide { get; } = [Horizon.OfDays(30), Horizon.OfDays(90), Horizon.OfDays(365), Horizon.OfDays(1096), Horizon.Lifetime];

    /// <summary>Values every customer of the scores.</summary>
    /// <param name="engine">The engine session after Ledger.</param>
    /// <param name="known">The histories of the as-of day.</param>
    /// <param name="training">The chosen models.</param>
    /// <param name="scores">The scores, whose order is kept.</param>
    /// <param name="options">How a value is defined.</param>
    /// <param name="rules">Rates of segments.</param>
    /// <param name="contracts">What accounts with subscriptions are worth, whose costs go with the months in which they pay; null without any.</param>
    public static NetTable Run(
        DuckDbConnection engine, CustomerHistories known, TrainingResult training, ScoreTable scores, ValuationOptions options, CompanyRules rules, Contracts.ContractValues? contracts = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(rules);
        var basis = NetBasis.Of(engine, known, training, scores, rules, options, contracts);
        NetValues own = basis.Values(options.Horizon, options);
        NetValues[] sideBySide = [.. SideBySide.Where(h => h.Days is not null || basis.Rates.All(rate => rate > 0)).Select(h => h == options.Horizon ? own : basis.Values(h, options))];
        (double[] p10, double[] p50, double[] p90) = Quantiles(basis, scores, own);
        string definition = ClvDefinition.NetId(options.Horizon, basis.Rates.Distinct().Count() == 1 ? basis.Rates[0] : null);
        return new NetTable
        {
            Segment = basis.Segment,
            MarginToDate = basis.MarginToDate,
            NetToDate = basis.NetToDate,
            Own = own,
            SideBySide = sideBySide,
            P10 = p10,
            P50 = p50,
            P90 = p90,
            DefinitionId = definition,
            Record = NetRecord.Of(definition, basis, own, sideBySide) with
            {
                Sensitivity = own.Net.Where((net, i) => basis.Valued[i] && double.IsFinite(net)).Any() ? NetSensitivity.Of(basis, options) : null,
                CostTrend = SqlFile.Of("Valuation", "31_cost_trend").List(
                    engine, row => new CostQuarter(row.Date(0), row.String(1)!, row.Decimal(2), row.Decimal(3), row.Int32(4)), new DuckDbParameter("as_of", known.AsOf)),
                CostTest = CostBacktest.Run(engine, known.AsOf, subscribed: false),
                SubscriberCostTest = CostBacktest.Run(engine, known.AsOf, subscribed: true),
            },
        };
    }

    private static (double[] P10, double[] P50, double[] P90) Quantiles(NetBasis basis, ScoreTable scores, NetValues own)
    {
        int n = scores.Count;
        (double[] p10, double[] p50, double[] p90) = (new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++)
        {
            double revenue = scores.Clv[i];
            if (double.IsNaN(own.Net[i]) || revenue <= 0)
            {
                p10[i] = p50[i] = p90[i] = double.IsNaN(own.Net[i]) ? double.NaN : 0;
                continue;
            }

            // Purchases behind a quantile of revenue, in proportion: none behind 0.
            double scale = own.Net[i] / revenue, days = !basis.Valued[i] ? basis.Active(i) : own.CostToServe[i] > 0 ? own.CostToServe[i] / basis.Cost[i].CostToServe : revenue / Math.Max(basis.Spend[i], double.Epsilon);
            (double less, double more) = scale >= 0 ? (scores.ClvP10[i], scores.ClvP90[i]) : (scores.ClvP90[i], scores.ClvP10[i]);
            p50[i] = scale * scores.ClvP50[i];
            p10[i] = p50[i] - Wider(p50[i] - (scale * less), less);
            p90[i] = p50[i] + Wider((scale * more) - p50[i], more);

            double Wider(double half, double quantile) => Math.Sqrt((half * half) + (Z90 * Z90 * basis.Cost[i].Variance(Math.Max(0, days * quantile / revenue))));
        }

        return (p10, p50, p90);
    }
}
