using System.Globalization;
using Perennial.Features;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Models;

namespace Perennial.Cli.Options;

/// <summary>The one table of everything a run can be told, in the order help prints it.</summary>
internal static class Settings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("out", "DIR", "Folder for results and workspace.", o => o.Out, (o, v) => o with { Out = v }),
        new("map", "ROLE=COLUMN,...", $"Which column plays which role, where the recognised one is not what you mean. Roles: {string.Join(", ", ColumnMap.Roles)}. A file without a header has columns 1, 2, 3 ...", o => ColumnMap.Write(o.Ingest.Map), (o, v) => o with { Ingest = o.Ingest with { Map = ColumnMap.Read(v) } })
            { Otherwise = "recognised by name and content", Repeats = true },
        new("mapping", "FILE", "A mapping saved earlier with --save-map, to read more files of the same shape.", o => o.Ingest.MappingFile ?? string.Empty, (o, v) => o with { Ingest = o.Ingest with { MappingFile = v } })
            { Otherwise = "none" },
        new("sheet", "NAME", "Sheet of a workbook.", o => o.Ingest.Sheet ?? string.Empty, (o, v) => o with { Ingest = o.Ingest with { Sheet = v } })
            { Otherwise = "the first sheet" },
        new("as-of", "DATE", "Last day that is known (yyyy-mm-dd); later rows are set aside.", o => o.Ingest.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty, (o, v) => o with { Ingest = o.Ingest with { AsOf = Texts.Date("as-of", v) } })
            { Otherwise = "the last day in the data" },
        new("horizon", "TIME", "How far ahead a value looks: 365d, 52w, 12m, 3y or lifetime.", o => o.Valuation.Horizon.ToString(), (o, v) => o with { Valuation = o.Valuation with { Horizon = Horizon.Parse(v) } })
            { Words = ["30d", "90d", "365d", "lifetime"] },
        new("holdout", "TIME", "How many last months are hidden to test the models: auto, none, or a time such as 39w.", o => Texts.Holdout(o.Training.HoldoutDays), (o, v) => o with { Training = o.Training with { HoldoutDays = Texts.Holdout(v) } })
            { Words = ["auto", "none", "26w", "39w"] },
        new("unit", "UNIT", "Time unit of the models' parameters: week or day.", o => Texts.Unit(o.Training.Unit), (o, v) => o with { Training = o.Training with { Unit = Texts.OneOf("unit", v, "week", "day") == "day" ? TimeUnit.Day : TimeUnit.Week } })
            { Words = ["week", "day"] },
        new("discount", "RATE", "Effective annual discount rate: 0.10 or 10%.", o => Texts.Number(o.Valuation.Discount), (o, v) => o with { Valuation = o.Valuation with { Discount = Texts.Share("discount", v, 0, 1, "A rate is at least 0 and at most 1 a year") } }),
        new("margin", "SHARE", "Margin as a share of revenue: 0.35 or 35%. Without it values are revenue, and labelled so.", o => o.Valuation.Margin is { } m ? Texts.Number(m) : string.Empty, (o, v) => o with { Valuation = o.Valuation with { Margin = Texts.Share("margin", v, double.Epsilon, 1, "A margin is above 0 and at most 1") } })
            { Otherwise = "none: values are revenue" },
        new("recurring", "NAME", "How a company's recurring revenue is counted: stripe, chartmogul or board; they differ in discounts that end and in who comes back.", o => o.Recurring.Name, (o, v) => o with { Recurring = RecurringPreset.All.Single(p => p.Name == Texts.OneOf("recurring", v, [.. RecurringPreset.All.Select(q => q.Name)])) })
            { Words = [.. RecurringPreset.All.Select(p => p.Name)] },
        new("model", "NAME", $"Model of purchases: auto tests those that fit the nature of the data and takes the best on hidden months; or {string.Join(", ", Models)}.", o => o.Training.Model, (o, v) => o with { Training = o.Training with { Model = Texts.OneOf("model", v, ["auto", .. Models]) } })
            { Words = ["auto", .. Models] },
        new("opportunity", "TIME", "How often customers can buy, for bg-bb: auto tells it from the dates of purchases; or a length such as 1d, 1w, 1m or 1y.", o => o.Training.Opportunity?.ToString() ?? "auto", (o, v) => o with { Training = o.Training with { Opportunity = v == "auto" ? null : OpportunityPeriod.Parse(v) } })
            { Words = ["auto", "1w", "1m", "1y"] },
        new("currency", "CODE", "The currency to use, three letters; rows in others are set aside. Names the amounts of data that name none.", o => o.Ingest.Currency ?? string.Empty, (o, v) => o with { Ingest = o.Ingest with { Currency = Texts.Currency(v) } })
            { Otherwise = "the one most revenue is in" },
        new("timezone", "ZONE", "IANA time zone in which a business day begins and ends, such as Europe/Berlin.", o => o.Ingest.TimeZone, (o, v) => o with { Ingest = o.Ingest with { TimeZone = Texts.Zone(v) } }),
        new("control-total", "FILE|TOTAL", "Ledger to reconcile with: a CSV of month (yyyy-mm) and total, or one total.", o => o.Ingest.ControlTotal ?? string.Empty, (o, v) => o with { Ingest = o.Ingest with { ControlTotal = v } })
            { Otherwise = "none" },
        new("quarantine-limit", "SHARE", "Share of rows that may be unreadable before the run refuses the data.", o => Texts.Number(o.Ingest.QuarantineLimit), (o, v) => o with { Ingest = o.Ingest with { QuarantineLimit = Texts.Share("quarantine-limit", v, 0, 1, "A share is from 0 to 1") } }),
        new("xlsx", string.Empty, "Also write workbooks: scores, facts, definitions; of subscriptions a finance model.", o => o.Xlsx ? "true" : "false", (o, v) => o with { Xlsx = Texts.Switch("xlsx", v) }),
        new("role", "NAMES", "Pages for one reader each, beside the report: executive, finance, product, cs; several with commas, all, or none; auto gives all for a company's tables and none for one log.", o => Texts.Roles(o.Roles), (o, v) => o with { Roles = Texts.Roles(v) })
            { Words = ["auto", "all", "none", "executive", "finance", "product", "cs"] },
        new("confidentiality", "TEXT", "The label of confidentiality that pages and workbooks carry.", o => o.Label, (o, v) => o with { Label = Texts.Label(v) }),
        new("seed", "N", "Seed of everything that is simulated.", o => o.Training.Seed.ToString(CultureInfo.InvariantCulture), (o, v) => o with { Training = o.Training with { Seed = Texts.Seed(v) } }),
        new("threads", "N", "Threads of the engine and the models; 0 takes all cores. Never changes a result.", o => o.Threads.ToString(CultureInfo.InvariantCulture), (o, v) => o with { Threads = Texts.Count("threads", v, 0, 1024) }),
    ];

    private static IEnumerable<string> Models => TransactionModels.All.Select(model => model.Name);

    public static Setting Named(string name) => All.First(s => s.Name == name);
}
