using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Ingest.Reading;
using Perennial.Tests.Ingest.Reading;

namespace Perennial.Tests.Ingest.Fuzz;

public sealed partial class ReadingUnderMutation : IDisposable
{
    private readonly Workbench _bench = new(threads: 1);

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(20261122)]
    public void Rows_always_sum_and_only_our_errors_leave(int seed) => Run(seed, 300);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1)]
    public void Rows_always_sum_and_only_our_errors_leave_a_hundred_thousand_times(int seed) => Run(seed, 100_000);

    private void Run(int seed, int mutations)
    {
        string file = Path.Combine(_bench.Folder, "fuzzed");
        int texts = mutations * 9 / 10;
        int refused = new MutationFuzzer(seed).Run(texts, Layouts.Texts, file, Check);
        refused += new MutationFuzzer(seed + 1).Run(mutations - texts, Layouts.Binaries, file, Check);

        // A fuzzer whose every file is refused at the door would test nothing behind it.
        Assert.InRange(refused, 1, mutations / 2);
    }

    private void Check(FuzzCase input)
    {
        SourceTable table = _bench.Read(input.Path);
        long read = _bench.Count(table);
        long rejected = _bench.Connection.Scalar<long>("SELECT count(*) FROM ingest_rejects");
        Assert.True(table.Rows == read + rejected, $"{table.Rows} rows, {read} read, {rejected} rejected: {table.Files[0].Format}: {table.Relation}");
        Assert.Equal(table.Rejected, rejected);
        if (IndependentRecords(table.Files[0].Format, input.Content) is { } counted)
        {
            Assert.Equal(counted, table.Rows);
        }

        if (read > 0)
        {
            Assert.InRange(table.LineNumber(1, read), 1, long.MaxValue);
        }
    }

    // Without quotes a record is a line; the header's line is in the description of the format.
    private static long? IndependentRecords(string format, byte[] content)
    {
        if (content.Contains((byte)'"') || content.Contains((byte)0) || !format.Contains("UTF-8") || format.Contains("gzip") || format.StartsWith("JSON", StringComparison.Ordinal)
            || content.AsSpan().StartsWith("sep="u8) || content.AsSpan().StartsWith("\uFEFFsep="u8))
        {
            return null;
        }

        Match header = HeaderLine().Match(format);
        int above = header.Success ? int.Parse(header.Groups["line"].Value, CultureInfo.InvariantCulture) : 0;
        string text = System.Text.Encoding.Latin1.GetString(content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content.AsSpan(3) : content);
        char[] blanks = format.StartsWith("TSV", StringComparison.Ordinal) ? [' '] : [' ', '\t'];
        return text.Replace("\r\n", "\n").Split('\n', '\r').Skip(above).Count(line => line.Trim(blanks).Length > 0);
    }

    [GeneratedRegex("header in line (?<line>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeaderLine();
}
