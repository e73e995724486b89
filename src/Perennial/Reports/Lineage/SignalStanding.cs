using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Store;

namespace Perennial.Reports.Lineage;

/// <summary>One signal of one customer, and where they stand in their segment.</summary>
/// <param name="Signal">The signal: its unit, formula and lineage.</param>
/// <param name="Value">Its value on the as-of day.</param>
/// <param name="Segment">The segment; empty where the customer has none.</param>
/// <param name="Score">Standard deviations above the mean of the segment; null among too few.</param>
/// <param name="Percentile">Share of the segment below, ties counted half, 0 to 1; null among too few.</param>
public sealed record SignalStanding(Signal Signal, double Value, string Segment, double? Score, double? Percentile)
{
    /// <summary>Gives the tables of a run that signals are read from.</summary>
    internal static IReadOnlyList<string> Tables { get; } = ["features_signals", "features_signals_relative"];

    /// <summary>Reads the signals of a customer that have a value.</summary>
    internal static IReadOnlyList<SignalStanding> Of(DuckDbConnection connection, RunReader run, int key)
    {
        if (!Tables.All(name => run.Manifest.Tables.Any(table => table.Name == name)))
        {
            return [];
        }

        // A run of another version may have other signals; those that both know are shown.
        string[] sources = [.. Tables.Select(name => $"read_parquet({DuckDbSql.Literal(run.Table(name))})")];
        HashSet<string> there = [.. connection.List($"SELECT column_name FROM (DESCRIBE SELECT * FROM {sources[0]})", row => row.String(0)!)];
        Signal[] signals = [.. SignalCatalogue.All.Where(signal => there.Contains(signal.Id))];
        string columns = string.Join(", ", signals.Select(signal => $"{signal.Id}, {signal.Id}_z, {signal.Id}_percentile"));
        return connection.List<IReadOnlyList<SignalStanding>>(
            $"SELECT segment, {columns} FROM {sources[0]} AS own JOIN {sources[1]} AS relative USING (customer_key) WHERE customer_key = $key",
            row =>
            [
                .. signals.Select((signal, i) => (Signal: signal, At: 1 + (3 * i))).Where(of => !row.IsNull(of.At))
                    .Select(of => new SignalStanding(of.Signal, row.Double(of.At), row.String(0)!, row.Get<double?>(of.At + 1), row.Get<double?>(of.At + 2))),
            ],
            new DuckDbParameter("key", key)) is [var found, ..] ? found : [];
    }
}
