using System.Text.Json.Serialization;
using Perennial.Decisions.Plans;
using Perennial.Features.Signals;
using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Ledger;
using Perennial.Portfolio;
using Perennial.Portfolio.Acquiring;
using Perennial.Portfolio.Areas;
using Perennial.Portfolio.Groups;
using Perennial.Portfolio.Gaming;
using Perennial.Portfolio.Plausibility;
using Perennial.Training;
using Perennial.Training.Learned;
using Perennial.Training.Seasons;
using Perennial.Valuation;
using Perennial.Valuation.Bridges;
using Perennial.Valuation.Contracts;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>All that a run found, in one object: run.json is this record, and the report shows nothing that is not in it or in the scores.</summary>
public sealed record RunRecord
{
    /// <summary>Gives the version of this schema.</summary>
    public string Schema { get; init; } = "1.0.0";

    /// <summary>Gives the run's id: a hash of inputs, options, code version and seed.</summary>
    public required string RunId { get; init; }
    public required string Version { get; init; }
    public required RowAccount Rows { get; init; }
    public required IReadOnlyList<InputFile> Inputs { get; init; }
    public required ColumnMapping Mapping { get; init; }
    public required IReadOnlyList<QualityFinding> Quality { get; init; }
    public IReadOnlyList<ControlTotalMonth> ControlTotal { get; init; } = [];
    public required Facts Facts { get; init; }

    /// <summary>Gives the tables of a company; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompanyTables? Company { get; init; }

    /// <summary>Gives what was found about the signals of a company's customers; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SignalFacts? Signals { get; init; }

    /// <summary>Gives recurring revenue; null where there are no subscriptions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecurringFacts? Recurring { get; init; }

    /// <summary>Gives what serving customers cost; null where nothing was booked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CostFacts? Costs { get; init; }

    /// <summary>Gives the way from gross revenue to net; null where nothing is known of what revenue costs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MarginAccount? Margin { get; init; }

    /// <summary>Gives what goes with leaving, learned from earlier days; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearnedRecord? Learned { get; init; }

    /// <summary>Gives gross and net values of all customers; null where nothing is known of costs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NetRecord? Net { get; init; }

    /// <summary>Gives what customers cost to win and what they are worth; null where nothing was spent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AcquisitionFacts? Acquisition { get; init; }

    /// <summary>Gives the scorecard in short; null without a company's tables.</summary>
    public Portfolio.Scorecards.ScorecardRecord? Scorecard { get; init; }

    /// <summary>Gives tiers of value in short; null where nothing is said of values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Tiers.TierRecord? Tiers { get; init; }
    /// <summary>Gives where customers go; null where an earlier version made the run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Trajectories.TrajectoryRecord? Trajectories { get; init; }

    /// <summary>Gives what tiers kept, brought and cost, and whether the company grows healthier; null without tiers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Tiers.TierHistoryRecord? TierHistory { get; init; }

    /// <summary>Gives how much rests on how few customers; null where nothing is above zero.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Concentrations.ConcentrationRecord? Concentration { get; init; }

    /// <summary>Gives the stances of customers in short; null without a company's tables.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Stances.StanceFacts? Stances { get; init; }

    /// <summary>Gives segments of value and direction, and what tells them apart; null where nothing is said of values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Segments.SegmentRecord? Segments { get; init; }

    /// <summary>Gives the six weighted factors in short; null without a company's tables.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Portfolio.Scorecards.FactorRecord? Factors { get; init; }

    /// <summary>Gives customers whose figures look better than they are; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GamingFacts? Gaming { get; init; }

    /// <summary>Gives what contracts say of customers with subscriptions; null where nobody has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContractRecord? Contracts { get; init; }

    /// <summary>Gives what does not look right of the run's own results; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PlausibilityFinding>? Plausibility { get; init; }
    public required IReadOnlyList<FittedModel> Models { get; init; }

    /// <summary>Gives what was found of seasons; null where none were looked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeasonRecord? Seasons { get; init; }

    /// <summary>Gives what was found of levels of spend by segment; null where there is no money.</summary>
    public SegmentSpendRecord? SegmentSpend { get; init; }

    /// <summary>Gives every model of purchases there is: whether it was tried, and why.</summary>
    public IReadOnlyList<CandidateModel> Candidates { get; init; } = [];

    /// <summary>Gives the model whose values are in the scores, or "none" where the data are too few.</summary>
    public required string Chosen { get; init; }

    /// <summary>Gives why the value of all customers moved since the run before; null where there is none in the workspace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BridgeRecord? Bridge { get; init; }

    /// <summary>Gives an honest sentence on what the values can be used for: individuals, segments, or nothing yet.</summary>
    public required string Usability { get; init; }
    public HoldoutRecord? Holdout { get; init; }

    /// <summary>Gives why there is no holdout, where there is none.</summary>
    public string? NoHoldout { get; init; }
    public EquityRecord? Equity { get; init; }

    /// <summary>Gives what groups of customers are worth, by dimension.</summary>
    public IReadOnlyList<ValueGroup> Groups { get; init; } = [];

    /// <summary>Gives how the value of accounts with subscriptions moves with what it assumes; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContractSensitivity? Sensitivity { get; init; }

    /// <summary>Gives whether a lifetime value is the right figure here, rule by rule.</summary>
    public IReadOnlyList<ApplicabilityRule> Applicability { get; init; } = [];

    /// <summary>Gives what a plan can be held against; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AreaFacts? Areas { get; init; }

    /// <summary>Gives the plan beside the company's tables, held against this run; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanRecord? Plan { get; init; }

    /// <summary>Gives accounts that belong together; null where one log came in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AccountFamily>? Families { get; init; }
    public required string DefinitionId { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string Horizon { get; init; }
    public string? Currency { get; init; }

    /// <summary>Gives sentences on what a reader must know: correlated spend, extrapolation, burn-in, heavy tails.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
    public required IReadOnlyDictionary<string, string> Options { get; init; }
    public required ulong Seed { get; init; }

    /// <summary>Gives seconds by stage, in order.</summary>
    public required IReadOnlyDictionary<string, double> Timings { get; init; }

    /// <summary>Gives the record without values quoted from the data, for tables that are never rewritten: a person must be erasable.</summary>
    public RunRecord WithoutExamples() => this with
    {
        Mapping = Mapping with { Columns = [.. Mapping.Columns.Select(column => column with { Samples = [] })] },
        Families = null,
        Concentration = Concentration is { } few ? few with { Top = [] } : null,
        Stances = null,
        Quality = [.. Quality.Select(finding => finding with { Examples = [] })],
        Recurring = Recurring?.Presets is { } presets ? Recurring with { Presets = presets with { Examples = [] } } : Recurring,
        Company = Company is null ? null : Company with { Findings = [.. Company.Findings.Select(finding => finding with { Examples = [] })] },
    };
}
