using Perennial.DuckDb;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;
using Perennial.Portfolio.Stances;
using Perennial.Reports;

namespace Perennial.Tests.Portfolio.Stances;

/// <summary>Stances of a simulated company against those its truth gives: the same rules, with each customer's true value, costs and chance to stay in place of what was estimated.</summary>
[Trait("Speed", "Slow")]
public sealed class StanceTruthTests : IDisposable
{
    private static readonly string[] Words = ["invest", "protect", "improve", "deprioritize", "undecided"];
    private readonly string _folder = Directory.CreateTempSubdirectory("perennial-stances-").FullName;

    private sealed record Row(string Id, string Segment, string Stance, string Says, double Confidence, double Net, double Gross, double Cost, double Alive, bool Warned);

    [Fact]
    public void Stances_are_those_of_the_truth_for_most_customers_and_none_is_far_off()
    {
        SimulatedCompany.Write(
            new SimulatedCompanyOptions { Kind = "saas", Customers = 500, Months = 36, Seed = 21 },
            name => File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name.StartsWith("truth", StringComparison.Ordinal) ? "truth" : "in")).FullName, name)), SilentLog.Instance, CancellationToken.None);
        RunRecord run = Pipeline.Run(new RunOptions { Inputs = [Path.Combine(_folder, "in")], Out = Path.Combine(_folder, "out") }, SilentLog.Instance, CancellationToken.None);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions());
        using DuckDbConnection engine = database.Connect();
        string Out(string file) => $"'{Path.Combine(_folder, "out", file)}'";
        string Truth(string file) => $"read_csv('{Path.Combine(_folder, "truth", file)}')";
        Row[] rows =
        [
            .. engine.List(
                $"""
                SELECT customer_id, truth.segment, stance, rules_say, confidence, CAST(expected_year_net_value AS DOUBLE), CAST(expected_year_gross_value AS DOUBLE), CAST(expected_year_cost_to_serve AS DOUBLE), CAST(expected_alive_year AS DOUBLE),
                  EXISTS (FROM {Truth("truth_warnings.csv")} AS warning WHERE warning.customer_id = stances.customer_id AND falls_on <= $day AND ends_on > $day)
                FROM {Out("stances.parquet")} AS stances JOIN {Truth("truth_customers.csv")} AS truth USING (customer_id) ORDER BY customer_id
                """,
                row => new Row(row.String(0)!, row.String(1)!, row.String(2)!, row.String(3)!, row.Double(4), row.Double(5), row.Double(6), row.Double(7), row.Double(8), row.Get<bool>(9)), new DuckDbParameter("day", run.AsOf)),
        ];
        var tested = engine.List(
            $"SELECT customer_id, quantity, max(value), max(threshold) FROM {Out("stance_tests.parquet")} GROUP BY ALL",
            row => (Id: row.String(0)!, Quantity: row.String(1)!, Value: row.Get<double?>(2) ?? double.NaN, Threshold: row.Get<double?>(3) ?? double.NaN)).ToDictionary(one => (one.Id, one.Quantity), one => (one.Value, one.Threshold));
        Assert.Equal(run.Stances!.Customers, rows.Length);
        string[] truth = TrueStances(rows, tested);
        int[][] confusion = [.. Words.Select(found => Words.Select(true_ => rows.Index().Count(row => row.Item.Stance == found && truth[row.Index] == true_)).ToArray())];
        string told = string.Join('\n', confusion.Select((line, k) => $"{Words[k],-14}{string.Join(' ', line.Select(n => $"{n,5}"))}"));

        // Found by row, true by column. Nobody who is to be kept is proposed to be deprioritized, nobody to be deprioritized is invested in or protected, and nearly all proposals are right.
        int same = confusion.Index().Sum(line => line.Item[line.Index]), all = rows.Length;
        Assert.True(same >= 0.7 * all, $"{same} of {all} are the same:\n{told}");
        Assert.True(confusion[3][0] + confusion[3][1] == 0 && confusion[0][3] + confusion[1][3] == 0, told);
        Assert.True(confusion[3][3] >= 10 && confusion[3][3] >= 0.9 * confusion[3].Sum(), told);
        Assert.True(confusion[0][0] >= 0.6 * confusion[0].Sum() && confusion[2][2] >= 0.7 * confusion[2].Sum(), told);
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] TrueStances(Row[] rows, Dictionary<(string Id, string Quantity), (double Value, double Threshold)> tested)
    {
        StanceThresholds thresholds = new();
        double[] sorted = [.. rows.Select(row => row.Net).Order()];
        double At(double[] values, double level) => values[(int)(level * (values.Length - 1))];
        Dictionary<string, double[]> ratios = rows.GroupBy(row => row.Segment).ToDictionary(group => group.Key, group => (double[])[.. group.Select(row => row.Cost / row.Gross).Order()]);

        // Planted expansions a year: seats, plans and add-ons.
        Dictionary<string, double> expansions = new() { ["Enterprise"] = 12 * 0.088, ["Mid-Market"] = 12 * 0.068, ["SMB"] = 12 * 0.053, ["Solo"] = 12 * 0.023 };
        return
        [
            .. rows.Select(row =>
            {
                (double Value, double Threshold) Seen(string quantity) => tested[(row.Id, quantity)];
                StanceEvidence evidence = new()
                {
                    Value = row.Net, ValueLow = row.Net, ValueMiddle = row.Net, ValueHigh = row.Net, HighFrom = At(sorted, thresholds.HighValue), LowTo = At(sorted, thresholds.LowValue), Leaving = 1 - row.Alive,
                    Rise = row.Warned ? 1 : -1, RiseLow = row.Warned ? 1 : -1, RiseUsual = 0, RiseDiscovery = row.Warned ? 0 : 1, Enterprise = row.Segment == "Enterprise" ? 1 : 0, Strategic = Seen("highest strategic score").Value, Brand = Seen("score of brand value").Value,
                    SegmentExpansions = expansions[row.Segment], ExpansionLead = expansions[row.Segment] / rows.Average(one => expansions[one.Segment]), Upside = 1 - Math.Exp(-expansions[row.Segment]), SlaFall = Seen("fall of use after a missed agreement").Value,
                    CostRatio = row.Cost / row.Gross, CostRatioHigh = At(ratios[row.Segment], thresholds.CostPercentile), CostRatioVeryHigh = At(ratios[row.Segment], thresholds.HighCostPercentile),
                    Adoption = Seen("share of features in use").Value, AdoptionLow = Seen("share of features in use").Threshold, DrainPeriods = Seen("quarters in a row with support above the percentile").Value,
                    CustomHours = Seen("custom engineering by gross margin").Value,
                };
                return StanceDecision.Decide(evidence, thresholds).Says.ToString().ToLowerInvariant();
            }),
        ];
    }
}
