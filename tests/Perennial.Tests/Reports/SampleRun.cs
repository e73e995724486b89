using Perennial.Ingest;
using Perennial.Portfolio;
using Perennial.Reports;
using Perennial.Scoring;
using Perennial.Training;
using Perennial.Valuation;

namespace Perennial.Tests.Reports;

/// <summary>A made-up run that looks like a real one: 500 customers of a shop that does not exist, every number from a formula.</summary>
internal static class SampleRun
{
    public static readonly DateOnly AsOf = new(2024, 6, 15);

    /// <summary>A complete record: amounts, a holdout, two models, three baselines.</summary>
    public static RunRecord Record() => new()
    {
        RunId = "5f2b8c1e9d4a",
        Version = "0.1.0",
        Rows = new RowAccount(4_212, 3_980, 12, new Dictionary<string, long> { ["test-order"] = 20, ["after-as-of"] = 45, ["exact-duplicate"] = 155 }),
        Inputs = [new InputFile("orders-2023.csv", new string('a', 64), 218_400, 2_100, "CSV, semicolon, UTF-8, header in line 1", "log"), new InputFile("orders-2024.csv", new string('b', 64), 219_900, 2_112, "CSV, semicolon, UTF-8, header in line 1", "log")],
        Mapping = new ColumnMapping(
        [
            new MappedColumn("customer", "client_no", 0.98, "by name and content: 500 values, 87 % repeat", ["00017", "00018", "00021"], null),
            new MappedColumn("date", "ordered", 0.99, "by content: every value is a date", ["03.01.2023", "04.01.2023"], "European date"),
            new MappedColumn("amount", "total", 0.94, "by name and content", ["12,50", "1.034,00"], "decimal comma"),
        ],
        ["The column 'email' identifies customers one to one with 'client_no'; 'client_no' was taken."]),
        Quality =
        [
            new QualityFinding("exact-duplicate", "warning", "Rows that repeat another row exactly", 155, 0.031, ["line 17 = line 16", "line 402 = line 401"], "Kept once, the copies set aside."),
            new QualityFinding("bad-date", "serious", "Dates that cannot be read", 12, null, ["line 90: 31.02.2023"], "Quarantined with file, line and value."),
            new QualityFinding("partial-last-period", "info", "The last month is not complete", 15, null, [], "Marked as incomplete in every picture."),
        ],
        ControlTotal = [new ControlTotalMonth("2023-01", 8_412.50m, 8_400.00m, 12.50m), new ControlTotalMonth("2023-02", 9_100.00m, 9_100.00m, 0m)],
        Facts = Facts(),
        Models =
        [
            Model("bg-nbd", ("r", 0.2425945, 0.0125), ("alpha", 4.4136022, 0.378), ("a", 0.7929220, 0.186), ("b", 2.4259067, 0.705)),
            Model("pareto-nbd", ("r", 0.553277, 0.0476), ("alpha", 10.577684, 0.8427), ("s", 0.606240, 0.1873), ("beta", 11.668735, 6.2111)),
            Model("gamma-gamma", ("p", 6.2495716, 1.19), ("q", 3.7442247, 0.263), ("gamma", 15.4435229, 4.49)) with { Unit = "EUR" },
        ],
        Chosen = "pareto-nbd",
        Usability = "Values of single customers rank well and can be used to sort; sums over groups of 50 customers or more can be used for planning.",
        Holdout = Holdout(),
        Equity = new EquityRecord(48_216.40, 41_900.10, 55_020.75, 0.082, 4, "Parameter and calendar risk included; the calendar risk rests on 4 rolling origins."),
        DefinitionId = "clv.revenue.365d.mid.d10.v1",
        AsOf = AsOf,
        Horizon = "365d",
        Currency = "EUR",
        Warnings = ["Customers who buy more often also spend more at a time (Spearman .11, 95 % interval .04 to .18); the spend model assumes they do not."],
        Options = new Dictionary<string, string> { ["unit"] = "week", ["horizon"] = "365d", ["discount"] = "0.1", ["model"] = "auto" },
        Seed = 1,
        Timings = new Dictionary<string, double> { ["ingest"] = 0.41, ["facts"] = 0.12, ["training"] = 0.63, ["scoring"] = 0.22, ["reports"] = 0.3 },
    };

    /// <summary>Scores of n customers, ordered by id; some ids are hostile.</summary>
    public static ScoreTable Scores(int n = 500, bool amounts = true)
    {
        string[] hostile = ["!!</script><script>alert(1)</script>", "+1-800", "-5", "0007", "=cmd|' /C calc'!A0", "@SUM(A1)", "o'Neil \"the\" <b>", "\u2028line", "Ärger, Übel"];
        string[] ids = [.. hostile.Take(Math.Max(0, n - 2)).Concat(Enumerable.Range(0, n).Select(i => $"C{i:00000}")).Take(n).Order(StringComparer.Ordinal)];
        double Rank(int i) => ((i * 2_654_435_761L) % 1_000_003) / 1_000_003.0;
        double[] Of(Func<int, double> value) => [.. Enumerable.Range(0, n).Select(value)];
        double[] p = Of(i => Rank(i + 7));
        double[] orders = Of(i => 6 * Math.Pow(p[i], 4));
        double[] spend = Of(i => 20 + (80 * Rank((i * 3) + 11)));
        double[] clv = Of(i => amounts ? orders[i] * spend[i] * 0.95 : double.NaN);
        int[] frequency = [.. Enumerable.Range(0, n).Select(i => (int)(9 * Math.Pow(Rank((i * 5) + 3), 3)))];
        double[] sorted = [.. clv.Order()];
        return new ScoreTable
        {
            CustomerKey = [.. Enumerable.Range(1, n)],
            CustomerId = ids,
            FirstPurchase = [.. Enumerable.Range(0, n).Select(i => new DateOnly(2023, 1, 2).AddDays(i % 300))],
            LastPurchase = [.. Enumerable.Range(0, n).Select(i => new DateOnly(2023, 1, 2).AddDays((i % 300) + (frequency[i] * 20)))],
            Orders = [.. frequency.Select(x => x + 1)],
            RevenueToDate = [.. frequency.Select((x, i) => Math.Round((decimal)((x + 1) * spend[i]), 2))],
            Frequency = frequency,
            Recency = Of(i => frequency[i] * 20 / 7.0),
            T = Of(i => (AsOf.DayNumber - new DateOnly(2023, 1, 2).AddDays(i % 300).DayNumber) / 7.0),
            MeanSpend = Of(i => frequency[i] == 0 ? double.NaN : spend[i]),
            PAlive = p,
            PZero = Of(i => Math.Exp(-orders[i])),
            ExpectedOrders = orders,
            ExpectedSpend = Of(i => amounts ? spend[i] : double.NaN),
            Clv = clv,
            ClvP50 = Of(i => orders[i] < 0.7 ? clv[i] * 0 : clv[i] * 0.9),
            ClvP10 = Of(i => orders[i] < 2.3 ? clv[i] * 0 : clv[i] * 0.4),
            ClvP90 = Of(i => clv[i] * 1.9),
            ClvP025 = Of(i => orders[i] < 3.7 ? clv[i] * 0 : clv[i] * 0.2),
            ClvP975 = Of(i => clv[i] * 2.7),
            Percentile = Of(i => amounts ? 100.0 * (Array.BinarySearch(sorted, clv[i]) is var at && at >= 0 ? at + 0.5 : 0) / n : double.NaN),
            Quality = [.. Enumerable.Range(0, n).Select(i => i % 50 == 49 ? "low_data" : "ok")],
        };
    }

    private static Facts Facts()
    {
        DateOnly first = new(2023, 1, 2);
        var months = Enumerable.Range(0, 18).Select(i => new DateOnly(2023, 1, 1).AddMonths(i)).ToList();
        return new Facts
        {
            Customers = 500,
            Buyers = 500,
            Orders = 2_340,
            RevenueGross = 139_900.20m,
            RevenueNet = 135_411.85m,
            Refunds = 4_488.35m,
            RepeatRate = 0.4356,
            FirstDay = first,
            AsOf = AsOf,
            Cohorts = [.. months.Take(10).Select((month, c) => new Cohort(month, 68 - (4 * c), [.. Enumerable.Range(0, 18 - c).Select(age => Cell(68 - (4 * c), age, c + age < 17))]))],
            Retention = [.. Enumerable.Range(0, 17).Select(age => new RetentionPoint(age, age == 0 ? 1 : 0.34 / Math.Pow(age, 0.45), 500 - (20 * age)))],
            Concentration = new Concentration(0.09, 0.27, 0.42, 0.63, 0.58, 0.0071, 141, [.. Enumerable.Range(0, 21).Select(i => new LorenzPoint(i / 20.0, Math.Pow(i / 20.0, 3.2)))]),
            InterPurchaseDays = [new(0.1, 6), new(0.25, 15), new(0.5, 34), new(0.75, 71), new(0.9, 130)],
            FrequencyHistogram = [282, 90, 48, 27, 18, 11, 8, 6, 4, 2, 4],
            Months = [.. months.Select((month, i) => new MonthFact(month, 120 + (i * 3 % 40), 100 + (i * 5 % 30), Math.Max(0, 70 - (4 * i)), 8_000 + (i * 150), 7_800 + (i * 140), i < 17))],
            Setting = "non-contractual",
            SettingEvidence = ["Gaps between purchases vary widely: the middle half lies between 15 and 71 days.", "No amounts repeat at fixed dates."],
            FrequencySpendCorrelation = new Correlation(0.11, 0.04, 0.18, 218),
        };
    }

    private static CohortCell Cell(int size, int age, bool complete)
    {
        long active = age == 0 ? size : (long)Math.Round(size * 0.34 / Math.Pow(age, 0.45));
        return new CohortCell(active, active * 41.5m, 41.5m * (decimal)(1 + (0.55 * Math.Pow(age, 0.55))), complete);
    }

    private static FittedModel Model(string name, params (string Name, double Value, double Error)[] parameters) => new()
    {
        Name = name,
        Parameters = parameters.ToDictionary(p => p.Name, p => p.Value),
        StandardErrors = parameters.ToDictionary(p => p.Name, p => (double?)p.Error),
        LogLikelihood = -9582.4292,
        Exit = "converged",
        Explanation = "The gradient vanishes and the curvature is that of a maximum; five starts agree.",
        Unit = "week",
        Customers = 500,
        Groups = 311,
    };

    private static HoldoutRecord Holdout()
    {
        var tracking = Enumerable.Range(1, 75).Select(week =>
        {
            double predicted = 44 * Math.Pow(week + 3, -0.18);
            return (Week: week, Predicted: predicted, Actual: Math.Round(predicted * (1 + (0.22 * Math.Sin(week * 1.7)) + (0.1 * Math.Cos(week * 0.9)))));
        }).ToList();
        return new HoldoutRecord
        {
            Origin = new DateOnly(2023, 12, 15),
            End = AsOf,
            Chosen = "pareto-nbd",
            Verdict = "Pareto/NBD beats the best naive baseline (each customer's own mean rate) by 14.2 % in CRPS on 26 weeks it had not seen.",
            Selection = "Chosen by CRPS on 2 earlier origins; the last origin was scored once.",
            EarlierOrigins = [new(2023, 9, 15), new(2023, 6, 16)],
            Models = new Dictionary<string, HoldoutScore> { ["pareto-nbd"] = Score(702, 0.7545, 1.603, 0.512), ["bg-nbd"] = Score(690, 0.7512, 1.611, 0.519) },
            Baselines = new Dictionary<string, HoldoutScore> { ["own-mean-rate"] = Score(1_104, 0.9101, 1.822, 0.597), ["zero"] = Score(0, 0.7480, 2.21, 0.748) with { PoissonDeviance = null, Spearman = null }, ["cohort-mean"] = Score(735, 1.02, 1.91, 0.702) },
            Actual = 748,
            Predicted = 702,
            Mae = 0.7545,
            Rmse = 1.603,
            Coverage80 = 0.789,
            Coverage95 = 0.941,
            Coverage80Closed = 0.912,
            Coverage80ClosedImplied = 0.918,
            Coverage80Tolerance = 0.048,
            CoveragePasses = true,
            Recalibrated = false,
            BelowLowTail = 0.098,
            AboveHighTail = 0.113,
            MeanWidth80 = 2.31,
            Customers = 471,
            NewInHoldout = 29,
            Spend = new SpendHoldout
            {
                Actual = 30_110.4, Predicted = 28_455.1, Mae = 41.2, Rmse = 96.8, Coverage80 = 0.801, Coverage95 = 0.949, Spearman = 0.55, Top20Found = 0.61,
                Models = new Dictionary<string, HoldoutScore> { ["pareto-nbd"] = Money(28_455.1, 41.2, 96.8, 27.3, 0.55) },
                Baselines = new Dictionary<string, HoldoutScore> { ["own-mean-rate"] = Money(43_000, 55.8, 120.4, 36.2, 0.52) },
            },
            Tracking = [.. tracking.Select((t, i) => new TrackingPoint(new DateOnly(2023, 1, 7).AddDays(7 * i), t.Actual, t.Predicted, tracking.Take(i + 1).Sum(u => u.Actual), tracking.Take(i + 1).Sum(u => u.Predicted), i >= 49))],
            Deciles = [.. Enumerable.Range(1, 10).Select(d => new DecilePoint(d, 6.2 / (d * d * 0.5), (6.2 / (d * d * 0.5)) + (d % 3 * 0.12)))],
            Calibration = [.. Enumerable.Range(0, 10).Select(i => new CalibrationPoint((i + 0.5) / 10, Math.Min(1, ((i + 0.5) / 10) + (((i % 3) - 1) * 0.03)), 20 + (i * 6) + (i == 9 ? 1 : 0)))],
            Segments = [new("no repeat purchase yet", 265, 0.803, "passes"), new("1 to 2 repeat purchases", 138, 0.771, "passes"), new("3 and more", 68, 0.72, "not testable"), new("first seen in January", 120, 0.66, "fails")],
        };
    }

    private static HoldoutScore Money(double predicted, double mae, double rmse, double crps, double spearman) => new()
    {
        Actual = 30_110.4, Predicted = predicted, Mae = mae, Rmse = rmse, MaeMedian = mae * 0.82, Crps = crps, Spearman = spearman, DecileLift = 4.1, Top20Found = spearman + 0.06,
    };

    private static HoldoutScore Score(double predicted, double mae, double rmse, double crps) => new()
    {
        Actual = 748, Predicted = predicted, Mae = mae, Rmse = rmse, MaeMedian = mae * 0.88, PoissonDeviance = rmse * 0.9, Crps = crps, CrpsSelection = crps * 1.02, Spearman = 0.6 - (crps / 10), DecileLift = 4.4 - crps, Top20Found = 0.58 - (crps / 20),
    };
}
