using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Perennial.Portfolio.Tiers;
using Perennial.Scoring;
using Perennial.Valuation.Net;

namespace Perennial.Reports;

/// <summary>The lines of scores.csv: blocks of customers written side by side and put down in their order, so that the bytes are the same on any number of threads.</summary>
/// <remarks>Numbers are the shortest that read back as the same; a cell that is not known is empty. Writing them here costs a third of what the engine takes.</remarks>
internal sealed class ScoreLines
{
    private const int BlockRows = 4096;

    // Where a spreadsheet would run a text as a formula, and where one apostrophe more keeps a text apart from a guarded one. See reports_cell in 20_score_exports.sql.
    private static readonly SearchValues<char> Guarded = SearchValues.Create("=+-@'\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    private static readonly SearchValues<byte> Quoted = SearchValues.Create("\",\n\r#"u8);

    private readonly ScoreTable _scores;
    private readonly double[][] _before, _after;
    private readonly bool _amounts;
    private readonly byte[] _end;
    private readonly NetTable? _net;
    private readonly double[][] _netColumns;
    private readonly byte[] _netEnd;
    private readonly string _model;
    private readonly double[][] _contract;
    private readonly TierTable? _tiers;

    /// <summary>Takes the scores of a run, and gross and net values and tiers where there are any.</summary>
    public ScoreLines(RunRecord run, ScoreTable scores, NetTable? net = null, TierTable? tiers = null)
    {
        _tiers = tiers;
        _net = net;
        _netColumns = net is null ? [] : [net.Own.Gross, net.Own.CostToServe, net.Own.Net, net.P50, net.P10, net.P90];
        _scores = scores;
        _amounts = run.HasAmounts();
        _before = [scores.Recency, scores.T, scores.MeanSpend, scores.PAlive, scores.PZero, scores.ExpectedOrders, scores.ExpectedSpend];
        _after = [scores.Clv, scores.ClvP50, scores.ClvP10, scores.ClvP90, scores.ClvP025, scores.ClvP975, scores.Percentile];
        _model = run.Chosen;
        _contract = scores.Contracts is { } c ? [c.PChurn30, c.PChurn90, c.PChurn365, c.LifetimeMonths, c.Mrr] : [];
        var end = new Line();
        foreach (string? text in (string?[])[run.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), run.Horizon, run.DefinitionId, run.Currency])
        {
            end.Text(text);
        }

        _end = [.. end.Bytes[..^1]];
        end.Clear();
        end.Text(net?.DefinitionId);
        _netEnd = [.. end.Bytes[..^1]];
    }

    /// <summary>Writes the head and all lines.</summary>
    public void Write(Stream stream)
    {
        stream.Write("customer_id,first_purchase,last_purchase,orders,revenue_to_date,frequency,recency,t,mean_spend,p_alive,p_zero,expected_orders,expected_spend,"u8);
        stream.Write("clv,clv_p50,clv_p10,clv_p90,clv_p025,clv_p975,percentile,quality,model,as_of,horizon,definition_id,currency"u8);
        stream.Write(_net is null ? ""u8 : ",margin_to_date,net_to_date,clv_gross,cost_to_serve,clv_net,clv_net_p50,clv_net_p10,clv_net_p90,net_definition_id"u8);
        stream.Write(_contract.Length == 0 ? ""u8 : ",p_churn_30d,p_churn_90d,p_churn_365d,expected_lifetime_months,mrr"u8);
        stream.Write(_tiers is null ? "\n"u8 : ",tier\n"u8);
        Line[] blocks = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Line())];
        for (int first = 0; first < _scores.Count; first += blocks.Length * BlockRows)
        {
            int start = first;
            Parallel.For(0, blocks.Length, block => Fill(blocks[block], start + (block * BlockRows)));
            foreach (Line block in blocks)
            {
                stream.Write(block.Bytes);
            }
        }
    }

    private void Fill(Line line, int first)
    {
        line.Clear();
        for (int i = first; i < Math.Min(first + BlockRows, _scores.Count); i++)
        {
            string id = _scores.CustomerId[i];
            line.Text(Guard(id));
            line.Day(_scores.FirstPurchase[i]);
            line.Day(_scores.LastPurchase[i]);
            line.Whole(_scores.Orders[i]);
            line.Money(_amounts ? _scores.RevenueToDate[i] : null);
            line.Whole(_scores.Frequency[i]);
            foreach (double[] column in _before)
            {
                line.Number(column[i]);
            }

            foreach (double[] column in _after)
            {
                line.Number(column[i]);
            }

            line.Text(_scores.Quality[i]);
            line.Text(_scores.Contracts?.Model[i] ?? _model);
            line.Raw(_end);
            if (_net is not null)
            {
                line.Raw(","u8);
                line.Money(_net.MarginToDate[i]);
                line.Money(_net.NetToDate[i]);
                foreach (double[] column in _netColumns)
                {
                    line.Number(column[i]);
                }

                line.Raw(_netEnd);
            }

            foreach (double[] column in _contract)
            {
                line.Raw(","u8);
                line.Number(column[i]);
                line.Back();
            }

            if (_tiers is not null)
            {
                line.Raw(","u8);
                line.Text(Guard(_tiers.NameOf(i)));
                line.Back();
            }

            line.Raw("\n"u8);
        }
    }

    private static string? Guard(string? text) => text is { Length: > 0 } && Guarded.Contains(text[0]) ? "'" + text : text;

    /// <summary>Bytes that grow cell by cell; every cell is followed by a comma.</summary>
    private sealed class Line
    {
        private const int WidestNumber = 64;
        private byte[] _bytes = new byte[1 << 16];
        private int _at;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _at);

        public void Clear() => _at = 0;

        /// <summary>Takes the last comma back.</summary>
        public void Back() => _at--;

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Room(bytes.Length));
            _at += bytes.Length;
        }

        public void Text(string? text)
        {
            if (text is not null)
            {
                int most = Encoding.UTF8.GetMaxByteCount(text.Length);
                Span<byte> room = Room((2 * most) + 2);
                Span<byte> plain = room.Slice(most + 2, Encoding.UTF8.GetBytes(text, room[(most + 2)..]));
                _at += plain.Length == 0 || plain.ContainsAny(Quoted) ? Quote(plain, room) : Copy(plain, room);
            }

            Raw(","u8);
        }

        public void Day(DateOnly day)
        {
            if (day == DateOnly.MinValue)
            {
                Raw(","u8);
                return;
            }

            Span<byte> room = Room(WidestNumber);
            (int year, int month, int date) = day;
            Digits(room, year, 4);
            room[4] = (byte)'-';
            Digits(room[5..], month, 2);
            room[7] = (byte)'-';
            Digits(room[8..], date, 2);
            room[10] = (byte)',';
            _at += 11;
        }

        public void Whole(int value) => Put(Utf8Formatter.TryFormat(value, Room(WidestNumber), out int written), written);

        public void Money(decimal? value)
        {
            int written = 0;
            Put(value is null || value.Value.TryFormat(Room(WidestNumber), out written, "F4", CultureInfo.InvariantCulture), written);
        }

        public void Number(double value)
        {
            int written = 0;
            if (double.IsFinite(value))
            {
                Span<byte> room = Room(WidestNumber);
                _ = value.TryFormat(room, out written, default, CultureInfo.InvariantCulture);
                int exponent = room[..written].IndexOf((byte)'E');
                if (exponent >= 0)
                {
                    room[exponent] = (byte)'e';
                }
                else if (!room[..written].Contains((byte)'.'))
                {
                    ".0"u8.CopyTo(room[written..]);
                    written += 2;
                }
            }

            Put(true, written);
        }

        private void Put(bool fits, int written)
        {
            System.Diagnostics.Debug.Assert(fits, "A number is wider than any.");
            _at += written;
            Raw(","u8);
        }

        private Span<byte> Room(int bytes)
        {
            if (_bytes.Length - _at < bytes)
            {
                Array.Resize(ref _bytes, Math.Max(_at + bytes, 2 * _bytes.Length));
            }

            return _bytes.AsSpan(_at);
        }

        private static int Copy(ReadOnlySpan<byte> plain, Span<byte> room)
        {
            plain.CopyTo(room);
            return plain.Length;
        }

        private static int Quote(ReadOnlySpan<byte> plain, Span<byte> room)
        {
            int at = 0;
            room[at++] = (byte)'"';
            foreach (byte sign in plain)
            {
                if (sign == (byte)'"')
                {
                    room[at++] = sign;
                }

                room[at++] = sign;
            }

            room[at++] = (byte)'"';
            return at;
        }

        private static void Digits(Span<byte> room, int value, int count)
        {
            for (int i = count - 1; i >= 0; i--)
            {
                room[i] = (byte)('0' + (value % 10));
                value /= 10;
            }
        }
    }
}
