using System.Globalization;
using System.Text.Json;
using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Contracts;
using Perennial.Kernel;
using Perennial.Models;
using Perennial.Models.GammaGamma;
using Perennial.Portfolio.Tiers;
using Perennial.Reports;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Training;
using Perennial.Training.Contracts;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Net;

namespace Perennial;

/// <summary>The run before this one in the workspace, held open, and the way from its values to these.</summary>
internal sealed class BridgePath : IDisposable
{
    /// <summary>The option of a run that names the run it is told against.</summary>
    public const string Option = "bridge-from";

    private readonly RunReader _before;
    private readonly RunRecord _record;

    private BridgePath(RunReader before, RunRecord record)
    {
        _before = before;
        _record = record;
    }

    /// <summary>Gives the id of the run before.</summary>
    public string From => _before.Manifest.RunId;

    /// <summary>Gives what the run before found.</summary>
    public RunRecord Record => _record;

    /// <summary>Finds the run before; null where there is none, or none that can be read. The same run once more is told against what it was told against then.</summary>
    /// <param name="store">The workspace.</param>
    /// <param name="hashes">Hashes of the inputs.</param>
    /// <param name="options">The options that decide the result.</param>
    /// <param name="version">The version of the program.</param>
    public static BridgePath? Find(Workspace store, IEnumerable<string> hashes, IReadOnlyDictionary<string, string> options, string version)
    {
        RunReader? before;
        try
        {
            before = store.Published();
        }
        catch (PerennialException)
        {
            // What is published cannot be read; 'runs' and 'explain' say so. This run takes its place.
            return null;
        }

        if (before is null)
        {
            return null;
        }

        Manifest manifest = before.Manifest;
        if (manifest.CodeVersion == version && manifest.Inputs.Select(input => input.Sha256).SequenceEqual(hashes, StringComparer.Ordinal)
            && manifest.Options.Where(option => option.Key != Option).OrderBy(option => option.Key, StringComparer.Ordinal).SequenceEqual(options.OrderBy(option => option.Key, StringComparer.Ordinal)))
        {
            before.Dispose();
            before = manifest.Options.TryGetValue(Option, out string? from) && store.Runs().Any(run => run.RunId == from) ? store.Read(from) : null;
        }

        try
        {
            if (before?.Document("run.json") is { } json)
            {
                using var stream = new MemoryStream(json);
                return new(before, RunJson.Read(stream));
            }
        }
        catch (JsonException)
        {
            // Another version of the program wrote it: nothing is told, and nothing stops.
        }

        before?.Dispose();
        return null;
    }

    /// <summary>Tells what moved the value of each customer.</summary>
    /// <param name="engine">The engine session, past Valuation.</param>
    /// <param name="features">What was known on a day.</param>
    /// <param name="known">Histories of customers told by their purchases.</param>
    /// <param name="contracts">The way of the others; null without any.</param>
    /// <param name="training">The models of purchases.</param>
    /// <param name="scores">The values.</param>
    /// <param name="net">Net values; null without any.</param>
    /// <param name="options">How a value is defined now.</param>
    /// <param name="currency">The currency of the run.</param>
    public BridgeTable Run(
        DuckDbConnection engine, FeaturesStage features, CustomerHistories known, ContractPath? contracts, TrainingResult training, ScoreTable scores, NetTable? net, ValuationOptions options, string? currency)
    {
        var head = new BridgeRecord(From, _record.AsOf, _record.DefinitionId, _record.Chosen);
        try
        {
            _before.Verify();
        }
        catch (PerennialException e)
        {
            // This run is made from the source and does not need the damaged one.
            return new() { CustomerKey = [], Step = [], Amount = [], Record = head with { Why = $"The run before is damaged. {e.Message}" } };
        }

        SortedDictionary<int, double> then = Then(engine), now = Now(scores);
        if (Refusal(known.AsOf, currency, then.Count, now.Count) is { } why)
        {
            return new() { CustomerKey = [], Step = [], Amount = [], Record = head with { Why = why } };
        }

        (ValuationOptions Old, ValuationOptions New) definitions = (Definition(_before.Manifest.Options), options);
        CustomerHistories old = FeaturesStage.Kept(engine, _before.Table("features_histories"), _record.AsOf), revised = features.Histories(_record.AsOf);
        Dictionary<int, ContractAccount> oldAccounts = OldAccounts(engine), revisedAccounts = ByKey(contracts?.Accounts(_record.AsOf)), nowAccounts = ByKey(contracts?.Accounts(known.AsOf));
        HashSet<int> knownThen = [.. revised.CustomerKey, .. revisedAccounts.Keys, .. old.CustomerKey, .. oldAccounts.Keys];
        int[] all = [.. then.Keys.Union(now.Keys).Order()];
        HashSet<int> gained = [.. all.Where(key => !knownThen.Contains(key) && !then.ContainsKey(key))];
        var rescored = new List<IRescoring>();
        if (OldPurchases(features.Segments()) is { } oldModels && training is { Chosen: { } chosen, Spend: { } spend, ReadsGaps: false, Opportunity: null })
        {
            int[] keys = [.. all.Where(key => !gained.Contains(key) && !oldAccounts.ContainsKey(key) && !nowAccounts.ContainsKey(key))];
            rescored.Add(new PurchaseRescoring(keys, old, revised, known, oldModels, new(chosen, spend, training.Seasons, training.SpendLevels)));
        }

        if (OldContracts() is { } oldContracts && contracts?.Models is { } newContracts)
        {
            int[] keys =
            [
                .. all.Where(key => !gained.Contains(key) && (oldAccounts.ContainsKey(key) || nowAccounts.ContainsKey(key))
                    && (oldAccounts.ContainsKey(key) || !then.ContainsKey(key)) && (nowAccounts.ContainsKey(key) || !now.ContainsKey(key))),
            ];
            rescored.Add(new ContractRescoring(
                keys, oldAccounts, revisedAccounts, nowAccounts, Exchange(engine, revisedAccounts, known.AsOf), (_record.AsOf, known.AsOf), oldContracts, newContracts, (Heard(engine), contracts.Signalled),
                [definitions.Old, definitions.New]));
        }

        HashSet<int> lost = [.. nowAccounts.Values.Where(a => a.State == ContractState.Churned && revisedAccounts.TryGetValue(a.Key, out ContractAccount? was) && was.State != ContractState.Churned).Select(a => a.Key)];
        BridgeTable bridge = BridgeStage.Build(head, then, now, definitions, rescored, gained, lost);
        return Net(engine, net) is not { } ends
            ? bridge
            : new()
            {
                CustomerKey = bridge.CustomerKey,
                Step = bridge.Step,
                Amount = bridge.Amount,
                Record = bridge.Record with { Net = new(ends.Start, ends.End, ends.End - ends.Start - (bridge.Record.End - bridge.Record.Start)) },
            };
    }

    /// <summary>Gives what the run before said of tiers.</summary>
    /// <param name="engine">The engine session.</param>
    /// <param name="asOf">The as-of day of this run.</param>
    /// <param name="currency">Its currency.</param>
    public TierBefore Tiers(DuckDbConnection engine, DateOnly asOf, string? currency)
    {
        string? hindrance = LaterOrOther(asOf, currency);
        try
        {
            return new(
                From, _record.AsOf, _record.Tiers,
                hindrance is not null || _record.Tiers is null || !Has("scores_tiers")
                    ? new Dictionary<int, (int, double)>()
                    : engine.List($"SELECT customer_key, tier_no, ranked_by FROM {Source("scores_tiers")}", row => (Key: row.Int32(0), Tier: row.Int32(1) - 1, Value: row.Double(2)))
                        .ToDictionary(row => row.Key, row => (row.Tier, row.Value)),
                hindrance);
        }
        catch (DuckDbException e)
        {
            return new(From, _record.AsOf, null, new Dictionary<int, (int, double)>(), $"The run before is damaged: tiers start anew. {e.Message}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _before.Dispose();

    private string? LaterOrOther(DateOnly asOf, string? currency) =>
        asOf < _record.AsOf ? Text($"The run before knew everything up to {_record.AsOf:yyyy-MM-dd}, which is later than {asOf:yyyy-MM-dd}: tiers start anew.")
        : currency != _record.Currency ? Text($"The run before is in {_record.Currency ?? "no stated currency"}, this one in {currency ?? "no stated currency"}: tiers start anew.")
        : null;

    private string? Refusal(DateOnly asOf, string? currency, int then, int now) =>
        asOf < _record.AsOf ? Text($"The run before knew everything up to {_record.AsOf:yyyy-MM-dd}, which is later than {asOf:yyyy-MM-dd}: a bridge leads from the earlier day to the later.")
        : currency != _record.Currency ? $"The run before is in {_record.Currency ?? "no stated currency"}, this one in {currency ?? "no stated currency"}: state the same --currency to compare them."
        : then == 0 ? "The run before gave no values."
        : now == 0 ? "This run gives no values."
        : null;

    private SortedDictionary<int, double> Then(DuckDbConnection engine) => new(engine.List(
        $"SELECT customer_key, clv FROM {Source("scores")} WHERE clv IS NOT NULL", row => (Key: row.Int32(0), Value: row.Double(1))).ToDictionary(row => row.Key, row => row.Value));

    private static SortedDictionary<int, double> Now(ScoreTable scores) =>
        new(scores.CustomerKey.Index().Where(row => double.IsFinite(scores.Clv[row.Index])).ToDictionary(row => row.Item, row => scores.Clv[row.Index]));

    private string Source(string table) => $"read_parquet({DuckDbSql.Literal(_before.Table(table))})";

    private bool Has(string table) => _before.Manifest.Tables.Any(kept => kept.Name == table);

    private Dictionary<int, ContractAccount> OldAccounts(DuckDbConnection engine) =>
        Has("features_contract_accounts") ? ByKey(ContractFeatures.Kept(engine, _before.Table("features_contract_accounts"))) : [];

    private static Dictionary<int, ContractAccount> ByKey(IReadOnlyList<ContractAccount>? accounts) => (accounts ?? []).ToDictionary(account => account.Key);

    private PurchaseModels? OldPurchases(CustomerSegments? segments)
    {
        FittedModel? Named(string name) => _record.Models.FirstOrDefault(model => model.Name == name);
        TimeUnit unit = Enum.Parse<TimeUnit>(_before.Manifest.Options["unit"], ignoreCase: true);
        FittedModel? chosen = Named(_record.Chosen);
        return chosen is not null && TransactionFits.Restore(chosen, unit) is { } purchases && Named(GammaGammaFitter.Name)?.Parameters is { } p
            ? new(purchases, new GammaGammaModel(new(p["p"], p["q"], p["gamma"])), _record.Seasons?.Clock(), _record.SegmentSpend?.Levels(segments))
            : null;
    }

    private ContractModels? OldContracts()
    {
        if (_before.Document(ContractEvidence.Document) is not { } json)
        {
            return null;
        }

        ContractEvidence evidence = ContractEvidence.Read(json);
        return evidence.Fit() is { } law ? new(law, new MovementModel(evidence.Cells, evidence.Sizes, evidence.Returns), evidence.Refunds, evidence.Seed) : null;
    }

    private SignalledRisk? Heard(DuckDbConnection engine) => _record.Contracts?.Signalled is { } record && record.Chosen != SignalledRisk.LawAlone && Has("training_leaving")
        ? SignalledRisk.Heard(record, engine.List(
            $"SELECT customer_key, chance FROM {Source("training_leaving")} WHERE horizon_days = $days", row => (Key: row.Int32(0), Chance: row.Double(1)), new DuckDbParameter("days", record.HorizonDays))
            .ToDictionary(row => row.Key, row => row.Chance))
        : null;

    // What rates of exchange moved since, of what an account paid on the old day.
    private Dictionary<int, double> Exchange(DuckDbConnection engine, Dictionary<int, ContractAccount> revised, DateOnly asOf) => engine.List(
        "SELECT customer_key, CAST(sum(amount) AS DOUBLE) FROM ledger_listed_movements WHERE kind = 'currency' AND day > $from AND day <= $to GROUP BY customer_key ORDER BY customer_key",
        row => (Key: row.Int32(0), Amount: row.Double(1)), new("from", _record.AsOf), new("to", asOf))
        .Where(row => revised.TryGetValue(row.Key, out ContractAccount? account) && account is { Metered: false, Level: > 0 })
        .ToDictionary(row => row.Key, row => Math.Max(0, 1 + (row.Amount / revised[row.Key].Level)));

    private (decimal Start, decimal End)? Net(DuckDbConnection engine, NetTable? net) => net is null || !Has("scores_net")
        ? null
        : ((decimal)engine.Scalar<double>($"SELECT coalesce(sum(clv_net ORDER BY customer_key), 0) FROM {Source("scores_net")}"), (decimal)net.Own.Net.Where(double.IsFinite).Sum());

    private static ValuationOptions Definition(IReadOnlyDictionary<string, string> options) => new()
    {
        Horizon = Horizon.Parse(options["horizon"]),
        Discount = double.Parse(options["discount"], CultureInfo.InvariantCulture),
        Margin = options["margin"] == "none" ? null : double.Parse(options["margin"], CultureInfo.InvariantCulture),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
