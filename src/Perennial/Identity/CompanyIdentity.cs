using Perennial.DuckDb;
using Perennial.Ingest.Tables;

namespace Perennial.Identity;

/// <summary>
/// A company's tables, past Identity: <c>identity_NAME</c> (of customers <c>identity_traits</c>) has the rows in use of <c>ingest_NAME</c> with the customer's key in place of the id, and without personal columns.
/// Runs after <see cref="IdentityStage"/>, which gives the keys; a customer without any sale or subscription has none and gets none here.
/// </summary>
public static class CompanyIdentity
{
    /// <summary>Makes the views.</summary>
    /// <param name="connection">The engine session with <c>identity_customers</c>.</param>
    /// <param name="contract">The tables there are.</param>
    public static void Run(DuckDbConnection connection, DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(contract);
        connection.Execute("""
            CREATE OR REPLACE TEMP TABLE identity_known AS
            SELECT ids.customer_id, customer_key
            FROM (
              SELECT customer_id, coalesce(any_value(person_id), customer_id) AS person FROM ingest_customers WHERE rule = 0 GROUP BY customer_id
              UNION
              SELECT customer_id, customer_id FROM identity_customers ANTI JOIN (SELECT customer_id FROM ingest_customers WHERE rule = 0) USING (customer_id)
            ) AS ids JOIN identity_customers ON identity_customers.customer_id = ids.person
            """);
        foreach (ContractTable table in contract.Tables)
        {
            // identity_customers is taken: it says who is behind a key.
            string name = table.Name == "customers" ? "identity_traits" : $"identity_{table.Name}";
            string[] columns = [.. table.Columns.Where(column => column.Name != "customer_id" && !column.Personal).Select(column => $"source.{column.Name}")];
            string all = string.Join(", ", table.Find("recorded_at") is null ? columns : [.. columns, "source.superseded_at"]);
            connection.Execute(table.Find("customer_id") is null
                ? $"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {all} FROM ingest_{table.Name} AS source WHERE rule = 0"
                : $"CREATE OR REPLACE TEMP VIEW {name} AS SELECT customer_key, {all} FROM ingest_{table.Name} AS source {(table.Find("customer_id")!.Required ? "JOIN" : "LEFT JOIN")} identity_known USING (customer_id) WHERE rule = 0");
        }
    }
}
