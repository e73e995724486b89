using Perennial.Features.Signals;
using Perennial.Ingest;
using Perennial.Ledger;
using Perennial.Training;
using Perennial.Valuation;

namespace Perennial;

/// <summary>Everything a run depends on. A run is a function of its inputs, these options, the code version and the seed.</summary>
public sealed record RunOptions
{
    /// <summary>Gives the files to read: one log, several files of one shape, or a company's folder.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Gives the folder for results and workspace.</summary>
    /// <value>Default: ./perennial-out.</value>
    public string Out { get; init; } = "./perennial-out";

    /// <summary>Gives how rows come in.</summary>
    public IngestOptions Ingest { get; init; } = new();

    /// <summary>Gives how models are fitted, tested and chosen.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Gives how a value is defined.</summary>
    public ValuationOptions Valuation { get; init; } = new();

    /// <summary>Gives the conventions by which recurring revenue is counted, where a company has subscriptions.</summary>
    /// <value>Default: board.</value>
    public RecurringPreset Recurring { get; init; } = RecurringPreset.Board;

    /// <summary>Gives for whom and for which days signals of a company's customers are found.</summary>
    public SignalOptions Signals { get; init; } = new();

    /// <summary>Tells whether scores, facts and definitions are also written as a workbook.</summary>
    /// <value>Default: false.</value>
    public bool Xlsx { get; init; }

    /// <summary>Gives the readers for whom pages of their own are drawn; null for all of a company and none of one log.</summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<Reports.Roles.ReportRole>? Roles { get; init; }

    /// <summary>Gives the label of confidentiality that pages and workbooks carry.</summary>
    /// <value>Default: Confidential.</value>
    public string Label { get; init; } = "Confidential";

    /// <summary>Gives the number of threads of the engine and of the models.</summary>
    /// <value>Default: 0 (all cores).</value>
    public int Threads { get; init; }
}
