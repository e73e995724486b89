using System.Globalization;
using System.Text;
using System.Text.Json;
using Perennial.DuckDb;
using Perennial.Models.Assessing;

namespace Perennial.Bench;

/// <summary>Values of simulated companies beside their truth: bias, order and how often intervals held, by kind, horizon and segment.</summary>
/// <remarks>Expected values know everything planted and who each customer is; what came is one life. Single intervals are those of net value, of customers who are there on the last day.</remarks>
internal static class CompanyTruth
{
    private const double Cent = 0.005;
    private static readonly string[] Kinds = ["saas", "usage", "shop"];

    private static readonly (string Horizon, string Years)[] Horizons = [("365d", "year"), ("5y", "five_years")];

    /// <summary>Runs the bench and writes two tables to standard output and, where asked, to a file.</summary>
    /// <param name="customers">Customers of each company.</param>
    /// <param name="seeds">How many companies of each kind.</param>
    /// <param name="result">Markdown file to write, or null.</param>
    public static int Run(int customers, int seeds, string? result)
    {
        string folder = Directory.CreateTempSubdirectory("perennial-bench-").FullName;
        StringBuilder companies = new(), segments = new();
        companies.AppendLine("| company | horizon | seed | model | gross | net | what came | total inside 80 % | Spearman | inside 80 % | below | above | inside 95 % |").AppendLine("|---|---|---:|---|---:|---:|---:|---|---:|---:|---:|---:|---:|");
        segments.AppendLine("| company | horizon | segment | customers | gross | net | Spearman | inside 80 % | below | above | inside 95 % |").AppendLine("|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        try
        {
            foreach (string kind in Kinds)
            {
                foreach ((string horizon, string years) in Horizons)
                {
                    var all = new List<Customer>();
                    for (int seed = 1; seed <= seeds; seed++)
                    {
                        string company = Path.Combine(folder, "company"), output = Path.Combine(folder, "out");
                        CommandLine.Run(["simulate", "--company", kind, "--customers", Whole(customers), "--out", company, "--seed", Whole(seed), "--quiet"], out _);
                        CommandLine.Run(["run", company, "--out", output, "--horizon", horizon, "--quiet"], out _);
                        Customer[] own = Read(company, output, years);
                        all.AddRange(own);
                        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "run.json")));
                        companies.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {horizon} | {seed} | {json.RootElement.GetProperty("chosen").GetString()} | {Off(own, c => c.Gross, c => c.TrueGross)} | {Off(own, c => c.Net, c => c.TrueNet)} | {Off(own, c => c.CameNet, c => c.TrueNet)} | {Inside(json, own)} | {Order(own):0.000} | {Held(own)} |");
                        Directory.Delete(company, recursive: true);
                        Directory.Delete(output, recursive: true);
                    }

                    foreach (IGrouping<string, Customer> segment in all.GroupBy(c => c.Segment, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
                    {
                        Customer[] own = [.. segment];
                        segments.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {horizon} | {segment.Key} | {own.Length:N0} | {Off(own, c => c.Gross, c => c.TrueGross)} | {Off(own, c => c.Net, c => c.TrueNet)} | {Order(own):0.000} | {Held(own)} |");
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string text = $"{companies}{Environment.NewLine}{segments}";
        Console.WriteLine(text);
        if (result is not null)
        {
            File.WriteAllText(result, text);
        }

        return 0;
    }

    private static Customer[] Read(string company, string output, string years)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();

        // What came of revenue is discounted as its margin was, month by month.
        return
        [
            .. connection.List(
                $$"""
                SELECT t.segment, t.alive_at_end, s.clv, s.clv_p025, s.clv_p975, s.clv_gross, s.clv_net, s.clv_net_p10, s.clv_net_p90,
                  t.expected_{{years}}_gross_value, t.expected_{{years}}_net_value, t.realised_{{years}}_net_value,
                  t.realised_{{years}}_revenue * CASE WHEN t.realised_{{years}}_gross_margin > 0 THEN t.realised_{{years}}_gross_value / t.realised_{{years}}_gross_margin ELSE 1 END
                FROM read_csv({{DuckDbSql.Literal(Path.Combine(company, "truth", "truth_customers.csv"))}}, types = {'customer_id': 'VARCHAR', 'segment': 'VARCHAR'}) AS t
                JOIN read_parquet({{DuckDbSql.Literal(Path.Combine(output, "scores.parquet"))}}) AS s USING (customer_id)
                WHERE s.clv_net IS NOT NULL
                ORDER BY customer_id
                """,
                row => new Customer(
                    row.String(0)!, row.Boolean(1), row.Double(2), row.Double(3), row.Double(4), row.Double(5), row.Double(6), row.Double(7), row.Double(8), row.Double(9), row.Double(10), row.Double(11), row.Double(12))),
        ];
    }

    // The interval of the total is simulated in revenue; what is taken off goes with it.
    private static string Inside(JsonDocument json, Customer[] own)
    {
        if (!json.RootElement.TryGetProperty("equity", out JsonElement equity) || equity.ValueKind != JsonValueKind.Object)
        {
            return "–";
        }

        double scale = own.Sum(c => c.Net) / own.Sum(c => c.Revenue), truth = own.Sum(c => c.TrueNet);
        return truth >= equity.GetProperty("p10").GetDouble() * scale && truth <= equity.GetProperty("p90").GetDouble() * scale ? "yes" : "no";
    }

    private static string Held(Customer[] all)
    {
        Customer[] there = [.. all.Where(c => c.IsThere)];
        string Share(Func<Customer, bool> of) => (100.0 * there.Count(of) / Math.Max(1, there.Length)).ToString("0", CultureInfo.InvariantCulture);
        return $"{Share(c => c.CameNet >= c.Low - Cent && c.CameNet <= c.High + Cent)} | {Share(c => c.CameNet < c.Low - Cent)} | {Share(c => c.CameNet > c.High + Cent)} | {Share(c => c.CameRevenue >= c.Lowest - Cent && c.CameRevenue <= c.Highest + Cent)}";
    }

    private static double Order(Customer[] all) => Ranking.Spearman([.. all.Select(c => c.Net)], [.. all.Select(c => c.TrueNet)]).Value;

    private static string Off(Customer[] all, Func<Customer, double> estimate, Func<Customer, double> truth) =>
        all.Sum(truth) is var sum && sum != 0 ? ((all.Sum(estimate) / sum) - 1).ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture) : "–";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Customer(
        string Segment, bool IsThere, double Revenue, double Lowest, double Highest, double Gross, double Net, double Low, double High, double TrueGross, double TrueNet, double CameNet, double CameRevenue);
}
