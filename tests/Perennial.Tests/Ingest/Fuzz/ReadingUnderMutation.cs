using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Ingest.Reading;
using Perennial.Tests.Ingest.Reading;

namespace Perennial.Tests.Ingest.Fuzz;

public sealed partial class ReadingUnderMutation
{
    /// <summary>The mutations are shared by so many workers, each with seeds of its own, so that a machine of two cores is done in half the time.</summary>
    private const int Workers = 2;

    [Theory]
    [InlineData(20261122)]
    public void Rows_always_sum_and_only_our_errors_leave(int seed) => Run(seed, 300);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(1)]
    public void Rows_always_sum_and_only_our_errors_leave_a_hundred_thousand_times(int seed) => Run(seed, 100_000);

    private static void Run(int seed, int mutations)
    {
        int refused = 0;
        Parallel.For(0, Workers, worker =>
        {
            using Workbench bench = new(threads: 1);
            string file = Path.Combine(bench.Folder, "fuzzed");
            int share = mutations / Workers;
            int texts = share * 9 / 10;
            int mine = seed + (2 * worker);
            int found = new MutationFuzzer(mine).Run(texts, Layouts.Texts, file, input => Check(bench, input))
                + new MutationFuzzer(mine + 1).Run(share - texts, Layouts.Binaries, file, input => Check(bench, input));
            Interlocked.Add(ref refused, found);
        });

        // A fuzzer whose every file is refused at the door would test nothing behind it.
        Assert.InRange(refused, 1, mutations / 2);
    }

    private static void Check(Workbench bench, FuzzCase input)
    {
        SourceTable table = bench.Read(input.Path);
        (long read, long rejected) = bench.Connection.List($"SELECT (SELECT count(*) FROM {table.Relation}), (SELECT count(*) FROM ingest_rejects)", row => (row.Int64(0), row.Int64(1)))[0];
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
