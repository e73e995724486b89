using System.Text;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>The tables of a company, open for writing: one file a table, named as the contract names it, from its first row on. A table without rows is no export that a company has.</summary>
internal sealed class CompanyTables(Func<string, Stream> open, DateOnly start) : IDisposable
{
    private readonly SortedDictionary<string, (Stream Stream, LogWriter Rows)> _tables = new(StringComparer.Ordinal);

    public LogWriter Customers => Table("customers", "customer_id,name,segment,parent_id,country,industry,regulated,channel,campaign,referred_by,signed_up_on,owner,seats_at_signup");

    public LogWriter Contacts => Table("contacts", "contact_id,customer_id,name,email,team,role,created_on");

    public LogWriter Products => Table("products", "product_id,name,product_line,list_price,currency,unit_cost");

    public LogWriter Subscriptions => Table("subscriptions", "subscription_id,customer_id,product_id,plan,status,starts_on,ends_on,quantity,amount,currency,billing_months,discount,discount_until,metered,term_ends_on,auto_renews,end_reason");

    public LogWriter Cancellations => Table("cancellations", "cancellation_id,customer_id,subscription_id,cancelled_on,kind,reason");

    public LogWriter Invoices => Table("invoices", "invoice_id,customer_id,kind,credits_invoice_id,issued_on,due_on,status,currency,total,tax");

    public LogWriter InvoiceLines => Table("invoice_lines", "line_id,invoice_id,kind,product_id,subscription_id,quantity,amount,discount,service_from,service_to");

    public LogWriter Payments => Table("payments", "payment_id,invoice_id,customer_id,paid_at,amount,currency,status,fee,method,failure_reason");

    public LogWriter Refunds => Table("refunds", "refund_id,kind,payment_id,invoice_id,order_id,customer_id,refunded_at,amount,currency,fee,reason");

    public LogWriter Orders => Table("orders", "order_id,line_no,customer_id,ordered_at,product_id,quantity,amount,currency,discount,cost,returned_on");

    public LogWriter Usage => Table("usage", "customer_id,used_on,feature,quantity,users,minutes,errors");

    public LogWriter Engagement => Table("engagement", "customer_id,engaged_on,kind,quantity");

    public LogWriter Tickets => Table("tickets", "ticket_id,customer_id,opened_at,solved_at,severity,minutes,first_reply_minutes,sentiment,satisfaction,sla_breached,escalated,topic");

    public LogWriter Incidents => Table("incidents", "incident_id,started_at,minutes,severity,feature");

    public LogWriter IncidentCustomers => Table("incident_customers", "incident_id,customer_id,users,sla_breached");

    public LogWriter Surveys => Table("surveys", "customer_id,answered_on,kind,score");

    public LogWriter Costs => Table("costs", "cost_id,pool,from_on,to_on,amount,currency,customer_id,driver,capacity,avoidable");

    public LogWriter MarketingSpend => Table("marketing_spend", "from_on,to_on,channel,campaign,kind,paid,amount,currency");

    public LogWriter Contracts => Table("contracts", "contract_id,customer_id,signed_on,starts_on,ends_on,value,currency,auto_renews,notice_days");

    public LogWriter StrategicScores => Table("strategic_scores", "customer_id,dimension,score,owner,evidence,entered_on,expires_on");

    public LogWriter Interventions => Table("interventions", "intervention_id,kind,customer_id,assigned_at,arm,randomised,cost,currency");

    /// <summary>Gives a table of truth, which no contract knows.</summary>
    public LogWriter Truth(string name, string head) => Table("truth_" + name, head);

    public void Dispose()
    {
        foreach ((Stream stream, LogWriter rows) in _tables.Values)
        {
            rows.Dispose();
            stream.Dispose();
        }

        _tables.Clear();
    }

    private LogWriter Table(string name, string head)
    {
        if (!_tables.TryGetValue(name, out (Stream Stream, LogWriter Rows) table))
        {
            Stream stream = open(name + ".csv");
            table = (stream, new LogWriter(stream, start));
            stream.Write(Encoding.UTF8.GetBytes(head + "\n"));
            _tables.Add(name, table);
        }

        return table.Rows;
    }
}
