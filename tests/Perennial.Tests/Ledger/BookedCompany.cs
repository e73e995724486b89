using Perennial.DuckDb;
using Perennial.Identity;
using Perennial.Ingest;
using Perennial.Ingest.Tables;
using Perennial.Kernel;
using Perennial.Ledger;
using Perennial.Tests.Ingest.Tables;

namespace Perennial.Tests.Ledger;

/// <summary>A company's folder that went from Ingest through Identity to the Ledger, without a workspace: keys are the ranks of the ids.</summary>
internal static class BookedCompany
{
    /// <summary>Books what came in.</summary>
    public static IngestResult Book(CompanyFiles company, IngestOptions? options = null)
    {
        DuckDbConnection engine = company.Connection;
        IngestResult sales = CompanyStage.Sales(engine, company.Tables, options ?? new IngestOptions());
        engine.Execute("CREATE TEMP TABLE identity_customers AS SELECT CAST(row_number() OVER (ORDER BY customer_id) AS INTEGER) AS customer_key, customer_id FROM ingest_buyers");
        engine.Execute("CREATE TEMP VIEW identity_rows AS SELECT customer_key, day, row_no, file_no, occurred, amount, order_id, product_id, quantity, currency, kind FROM ingest_rows JOIN identity_customers USING (customer_id) WHERE disposition = 0 ORDER BY customer_key, day, row_no");
        CompanyIdentity.Run(engine, DataContract.Company);
        new LedgerStage(engine).Run();
        new RecurringStage(engine).Run(sales.AsOf, RecurringPreset.Board, sales.Currency);
        new CostStage(engine).Run(sales.AsOf, sales.Currency);
        return sales;
    }

    /// <summary>Books what came in, down to net.</summary>
    public static MarginAccount BookNet(CompanyFiles company, double? margin = null)
    {
        IngestResult sales = Book(company);
        return new MarginStage(company.Connection).Run(sales.AsOf, sales.Currency, company.Tables.Rules ?? CompanyRules.None, margin);
    }
}
