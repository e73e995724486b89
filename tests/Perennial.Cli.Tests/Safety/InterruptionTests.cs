namespace Perennial.Cli.Tests.Safety;

/// <summary>Ctrl-C stops the program cleanly: it says so, publishes nothing, and leaves what was there.</summary>
public sealed class InterruptionTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void An_interrupted_run_exits_130_and_publishes_nothing(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "This system sends no signals.");
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(1500));

        // A shell that starts the tests in the background lets them ignore Ctrl-C; the program must not inherit that here.
        string[] behind = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,TERM"] : [];
        using Program program = Program.Start(behind, ["run", log, "--out", shell.In("out")]);
        program.Hear("Ledger:");
        program.Signal(signal);
        Assert.Equal(130, program.End());
        Assert.Contains("Interrupted. Nothing was published", program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Error, StringComparison.Ordinal);
        Assert.Null(Results.Published(shell.In("out")));
        Assert.DoesNotContain("Report:", program.Out, StringComparison.Ordinal);
        Assert.Equal(["workspace"], Directory.GetFileSystemEntries(shell.In("out")).Select(Path.GetFileName));
    }
}
