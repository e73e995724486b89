using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Signals;
using Perennial.Identity;
using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Areas;
using Perennial.Portfolio.Gaming;
using Perennial.Portfolio.Plausibility;
using Perennial.Portfolio.Scorecards;
using Perennial.Portfolio.Stances;
using Perennial.Portfolio.Trajectories;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Training;
using Perennial.Training.Learned;
using Perennial.Valuation.Net;

namespace Perennial;

/// <summary>The way of a company's tables through the rooms, beside that of its sales: recurring revenue, costs, margin, signals, and what follows from them.</summary>
internal sealed class CompanyPath
{
    private readonly DuckDbConnection _engine;
    private readonly RunOptions _options;
    private readonly IRunLog _log;
    private IngestResult _ingest = null!;
    private RecurringStage _recurrence = null!;
    private SignalStage _signals = null!;
    private MarginAccount _margin = null!;
    private long? _withoutRate;
    private LearnedScores? _leaving;
    private SignalColumns _now = null!;

    private CompanyPath(DuckDbConnection engine, RunOptions options, IRunLog log, CompanyTables tables)
    {
        _engine = engine;
        _options = options;
        _log = log;
        Tables = tables;
    }

    /// <summary>Gives the tables that came in.</summary>
    public CompanyTables Tables { get; }

    /// <summary>Gives the rules of company.yaml.</summary>
    public CompanyRules Rules => Tables.Rules ?? CompanyRules.None;

    /// <summary>Gives what the ledger says of margin; null where it says nothing.</summary>
    public MarginAccount? Margin => _margin is { SaysAnything: true } ? _margin : null;

    /// <summary>Gives what is known of each customer, in short.</summary>
    public SignalFacts? Signals { get; private set; }

    /// <summary>Gives recurring revenue; null without subscriptions.</summary>
    public RecurringFacts? Recurring { get; private set; }

    /// <summary>Gives what serving customers costs; null without costs.</summary>
    public CostFacts? Costs { get; private set; }

    /// <summary>Gives what was learned from signals; null without subscriptions.</summary>
    public LearnedRecord? Learned { get; private set; }

    /// <summary>Gives net values; null where nothing is known of costs.</summary>
    public NetTable? Net { get; private set; }

    /// <summary>Gives what customers cost to win; null where that or their value is not known.</summary>
    public AcquisitionFacts? Acquisition { get; private set; }

    /// <summary>Gives the scorecard.</summary>
    public ScorecardTable? Scorecard { get; private set; }

    /// <summary>Gives the stances.</summary>
    public StanceTable? Stances { get; private set; }

    /// <summary>Gives the six weighted factors.</summary>
    public FactorTable? Factors { get; private set; }

    /// <summary>Gives signals of the as-of day.</summary>
    public SignalColumns Today => _now;

    /// <summary>Gives customers whose figures look better than they are; null where nothing tells.</summary>
    public GamingFacts? Gaming { get; private set; }

    /// <summary>Gives what does not look right.</summary>
    public IReadOnlyList<PlausibilityFinding> Plausibility { get; private set; } = [];

    /// <summary>Gives what a plan can be held against.</summary>
    public AreaFacts? Areas { get; private set; }

    private bool Subscribes => Tables.Has("subscriptions");

    /// <summary>Lets the tables of a folder in; null where the input is a log of purchases.</summary>
    public static CompanyPath? Find(DuckDbConnection engine, RunOptions options, IRunLog log, CancellationToken cancellation) =>
        options.Inputs is [var place] && CompanyStage.IsCompany(place) ? new(engine, options, log, CompanyStage.Run(engine, place, options.Ingest, log, cancellation)) : null;

    /// <summary>Gives what was sold.</summary>
    public IngestResult Sales() => _ingest = CompanyStage.Sales(_engine, Tables, _options.Ingest);

    /// <summary>Gives rows of all tables their customer.</summary>
    public void Identify() => CompanyIdentity.Run(_engine, DataContract.Company);

    /// <summary>Books recurring revenue, costs and margin.</summary>
    public void Book()
    {
        _withoutRate = (_recurrence = new(_engine)).Run(_ingest.AsOf, _options.Recurring, _ingest.Currency);
        new CostStage(_engine).Run(_ingest.AsOf, _ingest.Currency);
        _margin = new MarginStage(_engine).Run(_ingest.AsOf, _ingest.Currency, Rules, _options.Valuation.Margin);
    }

    /// <summary>Gathers signals as known on days.</summary>
    public void Know() => Signals = (_signals = new(_engine)).Run(_ingest.AsOf, _options.Signals);

    /// <summary>Gathers facts.</summary>
    public void Gather()
    {
        if (Subscribes)
        {
            var portfolio = new RecurringPortfolio(_engine);
            Recurring = portfolio.Run(_ingest.AsOf, _options.Recurring) with
            {
                WithoutRate = _withoutRate ?? 0,
                Cohorts = portfolio.Cohorts(_ingest.AsOf),
                Presets = new PresetPortfolio(_engine).Run(_recurrence, _ingest.AsOf),
            };
        }

        Gaming = new GamingPortfolio(_engine).Run(_ingest.AsOf, Tables.Has("usage"));
        Areas = new AreaPortfolio(_engine).Run(_ingest.AsOf, Subscribes ? _options.Recurring : null);
        Costs = Tables.Has("costs") ? new CostPortfolio(_engine).Run() : null;
    }

    /// <summary>Learns what goes with leaving.</summary>
    /// <returns>Chances of leaving; null where nothing was learned.</returns>
    public LearnedScores? Learn(CancellationToken cancellation)
    {
        if (!Subscribes)
        {
            return null;
        }

        var learning = new LearnedOptions { Seed = _options.Training.Seed, Threads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount };
        (Learned, LearnedScores? leaving) = new LearnedStage(_engine, _signals, learning, _log).Run(_ingest.AsOf, (double)_ingest.Rows.Quarantined / Math.Max(1, _ingest.Rows.In), cancellation);
        leaving?.Keep(_engine);
        return _leaving = leaving;
    }

    /// <summary>Takes costs off values, holds values against what customers cost to win, and makes the scorecard.</summary>
    public void Value(CustomerHistories known, TrainingResult training, ScoreTable scores, ContractPath? contracts)
    {
        Net = Margin is null ? null : NetStage.Run(_engine, known, training, scores, _options.Valuation, Rules, contracts?.Values);
        Acquisition = Net is { } net && Tables.Has("marketing_spend")
            ? new AcquisitionPortfolio(_engine).Run(_ingest.AsOf, _ingest.Currency, Rules, scores.CustomerKey, net, _options.Training.Seed)
            : null;
        Areas = Areas! with { Measures = [.. Areas.Measures, .. new AreaPortfolio(_engine).Values(_ingest.AsOf, scores, Net)] };
        _now = _signals.AsOf();
        Scorecard = ScorecardPortfolio.Of(scores, Net, _now, Rules.ScorecardWeights);
        Factors = FactorScorecard.Of(
            scores.CustomerKey, scores.CustomerId, _now, Rules.FactorWeights, FactorScorecard.Importance(_signals.Panel(), _signals.Outcomes(FactorScorecard.ImportanceDays)));
    }

    /// <summary>Decides stances, and follows those that people decided otherwise in an earlier run.</summary>
    /// <returns>The run decisions are followed from; null where there is none.</returns>
    public string? Decide(ScoreTable scores, TrajectoryTable trajectories, Workspace store)
    {
        StanceTable decided = new StancePortfolio(_engine, _ingest.AsOf, new StanceThresholds(Rules.Stances, Rules.EnterpriseSegments))
            .Run(scores, Net, _now, trajectories, _leaving?.Earlier, Tables.Has("tickets"), Recurring, Acquisition);
        (string? from, IReadOnlyList<OverrideAccuracy> accuracy) = StancesBefore.Follow(_engine, store, _ingest.AsOf, decided.Customers.Select(one => one.CustomerKey).ToHashSet());
        Stances = decided with { Facts = decided.Facts with { Accuracy = accuracy } };
        return from;
    }

    /// <summary>Challenges the results.</summary>
    public void Challenge(Facts facts) => Plausibility = Plausible.Of(facts, _margin, Net?.Record, Acquisition, Recurring, _options.Valuation);

    /// <summary>Gives what a reader of net values must know.</summary>
    public IEnumerable<string> Cautions() => Plausible.Cautions(_margin, Acquisition, Plausibility);

    /// <summary>Keeps what later questions need.</summary>
    public void Keep(RunWriter run, CancellationToken cancellation)
    {
        void Table(string name, string keys, bool ordered = false) => run.Table(_engine, name, name, keys, ordered, cancellation);

        Table("features_signals", "customer_key", ordered: true);
        Table("features_signals_relative", "customer_key", ordered: true);
        run.Table(_engine, "portfolio_stances", "SELECT * EXCLUDE (override_reason, override_owner) FROM portfolio_stances", "customer_key", cancellation: cancellation);
        Table("portfolio_stance_tests", "customer_key, rule, place");
        if (Net is not null)
        {
            run.Table(_engine, "scores_net", SqlFile.Of("Reports", "41_kept_net").Statements[0], "customer_key", cancellation: cancellation);
        }

        if (Learned?.Churn.Count > 0)
        {
            Table("training_leaving", "customer_key, horizon_days");
            Table("training_drivers", "customer_key, place");
        }

        if (Learned?.Value is not null)
        {
            Table("training_value", "customer_key");
            Table("training_value_shares", "customer_key, family");
        }
    }
}
