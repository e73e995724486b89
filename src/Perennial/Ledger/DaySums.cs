using Perennial.DuckDb;
using Perennial.Kernel;

namespace Perennial.Ledger;

/// <summary>Adds up the rows of every customer's day where they lie together: <c>identity_rows</c> are ordered by customer and day.</summary>
internal static class DaySums
{
    private const int Rows = 1 << 16;

    /// <summary>Tells whether no used row names an order.</summary>
    public static bool NoOrderIsNamed(DuckDbConnection connection) => connection.Scalar<long>("SELECT count(order_id) FROM identity_rows") == 0;

    /// <summary>Fills <c>ledger_days</c> with one row a customer and day, in their order.</summary>
    /// <exception cref="OverflowException">A day's money has more than 18 digits.</exception>
    public static void Add(DuckDbConnection connection)
    {
        using DuckDbResult result = SqlFile.Of("Ledger", "07_unnamed").Query(connection);
        using DuckDbAppender appender = connection.Appender("ledger_days");
        var days = new Days(appender);
        while (result.Read(out DuckDbChunk chunk))
        {
            ReadOnlySpan<int> customer = chunk.Int32(0), day = chunk.DateDays(1);
            ReadOnlySpan<bool> isSale = chunk.Boolean(2);
            ReadOnlySpan<long> gross = chunk.Unscaled(3), refunds = chunk.Unscaled(4);
            for (int row = 0; row < customer.Length; row++)
            {
                days.Add(customer[row], day[row], isSale[row] ? 1 : 0, gross[row], refunds[row]);
            }
        }

        days.Pass();
        appender.Flush();
    }

    /// <summary>The days of some rows, until there are enough to hand on; the last one may still grow.</summary>
    private sealed class Days(DuckDbAppender appender)
    {
        private readonly int[] _customer = new int[Rows], _day = new int[Rows], _orders = new int[Rows];
        private readonly long[] _gross = new long[Rows], _refunds = new long[Rows], _net = new long[Rows], _value = new long[Rows], _excess = new long[Rows];
        private readonly bool[] _isPurchase = new bool[Rows];
        private int _last = -1;

        public void Add(int customer, int day, int orders, long gross, long refunds)
        {
            if (_last >= 0 && _customer[_last] == customer && _day[_last] == day)
            {
                _orders[_last] += orders;
                _gross[_last] = checked(_gross[_last] + gross);
                _refunds[_last] = checked(_refunds[_last] + refunds);
                return;
            }

            if (_last == Rows - 1)
            {
                Pass();
            }

            _last++;
            (_customer[_last], _day[_last], _orders[_last], _gross[_last], _refunds[_last]) = (customer, day, orders, gross, refunds);
        }

        // As in 30_days.sql, where every refund is one that rule R1 nets in its own day.
        public void Pass()
        {
            int count = _last + 1;
            for (int i = 0; i < count; i++)
            {
                bool sold = _orders[i] > 0;
                _net[i] = _gross[i] - _refunds[i];
                _value[i] = sold ? Math.Max(_net[i], 0) : 0;
                _isPurchase[i] = sold && (_net[i] > 0 || (_gross[i] == 0 && _refunds[i] == 0));
                _excess[i] = Math.Max(-_net[i], 0);
            }

            appender.Append(
                DuckDbColumn.Int32s(_customer.AsMemory(0, count)),
                DuckDbColumn.DateDays(_day.AsMemory(0, count)),
                DuckDbColumn.Int32s(_orders.AsMemory(0, count)),
                DuckDbColumn.Unscaled(_gross.AsMemory(0, count)),
                DuckDbColumn.Unscaled(_refunds.AsMemory(0, count)),
                DuckDbColumn.Unscaled(_net.AsMemory(0, count)),
                DuckDbColumn.Unscaled(_value.AsMemory(0, count)),
                DuckDbColumn.Booleans(_isPurchase.AsMemory(0, count)),
                DuckDbColumn.Unscaled(_excess.AsMemory(0, count)));
            _last = -1;
        }
    }
}
