using System.Globalization;
using System.Text;
using Perennial.Models.Numerics;

namespace Perennial.Ingest.Simulated.Companies;

/// <summary>Puts known defects into tables on their way to a file: each row has at most one, and each is counted.</summary>
/// <remarks>The truth is that of the clean tables.</remarks>
internal sealed class Defects(ulong seed)
{
    /// <summary>How many rows of a hundred get each of the table's defects.</summary>
    private const double Percent = 0.4;
    private const ulong FirstStream = 1000;
    private const string Nobody = "C99999999";

    private static readonly Defect[] All =
    [
        new("customers", "duplicate", "customer_id"),
        new("subscriptions", "duplicate", "subscription_id"),
        new("subscriptions", "ends_before_start", "ends_on"),
        new("invoices", "duplicate", "invoice_id"),
        new("invoices", "unknown_customer", "customer_id"),
        new("invoices", "wrong_currency", "currency"),
        new("payments", "duplicate", "payment_id"),
        new("payments", "bad_date", "paid_at"),
        new("tickets", "unknown_customer", "customer_id"),
        new("tickets", "bad_date", "opened_at"),
        new("tickets", "negative_minutes", "minutes"),
        new("orders", "duplicate", "order_id"),
        new("orders", "unknown_customer", "customer_id"),
        new("orders", "bad_date", "ordered_at"),
        new("orders", "wrong_currency", "currency"),
    ];

    private readonly long[] _counts = new long[All.Length];
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _head = new(StringComparer.Ordinal);

    /// <summary>Gives how many of each were put in; those of tables that were not written are left out.</summary>
    public IReadOnlyList<DefectTruth> Counts() =>
        [.. All.Select((d, i) => new DefectTruth { Table = d.Table, Column = d.Column, Kind = d.Kind, Rows = _counts[i] }).Where(d => _opened.Contains(d.Table))];

    /// <summary>Gives a stream that puts a table's defects in, before a file that is opened.</summary>
    public Stream Into(string file, Stream stream)
    {
        string table = Path.GetFileNameWithoutExtension(file);
        int[] own = [.. Enumerable.Range(0, All.Length).Where(i => All[i].Table == table)];
        if (own.Length == 0)
        {
            return stream;
        }

        _opened.Add(table);
        return new Spoiling(stream, line => Spoil(line, own), new Pcg64(seed, FirstStream + (ulong)own[0]), own.Length * Percent / 100, line => _head[table] = line.Split(','), own);
    }

    private string Spoil((string Line, int Defect) row, int[] own)
    {
        Defect defect = All[own[row.Defect]];
        string[] values = row.Line.Split(',');
        int Column(string name) => Array.IndexOf(_head[defect.Table], name);
        int column = Column(defect.Column);
        switch (defect.Kind)
        {
            case "duplicate":
                _counts[own[row.Defect]]++;
                return row.Line + "\n" + row.Line;
            case "ends_before_start":
                DateOnly starts = DateOnly.ParseExact(values[Column("starts_on")], "yyyy-MM-dd", CultureInfo.InvariantCulture);
                values[column] = starts.AddDays(-10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                break;
            case "negative_minutes":
                values[column] = "-" + Math.Max(1, int.Parse(values[column], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
                break;
            default:
                values[column] = defect.Kind switch { "unknown_customer" => Nobody, "wrong_currency" => "XXX", _ => "2024-13-45T00:00:00" };
                break;
        }

        _counts[own[row.Defect]]++;
        return string.Join(',', values);
    }

    private sealed record Defect(string Table, string Kind, string Column);

    /// <summary>Passes lines on, the first as it stands, and some of the others spoilt.</summary>
    private sealed class Spoiling(Stream inner, Func<(string Line, int Defect), string> spoil, Pcg64 random, double chance, Action<string> head, int[] own) : Stream
    {
        private readonly MemoryStream _line = new();
        private bool _first = true;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            for (int end = buffer.IndexOf((byte)'\n'); end >= 0; end = buffer.IndexOf((byte)'\n'))
            {
                _line.Write(buffer[..end]);
                buffer = buffer[(end + 1)..];
                Pass();
            }

            _line.Write(buffer);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Pass()
        {
            ReadOnlySpan<byte> line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
            if (_first)
            {
                head(Encoding.UTF8.GetString(line));
                inner.Write(line);
            }
            else if (random.NextDouble() < chance)
            {
                inner.Write(Encoding.UTF8.GetBytes(spoil((Encoding.UTF8.GetString(line), random.NextInt32(own.Length)))));
            }
            else
            {
                inner.Write(line);
            }

            inner.WriteByte((byte)'\n');
            _first = false;
            _line.SetLength(0);
        }
    }
}

/// <summary>A kind of defect in a table, and how many rows have it.</summary>
public sealed record DefectTruth
{
    public required string Table { get; init; }
    public required string Column { get; init; }
    public required string Kind { get; init; }
    public required long Rows { get; init; }
}
