using System.Text.Json;
using Perennial.Kernel;

namespace Perennial.Cli.Tests;

public sealed class RunTests
{
    [Fact]
    public void A_run_ends_with_the_headline_and_the_path_of_the_report_on_stdout_and_talks_on_stderr()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("run", "log.csv", "--out", shell.In("out")));
        Assert.Contains("1,010 in = 1,000 used + 4 quarantined + 6 set aside", shell.Out, StringComparison.Ordinal);
        Assert.Contains("12,346 EUR revenue, next 365d; 80 % interval 10,000 to 15,000 (no calendar risk included)", shell.Out, StringComparison.Ordinal);
        Assert.Contains("Frequency and spend go together.", shell.Out, StringComparison.Ordinal);
        Assert.EndsWith($"Report: {Path.Combine(shell.In("out"), "report.html")}\n", shell.Out, StringComparison.Ordinal);
        Assert.Equal("Ledger: dating entries\nA note [with brackets].\n", shell.Error);
    }

    [Fact]
    public void Quiet_says_nothing_but_results_and_verbose_says_more()
    {
        using var shell = new Shell();
        shell.Run("run", "log.csv", "--out", shell.In("out"), "--quiet");
        Assert.Empty(shell.Error);
        Assert.NotEmpty(shell.Out);
        shell.Run("run", "log.csv", "--out", shell.In("out"), "-v");
        Assert.Contains("  a detail\n", shell.Error, StringComparison.Ordinal);
        Assert.Contains("Ingest: 0.250 s", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_on_stdout_is_run_json()
    {
        using var shell = new Shell();
        Assert.Equal(0, shell.Run("run", "log.csv", "--out", shell.In("out"), "--json"));
        using JsonDocument document = JsonDocument.Parse(shell.Out);
        Assert.Equal(1010, document.RootElement.GetProperty("rows").GetProperty("in").GetInt64());
        Assert.Equal("bg-nbd", document.RootElement.GetProperty("chosen").GetString());
    }

    [Fact]
    public void Every_run_leaves_a_log_file_with_everything_that_was_said()
    {
        using var shell = new Shell();
        shell.Run("run", "log.csv", "--out", shell.In("out"), "--quiet");
        string log = shell.Log();
        Assert.Contains("stage   Ledger: dating entries", log, StringComparison.Ordinal);
        Assert.Contains("note    A note [with brackets].", log, StringComparison.Ordinal);
        Assert.Contains("detail  a detail", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Data, 1)]
    [InlineData(Fault.Usage, 2)]
    [InlineData(Fault.World, 3)]
    public void A_refusal_ends_with_the_code_of_whose_fault_it_is(Fault fault, int code)
    {
        using var shell = new Shell { Pipeline = (_, _, _) => throw new PerennialException("room/what", fault, "Found this. Allowed is that. Do so.") };
        Assert.Equal(code, shell.Run("run", "log.csv", "--out", shell.In("out")));
        Assert.Equal("Found this. Allowed is that. Do so.\n(room/what: docs/errors/room/what.md)\n", shell.Error);
        Assert.Empty(shell.Out);
        Assert.Contains("room/what", shell.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_disk_is_the_worlds_fault()
    {
        using var shell = new Shell { Pipeline = (_, _, _) => throw new IOException("No space left on device") };
        Assert.Equal(3, shell.Run("run", "log.csv", "--out", shell.In("out")));
        Assert.Contains("No space left on device", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_bug_ends_with_70_and_says_where_the_log_is_and_asks_for_a_report()
    {
        using var shell = new Shell { Pipeline = (_, _, _) => throw new InvalidOperationException("the impossible") };
        Assert.Equal(70, shell.Run("run", "log.csv", "--out", shell.In("out")));
        string log = Assert.Single(Directory.GetFiles(Path.Combine(shell.In("out"), "workspace", "logs")));
        Assert.Contains(log, shell.Error, StringComparison.Ordinal);
        Assert.Contains("report it", shell.Error, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: the impossible", File.ReadAllText(log), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_ends_cleanly_with_130()
    {
        using var stop = new CancellationTokenSource();
        using var shell = new Shell
        {
            Cancellation = stop.Token,
            Pipeline = (_, _, cancellation) =>
            {
                stop.Cancel();
                cancellation.ThrowIfCancellationRequested();
                throw new InvalidOperationException("The cancellation did not reach the pipeline.");
            },
        };
        Assert.Equal(130, shell.Run("run", "log.csv", "--out", shell.In("out")));
        Assert.Contains("Nothing was published", shell.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_bars_and_NO_COLOR_takes_the_colour_away()
    {
        const string colour = "\u001b\\[(?:\\d+;)*[39][0-7]m";
        using var coloured = new Shell { OnTerminal = true };
        coloured.Run("run", "log.csv", "--out", coloured.In("out"));
        Assert.Contains("Ledger: dating entries", coloured.Error, StringComparison.Ordinal);
        Assert.Contains("100%", coloured.Error, StringComparison.Ordinal);
        Assert.Matches(colour, coloured.Error);

        using var plain = new Shell { OnTerminal = true };
        plain.Environment["NO_COLOR"] = "1";
        plain.Run("run", "log.csv", "--out", plain.In("out"));
        Assert.Contains("100%", plain.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(colour, plain.Error + plain.Out);
    }

    [Fact]
    public void A_folder_in_which_no_log_can_be_written_does_not_hide_the_real_failure()
    {
        using var shell = new Shell { Pipeline = (_, _, _) => throw new PerennialException("store/not-writable", Fault.World, "The folder cannot be written.") };
        string file = shell.Put("file", "x");
        Assert.Equal(3, shell.Run("run", "log.csv", "--out", Path.Combine(file, "out")));
        Assert.Contains("The folder cannot be written.", shell.Error, StringComparison.Ordinal);
    }
}
