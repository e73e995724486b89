using Perennial.DuckDb;
using Perennial.Kernel;
using Perennial.Portfolio.Concentrations;
using Perennial.Store;

namespace Perennial.Reports.Lineage;

/// <summary>What is left of the published run when some customers leave: value and its concentration, and revenue to date, before and after. What others would do then is not asked.</summary>
/// <param name="RunId">The run.</param>
/// <param name="AsOf">Its as-of day.</param>
/// <param name="Currency">Its currency, or null.</param>
/// <param name="Measure">What value is: clv_net where costs are known, else clv.</param>
/// <param name="DefinitionId">The definition of it.</param>
/// <param name="Gone">Who leaves.</param>
/// <param name="Before">Value as it is.</param>
/// <param name="After">Value without them.</param>
/// <param name="RevenueBefore">Revenue to date; null where the run knows no amounts.</param>
/// <param name="RevenueAfter">Revenue to date without theirs.</param>
public sealed record WithoutCustomers(
    string RunId, DateOnly AsOf, string? Currency, string Measure, string DefinitionId, IReadOnlyList<GoneCustomer> Gone, ValueLeft Before, ValueLeft After, ValueLeft? RevenueBefore, ValueLeft? RevenueAfter)
{
    /// <summary>Reads the published run of a workspace and leaves customers out.</summary>
    /// <param name="folder">The workspace's folder.</param>
    /// <param name="customerIds">Their ids, exactly as in the data.</param>
    /// <exception cref="PerennialException">Nothing is published, nobody has one of the ids, or the run has no values.</exception>
    public static WithoutCustomers Of(string folder, IReadOnlyList<string> customerIds)
    {
        ArgumentNullException.ThrowIfNull(customerIds);
        Workspace workspace = Workspace.Open(folder);
        using RunReader run = PublishedCustomer.Run(workspace, folder);
        using DuckDbDatabase database = DuckDbDatabase.Open(new DuckDbOptions { Threads = 1 });
        using DuckDbConnection connection = database.Connect();
        workspace.Vault().Load(connection);
        (string Id, int Key)[] gone = [.. customerIds.Select(id => PublishedCustomer.Find(connection, folder, id)).DistinctBy(one => one.Key)];
        RunRecord record = PublishedCustomer.Record(run, folder);
        bool net = run.Manifest.Tables.Any(table => table.Name == "scores_net"), tiered = run.Manifest.Tables.Any(table => table.Name == "scores_tiers");
        string value = net ? "clv_net" : "clv";
        IReadOnlyList<Row> rows = connection.List(
            $"""
            SELECT scores.customer_key, {value}, CAST(revenue_to_date AS DOUBLE), {(tiered ? "tier" : "NULL::VARCHAR")}
            FROM {Source(run, "scores")} AS scores {(net ? $"LEFT JOIN {Source(run, "scores_net")} USING (customer_key)" : string.Empty)} {(tiered ? $"LEFT JOIN {Source(run, "scores_tiers")} USING (customer_key)" : string.Empty)}
            ORDER BY customer_key
            """,
            row => new Row(row.Int32(0), row.Get<double?>(1) ?? double.NaN, row.Get<double?>(2) ?? double.NaN, row.String(3)));
        HashSet<int> keys = [.. gone.Select(one => one.Key)];
        ValueLeft before = ValueLeft.Of(rows.Select(row => row.Value))
            ?? throw new PerennialException("reports/no-values", Fault.Usage, $"The published run {run.Manifest.RunId} in '{folder}' says nothing of what customers are worth, so nothing can be said of what is left without one. Its report says why.");
        return new(
            run.Manifest.RunId, record.AsOf, record.Currency, value, net ? record.Net?.DefinitionId ?? value : record.DefinitionId,
            [.. gone.Select(one => rows.FirstOrDefault(row => row.Key == one.Key) is { } row ? new GoneCustomer(one.Id, Known(row.Value), Known(row.Value / before.Sum), Known(row.Revenue), row.Tier) : new(one.Id, null, null, null, null))],
            before, ValueLeft.Of(rows.Where(row => !keys.Contains(row.Key)).Select(row => row.Value)) ?? ValueLeft.Nothing,
            ValueLeft.Of(rows.Select(row => row.Revenue)), ValueLeft.Of(rows.Where(row => !keys.Contains(row.Key)).Select(row => row.Revenue)));
    }

    private static string Source(RunReader run, string table) => $"read_parquet({DuckDbSql.Literal(run.Table(table))})";

    private static double? Known(double number) => double.IsFinite(number) ? number : null;

    private sealed record Row(int Key, double Value, double Revenue, string? Tier);
}

/// <summary>One who leaves.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Value">What they are worth; null where nothing is said.</param>
/// <param name="Share">That of the sum of all.</param>
/// <param name="Revenue">Revenue to date.</param>
/// <param name="Tier">Their tier.</param>
public sealed record GoneCustomer(string CustomerId, double? Value, double? Share, double? Revenue, string? Tier);

/// <summary>An amount of all customers and how much of it rests on few.</summary>
/// <param name="Customers">Customers with an amount.</param>
/// <param name="Sum">Sum of the amounts, those below zero among them.</param>
/// <param name="Hhi">HHI, 0 to 10,000.</param>
/// <param name="EffectiveNumber">10,000 / HHI.</param>
/// <param name="Top1">Share of the largest of what is above zero.</param>
/// <param name="Top5">Share of the five largest.</param>
/// <param name="Top10">Share of the ten largest.</param>
public sealed record ValueLeft(int Customers, double Sum, double Hhi, double EffectiveNumber, double Top1, double Top5, double Top10)
{
    /// <summary>Gives what there is where nothing above zero is left.</summary>
    internal static ValueLeft Nothing { get; } = new(0, 0, 0, 0, 0, 0, 0);

    internal static ValueLeft? Of(IEnumerable<double> amounts) => ConcentrationMeasure.Of("value", string.Empty, amounts) is { } m
        ? new(m.Customers, m.Total + m.NegativeTotal, m.Shares.Hhi, m.Shares.EffectiveNumber, m.Top1, m.Top5, m.Top10)
        : null;
}
