using System.Globalization;
using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>
/// Gross becomes net. Reads <c>identity_rows</c> and the tables of a company, <c>ledger_days</c> and <c>ledger_costs</c>; leaves <c>ledger_goods</c> (what was sold and what it cost),
/// <c>ledger_charges</c> (what customers cost beyond that) and <c>ledger_contribution</c> (customer by month, from gross revenue to net).
/// </summary>
/// <remarks>
/// What goods cost is looked up a row sold, the first of: the row's own cost; a margin stated for the product in company.yaml; units times the product's unit cost; the product's
/// margin; a margin stated for its line, then for everything; then the margin of the options. Where a pool of costs is cost of revenue (infrastructure, unless said otherwise) the
/// margin of the options would take the same cost off twice, so it is not used.
/// </remarks>
public sealed class MarginStage(DuckDbConnection connection)
{
    /// <summary>The pool of what payment providers keep.</summary>
    public const string PaymentFees = "payment fees";

    /// <summary>The pool of what disputes cost beyond the amount.</summary>
    public const string DisputeFees = "dispute fees";

    private const string Interventions = "interventions";

    /// <summary>Builds the tables, as known at the end of a day, and checks that they add up.</summary>
    /// <param name="asOf">The day.</param>
    /// <param name="currency">Currency of the run: amounts in it, or in none, need no rate.</param>
    /// <param name="rules">What the company states.</param>
    /// <param name="margin">The margin of the options, a share of revenue; null where none is given.</param>
    /// <returns>From gross to net over all customers, and on what it rests.</returns>
    /// <exception cref="PerennialException">The tables do not add up.</exception>
    public MarginAccount Run(DateOnly asOf, string? currency, CompanyRules rules, double? margin)
    {
        ArgumentNullException.ThrowIfNull(rules);
        bool delivered = Prepare(rules);
        DuckDbParameter[] known = [new("as_of", asOf), new("currency", currency), new("margin", delivered ? null : margin)];
        foreach (string table in (string[])["70_goods", "71_charges", "72_contribution"])
        {
            SqlFile.Of("Ledger", table).Execute(connection, known);
        }

        connection.Execute("DROP TABLE ledger_margin_rules; DROP TABLE ledger_pool_roles");
        Check();
        return Account(margin, delivered);
    }

    // The rules as tables. True where customers caused something of a pool that is cost of revenue.
    private bool Prepare(CompanyRules rules)
    {
        connection.Execute("CREATE OR REPLACE TEMP TABLE ledger_margin_rules(scope VARCHAR, name VARCHAR, from_day DATE, margin DECIMAL(18, 6))");
        foreach (MarginRule rule in rules.Margins)
        {
            connection.Execute(
                "INSERT INTO ledger_margin_rules VALUES ($scope, $name, $from, CAST($margin AS DECIMAL(18, 6)))",
                new("scope", rule.Of.ToString().ToLowerInvariant()), new("name", rule.Name), new("from", rule.From ?? DateOnly.MinValue), new("margin", rule.Margin.ToString(CultureInfo.InvariantCulture)));
        }

        connection.Execute("CREATE OR REPLACE TEMP TABLE ledger_pool_roles(pool VARCHAR, role VARCHAR, once BOOLEAN)");
        string[] booked = [.. connection.List("SELECT DISTINCT pool FROM ledger_costs ORDER BY pool", row => row.String(0)!)];
        bool delivered = false;
        foreach (string pool in booked.Union([PaymentFees, DisputeFees, Interventions], StringComparer.Ordinal))
        {
            PoolRole role = rules.RoleOf(pool);
            delivered |= role == PoolRole.CostOfRevenue && booked.Contains(pool, StringComparer.Ordinal);
            string word = pool == Interventions && !rules.Pools.ContainsKey(pool) ? "retention" : Word(role);
            connection.Execute("INSERT INTO ledger_pool_roles VALUES ($pool, $role, $once)", new("pool", pool), new("role", word), new("once", CompanyRules.IsOneOff(pool)));
        }

        return delivered;
    }

    private static string Word(PoolRole role) => role switch
    {
        PoolRole.CostOfRevenue => "revenue",
        PoolRole.CostToServe => "serve",
        PoolRole.Acquisition => "acquisition",
        _ => "overhead",
    };

    private void Check()
    {
        (string What, string Of, string Parts)[] ties =
        [
            ("net revenue", "SELECT sum(net) FROM ledger_days", "SELECT sum(gross - refunds) FROM ledger_contribution"),
            ("what goods cost", "SELECT sum(cost) FROM ledger_goods", "SELECT sum(goods) FROM ledger_contribution"),
            ("revenue by what is known of its cost", "SELECT sum(net) FROM ledger_days", "SELECT sum(revenue) FROM ledger_goods"),
            ("bookings", "SELECT sum(amount) FROM ledger_costs", $"SELECT sum(amount) FROM ledger_charges WHERE pool NOT IN ('{PaymentFees}', '{DisputeFees}', '{Interventions}') OR pool IN (SELECT pool FROM ledger_costs)"),
            ("cost of revenue, cost to serve and retention", "SELECT sum(amount) FROM ledger_charges WHERE customer_key IS NOT NULL AND role IN ('revenue', 'serve', 'retention')", "SELECT sum(delivery + serve + retention) FROM ledger_contribution"),
        ];
        foreach ((string what, string of, string parts) in ties)
        {
            decimal all = connection.Scalar<decimal>($"SELECT CAST(coalesce(({of}), 0) AS DECIMAL(38, 4))");
            decimal sum = connection.Scalar<decimal>($"SELECT CAST(coalesce(({parts}), 0) AS DECIMAL(38, 4))");
            if (all != sum)
            {
                throw new PerennialException("ledger/margin-differs", Fault.World, $"From gross to net, {what} is {all} but its parts are {sum}. They must be equal; this is a mistake of the program, please report it.");
            }
        }
    }

    private MarginAccount Account(double? margin, bool delivered)
    {
        MarginAccount all = connection.List(
            """
            SELECT coalesce(sum(gross), 0), coalesce(sum(discounts), 0), coalesce(sum(refunds), 0), coalesce(sum(goods), 0), coalesce(sum(delivery), 0), coalesce(sum(serve), 0),
              coalesce(sum(avoidable), 0), coalesce(sum(once), 0), coalesce(sum(retention), 0), (SELECT coalesce(sum(amount), 0) FROM ledger_charges WHERE customer_key IS NULL)
            FROM ledger_contribution
            """,
            row => new MarginAccount(row.Decimal(0), row.Decimal(1), row.Decimal(2), row.Decimal(3), row.Decimal(4), row.Decimal(5), row.Decimal(6), row.Decimal(7), row.Decimal(8), row.Decimal(9)))[0];
        var bases = connection.List("SELECT basis, sum(revenue) FROM ledger_goods GROUP BY basis ORDER BY basis", row => (Basis: row.String(0)!, Revenue: row.Decimal(1)));
        return all with
        {
            Bases = bases.ToDictionary(b => b.Basis, b => b.Revenue, StringComparer.Ordinal),
            Pools = connection.List("SELECT pool, any_value(role), sum(amount) FROM ledger_charges GROUP BY pool ORDER BY sum(amount) DESC, pool", row => new MarginPool(row.String(0)!, row.String(1)!, row.Decimal(2))),
            Stated = margin,
            Delivered = delivered,
        };
    }
}
