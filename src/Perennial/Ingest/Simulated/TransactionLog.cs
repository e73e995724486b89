using Perennial.Kernel;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated;

/// <summary>Simulates a log of transactions that looks like anyone's, and beside it the truth that no log holds.</summary>
/// <remarks>Each customer draws from a stream of their own, so the same options give the same bytes, and one customer's life does not depend on how many others there are.</remarks>
public static class TransactionLog
{
    private const double DaysAYear = 365.25;
    private const double Discount = 0.10;
    private const int PilotCustomers = 20_000;

    /// <summary>Gives options with as many customers as bring about so many rows, judged by a pilot of their own.</summary>
    public static TransactionLogOptions WithRows(TransactionLogOptions options, long rows)
    {
        var life = new Life();
        long pilot = 0;
        for (int i = 0; i < PilotCustomers; i++)
        {
            life.Live(options.Require(), Stream(options, i), options.Weeks);
            pilot += life.Times.Count;
        }

        return options with { Customers = (int)Math.Clamp(Math.Round((double)rows * PilotCustomers / pilot), 1, 100_000_000) };
    }

    /// <summary>Writes the log (customer_id, ordered_at and, with spend, amount) and the truth of each customer, in order of customers.</summary>
    /// <param name="options">Who the customers are.</param>
    /// <param name="log">Takes the log as CSV.</param>
    /// <param name="customers">Takes one row a customer as CSV: rates, drop-out, alive or not, the future; future_value is discounted at 10 % a year.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="PerennialException">The options are impossible.</exception>
    public static TransactionLogTruth Write(TransactionLogOptions options, Stream log, Stream customers, IRunLog progress, CancellationToken cancellation)
    {
        options.Require();
        using var rows = new LogWriter(log, options.Start);
        using var lives = new LogWriter(customers, options.Start);
        bool money = options.Spend.Count == 3;
        rows.Text(money ? "customer_id,ordered_at,amount\n" : "customer_id,ordered_at\n");
        lives.Text($"customer_id,joined_at,purchases_per_week,{(options.LeavesAtPurchases ? "dropout_chance" : "dropout_rate_per_week")},mean_spend,orders,alive_at_end,future_orders,future_revenue,future_value\n");

        double end = options.Weeks;
        double until = end + (options.FutureDays / 7.0);
        double delta = Math.Log(1 + Discount) * 7 / DaysAYear;
        var life = new Life();
        long written = 0, revenue = 0, alive = 0, futureOrders = 0, futureRevenue = 0;
        double discounted = 0;
        for (int i = 0; i < options.Customers; i++)
        {
            if (i % 16384 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Progress((double)i / options.Customers);
            }

            Pcg64 random = Stream(options, i);
            life.Live(options, random, until);
            long orders = 0, laterOrders = 0, laterRevenue = 0;
            double laterValue = 0;
            int lastDay = -1;
            foreach (double time in life.Times)
            {
                long cents = money ? life.Cents(options, random) : 0;
                if (time >= end)
                {
                    int day = (int)(time * 7);
                    laterOrders += day == lastDay ? 0 : 1;
                    lastDay = day;
                    laterRevenue += cents;
                    laterValue += cents / 100.0 * Math.Exp(-delta * (time - end));
                    continue;
                }

                orders++;
                revenue += cents;
                rows.Customer(i + 1L).Byte((byte)',').Moment(time);
                if (money)
                {
                    rows.Byte((byte)',').Money(cents);
                }

                rows.Byte((byte)'\n');
            }

            bool isAlive = life.Left >= end;
            written += orders;
            alive += isAlive ? 1 : 0;
            futureOrders += laterOrders;
            futureRevenue += laterRevenue;
            discounted += laterValue;
            lives.Customer(i + 1L).Byte((byte)',').Moment(life.Joined).Byte((byte)',').Number(life.Rate).Byte((byte)',').Number(life.Dropout).Byte((byte)',');
            if (money)
            {
                lives.Number(options.Spend[0] / life.SpendRate);
            }

            lives.Byte((byte)',').Whole(orders).Byte((byte)',').Text(isAlive ? "true" : "false").Byte((byte)',').Whole(laterOrders).Byte((byte)',').Money(laterRevenue).Byte((byte)',').Number(Math.Round(laterValue, 4)).Byte((byte)'\n');
        }

        return new TransactionLogTruth
        {
            Model = options.Model,
            Parameters = options.Names.Zip(options.Parameters).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            Spend = new[] { "p", "q", "gamma" }.Zip(options.Spend).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
            Start = options.Start,
            End = options.End,
            Seed = options.Seed,
            Customers = options.Customers,
            Rows = written,
            Revenue = revenue / 100m,
            AliveAtEnd = alive,
            FutureDays = options.FutureDays,
            FutureOrders = futureOrders,
            FutureRevenue = futureRevenue / 100m,
            FutureRevenueDiscounted = discounted,
        };
    }

    private static Pcg64 Stream(TransactionLogOptions options, int customer) => new(options.Seed, (ulong)customer);
}
