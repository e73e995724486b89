namespace Perennial.Valuation.Bridges;

/// <summary>Two runs of one workspace become a bridge: what moved the value of each customer, and of all.</summary>
/// <remarks>
/// Customers are valued again by what was known then and now, by the old models and the new, under the old definition and the new; the change is shared out over what changed by
/// Shapley's value (<see cref="ShapleyChain"/>). Nothing is left over: each customer's steps are rounded to a hundredth of a cent, and the largest takes what rounding left.
/// </remarks>
public static class BridgeStage
{
    private const int Digits = 4;
    private static readonly string[] Ladder = [BridgeSteps.Data, BridgeSteps.Time, BridgeSteps.Currency, BridgeSteps.Behaviour];

    /// <summary>Builds it.</summary>
    /// <param name="head">What the run before was.</param>
    /// <param name="then">Values of the run before by key.</param>
    /// <param name="now">Values of this run by key.</param>
    /// <param name="definitions">The old definition and the new.</param>
    /// <param name="rescored">Customers valued again; nobody twice.</param>
    /// <param name="gained">Keys of customers first seen since.</param>
    /// <param name="lost">Keys of accounts that have left since.</param>
    internal static BridgeTable Build(
        BridgeRecord head, IReadOnlyDictionary<int, double> then, IReadOnlyDictionary<int, double> now, (ValuationOptions Old, ValuationOptions New) definitions, IReadOnlyList<IRescoring> rescored,
        IReadOnlySet<int> gained, IReadOnlySet<int> lost)
    {
        var moves = new SortedDictionary<int, Dictionary<string, double>>();
        foreach (IRescoring again in rescored)
        {
            Rescored(again, definitions, then, now, moves);
        }

        foreach (int key in then.Keys.Concat(now.Keys).Distinct().Where(key => !moves.ContainsKey(key)))
        {
            double change = now.GetValueOrDefault(key) - then.GetValueOrDefault(key);
            moves[key] = new(StringComparer.Ordinal)
            {
                // Who is gone from the data was never told to have left; who has values in one run only, and was known in both, owes them to its model.
                [gained.Contains(key) ? BridgeSteps.Gained : !now.ContainsKey(key) || !then.ContainsKey(key) ? BridgeSteps.Data : BridgeSteps.Untold] = change,
            };
        }

        return Table(head, then, now, moves, lost, definitions);
    }

    private static void Rescored(
        IRescoring again, (ValuationOptions Old, ValuationOptions New) definitions, IReadOnlyDictionary<int, double> then, IReadOnlyDictionary<int, double> now,
        SortedDictionary<int, Dictionary<string, double>> moves)
    {
        string[] flips = [BridgeSteps.Model, .. Changed(definitions)];
        string[] changes = [.. Ladder, .. flips];
        var chain = new ShapleyChain(Ladder.Length, flips.Length);
        double[][] shares = [.. changes.Select(_ => new double[again.Keys.Count])];
        double[] first = [], last = [];
        foreach ((int rung, int flipped) in chain.States)
        {
            double[] value = again.Value((BridgeLevel)rung, (flipped & 1) != 0, Definition(definitions, flips, flipped));
            first = rung == 0 && flipped == 0 ? value : first;
            last = value;
            for (int change = 0; change < changes.Length; change++)
            {
                double weight = chain.Weight(change, rung, flipped);
                for (int i = 0; weight != 0 && i < value.Length; i++)
                {
                    shares[change][i] += weight * value[i];
                }
            }
        }

        for (int i = 0; i < again.Keys.Count; i++)
        {
            int key = again.Keys[i];
            var own = new Dictionary<string, double>(StringComparer.Ordinal);
            for (int change = 0; change < changes.Length; change++)
            {
                own[changes[change]] = shares[change][i];
            }

            // What the program of today says otherwise of the old values belongs to the model.
            own[BridgeSteps.Model] += first[i] - then.GetValueOrDefault(key) + now.GetValueOrDefault(key) - last[i];
            moves[key] = own;
        }
    }

    private static IEnumerable<string> Changed((ValuationOptions Old, ValuationOptions New) definitions)
    {
        if (definitions.Old.Horizon != definitions.New.Horizon)
        {
            yield return BridgeSteps.Horizon;
        }

        if (definitions.Old.Discount != definitions.New.Discount)
        {
            yield return BridgeSteps.Discount;
        }

        if (definitions.Old.Margin != definitions.New.Margin)
        {
            yield return BridgeSteps.Margin;
        }
    }

    private static ValuationOptions Definition((ValuationOptions Old, ValuationOptions New) definitions, string[] flips, int flipped)
    {
        ValuationOptions Of(string step) => Array.IndexOf(flips, step) is >= 0 and var at && (flipped & (1 << at)) != 0 ? definitions.New : definitions.Old;
        return new() { Horizon = Of(BridgeSteps.Horizon).Horizon, Discount = Of(BridgeSteps.Discount).Discount, Margin = Of(BridgeSteps.Margin).Margin };
    }

    private static BridgeTable Table(
        BridgeRecord head, IReadOnlyDictionary<int, double> then, IReadOnlyDictionary<int, double> now, SortedDictionary<int, Dictionary<string, double>> moves, IReadOnlySet<int> lost,
        (ValuationOptions Old, ValuationOptions New) definitions)
    {
        var keys = new List<int>();
        var steps = new List<string>();
        var amounts = new List<decimal>();
        var sums = BridgeSteps.All.ToDictionary(step => step, _ => (Amount: 0m, Customers: 0), StringComparer.Ordinal);
        foreach ((int key, Dictionary<string, double> own) in moves)
        {
            decimal change = Exact(now.GetValueOrDefault(key)) - Exact(then.GetValueOrDefault(key));
            (string Step, decimal Amount)[] rounded = [.. own.Select(move => (Step: move.Key == BridgeSteps.Behaviour && lost.Contains(key) ? BridgeSteps.Lost : move.Key, Amount: Exact(move.Value)))];
            int largest = Array.FindIndex(rounded, move => Math.Abs(move.Amount) == rounded.Max(m => Math.Abs(m.Amount)));
            rounded[largest].Amount += change - rounded.Sum(move => move.Amount);
            foreach ((string step, decimal amount) in rounded.Where(move => move.Amount != 0).OrderBy(move => Place(move.Step)))
            {
                keys.Add(key);
                steps.Add(step);
                amounts.Add(amount);
                sums[step] = (sums[step].Amount + amount, sums[step].Customers + (Math.Abs(amount) >= 0.01m ? 1 : 0));
            }
        }

        HashSet<string> possible = [BridgeSteps.Gained, BridgeSteps.Data, BridgeSteps.Time, BridgeSteps.Behaviour, BridgeSteps.Model, .. Changed(definitions)];
        return new()
        {
            CustomerKey = [.. keys],
            Step = [.. steps],
            Amount = [.. amounts],
            Record = head with
            {
                Start = then.OrderBy(v => v.Key).Sum(v => Exact(v.Value)),
                End = now.OrderBy(v => v.Key).Sum(v => Exact(v.Value)),
                Before = then.Count,
                Now = now.Count,
                Steps = [.. BridgeSteps.All.Where(step => possible.Contains(step) || sums[step].Customers > 0 || sums[step].Amount != 0).Select(step => new BridgeStep(step, sums[step].Amount, sums[step].Customers))],
            },
        };
    }

    private static decimal Exact(double value) => Math.Round((decimal)value, Digits);

    private static int Place(string step) => BridgeSteps.All.ToList().IndexOf(step);
}
