using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Features.Signals;
using Perennial.Identity;
using Perennial.Ingest;
using Perennial.Ingest.Quality;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Plausibility;
using Perennial.Reports;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Training;
using Perennial.Training.Learned;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Net;

namespace Perennial;

/// <summary>The main path in order: rows in, a value for every customer out.</summary>
public static class Pipeline
{
    /// <summary>The folder inside the out folder that holds runs, raw rows and the vault.</summary>
    public const string WorkspaceFolder = "workspace";

    /// <summary>Gives the version of the code, as runs record it.</summary>
    public static string Version { get; } = typeof(Pipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs every room in order and publishes the result.</summary>
    /// <param name="options">Everything the run depends on.</param>
    /// <param name="log">Hears how the run is getting on.</param>
    /// <param name="cancellation">Asks the run to stop; nothing is published then.</param>
    /// <returns>All that the run found; the files are in the out folder.</returns>
    /// <exception cref="PerennialException">The data, the options or the world refuse.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static RunRecord Run(RunOptions options, IRunLog log, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return Work(options, log, cancellation);
        }
        catch (DuckDbException e) when (e.Kind == DuckDbErrorKind.Interrupt && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run was cancelled.", e, cancellation);
        }
    }

    private static RunRecord Work(RunOptions options, IRunLog log, CancellationToken cancellation)
    {
        var clock = new StageClock();
        string folder = Path.Combine(options.Out, WorkspaceFolder);
        Workspace store = Workspace.Open(folder);
        using WorkspaceWriter workspace = store.Write("run");
        using var temporary = new TemporaryFolder(folder);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = options.Threads, TempFolder = temporary.Path });
        using DuckDbConnection engine = database.Connect();
        using CancellationTokenRegistration interruption = cancellation.Register(engine.Interrupt);

        // Rows come in.
        CompanyTables? company = options.Inputs is [var place] && CompanyStage.IsCompany(place) ? CompanyStage.Run(engine, place, options.Ingest, log, cancellation) : null;
        IngestResult ingest = company is null
            ? IngestStage.Run(engine, options.Inputs, options.Ingest, log, cancellation: cancellation)
            : CompanyStage.Sales(engine, company, options.Ingest);
        clock.Lap("ingest");

        // They become people, then money, then what was known on the as-of day.
        var rows = new WorkspaceRows(store, workspace);
        log.Stage("Identity", "rows become people");
        new IdentityStage(engine, rows, rows).Run();
        if (company is not null)
        {
            CompanyIdentity.Run(engine, DataContract.Company);
        }

        clock.Lap("identity");
        log.Stage("Ledger", "rows become money");
        new LedgerStage(engine).Run();
        RecurringStage? recurrence = company is null ? null : new(engine);
        long? withoutRate = recurrence?.Run(ingest.AsOf, options.Recurring, ingest.Currency);
        MarginAccount? margin = null;
        if (company is not null)
        {
            new CostStage(engine).Run(ingest.AsOf, ingest.Currency);
            margin = new MarginStage(engine).Run(ingest.AsOf, ingest.Currency, company.Rules ?? CompanyRules.None, options.Valuation.Margin);
        }

        clock.Lap("ledger");
        log.Stage("Features", "what was known on the as-of day");
        var features = new FeaturesStage(engine);
        CustomerHistories known = features.Run(ingest.AsOf);
        LeftCensoring leftCensoring = features.LeftCensoring(ingest.AsOf);
        SignalStage? signals = company is null ? null : new(engine);
        SignalFacts? signalFacts = signals?.Run(ingest.AsOf, options.Signals);
        clock.Lap("features");

        // Facts before models.
        log.Stage("Portfolio", "facts before models");
        using RunWriter run = workspace.Begin();
        using var aside = new Aside(database, cancellation);
        CustomerHistories everybody = known;

        // Models wait for none of these facts, nor for the tables to be kept: both are made meanwhile.
        Task<Facts> portfolio = aside.Do("portfolio", side => new PortfolioStage(side).Run(everybody, leftCensoring));
        Task<ManifestTable[]> kept = aside.Do("store", side => Keep(side, run, cancellation));
        DateOnly firstDay = new PortfolioStage(engine).FirstDay(ingest.AsOf);
        RecurringFacts? recurring = company?.Has("subscriptions") == true ? new RecurringPortfolio(engine).Run(ingest.AsOf, options.Recurring) with { WithoutRate = withoutRate ?? 0, Cohorts = new RecurringPortfolio(engine).Cohorts(ingest.AsOf), Presets = new PresetPortfolio(engine).Run(recurrence!, ingest.AsOf) } : null;
        CostFacts? costs = company?.Has("costs") == true ? new CostPortfolio(engine).Run() : null;
        clock.Lap("portfolio");
        cancellation.ThrowIfCancellationRequested();

        // Models are fitted, tested and applied; predictions become value. Who has a subscription is told by the contract, who has none by purchases.
        ContractPath? contracts = ContractPath.Find(engine, company, ingest.AsOf);
        LearnedRecord? learned = null;
        LearnedScores? leaving = null;
        if (signals is not null && company!.Has("subscriptions"))
        {
            var learning = new LearnedOptions { Seed = options.Training.Seed, Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount };
            (learned, leaving) = new LearnedStage(engine, signals, learning, log).Run(ingest.AsOf, (double)ingest.Rows.Quarantined / Math.Max(1, ingest.Rows.In), cancellation);
            leaving?.Keep(engine);
        }

        known = features.Without(known, contracts?.Keys ?? []);
        contracts?.Run(options.Training, options.Valuation, leaving);
        TrainingResult training = contracts is not null && known.Count == 0
            ? TrainingResult.Nobody(options.Training.Unit)
            : new TrainingStage(features, options.Training, log).Run(
                known, contracts is null ? firstDay : DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(known.FirstDay.Min()), ingest.HasAmounts, ingest.Currency, cancellation);
        known = training.Opportunity is { } opportunity ? known.With(features.Opportunities.Keep(ingest.AsOf, opportunity)) : known;
        known = training.ReadsGaps ? known.With(features.LogGapsInDays(ingest.AsOf)) : known;
        clock.Lap("training");
        log.Stage("Scoring", "the model meets every customer");
        Usability usability = Usability.Judge(known.Count, known.Frequency.Count(x => x > 0), training.Chosen is not null, training.Holdout);
        Predictions? predictions = training.Chosen is { } model ? ScoringStage.Run(model, known, options.Valuation.Horizon) : null;
        clock.Lap("scoring");
        log.Stage("Valuation", "predictions become money");
        Task<EquityRecord?> together = Task.Run(
            () => (usability.Level == UsabilityLevel.Facts || predictions is null) && contracts?.Values is null
                ? null
                : EquityStage.Run(known, training, options.Valuation, options.Training.Seed, contracts?.Values),
            cancellation);
        ScoreTable scores = ValuationStage.Run(engine, known, training, predictions, usability, options.Valuation, known.FirstSeenBy(leftCensoring.BurnInEnds));
        scores = contracts?.Merge(engine, scores, everybody, training) ?? scores;
        NetTable? net = margin is { SaysAnything: true } ? NetStage.Run(engine, known, training, scores, options.Valuation, company!.Rules ?? CompanyRules.None, contracts?.Values) : null;
        AcquisitionFacts? acquisition = net is not null && company!.Has("marketing_spend")
            ? new AcquisitionPortfolio(engine).Run(ingest.AsOf, ingest.Currency, company.Rules ?? CompanyRules.None, scores.CustomerKey, net, options.Training.Seed)
            : null;
        Facts facts = portfolio.GetAwaiter().GetResult();
        IReadOnlyList<PlausibilityFinding>? plausibility = company is null ? null : Plausible.Of(facts, margin, net?.Record, acquisition, recurring, options.Valuation);
        SortedDictionary<string, string> asked = new(RunIds.Options(options, company?.Rules).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        using BridgePath? before = BridgePath.Find(store, ingest.Inputs.Select(input => input.Sha256), asked, Version);
        BridgeTable? bridge = before?.Run(engine, features, known, contracts, training, scores, net, options.Valuation, ingest.Currency);
        if (before is not null)
        {
            asked[BridgePath.Option] = before.From;
        }

        EquityRecord? equity = together.GetAwaiter().GetResult();
        clock.Lap("valuation");
        cancellation.ThrowIfCancellationRequested();

        // The result is told, kept and published.
        var found = new RunRecord
        {
            RunId = RunIds.Of(ingest.Inputs, asked, Version, ingest.AsOf),
            Version = Version,
            Rows = ingest.Rows,
            Inputs = ingest.Inputs,
            Mapping = ingest.Mapping,
            Quality = leftCensoring.Restate(ingest.Quality, facts.LeftCensored),
            ControlTotal = ingest.ControlTotal,
            Facts = facts,
            Company = company,
            Recurring = recurring,
            Costs = costs,
            Signals = signalFacts,
            Margin = margin is { SaysAnything: true } ? margin : null,
            Learned = learned,
            Net = net?.Record,
            Acquisition = acquisition,
            Plausibility = plausibility,
            Models = training.Models,
            Candidates = training.Candidates,
            Chosen = contracts is not null && known.Count == 0 ? contracts.Chosen : training.Chosen is null || usability.Level == UsabilityLevel.Facts ? "none" : training.Chosen.Name,
            Contracts = contracts?.Record(),
            Usability = Cautions.Use(ingest, known.Count > 0 || contracts is null ? usability.Sentence : null, contracts?.Use()),
            Holdout = training.Holdout,
            NoHoldout = contracts is not null && known.Count == 0 ? contracts.Verdict() : training.NoHoldout,
            Equity = equity,
            Bridge = bridge?.Record,
            DefinitionId = options.Valuation.DefinitionId,
            AsOf = ingest.AsOf,
            Horizon = options.Valuation.Horizon.ToString(),
            Currency = ingest.Currency,
            Warnings = [.. Cautions.Of(ingest, facts, training, options.Valuation, leftCensoring, usability, contracts?.Warnings, margin is { KnowsCost: true } && net is not null), .. Plausible.Cautions(margin, acquisition, plausibility ?? [])],
            Options = asked,
            Seed = options.Training.Seed,
            Timings = clock.With(aside.Seconds),
        };
        using ExportSet exports = workspace.Exports();
        ReportStage.Write(engine, found, scores, exports, new ReportOptions { Xlsx = options.Xlsx }, log, net, bridge);
        clock.Lap("reports");
        _ = kept.GetAwaiter().GetResult();
        Keep(engine, run, everybody, company is not null, cancellation);
        contracts?.Keep(engine, run);
        if (net is not null)
        {
            run.Table(engine, "scores_net", SqlFile.Of("Reports", "41_kept_net").Statements[0], "customer_key", cancellation: cancellation);
        }

        if (bridge?.Record.Why is null && bridge is not null)
        {
            run.Table(engine, "valuation_bridge", SqlFile.Of("Reports", "42_kept_bridge").Statements[0], "customer_key, step", cancellation: cancellation);
        }

        if (learned?.Churn.Count > 0)
        {
            run.Table(engine, "training_leaving", "training_leaving", "customer_key, horizon_days", cancellation: cancellation);
            run.Table(engine, "training_drivers", "training_drivers", "customer_key, place", cancellation: cancellation);
        }

        if (learned?.Value is not null)
        {
            run.Table(engine, "training_value", "training_value", "customer_key", cancellation: cancellation);
            run.Table(engine, "training_value_shares", "training_value_shares", "customer_key, family", cancellation: cancellation);
        }

        clock.Lap("store");
        RunRecord record = found with { Timings = clock.With(aside.Seconds) };
        ReportStage.WriteRecord(exports, record);
        Publish(run, record, rows.RawHash!, exports);
        return record;
    }

    /// <summary>Keeps what later questions need: explain, comparisons, readers. First what is known before any model.</summary>
    private static ManifestTable[] Keep(DuckDbConnection engine, RunWriter run, CancellationToken cancellation) =>
    [
        run.Table(engine, "ledger_days", "ledger_days", "customer_key, day", ordered: true, cancellation),
        run.Table(engine, "features_histories", "features_histories", "customer_key", ordered: true, cancellation),
    ];

    private static void Keep(DuckDbConnection engine, RunWriter run, CustomerHistories known, bool company, CancellationToken cancellation)
    {
        if (known.Opportunities is not null)
        {
            run.Table(engine, "features_opportunities", "features_opportunities", "customer_key", ordered: true, cancellation);
        }

        if (company)
        {
            run.Table(engine, "features_signals", "features_signals", "customer_key", ordered: true, cancellation);
            run.Table(engine, "features_signals_relative", "features_signals_relative", "customer_key", ordered: true, cancellation);
        }

        run.Table(engine, "scores", SqlFile.Of("Reports", "40_kept_scores").Statements[0], "customer_key", cancellation: cancellation);
    }

    /// <summary>Moves the pointer and places the exports: only now the run exists for others.</summary>
    private static void Publish(RunWriter run, RunRecord record, string rawHash, ExportSet exports)
    {
        using var told = new MemoryStream();
        RunJson.Write(told, record.WithoutExamples());
        run.Document("run.json", told.ToArray());
        run.Publish(new Manifest
        {
            RunId = record.RunId,
            CodeVersion = record.Version,
            Seed = record.Seed,
            AsOf = record.AsOf,
            Options = record.Options,
            Inputs = [.. record.Inputs.Select(input => new ManifestInput(input.Path, input.Sha256, input.Rows))],
            Raw = [rawHash],
        }, exports);
    }

    /// <summary>Seconds by stage. What was done aside counts where it belongs, so that stages add up to more than the whole took.</summary>
    private sealed class StageClock
    {
        private readonly Dictionary<string, double> _seconds = new(StringComparer.Ordinal);
        private long _last = Stopwatch.GetTimestamp();

        public Dictionary<string, double> With(IReadOnlyDictionary<string, double> aside) =>
            _seconds.ToDictionary(stage => stage.Key, stage => Math.Round(stage.Value + aside.GetValueOrDefault(stage.Key), 3), StringComparer.Ordinal);

        public void Lap(string stage)
        {
            long now = Stopwatch.GetTimestamp();
            _seconds[stage] = Stopwatch.GetElapsedTime(_last, now).TotalSeconds;
            _last = now;
        }
    }

    /// <summary>Where the engine spills what does not fit in memory; gone with the run.</summary>
    private sealed class TemporaryFolder : IDisposable
    {
        public TemporaryFolder(string workspace)
        {
            Path = System.IO.Path.Combine(workspace, string.Create(CultureInfo.InvariantCulture, $".partial-spill-{Environment.ProcessId}"));
            Directory.CreateDirectory(Path);
        }

        public string Path { get; }

        public void Dispose()
        {
            if (Directory.Exists(Path))
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }
}
