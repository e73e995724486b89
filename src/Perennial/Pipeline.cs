using System.Reflection;
using Perennial.Decisions.Plans;
using Perennial.DuckDb;
using Perennial.Features;
using Perennial.Identity;
using Perennial.Ingest;
using Perennial.Ingest.Quality;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Books;
using Perennial.Portfolio.Concentrations;
using Perennial.Portfolio.Groups;
using Perennial.Portfolio.Segments;
using Perennial.Portfolio.Tiers;
using Perennial.Portfolio.Trajectories;
using Perennial.Reports;
using Perennial.Reports.Roles;
using Perennial.Scoring;
using Perennial.Store;
using Perennial.Training;
using Perennial.Training.Learned;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Contracts;

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
        PlanFile? plan = CompanyStage.IsCompany(options.Inputs[0]) ? PlanPath.Find(options.Inputs) : null;
        var company = CompanyPath.Find(engine, options, log, cancellation);
        IngestResult ingest = company?.Sales() ?? IngestStage.Run(engine, options.Inputs, options.Ingest, log, cancellation: cancellation);
        clock.Lap("ingest");

        // They become people, then money, then what was known on the as-of day.
        var rows = new WorkspaceRows(store, workspace);
        log.Stage("Identity", "rows become people");
        new IdentityStage(engine, rows, rows).Run();
        company?.Identify();
        clock.Lap("identity");
        log.Stage("Ledger", "rows become money");
        new LedgerStage(engine).Run();
        company?.Book();
        clock.Lap("ledger");
        log.Stage("Features", "what was known on the as-of day");
        var features = new FeaturesStage(engine);
        CustomerHistories known = features.Run(ingest.AsOf);
        LeftCensoring leftCensoring = features.LeftCensoring(ingest.AsOf);
        company?.Know();
        clock.Lap("features");

        // Facts before models.
        log.Stage("Portfolio", "facts before models");
        using RunWriter run = workspace.Begin();
        using var aside = new Aside(database, cancellation);
        CustomerHistories everybody = known;

        // Models wait for none of these facts, nor for the tables to be kept: both are made meanwhile.
        Task<Facts> portfolio = aside.Do("portfolio", side => new PortfolioStage(side).Run(everybody, leftCensoring));
        Task<ConcentrationLedger> largest = aside.Do("portfolio", side => ConcentrationLedger.Of(side, ingest.AsOf, company?.Margin is not null));
        Task<ManifestTable[]> kept = aside.Do("store", side => Keep(side, run, cancellation));
        DateOnly firstDay = new PortfolioStage(engine).FirstDay(ingest.AsOf);
        company?.Gather();
        clock.Lap("portfolio");
        cancellation.ThrowIfCancellationRequested();

        // Models are fitted, tested and applied; predictions become value. Who has a subscription is told by the contract, who has none by purchases.
        ContractPath? contracts = ContractPath.Find(engine, company?.Tables, ingest.AsOf);
        LearnedScores? leaving = company?.Learn(cancellation);
        known = features.Without(known, contracts?.Keys ?? []);
        contracts?.Run(options.Training, options.Valuation, leaving);
        TrainingResult training = contracts is not null && known.Count == 0
            ? TrainingResult.Nobody(options.Training.Unit)
            : new TrainingStage(features, options.Training, log).Run(
                known, contracts is null ? firstDay : DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(known.FirstDay.Min()), ingest.HasAmounts, ingest.Currency, cancellation);
        known = training.Opportunity is { } opportunity ? known.With(features.Opportunities.Keep(ingest.AsOf, opportunity)) : known;
        known = known.With(training.Seasons).With(training.SpendLevels);
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
        company?.Value(known, training, scores, contracts);
        TrajectoryTable trajectories = new TrajectoryPortfolio(engine, ingest.AsOf, company?.Rules.Trajectories ?? TrajectoryRules.Default)
            .Run(scores, new(features, known, training), contracts?.Lives, leaving?.Earlier, company is not null);
        Facts facts = portfolio.GetAwaiter().GetResult();
        company?.Challenge(facts);
        SortedDictionary<string, string> asked = new(RunIds.Options(options, company?.Tables.Rules).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        if (company?.Decide(scores, trajectories, store) is { } followed)
        {
            asked[StancesBefore.Option] = followed;
        }

        if (plan is not null)
        {
            asked[PlanPath.Option] = ContentHash.OfFile(plan.Path);
        }

        using BridgePath? before = BridgePath.Find(store, ingest.Inputs.Select(input => input.Sha256), asked, Version);
        BridgeTable? bridge = before?.Run(engine, features, known, contracts, training, scores, company?.Net, options.Valuation, ingest.Currency);
        TierBefore? tiersBefore = before?.Tiers(engine, ingest.AsOf, ingest.Currency);
        TierTable? tiers = TierPortfolio.Of(scores, company?.Net, company?.Rules.Tiers ?? TierRule.Default, options.Valuation.DefinitionId, tiersBefore);
        TierHistoryRecord? tierHistory = tiers is null ? null : new TierHistory(engine, tiers, scores.CustomerKey, ingest.AsOf).Find(company?.Recurring?.Preset, company?.Costs is not null, tiersBefore);
        SegmentTable? segments = tiers is null
            ? null
            : SegmentPortfolio.Of(scores, tiers, trajectories, company?.Rules.Segments, company is null ? [] : SegmentPortfolio.Traits(engine), company?.Today);
        if (before is not null)
        {
            asked[BridgePath.Option] = before.From;
        }

        EquityRecord? equity = together.GetAwaiter().GetResult();
        ConcentrationRecord? concentration = new ConcentrationPortfolio(scores, company?.Net, options.Valuation.DefinitionId, options.Valuation.Horizon).Find(
            largest.GetAwaiter().GetResult(), company is null ? SharedTraits.None : SharedTraits.Read(engine), company is null ? new Dictionary<int, (double, double)>() : ConcentrationPortfolio.Terms(engine),
            company?.Rules.Concentration ?? ConcentrationRule.Default, options.Training.Seed);
        var grouped = new ValueGroups(engine, scores, company?.Net, equity, ingest.AsOf);
        IReadOnlyList<ValueGroup> groups = grouped.Groups(company is not null);
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
            Company = company?.Tables,
            Recurring = company?.Recurring,
            Costs = company?.Costs,
            Signals = company?.Signals,
            Margin = company?.Margin,
            Learned = company?.Learned,
            Net = company?.Net?.Record,
            Acquisition = company?.Acquisition,
            Scorecard = company?.Scorecard?.Record,
            Tiers = tiers?.Record,
            TierHistory = tierHistory,
            Concentration = concentration is null ? null : concentration with { Groups = GroupConcentration.Of(groups) },
            Trajectories = trajectories.Record,
            Stances = company?.Stances?.Facts,
            Segments = segments?.Record,
            Factors = company?.Factors?.Record,
            Gaming = company?.Gaming,
            Plausibility = company?.Plausibility,
            Models = training.Models,
            Seasons = training.SeasonsFound,
            SegmentSpend = training.SegmentSpend,
            Candidates = training.Candidates,
            Chosen = contracts is not null && known.Count == 0 ? contracts.Chosen : training.Chosen is null || usability.Level == UsabilityLevel.Facts ? "none" : training.Chosen.Name,
            Contracts = contracts?.Record(),
            Usability = Cautions.Use(ingest, known.Count > 0 || contracts is null ? usability.Sentence : null, contracts?.Use()),
            Holdout = training.Holdout,
            NoHoldout = contracts is not null && known.Count == 0 ? contracts.Verdict() : training.NoHoldout,
            Equity = equity,
            Groups = groups,
            Areas = company?.Areas,
            Families = company is null ? null : grouped.Families(),
            Sensitivity = contracts?.Values is { } values ? ContractSensitivity.Of(values, options.Valuation.Discount, scores, company?.Net) : null,
            Applicability = Applicable.Of(facts, company?.Recurring, company?.Margin, company?.Acquisition, options.Valuation.Margin),
            Bridge = bridge?.Record,
            DefinitionId = options.Valuation.DefinitionId,
            AsOf = ingest.AsOf,
            Horizon = options.Valuation.Horizon.ToString(),
            Currency = ingest.Currency,
            Warnings = [.. Cautions.Of(ingest, facts, training, options.Valuation, leftCensoring, usability, contracts?.Warnings, company is { Margin.KnowsCost: true, Net: not null }), .. company?.Cautions() ?? []],
            Options = asked,
            Seed = options.Training.Seed,
            Timings = clock.With(aside.Seconds),
        };
        found = plan is null ? found : found with { Plan = PlanPath.Track(plan, before?.Record is { } earlier ? [earlier, found] : [found]) };
        ReportOptions told = new() { Xlsx = options.Xlsx, Roles = options.Roles ?? (company is null ? [] : ReportRoles.All), Label = options.Label };
        RunTables tables = new()
        {
            Net = company?.Net,
            Bridge = bridge,
            Card = company?.Scorecard,
            Factors = company?.Factors,
            Tiers = tiers,
            Trajectories = trajectories,
            Segments = segments,
            Book = told.Roles.Count == 0 || trajectories is null ? null : AccountBook.Of(engine, scores, company?.Net, trajectories, company?.Stances, company is not null, ingest.AsOf),
        };
        using ExportSet exports = workspace.Exports();
        ReportStage.Write(engine, found, scores, exports, told, log, tables);
        clock.Lap("reports");
        _ = kept.GetAwaiter().GetResult();
        if (everybody.Opportunities is not null)
        {
            run.Table(engine, "features_opportunities", "features_opportunities", "customer_key", ordered: true, cancellation);
        }

        company?.Keep(run, cancellation);
        run.Table(engine, "scores", SqlFile.Of("Reports", "40_kept_scores").Statements[0], "customer_key", cancellation: cancellation);
        contracts?.Keep(engine, run);
        if (tiers is not null)
        {
            run.Table(engine, "scores_tiers", SqlFile.Of("Reports", "43_kept_tiers").Statements[0], "customer_key", cancellation: cancellation);
        }

        if (bridge is { Record.Why: null })
        {
            run.Table(engine, "valuation_bridge", SqlFile.Of("Reports", "42_kept_bridge").Statements[0], "customer_key, step", cancellation: cancellation);
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
}
