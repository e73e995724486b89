using System.Globalization;
using Perennial.DuckDb;
using Perennial.Ingest.Simulated;
using Perennial.Reports;
using Perennial.Training;

namespace Perennial.Cli;

/// <summary>One line of the demo: what is true, what was estimated.</summary>
internal sealed record Comparison(string What, string Truth, string Estimate, string Remark)
{
    /// <summary>Holds a run against the truth of its company: parameters, who is left, what the future brought.</summary>
    public static IReadOnlyList<Comparison> Of(TransactionLogTruth truth, RunRecord run, string companyFolder, string scores)
    {
        var lines = new List<Comparison>();
        lines.AddRange(Parameters(truth.Model, truth.Parameters, run));
        lines.AddRange(Parameters("gamma-gamma", truth.Spend, run));
        if (!File.Exists(scores) || run.Chosen == "none")
        {
            return lines;
        }

        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        string joined = $$"""
            FROM read_csv({{DuckDbSql.Literal(Path.Combine(companyFolder, "customers.csv"))}}) AS t
            JOIN read_csv({{DuckDbSql.Literal(scores)}}, types = {'customer_id': 'VARCHAR', 'p_alive': 'DOUBLE', 'expected_orders': 'DOUBLE', 'clv_p10': 'DOUBLE', 'clv_p90': 'DOUBLE', 'clv_p025': 'DOUBLE', 'clv_p975': 'DOUBLE'}) AS s USING (customer_id)
            """;
        double Sum(string what) => connection.Scalar<double?>($"SELECT CAST({what} AS DOUBLE) {joined}") ?? double.NaN;

        lines.Add(new("customers still alive", Whole(truth.AliveAtEnd), Whole(Sum("sum(p_alive)")), "sum of P(alive)"));
        lines.Add(new("purchases in the next 365 days", Whole(truth.FutureOrders), Whole(Sum("sum(expected_orders)")), "by all customers together"));
        if (truth.Spend.Count > 0 && run.Equity is { } equity)
        {
            bool inside = truth.FutureRevenueDiscounted >= equity.P10 && truth.FutureRevenueDiscounted <= equity.P90;
            lines.Add(new("value of the next 365 days", Whole(truth.FutureRevenueDiscounted), Whole(equity.Mean), $"80 % interval {Whole(equity.P10)} to {Whole(equity.P90)}: the truth lies {(inside ? "inside" : "outside")}"));
            lines.Add(new("customers inside their 80 % interval", "at least 80 %", Percent(Sum("avg(CASE WHEN t.future_value BETWEEN s.clv_p10 - 0.005 AND s.clv_p90 + 0.005 THEN 1 ELSE 0 END)")), "ends included, so no purchase at all counts as inside"));
            lines.Add(new("customers inside their 95 % interval", "at least 95 %", Percent(Sum("avg(CASE WHEN t.future_value BETWEEN s.clv_p025 - 0.005 AND s.clv_p975 + 0.005 THEN 1 ELSE 0 END)")), string.Empty));
        }

        return lines;
    }

    private static IEnumerable<Comparison> Parameters(string model, IReadOnlyDictionary<string, double> truth, RunRecord run)
    {
        FittedModel? fitted = run.Models.FirstOrDefault(m => m.Name == model);
        foreach ((string name, double value) in truth)
        {
            if (fitted is null || !fitted.Parameters.TryGetValue(name, out double estimate))
            {
                continue;
            }

            double? error = fitted.StandardErrors.GetValueOrDefault(name);
            string remark = error is { } se and > 0 ? string.Create(CultureInfo.InvariantCulture, $"standard error {se:0.###}: {Math.Abs(estimate - value) / se:0.0} of them away") : fitted.Exit;
            yield return new($"{model} {name}", Number(value), Number(estimate), remark);
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Whole(double value) => double.IsFinite(value) ? value.ToString("N0", CultureInfo.InvariantCulture) : "not estimated";

    private static string Percent(double value) => double.IsFinite(value) ? value.ToString("P1", CultureInfo.InvariantCulture) : "not estimated";
}
