using System.Globalization;
using System.Text;
using Perennial.Kernel;
using Perennial.Reports;
using Perennial.Testing;

namespace Perennial.Tests;

/// <summary>Customers on whom other programs break, as summaries (refused with a sentence) and as the transactions behind them (from file to report).</summary>
public sealed class FailureFilesTests : IDisposable
{
    private static readonly DateOnly AsOf = new(2020, 12, 31);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perennial-failures-");

    /// <summary>One of each kind of trouble.</summary>
    public static TheoryData<string> Kinds => ["one_customer", "all_zero_repeat", "all_identical", "all_T_zero", "monetary_negative", "monetary_zero_mean", "monetary_heavy_tail", "nan_values"];

    /// <summary>All others.</summary>
    public static TheoryData<string> Others =>
    [
        "three_customers", "nobody_churns", "T_equals_zero", "recency_equals_T", "one_whale_x2000", "one_whale_x20000", "daily_data_high_frequency", "large_T_seconds", "tiny_T_years",
        "monetary_1e9", "monetary_1e-6", "monetary_identical", "noninteger_frequency", "recency_gt_T", "negative_recency", "short_window_no_churn", "yearly_buyers", "frequency_gt_T",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    [MemberData(nameof(Others))]
    public void Customer_summaries_are_refused_as_such(string name)
    {
        PerennialException refusal = Assert.Throws<PerennialException>(() => Run(RealData.Failure(name + ".csv"), null));
        Assert.Equal("ingest/customer-summaries", refusal.Code);
        Assert.Contains("needs the log they were made from", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rows_is_refused_as_such() =>
        Assert.Equal("source/no-rows", Assert.Throws<PerennialException>(() => Run(RealData.Failure("empty.csv"), null)).Code);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Kinds))]
    public void Transactions_of_difficult_customers_give_a_report_and_possible_values(string name) => Survives(name);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Others))]
    public void Transactions_of_more_difficult_customers_give_a_report_and_possible_values(string name) => Survives(name);

    /// <summary>The models a run takes when they are asked for, beside those that every run tries; each with every kind of trouble.</summary>
    public static MatrixTheoryData<string, string> Asked => new(
        Models.TransactionModels.All.Where(model => model.Needs != Models.ModelNeeds.Nothing).Select(model => model.Name),
        [.. Kinds.Select(row => row.Data)]);

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Asked))]
    public void Whatever_model_is_asked_for_difficult_customers_give_a_report_and_possible_values(string model, string name) => Survives(name, model);

    [Theory]
    [InlineData("bg-bb", "all_identical")]
    [InlineData("correlated-pareto-nbd", "all_zero_repeat")]
    public void Models_that_are_asked_for_meet_difficult_customers(string model, string name) => Survives(name, model);

    private void Survives(string name, string model = "auto")
    {
        Log log = Log.Of(name);
        string path = Path.Combine(_folder.FullName, name + ".csv");
        File.WriteAllText(path, log.Text);
        RunRecord record = Run(path, AsOf, model);

        Assert.Equal(record.Rows.In, record.Rows.Used + record.Rows.Quarantined + record.Rows.SetAside.Values.Sum());
        Assert.Equal(log.Rows, record.Rows.In);
        Assert.Equal(log.Unreadable, record.Rows.Quarantined);
        Assert.True(new FileInfo(Path.Combine(_folder.FullName, "out", "report.html")).Length > 10_000);
        Assert.NotEmpty(record.Usability);
        if (record.Equity is { } equity)
        {
            Assert.True(equity.Mean >= 0 && equity.P10 >= 0 && equity.P10 <= equity.P90 && double.IsFinite(equity.P90));
        }

        string[] lines = File.ReadAllLines(Path.Combine(_folder.FullName, "out", "scores.csv"));
        string[] header = lines[0].Split(',');
        int Column(string column) => Array.IndexOf(header, column);
        Assert.All(lines.Skip(1).Select(line => line.Split(',')), row =>
        {
            double? Number(string column) => row[Column(column)].Length == 0 ? null : double.Parse(row[Column(column)], CultureInfo.InvariantCulture);
            foreach (string column in new[] { "frequency", "recency", "t", "mean_spend", "p_alive", "p_zero", "expected_orders", "expected_spend", "clv", "clv_p50", "clv_p10", "clv_p90", "clv_p025", "clv_p975", "percentile" })
            {
                Assert.True(Number(column) is not { } value || (double.IsFinite(value) && value >= 0), $"{name}: {column} is {row[Column(column)]}");
            }

            Assert.True((Number("p_alive") ?? 0) <= 1 && (Number("p_zero") ?? 0) <= 1);
            Assert.True(Number("clv_p025") is not { } low || (low <= Number("clv_p10") && Number("clv_p10") <= Number("clv_p50") && Number("clv_p50") <= Number("clv_p90") && Number("clv_p90") <= Number("clv_p975")));
            if (log.Exact && log.Customers[row[0]] is var (frequency, recencyDays, days))
            {
                double unit = (Number("t") ?? 0) > 0 ? days / Number("t")!.Value : 7;
                Assert.Equal(frequency, Number("frequency"));
                Assert.Equal(recencyDays, Number("recency")!.Value * unit, 1e-6);
            }
        });
    }

    private RunRecord Run(string input, DateOnly? asOf, string model = "auto")
    {
        var options = new RunOptions { Inputs = [input], Out = Path.Combine(_folder.FullName, "out"), Training = new() { Model = model } };
        return Pipeline.Run(options with { Ingest = options.Ingest with { AsOf = asOf, QuarantineLimit = 0.5 } }, SilentLog.Instance, CancellationToken.None);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Transactions that give a file's frequency, recency, T and mean spend: the first purchase T before the as-of day, repeats spread evenly, the last at recency.</summary>
    private sealed record Log(string Text, long Rows, long Unreadable, bool Exact, IReadOnlyDictionary<string, (int Frequency, int RecencyDays, int Days)> Customers)
    {
        public static Log Of(string name)
        {
            string[][] rows = [.. File.ReadLines(RealData.Failure(name + ".csv")).Skip(1).Select(line => line.Split(','))];
            double unit = name switch { "large_T_seconds" => 1 / 86400.0, "tiny_T_years" => 365.25, "daily_data_high_frequency" => 1, _ => 7 };

            // A day holds one purchase of a customer: time is stretched until all have room, which changes no model's meaning.
            double crowding = rows.Max(row => Cell(row, 1) / Math.Max(1, Math.Floor(Math.Max(Cell(row, 2), 0) * unit)));
            unit *= Math.Max(1, Math.Ceiling(double.IsFinite(crowding) ? crowding : 1));
            var text = new StringBuilder("customer,date,amount\n");
            var customers = new Dictionary<string, (int, int, int)>(StringComparer.Ordinal);
            long unreadable = 0;
            long written = 0;
            foreach (string[] row in rows)
            {
                string customer = $"c-{row[0]}";
                int frequency = (int)Cell(row, 1);
                int recency = (int)Math.Round(Cell(row, 2) * unit);
                if (Cell(row, 2) > 0)
                {
                    // A repeat within half a day of the first purchase falls on the next day, or it would be no repeat.
                    recency = Math.Max(recency, frequency);
                }

                bool known = double.IsFinite(Cell(row, 3));
                int days = known ? (int)Math.Round(Cell(row, 3) * unit) : 0;
                customers[customer] = (frequency, recency, days);
                string amount = ((decimal)Cell(row, 4)).ToString(CultureInfo.InvariantCulture);
                for (int k = 0; k <= frequency; k++, written++)
                {
                    int after = frequency == 0 ? 0 : (int)((long)recency * k / frequency);
                    text.Append(customer).Append(',').Append(known ? AsOf.AddDays(after - days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "NaN").Append(',').Append(amount).Append('\n');
                    unreadable += known ? 0 : 1;
                }
            }

            bool exact = name is not ("recency_gt_T" or "negative_recency" or "nan_values" or "monetary_negative");
            return new Log(text.ToString(), written, unreadable, exact, customers);
        }

        private static double Cell(string[] row, int column) => row[column].Length == 0 ? double.NaN : double.Parse(row[column], CultureInfo.InvariantCulture);
    }
}
