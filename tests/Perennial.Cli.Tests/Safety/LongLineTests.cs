using System.Text;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Lines of two gibibytes. The files have holes, so that they take next to no room on most file systems.</summary>
public sealed class LongLineTests
{
    private const long TwoGibibytes = 2L << 30;
    private const long MemoryAllowed = 1L << 30;

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_file_that_is_one_line_of_two_gibibytes_is_refused_in_bounded_memory()
    {
        using var shell = new Shell();
        Make(shell.In("line.csv"), string.Concat(Enumerable.Repeat("C0001,2022-01-01,10.00,", 400_000)), string.Empty);
        using Program program = Program.Start([], ["run", shell.In("line.csv"), "--out", shell.In("out")]);
        Assert.Equal(1, program.End());
        Assert.Contains("source/line-too-long", program.Error, StringComparison.Ordinal);
        RequireCalm(program);
        Assert.Null(Results.Published(shell.In("out")));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_line_of_two_gibibytes_among_good_ones_is_quarantined_in_bounded_memory()
    {
        using var shell = new Shell();
        // More than the reader looks at to tell what the file is.
        string rows = SmallLog.Text(2500);
        Make(shell.In("log.csv"), rows + "C0001,2022-02-02,", "\nC0002,2022-03-03,5.00\n");
        using Program program = Program.Start([], SmallLog.Quick(shell.In("log.csv"), shell.In("out")));
        Assert.True(program.End() == 0, program.Error);
        int good = rows.Count(c => c == '\n');
        Assert.Contains($"{good + 1:N0} in = {good:N0} used + 1 quarantined + 0 set aside", program.Out, StringComparison.Ordinal);
        Assert.True(new FileInfo(shell.In("out/quarantine.csv")).Length < 100_000);
        RequireCalm(program);
    }

    private static void RequireCalm(Program program)
    {
        Assert.DoesNotContain("   at ", program.Error, StringComparison.Ordinal);
        Assert.InRange(program.PeakMemory, 1, MemoryAllowed);
    }

    private static void Make(string path, string before, string after)
    {
        using FileStream file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes(before));
        file.SetLength(TwoGibibytes);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.ASCII.GetBytes(after));
    }
}
