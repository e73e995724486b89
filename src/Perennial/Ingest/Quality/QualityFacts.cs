using Perennial.DuckDb;
using Perennial.Ingest.Mapping;
using Perennial.Ingest.Reading;

namespace Perennial.Ingest.Quality;

/// <summary>Rows and money of one disposition and kind.</summary>
internal sealed record MoneyOf(Disposition Disposition, int Kind, long Rows, double In, double Out, long Zeros, long Negatives, long NegativeQuantities);

/// <summary>All that the quality report looks at.</summary>
internal sealed record QualityFacts(
    DuckDbConnection Connection,
    SourceTable Source,
    Decision Decision,
    Readings Readings,
    Conversion Conversion,
    Layout Layout,
    RowAccount Rows,
    IReadOnlyList<(DateOnly Day, long Rows)> AllDays,
    DateOnly AsOf,
    string? Currency,
    IngestOptions Options)
{
    /// <summary>Gives rows and money by where they went.</summary>
    public IReadOnlyList<MoneyOf> Money { get; } = Connection.List(
        IngestSql.Text("50_money"),
        row => new MoneyOf((Disposition)row.Int32(0), row.Int32(1), row.Int64(2), row.Double(3), row.Double(4), row.Int64(5), row.Int64(6), row.Int64(7)));

    /// <summary>Gives used rows by day.</summary>
    public IReadOnlyList<(DateOnly Day, long Rows)> Days { get; } = Connection.List(IngestSql.Text("56_days"), row => (row.Date(0), row.Int64(1)));

    /// <summary>Gives the money of all sales that can be read, whatever rule took them: the base of every share.</summary>
    public double Gross => Money.Where(money => money.Disposition is not (Disposition.Quarantined or Disposition.OrderLineOfOrder)).Sum(money => money.In);

    /// <summary>Gives a share of <see cref="Gross"/>, or null where there is no money.</summary>
    public double? Share(double money) => Conversion.HasAmount && Gross > 0 ? Math.Round(Math.Min(1, money / Gross), 6) : null;

    /// <summary>Gives the rows a rule took.</summary>
    public long Count(Disposition disposition) => Money.Where(money => money.Disposition == disposition).Sum(money => money.Rows);

    /// <summary>Gives the sales a rule took.</summary>
    public double MoneyIn(Disposition disposition) => Money.Where(money => money.Disposition == disposition).Sum(money => money.In);

    /// <summary>Gives a few rows that a rule took, safe to print.</summary>
    public IReadOnlyList<string> Examples(Disposition disposition, string example) => Connection.List(
        IngestSql.Text("59_set_aside_examples", ("example", example), ("disposition", $"{(int)disposition}")),
        row => Printable.Text(row.String(0) ?? "(empty)"));
}
