using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Models.Assessing;
using Perennial.Reports;
using Perennial.Valuation;

namespace Perennial.Cli;

/// <summary>A run of a simulated company held against its truth: what its customers will bring, how well they were ranked, and how often intervals held.</summary>
internal static class CompanyComparison
{
    private const string Year = "365d";

    /// <summary>Gives what is true beside what was estimated.</summary>
    /// <param name="truth">What was planted and what came of it.</param>
    /// <param name="run">The run of its tables.</param>
    /// <param name="customers">truth_customers.csv.</param>
    /// <param name="folder">The folder of the run's files.</param>
    public static IReadOnlyList<Comparison> Of(SimulatedCompanyTruth truth, RunRecord run, string customers, string folder)
    {
        IReadOnlyList<TrueCustomer> all = Read(customers, Path.Combine(folder, "scores.parquet"));
        TrueCustomer[] valued = [.. all.Where(c => c.Net is not null)];
        var lines = new List<Comparison>();
        double there = (run.Contracts is { } contracts ? contracts.Active + contracts.Paused : 0) + all.Sum(c => c.Alive ?? 0);
        lines.Add(new("customers there at the end", Whole(truth.AliveAtEnd), Whole(there), run.Contracts is null ? "sum of P(alive)" : "with a subscription, and P(alive) of the others"));
        if (valued.Length > 0 && run.Net is { } net && net.Horizons.FirstOrDefault(h => h.Horizon == Year) is { } year)
        {
            lines.AddRange(Money("gross value of the next 365 days", year.Gross, valued.Sum(c => c.TrueGross), valued.Sum(c => c.CameGross), run.Equity, valued));
            lines.AddRange(Money("net value of the next 365 days", year.Net, valued.Sum(c => c.TrueNet), valued.Sum(c => c.CameNet), run.Equity, valued));
            foreach (IGrouping<string, TrueCustomer> segment in valued.GroupBy(c => c.Segment, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                double estimate = segment.Sum(c => c.Net!.Value), expected = segment.Sum(c => c.TrueNet);
                lines.Add(new($"net value, {segment.Key}", Whole(expected), Whole(estimate), Text($"{Off(estimate, expected)}; {segment.Count():N0} customers")));
            }

            RankCorrelation rank = Ranking.Spearman([.. valued.Select(c => c.Net!.Value)], [.. valued.Select(c => c.TrueNet)]);
            lines.Add(new("rank of customers by net value", "1", Number(rank.Value), "Spearman's correlation with what is true of each"));
            TrueCustomer[] alive = [.. valued.Where(c => c.IsThere && c.Low is not null)];
            lines.Add(new("customers inside their 80 % interval", "80 %", Percent(alive.Length == 0 ? double.NaN : alive.Average(c => c.CameNet >= c.Low - 0.005 && c.CameNet <= c.High + 0.005 ? 1.0 : 0)), Text($"net value that came, of the {alive.Length:N0} who are there; ends included")));
        }

        foreach (IGrouping<string, TrueCustomer> segment in all.Where(c => c.IsThere && c.Leaves is not null).GroupBy(c => c.Segment, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            lines.Add(new($"leaves within a year, {segment.Key}", Percent(segment.Average(c => 1 - c.TrueStays)), Percent(segment.Average(c => c.Leaves!.Value)), Text($"mean of the chances of the {segment.Count():N0} who are there")));
        }

        TrueCustomer[] silent = [.. all.Where(c => c.Net is null)];
        if (silent.Length > 0)
        {
            lines.Add(new("net value of customers without an estimate", Whole(silent.Sum(c => c.TrueNet)), "none", Text($"{silent.Length:N0} customers, of whom nothing is predicted: see Use above")));
        }

        return lines;
    }

    private static IEnumerable<Comparison> Money(string what, double estimate, double expected, double came, EquityRecord? equity, TrueCustomer[] valued)
    {
        // The interval of the total is simulated in revenue; what is taken off goes with it.
        double revenue = valued.Sum(c => c.Revenue ?? 0);
        if (equity is null || revenue <= 0)
        {
            yield return new(what, Whole(expected), Whole(estimate), Text($"{Off(estimate, expected)}; {came:N0} came; no interval of the total was given"));
            yield break;
        }

        double scale = estimate / revenue, low = equity.P10 * scale, high = equity.P90 * scale;
        yield return new(what, Whole(expected), Whole(estimate), Text($"{Off(estimate, expected)}; 80 % interval {low:N0} to {high:N0}: the truth lies {Inside(expected)}, what came ({came:N0}) {Inside(came)}"));

        string Inside(double value) => value >= low && value <= high ? "inside" : "outside";
    }

    private static IReadOnlyList<TrueCustomer> Read(string truth, string scores)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        string[] had = [.. connection.List($"DESCRIBE FROM read_parquet({DuckDbSql.Literal(scores)})", row => row.String(0)!)];
        string Column(string name) => had.Contains(name, StringComparer.Ordinal) ? $"s.{name}" : "NULL::DOUBLE";
        return connection.List(
            $$"""
            SELECT t.segment, t.alive_at_end, t.expected_year_gross_value, t.realised_year_gross_value, t.expected_year_net_value, t.realised_year_net_value,
              {{Column("clv")}}, {{Column("clv_net")}}, {{Column("clv_net_p10")}}, {{Column("clv_net_p90")}}, {{Column("p_alive")}},
              t.expected_alive_year, {{Column("p_churn_365d")}}
            FROM read_csv({{DuckDbSql.Literal(truth)}}, types = {'customer_id': 'VARCHAR', 'segment': 'VARCHAR'}) AS t
            LEFT JOIN read_parquet({{DuckDbSql.Literal(scores)}}) AS s USING (customer_id)
            ORDER BY t.customer_id
            """,
            row => new TrueCustomer(
                row.String(0) ?? string.Empty, row.Boolean(1), row.Double(2), row.Double(3), row.Double(4), row.Double(5), Known(row, 6), Known(row, 7), Known(row, 8), Known(row, 9), Known(row, 10), row.Double(11), Known(row, 12)));
    }

    private static double? Known(DuckDbRow row, int column) => row.IsNull(column) ? null : row.Double(column);

    private static string Off(double estimate, double truth) => truth == 0 ? "nothing is true of it" : string.Create(CultureInfo.InvariantCulture, $"{((estimate / truth) - 1) * 100:+0.0;-0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(double value) => double.IsFinite(value) ? value.ToString("P1", CultureInfo.InvariantCulture) : "not estimated";

    private sealed record TrueCustomer(
        string Segment, bool IsThere, double TrueGross, double CameGross, double TrueNet, double CameNet, double? Revenue, double? Net, double? Low, double? High, double? Alive, double TrueStays, double? Leaves);
}
