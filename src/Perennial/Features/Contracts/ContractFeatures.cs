using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Features.Contracts;

/// <summary>
/// What was known of accounts with subscriptions on a day. Reads <c>ledger_earned</c>, <c>ledger_listed</c>, their movements, <c>ledger_days</c>, <c>identity_subscriptions</c> and
/// <c>identity_traits</c>.
/// </summary>
/// <remarks>
/// A spell is a time without a gap in which an account pays, or pauses; one who comes back after an end begins another. Its months count from its first day, so that a renewal falls
/// on the first day of a month. All is computed once, with dates, as known on the as-of day; every answer is cut at the day asked for, and what happened later changes nothing.
/// </remarks>
public sealed class ContractFeatures
{
    private const int MostSizes = 2000;
    private readonly DuckDbConnection _connection;

    /// <summary>Builds spells, moves and months at risk.</summary>
    /// <param name="connection">The engine session, past the Ledger.</param>
    /// <param name="asOf">The day everything is known up to.</param>
    public ContractFeatures(DuckDbConnection connection, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        DuckDbParameter day = new("as_of", asOf);
        SqlFile.Of("Features", "80_contract_spells").Execute(connection, day);
        SqlFile.Of("Features", "81_contract_moves").Execute(connection);
        SqlFile.Of("Features", "82_contract_months").Execute(connection, day);
        First = connection.Scalar<DateOnly?>("SELECT min(from_day) FROM features_contract_spells");
    }

    /// <summary>Gives the first day anybody paid for a subscription; null where nobody ever has.</summary>
    public DateOnly? First { get; }

    /// <summary>Gives the accounts whose first subscription had begun by a day, by key.</summary>
    public IReadOnlyList<ContractAccount> Accounts(DateOnly origin) => SqlFile.Of("Features", "84_contract_accounts").List(_connection, Account, Origin(origin));

    /// <summary>Keeps the accounts of a day as the table <c>features_contract_accounts</c>.</summary>
    public void Keep(DateOnly origin) =>
        _connection.Execute("CREATE OR REPLACE TEMP TABLE features_contract_accounts AS " + SqlFile.Of("Features", "84_contract_accounts").Statements[0], Origin(origin));

    /// <summary>Reads accounts that a run has kept.</summary>
    /// <param name="connection">An engine session.</param>
    /// <param name="path">The Parquet file.</param>
    public static IReadOnlyList<ContractAccount> Kept(DuckDbConnection connection, string path)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.List($"FROM read_parquet({DuckDbSql.Literal(path)}) ORDER BY customer_key", Account);
    }

    /// <summary>Gives the months at risk that were over by the end of a day, counted.</summary>
    public IReadOnlyList<ContractCell> Cells(DateOnly origin) => SqlFile.Of("Features", "83_contract_cells").List(
        _connection,
        row => new ContractCell(
            row.String(0)!, row.Int32(1), row.Boolean(2), row.Int32(3), row.Int32(4), !row.IsNull(5) && row.Boolean(5), row.Int64(6), row.Int64(7), row.Int64(8), row.Int64(9), row.Int64(10),
            row.Int64(11), row.Double(12), row.Double(13), row.Int64(14), row.Int64(15), row.Boolean(16)),
        Origin(origin));

    /// <summary>Gives what the accounts whose spell ran on a day did afterwards, by key.</summary>
    /// <param name="origin">The last known day.</param>
    /// <param name="until">The last hidden day.</param>
    public IReadOnlyList<ContractOutcome> Outcomes(DateOnly origin, DateOnly until)
    {
        Require.NotAfter(origin, until);
        return SqlFile.Of("Features", "85_contract_outcomes").List(
            _connection,
            row => new ContractOutcome(row.Int32(0), row.IsNull(1) ? null : row.Int32(1), row.Double(2), (double)row.Decimal(3)),
            Origin(origin),
            new DuckDbParameter("until", until));
    }

    /// <summary>Gives by how much recurring revenue moved up to a day, by segment; a regular part of them where there are very many.</summary>
    public IReadOnlyList<ContractMove> Sizes(DateOnly origin) => SqlFile.Of("Features", "86_contract_sizes").List(
        _connection, row => new ContractMove(row.String(0)!, row.String(1) == "expansion", row.Double(2), row.Double(3)), Origin(origin), new DuckDbParameter("most", MostSizes));

    /// <summary>Gives how those who paused or left came back, up to a day.</summary>
    public IReadOnlyList<ContractReturn> Returns(DateOnly origin) => SqlFile.Of("Features", "87_contract_returns").List(
        _connection, row => new ContractReturn(State(row.String(0)!), row.Double(1), row.Int64(2)), Origin(origin));

    /// <summary>Gives how long spells lasted, up to a day.</summary>
    public IReadOnlyList<ContractSpell> Spells(DateOnly origin) => SqlFile.Of("Features", "88_contract_spells_read").List(
        _connection, row => new ContractSpell(row.String(0)!, row.Double(1), row.String(2), row.Int64(3)), Origin(origin));

    /// <summary>Gives what accounts gave back in the twelve months up to a day.</summary>
    public ContractRefunds Refunds(DateOnly origin) => SqlFile.Of("Features", "89_contract_kept").List(_connection, row => new ContractRefunds(row.Double(0), row.Double(1)), Origin(origin))[0];

    private static ContractAccount Account(DuckDbRow row) => new(
        row.Int32(0), row.String(1)!, row.String(2)!, State(row.String(3)!), (double)row.Decimal(4), (double)row.Decimal(5), (double)row.Decimal(6), (double)row.Decimal(7), row.String(8)!,
        row.Date(9), row.IsNull(10) ? null : row.Date(10), row.Int32(11), row.Int32(12), row.Int32(13), row.Int32(14), row.Int32(15), row.IsNull(16) ? null : row.Date(16),
        row.Boolean(17), row.Double(18), row.Int32(19), row.Int32(20), row.Int32(21));

    private static DuckDbParameter Origin(DateOnly day) => new("origin", day);

    private static ContractState State(string word) => word switch { "active" => ContractState.Active, "paused" => ContractState.Paused, _ => ContractState.Churned };
}
