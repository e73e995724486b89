using Perennial.Features.Contracts;
using Perennial.Training.Contracts;

namespace Perennial.Valuation.Bridges;

/// <summary>How accounts leave and move, with what they give back and the seed of their lives.</summary>
/// <param name="Law">When they leave.</param>
/// <param name="Moves">How what they pay moves.</param>
/// <param name="Refunds">What they give back.</param>
/// <param name="Seed">The seed of the run.</param>
public sealed record ContractModels(ContractLaw Law, MovementModel Moves, ContractRefunds Refunds, ulong Seed);

/// <summary>Accounts with subscriptions, valued again: each lives the lives it lived in the runs.</summary>
internal sealed class ContractRescoring : IRescoring
{
    private readonly IReadOnlyDictionary<int, ContractAccount> _then, _revised, _now;
    private readonly IReadOnlyDictionary<int, double> _exchange;
    private readonly ContractModels _old, _new;
    private readonly SignalledRisk? _heardThen, _heardNow;
    private readonly DateOnly _from, _to;
    private readonly double[] _horizons;
    private readonly double _gap;
    private readonly Dictionary<(BridgeLevel, bool, double), Dictionary<int, double[]>> _lived = [];

    /// <summary>Prepares.</summary>
    /// <param name="keys">Who, ascending.</param>
    /// <param name="then">Accounts as the run before knew them.</param>
    /// <param name="revised">Accounts of the same day as is known now.</param>
    /// <param name="now">Accounts of this run.</param>
    /// <param name="exchange">By what rates of exchange multiplied what an account paid between the days; 1 where it is not named.</param>
    /// <param name="days">The day of the run before, and of this one.</param>
    /// <param name="old">The models of the run before.</param>
    /// <param name="renewed">The models of this run.</param>
    /// <param name="heard">What signals said of accounts on either day: a part of what is known of them, whatever the model.</param>
    /// <param name="definitions">The definitions asked for.</param>
    public ContractRescoring(
        IReadOnlyList<int> keys, IReadOnlyDictionary<int, ContractAccount> then, IReadOnlyDictionary<int, ContractAccount> revised, IReadOnlyDictionary<int, ContractAccount> now,
        IReadOnlyDictionary<int, double> exchange, (DateOnly From, DateOnly To) days, ContractModels old, ContractModels renewed,
        (SignalledRisk? Then, SignalledRisk? Now) heard, IReadOnlyList<ValuationOptions> definitions)
    {
        Keys = keys;
        (_then, _revised, _now, _exchange) = (then, revised, now, exchange);
        (_from, _to) = days;
        (_old, _new) = (old, renewed);
        (_heardThen, _heardNow) = heard;
        _gap = (_to.DayNumber - _from.DayNumber) / ContractAccount.MonthDays;
        _horizons = [.. definitions.Select(Months).SelectMany(h => new[] { h, Math.Min(h + _gap, ContractSimulator.LifetimeMonths) }).Append(_gap).Append(ContractSimulator.LifetimeMonths).Where(h => h > 0).Distinct().Order()];
    }

    public IReadOnlyList<int> Keys { get; }

    public double[] Value(BridgeLevel level, bool renewed, ValuationOptions definition)
    {
        ContractModels models = renewed ? _new : _old;
        double factor = models.Refunds.Kept * (definition.Margin ?? 1), horizon = Months(definition);
        int at = Place(horizon);
        if (level is not (BridgeLevel.Expected or BridgeLevel.Exchanged) || _gap <= 0)
        {
            // An account that nothing is known anew of lives the same lives.
            Dictionary<int, double[]> revised = level == BridgeLevel.Then ? Lives(BridgeLevel.Revised, renewed, definition.Discount) : [];
            Dictionary<int, double[]> lives = Lives(level == BridgeLevel.Then || level == BridgeLevel.Now ? level : BridgeLevel.Revised, renewed, definition.Discount);
            return [.. Keys.Select(key => lives.TryGetValue(key, out double[]? own) || (_then.ContainsKey(key) && revised.TryGetValue(key, out own)) ? factor * own[at] : 0)];
        }

        Dictionary<int, double[]> expected = Lives(BridgeLevel.Revised, renewed, definition.Discount);
        double nearer = Math.Pow(1 + definition.Discount, _gap / 12);
        int over = Place(_gap), until = Place(Math.Min(horizon + _gap, ContractSimulator.LifetimeMonths));
        return
        [
            .. Keys.Select(key => expected.TryGetValue(key, out double[]? own)
                ? factor * nearer * (own[until] - own[over]) * (level == BridgeLevel.Exchanged ? _exchange.GetValueOrDefault(key, 1) : 1)
                : 0),
        ];
    }

    private static double Months(ValuationOptions definition) =>
        Math.Min(ContractSimulator.LifetimeMonths, definition.Horizon.Days is { } days ? days / ContractAccount.MonthDays : ContractSimulator.LifetimeMonths);

    private int Place(double months) => Array.FindIndex(_horizons, h => Math.Abs(h - months) < 1e-9);

    // Discounted revenue to each horizon. Of the old day as known then, only accounts of which something else is known now are lived again.
    private Dictionary<int, double[]> Lives(BridgeLevel level, bool renewed, double discount)
    {
        if (_lived.TryGetValue((level, renewed, discount), out Dictionary<int, double[]>? lives))
        {
            return lives;
        }

        IReadOnlyDictionary<int, ContractAccount> known = level switch { BridgeLevel.Then => _then, BridgeLevel.Now => _now, _ => _revised };
        ContractAccount[] accounts =
        [
            .. Keys.Where(known.ContainsKey).Select(key => known[key]).Where(account => level != BridgeLevel.Then || !_revised.TryGetValue(account.Key, out ContractAccount? same) || same != account),
        ];
        ContractModels models = renewed ? _new : _old;
        SignalledRisk? heard = level == BridgeLevel.Now ? _heardNow : _heardThen;
        ContractForecast? forecast = accounts.Length == 0
            ? null
            : new ContractSimulator(models.Law, models.Moves, _horizons, 0, discount, ContractTraining.Draws, models.Seed).Run(accounts, level == BridgeLevel.Now ? _to : _from, (_, _, _) => { }, heard is null ? null : (i, risks) => heard.Of(accounts[i], risks));
        lives = [];
        for (int i = 0; i < accounts.Length; i++)
        {
            lives[accounts[i].Key] = [.. forecast!.Discounted.Select(column => column[i])];
        }

        _lived[(level, renewed, discount)] = lives;
        return lives;
    }
}
