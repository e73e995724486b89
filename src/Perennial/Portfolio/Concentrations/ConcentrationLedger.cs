using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Portfolio.Concentrations;

/// <summary>What the ledger says of concentration. Reads <c>ledger_days</c> and, of a company, <c>ledger_contribution</c>.</summary>
/// <param name="Revenue">Net revenue of the last twelve months; null where there is none.</param>
/// <param name="Margin">Gross margin of the last twelve months that are over; null where nothing is known of it.</param>
/// <param name="Trend">Revenue of twelve months at the ends of quarters.</param>
public sealed record ConcentrationLedger(ConcentrationMeasure? Revenue, ConcentrationMeasure? Margin, IReadOnlyList<ConcentrationQuarter> Trend)
{
    /// <summary>Reads it as known on the as-of day.</summary>
    /// <param name="connection">The engine session.</param>
    /// <param name="asOf">The as-of day.</param>
    /// <param name="margin">Whether margins are known.</param>
    public static ConcentrationLedger Of(DuckDbConnection connection, DateOnly asOf, bool margin)
    {
        DuckDbParameter known = new("as_of", asOf);
        return new(
            ConcentrationMeasure.Of("revenue", "revenue.net.v1", Column(connection, "96_year_amounts", known)),
            margin ? ConcentrationMeasure.Of("margin", "margin.gross.v1", Column(connection, "97_year_margins", known)) : null,
            SqlFile.Of("Portfolio", "98_concentration_quarters").List(
                connection, row => new ConcentrationQuarter(row.Date(0), row.Int64(1), row.Decimal(2), row.Double(3), row.Double(4), row.Double(5), row.Double(6)), known));
    }

    private static double[] Column(DuckDbConnection connection, string sql, DuckDbParameter known)
    {
        Column<double> amounts = new();
        using DuckDbResult result = SqlFile.Of("Portfolio", sql).Query(connection, known);
        while (result.Read(out DuckDbChunk chunk))
        {
            amounts.Add(chunk.Double(0));
        }

        return amounts.ToArray();
    }
}
