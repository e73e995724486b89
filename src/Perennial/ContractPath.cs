using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Contracts;
using Perennial.Ingest.Tables;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Training;
using Perennial.Training.Contracts;
using Perennial.Training.Learned;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Contracts;

namespace Perennial;

/// <summary>The way of customers with subscriptions through the rooms: they are told by their contracts, not by their purchases.</summary>
internal sealed class ContractPath
{
    private readonly ContractFeatures _features;
    private readonly IReadOnlyList<ContractAccount> _accounts;
    private readonly DateOnly _asOf;
    private readonly ContractRefunds _refunds;
    private ContractTrainingResult? _training;
    private string? _refused;
    private ulong _seed;

    private ContractPath(ContractFeatures features, IReadOnlyList<ContractAccount> accounts, DateOnly asOf, ContractRefunds refunds)
    {
        _features = features;
        _accounts = accounts;
        _asOf = asOf;
        _refunds = refunds;
    }

    /// <summary>Gives what the values rest on; null where nothing is predicted.</summary>
    public ContractValues? Values { get; private set; }

    /// <summary>Gives how signals move the risk of the months just ahead; null where nothing was learned from them.</summary>
    public SignalledRisk? Signalled { get; private set; }

    /// <summary>Gives the keys of the customers who take this way.</summary>
    public IReadOnlyCollection<int> Keys => [.. _accounts.Select(account => account.Key)];

    /// <summary>Gives the models values rest on; null where nothing is predicted.</summary>
    public ContractModels? Models => _refused is null && _training is { Law: { } law, Moves: { } moves } ? new(law, moves, _refunds, _seed) : null;

    /// <summary>Gives what the lives of accounts are lived by; null where nothing is predicted.</summary>
    public ContractLives? Lives => _training is { Law: { } law, Moves: { } moves } && Values is not null ? new(_features, _accounts, law, moves, Signalled, _seed) : null;

    /// <summary>Gives what a reader of the values must know.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>Gives the law the values rest on, or none.</summary>
    public string Chosen => Values is null ? "none" : _training!.Law!.Name;

    /// <summary>Finds who takes it; null where nobody has paid for a subscription.</summary>
    public static ContractPath? Find(DuckDbConnection engine, CompanyTables? company, DateOnly asOf)
    {
        if (company?.Has("subscriptions") != true)
        {
            return null;
        }

        var features = new ContractFeatures(engine, asOf);
        IReadOnlyList<ContractAccount> accounts = features.First is null ? [] : features.Accounts(asOf);
        return accounts.Count == 0 ? null : new(features, accounts, asOf, features.Refunds(asOf));
    }

    /// <summary>Learns and values.</summary>
    /// <param name="training">How models are trained.</param>
    /// <param name="valuation">How a value is defined.</param>
    /// <param name="leaving">What the signals say of leaving; null where nothing was learned.</param>
    public void Run(TrainingOptions training, ValuationOptions valuation, LearnedScores? leaving)
    {
        _seed = training.Seed;
        _training = new ContractTraining(_features, training).Run(_asOf)!;
        Signalled = _training.Law is { } law && leaving is not null ? SignalledRisk.Decide(_features, law.Name, leaving, training.Seed) : null;
        Values = _training.Law is null ? null : ContractValuation.Run(_training, _accounts, _asOf, valuation, _refunds, Signalled, training.Seed);
        _refused = Values is null ? null : ContractTelling.Overgrown(Values);
        Values = _refused is null ? Values : null;
        Warnings = [.. _training.Warnings, .. Told(valuation)];
    }

    /// <summary>Gives the scores of everybody.</summary>
    public ScoreTable Merge(DuckDbConnection engine, ScoreTable purchases, CustomerHistories known, TrainingResult training) =>
        ContractScoring.Merge(engine, purchases, known, _accounts, Chosen, Values, training.Unit);

    /// <summary>Gives the accounts as known at the end of a day.</summary>
    public IReadOnlyList<ContractAccount> Accounts(DateOnly day) => day == _asOf ? _accounts : _features.Accounts(day);

    /// <summary>Keeps what a later run needs to ask these models again.</summary>
    public void Keep(DuckDbConnection engine, RunWriter run)
    {
        _features.Keep(_asOf);
        run.Table(engine, "features_contract_accounts", "features_contract_accounts", "customer_key", ordered: true);
        if (_refused is null && _training?.Law is { } law)
        {
            run.Document(ContractEvidence.Document, new ContractEvidence(law.Name, _seed, _training.Cells, _features.Sizes(_asOf), _features.Returns(_asOf), _refunds).ToJson());
        }
    }

    /// <summary>Gives the record.</summary>
    public ContractRecord Record() => ContractTelling.Of(_training!, _accounts, _features.Spells(_asOf), Values, _refunds.Kept) with { Signalled = Signalled?.Record };

    /// <summary>Says what the values can be used for.</summary>
    public string Use() => Values is null
        ? _refused ?? _training!.Because
        : _training!.Backtest is null
            ? "Values of customers with subscriptions are given, but were not tested on hidden months."
            : "Values of customers with subscriptions rest on their contracts, and were tested on hidden months.";

    /// <summary>Says who did best on the hidden months.</summary>
    public string Verdict()
    {
        if (_training!.Backtest is not { } test || _training.Law is not { } law)
        {
            return _training.Because;
        }

        ContractScore own = test.Scores.First(s => s.Model == law.Name);
        ContractScore rival = test.Scores.Where(s => ContractLaws.IsBaseline(s.Model) && s.Model != law.Name).MaxBy(s => s.LogScore)!;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Of accounts with subscriptions, over months it had not seen, {law.Name} expected {own.Retained[^1].Predicted * 100:0.0} % to stay and {own.Retained[^1].Actual * 100:0.0} % did (log score {own.LogScore:0.0000}; {rival.Model} {rival.LogScore:0.0000}); their revenue was predicted {Math.Abs(own.Bias) * 100:0.0} % {(own.Bias < 0 ? "low" : "high")}.");
    }

    private IEnumerable<string> Told(ValuationOptions valuation)
    {
        if (Values is null)
        {
            yield return _refused ?? _training!.Because;
            yield break;
        }

        if (valuation.Horizon.Days is null or > 7305)
        {
            yield return string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The lifetime of an account with a subscription is cut at twenty years; a mean of {Values.BeyondLifetime * 100:0.0} % are expected to be there still, and what they bring later is left out.");
        }

        if (_accounts.Any(account => account.Metered))
        {
            yield return "Customers billed by use under a subscription are taken to bring what they brought in the last twelve months for as long as they stay.";
        }
    }
}
