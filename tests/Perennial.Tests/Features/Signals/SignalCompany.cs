using System.Globalization;
using Perennial.DuckDb;
using Perennial.Features.Signals;
using Perennial.Ingest;
using Perennial.Tests.Ingest.Tables;
using Perennial.Tests.Ledger;

namespace Perennial.Tests.Features.Signals;

/// <summary>A company booked to the Ledger, with its signals.</summary>
internal sealed class SignalCompany : IDisposable
{
    private readonly CompanyFiles _files = new();

    public DuckDbConnection Connection => _files.Connection;

    public SignalStage Stage { get; private set; } = null!;

    /// <summary>Makes a company of subscriptions, columns and cells between blanks; '-' is empty.</summary>
    public static SignalCompany Of(string columns, params string[] rows) => new SignalCompany().With("subscriptions", $"subscription_id,customer_id,{string.Join(',', columns.Split(' ').Skip(1))}", [.. rows.Select((row, i) => $"s{i} {row}")]).Run();

    /// <summary>Adds a table, cells between blanks; '-' is empty.</summary>
    public SignalCompany With(string table, string columns, params string[] rows)
    {
        _files.With($"{table}.csv", $"{columns.Replace(' ', ',')}\n{string.Join('\n', rows.Select(row => string.Join(',', row.Split(' ').Select(cell => cell == "-" ? string.Empty : cell))))}\n");
        return this;
    }

    /// <summary>Books the tables and finds the signals.</summary>
    public SignalCompany Run(string? asOf = null, SignalOptions? options = null)
    {
        _files.Read();
        IngestResult sales = BookedCompany.Book(_files, new IngestOptions { AsOf = asOf is null ? null : DateOnly.ParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture) });
        Stage = new SignalStage(Connection);
        Stage.Run(sales.AsOf, options ?? new SignalOptions());
        return this;
    }

    /// <summary>Gives the value of a signal on the as-of day; null where it is missing.</summary>
    public double? Value(string signal, int customer = 1) =>
        Connection.Scalar<double?>($"SELECT {signal} FROM features_signals WHERE customer_key = $customer", new DuckDbParameter("customer", customer));

    public void Dispose() => _files.Dispose();
}
