using System.Globalization;
using System.Text;
using Perennial.Ingest.Simulated.Companies;
using Perennial.Kernel;

namespace Perennial.Tests.Ingest.Simulated;

/// <summary>A simulated company written to memory, and its tables read back.</summary>
internal sealed class WrittenCompany
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WrittenTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Writes a company; tables named in <paramref name="dropped"/> are written to nowhere.</summary>
    public WrittenCompany(SimulatedCompanyOptions options, params string[] dropped)
    {
        Options = options;
        Truth = SimulatedCompany.Write(options, name => dropped.Contains(Path.GetFileNameWithoutExtension(name)) ? Stream.Null : new Kept(bytes => _files[Path.GetFileNameWithoutExtension(name)] = bytes), SilentLog.Instance, CancellationToken.None);
    }

    public SimulatedCompanyOptions Options { get; }

    public SimulatedCompanyTruth Truth { get; }

    /// <summary>Gives the bytes of each file, by name without ending.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public WrittenTable this[string name] => _tables.TryGetValue(name, out WrittenTable? table) ? table : _tables[name] = new WrittenTable(_files[name]);

    private sealed class Kept(Action<byte[]> take) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            take(ToArray());
            base.Dispose(disposing);
        }
    }
}

/// <summary>A table read back: no field has a comma or a quote in it.</summary>
internal sealed class WrittenTable
{
    private readonly Dictionary<string, int> _columns;

    public WrittenTable(byte[] bytes)
    {
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Columns = lines[0].Split(',');
        _columns = Columns.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i, StringComparer.Ordinal);
        Rows = [.. lines.Skip(1).Select(l => new WrittenRow(l.Split(','), _columns))];
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<WrittenRow> Rows { get; }
}

/// <summary>A row read back.</summary>
internal sealed class WrittenRow(string[] values, Dictionary<string, int> columns)
{
    public string this[string column] => values[columns[column]];

    public int Fields => values.Length;

    public decimal Money(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);

    public double Number(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);

    public DateOnly Day(string column) => DateOnly.ParseExact(this[column].AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public bool Has(string column) => this[column].Length > 0;

    public string Line => string.Join(',', values);
}
