using Perennial.Features;
using Perennial.Models;
using Perennial.Models.GammaGamma;
using Perennial.Models.Seasons;

namespace Perennial.Valuation.Bridges;

/// <summary>A model of purchases with one of spend.</summary>
/// <param name="Purchases">How often.</param>
/// <param name="Spend">How much.</param>
/// <param name="Seasons">The clock of the seasons; null where all days are alike.</param>
/// <param name="Levels">The levels of segments over which spend is read; null where all customers are at one.</param>
public sealed record PurchaseModels(ITransactionModel Purchases, GammaGammaModel Spend, SeasonalClock? Seasons = null, SpendLevels? Levels = null);

/// <summary>Customers told by their purchases, valued again.</summary>
/// <remarks>
/// What was expected of the time between the runs: the value from the new day on, as seen from the old one. A model that is right is met by what customers then do, in the mean, so that
/// what they did otherwise is told apart from the time that passed.
/// </remarks>
internal sealed class PurchaseRescoring : IRescoring
{
    private readonly CustomerHistories _then, _revised, _now;
    private readonly int[] _thenRow, _revisedRow, _nowRow;
    private readonly PurchaseModels _old, _new;
    private readonly double _days;

    /// <summary>Prepares.</summary>
    /// <param name="keys">Who, ascending.</param>
    /// <param name="then">Histories as the run before knew them.</param>
    /// <param name="revised">Histories of the same day as is known now.</param>
    /// <param name="now">Histories of this run.</param>
    /// <param name="old">The models of the run before.</param>
    /// <param name="renewed">The models of this run.</param>
    public PurchaseRescoring(IReadOnlyList<int> keys, CustomerHistories then, CustomerHistories revised, CustomerHistories now, PurchaseModels old, PurchaseModels renewed)
    {
        Keys = keys;
        (_then, _revised, _now) = (then, revised, now);
        (_thenRow, _revisedRow, _nowRow) = (Rows(then), Rows(revised), Rows(now));
        (_old, _new) = (old, renewed);
        _days = now.AsOf.DayNumber - then.AsOf.DayNumber;

        int[] Rows(CustomerHistories histories)
        {
            var rows = histories.CustomerKey.Index().ToDictionary(row => row.Item, row => row.Index);
            return [.. keys.Select(key => rows.GetValueOrDefault(key, -1))];
        }
    }

    public IReadOnlyList<int> Keys { get; }

    public double[] Value(BridgeLevel level, bool renewed, ValuationOptions definition)
    {
        PurchaseModels models = renewed ? _new : _old;
        (CustomerHistories histories, int[] rows) = level switch { BridgeLevel.Then => (_then, _thenRow), BridgeLevel.Now => (_now, _nowRow), _ => (_revised, _revisedRow) };
        histories = histories.With(models.Seasons).With(models.Levels);
        PurchaseHistories purchases = histories.Purchases(models.Purchases);
        double[] spend = histories.InMoney(models.Spend.ExpectedSpend(histories.Spend())), times = ValuationStage.DiscountedTransactions(models.Purchases, purchases, histories.Time, definition);
        if (level is BridgeLevel.Expected or BridgeLevel.Exchanged && _days > 0)
        {
            // From the new day on: what lies between the days is over, and the rest is nearer.
            ContinuousRate rate = histories.Time.Rate(definition.Discount, definition.Horizon.Days + (int)_days, models.Purchases.Unit);
            double gap = histories.Time.Ahead(_days, models.Purchases.Unit), nearer = Math.Exp(rate.Delta * gap);
            double[] over = models.Purchases.DiscountedExpectedTransactions(purchases, gap, rate);
            double[] until = definition.Horizon.Days is { } days ? models.Purchases.DiscountedExpectedTransactions(purchases, histories.Time.Ahead(_days + days, models.Purchases.Unit), rate) : times;
            times = [.. until.Select((all, i) => nearer * (all - over[i]))];
        }

        double margin = definition.Margin ?? 1;
        return [.. rows.Select(row => row < 0 ? 0 : margin * spend[row] * times[row])];
    }
}
