using Perennial.Ingest.Simulated.Companies.Planted;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>One line of an invoice: what, how much of it, and for which days. Amounts in cents, after discount, before tax.</summary>
internal readonly record struct InvoiceLine(string Kind, string Product, int Subscription, long Quantity, long Cents, long Off, int From, int To);

/// <summary>Writes invoices with their lines, the attempts to pay them, credit notes and refunds of one account; and adds up what they brought.</summary>
internal sealed class InvoiceBook(Account account, AccountLife life, CompanyTables tables)
{
    private static readonly int[] Attempts = [0, 3, 7, 14];
    private static readonly string[] Reasons = ["insufficient_funds", "expired_card", "do_not_honor"];
    private readonly PlantedPayments _plan = account.Plan.Payments;
    private readonly int _end = account.Calendar.End;
    private int _invoices;
    private int _payments;
    private int _refunds;

    /// <summary>Gives what was billed, credited, refunded and not collected, net of tax, and the fees, in cents.</summary>
    public long Billed { get; private set; }
    public long Given { get; private set; }
    public long Uncollectible { get; private set; }
    public long Fees { get; private set; }

    public void Clear() => (_invoices, _payments, _refunds, Billed, Given, Uncollectible, Fees) = (0, 0, 0, 0, 0, 0, 0);

    /// <summary>Writes one invoice, issued on a day before the end.</summary>
    public void Write(int day, ReadOnlySpan<InvoiceLine> lines, bool lost, Adjustment adjustment, Pcg64 random)
    {
        long net = 0;
        foreach (InvoiceLine line in lines)
        {
            net += line.Cents;
        }

        if (net == 0)
        {
            return;
        }

        int number = ++_invoices;
        Billed += net;
        long total = net + life.Tax(net);
        int due = day + (account.Card ? 0 : 30);
        long credited = adjustment.Credit + life.Tax(adjustment.Credit);
        (int paid, int payment) = lost ? (Account.Never, 0) : Pay(number, day, total - credited, random);
        if (lost)
        {
            Fail(number, day, total, random);
        }

        bool given = lost && day + Attempts[^1] < _end;
        Uncollectible += given ? net : 0;
        Head(number, "invoice", 0, day, due, paid < _end ? "paid" : given ? "uncollectible" : "open", total, life.Tax(net));
        for (int i = 0; i < lines.Length; i++)
        {
            Line(number, i + 1, lines[i]);
        }

        if (adjustment.Credit > 0)
        {
            Given += adjustment.Credit;
            int note = ++_invoices;
            Head(note, "credit_note", number, day, day, "paid", credited, life.Tax(adjustment.Credit));
            Line(note, 1, lines[0] with { Cents = adjustment.Credit, Off = 0, Quantity = 0 });
        }

        int back = adjustment.Refund > 0 && paid < _end ? paid + 3 + random.NextInt32(23) : Account.Never;
        if (back < _end)
        {
            Given += adjustment.Refund;
            Id(tables.Refunds, 'R', ++_refunds).Next().Text("refund").Next().Id('P', account.Number, payment).Next().Id('I', account.Number, number).Next().Next().Customer(account.Number).Next()
                .Moment(back, 36_000 + random.NextInt32(28_000)).Next().Money(adjustment.Refund + life.Tax(adjustment.Refund)).Next().Text(account.Plan.Currency).Next().Text("0.00").Next().Text("not_satisfied").End();
        }
    }

    /// <summary>Tries until it succeeds, and gives the day and the number of the payment.</summary>
    private (int Day, int Payment) Pay(int invoice, int day, long cents, Pcg64 random)
    {
        if (!account.Card)
        {
            int late = day + 5 + random.NextInt32(46);
            if (late < _end)
            {
                Attempt(invoice, late, cents, "succeeded", 0, random);
            }

            return (late, _payments);
        }

        // The lost ones are drawn with the life: of the others, these are the chances of each attempt to be the one that succeeds.
        int attempt = 0;
        if (invoice > 1 || account.Plan.Metered)
        {
            double u = random.NextDouble() * (1 - _plan.Lost), chance = 1 - _plan.Fails;
            for (double failed = _plan.Fails; u >= chance && attempt < Attempts.Length - 1; failed *= 1 - _plan.Recovers)
            {
                u -= chance;
                chance = failed * _plan.Recovers;
                attempt++;
            }
        }

        for (int i = 0; i < attempt && day + Attempts[i] < _end; i++)
        {
            Attempt(invoice, day + Attempts[i], cents, "failed", 0, random);
        }

        int paid = day + Attempts[attempt];
        if (paid < _end)
        {
            long fee = cents == 0 ? 0 : (long)Math.Round(cents * _plan.FeeShare) + _plan.FeeCents;
            Fees += fee;
            Attempt(invoice, paid, cents, "succeeded", fee, random);
        }

        return (paid, _payments);
    }

    private void Fail(int invoice, int day, long cents, Pcg64 random)
    {
        foreach (int days in Attempts)
        {
            if (day + days < _end)
            {
                Attempt(invoice, day + days, cents, "failed", 0, random);
            }
        }
    }

    private void Attempt(int invoice, int day, long cents, string status, long fee, Pcg64 random)
    {
        Id(tables.Payments, 'P', ++_payments).Next().Id('I', account.Number, invoice).Next().Customer(account.Number).Next().Moment(day, 28_800 + random.NextInt32(36_000)).Next().Money(cents).Next()
            .Text(account.Plan.Currency).Next().Text(status).Next().Money(fee).Next().Text(account.Card ? "card" : "transfer").Next().Text(status == "failed" ? Reasons[random.NextInt32(Reasons.Length)] : string.Empty).End();
    }

    private void Head(int number, string kind, int credits, int day, int due, string status, long total, long tax)
    {
        LogWriter rows = Id(tables.Invoices, 'I', number).Next().Customer(account.Number).Next().Text(kind).Next();
        if (credits > 0)
        {
            rows.Id('I', account.Number, credits);
        }

        rows.Next().Day(day).Next().Day(due).Next().Text(status).Next().Text(account.Plan.Currency).Next().Money(total).Next().Money(tax).End();
    }

    private void Line(int invoice, int number, in InvoiceLine line)
    {
        LogWriter rows = Id(tables.InvoiceLines, 'L', invoice).Byte((byte)'-').Whole(number).Next().Id('I', account.Number, invoice).Next().Text(line.Kind).Next().Text(line.Product).Next();
        if (line.Subscription > 0)
        {
            rows.Id('S', account.Number, line.Subscription);
        }

        rows.Next().Whole(line.Quantity).Next().Money(line.Cents).Next().Money(line.Off).Next().Day(line.From).Next().Day(line.To).End();
    }

    private LogWriter Id(LogWriter rows, char letter, int count) => rows.Id(letter, account.Number, count);
}
