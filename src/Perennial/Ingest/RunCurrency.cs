using Perennial.DuckDb;
using Perennial.Ingest.Mapping;

namespace Perennial.Ingest;

/// <summary>Finds the one currency of a run.</summary>
internal static class RunCurrency
{
    /// <summary>Gives the stated currency, else the one most money is in, else null. Nothing is converted.</summary>
    public static string? Choose(DuckDbConnection connection, Conversion conversion, IngestOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Currency))
        {
            return options.Currency.Trim().ToUpperInvariant();
        }

        return conversion.HasCurrency
            ? connection.List(IngestSql.Text("33_currencies", ("amount", conversion.HasAmount ? "amount" : "1")), row => row.String(0)).FirstOrDefault(currency => currency is not null)
            : null;
    }
}
