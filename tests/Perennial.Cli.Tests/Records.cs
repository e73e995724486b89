using Perennial.Ingest;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Valuation;

namespace Perennial.Cli.Tests;

/// <summary>A small run record with round figures, to see how the terminal words them.</summary>
internal static class Records
{
    public static RunRecord Of(RunOptions options) => new()
    {
        RunId = "0123456789abcdef",
        Version = "0.1.0",
        Rows = new RowAccount(1010, 1000, 4, new Dictionary<string, long>(StringComparer.Ordinal) { ["test-order"] = 6 }),
        Inputs = [.. options.Inputs.Select(path => new InputFile(path, new string('a', 64), 1, 1010, "CSV, comma, UTF-8, header in line 1", "log"))],
        Mapping = new ColumnMapping([], []),
        Quality = [],
        Facts = new Facts
        {
            Customers = 250,
            Buyers = 250,
            Orders = 980,
            RevenueGross = 52_000m,
            RevenueNet = 50_000m,
            Refunds = 2_000m,
            RepeatRate = 0.4,
            FirstDay = new DateOnly(2023, 1, 1),
            AsOf = new DateOnly(2023, 12, 31),
            Cohorts = [],
            Retention = [],
            Concentration = new Concentration(0.1, 0.2, 0.3, 0.5, 0.4, 0.01, 100, []),
            InterPurchaseDays = [],
            FrequencyHistogram = [],
            Months = [],
            Setting = "non-contractual",
            SettingEvidence = [],
        },
        Models = [],
        Chosen = "bg-nbd",
        Usability = "Usable for segments.",
        NoHoldout = "No holdout was asked for.",
        Equity = new EquityRecord(12_345.6, 10_000, 15_000, null, 0, "no calendar risk included"),
        DefinitionId = options.Valuation.DefinitionId,
        AsOf = new DateOnly(2023, 12, 31),
        Horizon = options.Valuation.Horizon.ToString(),
        Currency = "EUR",
        Warnings = ["Frequency and spend go together."],
        Options = new Dictionary<string, string>(StringComparer.Ordinal),
        Seed = options.Training.Seed,
        Timings = new Dictionary<string, double>(StringComparer.Ordinal) { ["Ingest"] = 0.25 },
    };
}
