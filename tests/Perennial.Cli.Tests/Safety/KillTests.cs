using System.Diagnostics;
using Perennial.Models.Numerics;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Kills the whole program, with the signal that cannot be caught, while it replaces the results of an earlier run.</summary>
public sealed class KillTests
{
    private const int Moments = 12;

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_run_killed_at_any_moment_leaves_one_run_whole_with_its_files_and_the_next_run_working()
    {
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(80));
        string[] Next(string folder) => SmallLog.Quick(log, folder, "--horizon", "180d");

        Assert.Equal(0, Program.Run(SmallLog.Quick(log, shell.In("earlier"))).Exit);
        string earlier = Results.Published(shell.In("earlier"))!;
        // A run over an earlier one tells what moved since: it is another run than one that has nothing before it.
        Results.Copy(shell.In("earlier"), shell.In("next"));
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal(0, Program.Run(Next(shell.In("next"))).Exit);
        double usual = watch.Elapsed.TotalMilliseconds;
        string next = Results.Published(shell.In("next"))!;
        Assert.NotEqual(earlier, next);

        var random = new Pcg64(20200229);
        int cut = 0;
        for (int moment = 0; moment < Moments; moment++)
        {
            string folder = shell.In($"killed-{moment}");
            Results.Copy(shell.In("earlier"), folder);
            using (Program program = Program.Start([], Next(folder)))
            {
                // Every other moment lies where files are written; the rest are spread over the whole run.
                if (moment % 2 == 0)
                {
                    program.Hear("Reports:");
                    Thread.Sleep(random.NextInt32(400));
                }
                else
                {
                    Thread.Sleep((int)(usual * (moment + random.NextDouble()) / (Moments + 1)));
                }

                program.Kill();
            }

            string published = Results.Published(folder)!;
            Assert.Contains(published, new[] { earlier, next });
            cut += published == earlier ? 1 : 0;
            Results.RequireWhole(folder, shell.In("earlier"), shell.In("next"));
            Assert.Equal(0, shell.Run("runs", "--out", folder));
            Results.RequireOneSet(folder, shell.In(published == earlier ? "earlier" : "next"), published);

            (int exit, _, string error) = Program.Run(Next(folder));
            Assert.True(exit == 0, error);
            Assert.Equal(next, Results.Published(folder));
            Results.RequireWhole(folder, shell.In("next"));
            Assert.DoesNotContain(Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories), path => Path.GetFileName(path).StartsWith(".partial-", StringComparison.Ordinal));
            Directory.Delete(folder, recursive: true);
        }

        Assert.True(cut >= Moments / 3, $"Only {cut} of {Moments} kills came before the end of the run.");
    }
}
