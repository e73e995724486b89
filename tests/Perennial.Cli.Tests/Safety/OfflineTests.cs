using System.Diagnostics;
using System.Reflection;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Perennial needs no network and asks for none.</summary>
public sealed class OfflineTests
{
    [Fact]
    public void Everything_works_where_there_is_no_network_at_all()
    {
        string[] alone = ["unshare", "--net"];
        Assert.SkipUnless(OperatingSystem.IsLinux() && Allowed(alone), "This user cannot take the network away from a process; that takes root on Linux.");
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(60));
        Run(alone, SmallLog.Quick(log, shell.In("out")));
        Run(alone, ["doctor", "--out", shell.In("out")]);
        Run(alone, ["demo", "--customers", "60", "--weeks", "52", "--out", shell.In("demo")]);
        Assert.NotNull(Results.Published(shell.In("demo")));
    }

    [Fact]
    public void No_part_of_the_program_refers_to_sockets_or_http()
    {
        foreach (Assembly part in new[] { typeof(App).Assembly, typeof(Pipeline).Assembly, typeof(DuckDb.DuckDbDatabase).Assembly, typeof(Models.Numerics.Pcg64).Assembly })
        {
            string[] references = [.. part.GetReferencedAssemblies().Select(r => r.Name!)];
            Assert.NotEmpty(references);
            Assert.DoesNotContain(references, name => name.StartsWith("System.Net", StringComparison.Ordinal));
        }
    }

    private static void Run(string[] behind, string[] arguments)
    {
        using Program program = Program.Start(behind, arguments);
        Assert.True(program.End() == 0, $"{arguments[0]}: {program.Error}");
    }

    private static bool Allowed(string[] behind)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(behind[0], [.. behind[1..], "true"]) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
