using System.Text;
using Perennial.Kernel;

namespace Perennial.Cli.Tests.Safety;

/// <summary>Disks and folders that refuse: one clear sentence each, the right exit code, and nothing half-done published.</summary>
public sealed class HostileWorldTests
{
    [Fact]
    public void A_full_disk_is_named_and_the_earlier_run_stays_published()
    {
        using var shell = new Shell();
        using SmallDisk disk = SmallDisk.Mount(shell, "disk", "8m");
        string log = shell.Put("log.csv", SmallLog.Text(80));
        string folder = Path.Combine(disk.Folder, "out");
        Real(shell);
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, folder)));
        string published = Results.Published(folder)!;
        Results.Copy(folder, shell.In("kept"));

        string filler = Path.Combine(disk.Folder, "filler");
        Fill(filler);
        Assert.Equal(3, shell.Run(SmallLog.Quick(log, folder, "--horizon", "180d")));
        Assert.Contains("store/disk-full", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
        Assert.Equal(published, Results.Published(folder));
        Results.RequireWhole(folder, shell.In("kept"));

        File.Delete(filler);
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, folder, "--horizon", "180d")));
        Assert.NotEqual(published, Results.Published(folder));
    }

    [Fact]
    public void A_disk_that_cannot_be_written_can_still_be_read()
    {
        using var shell = new Shell();
        using SmallDisk disk = SmallDisk.Mount(shell, "disk", "8m");
        string log = shell.Put("log.csv", SmallLog.Text(60));
        string folder = Path.Combine(disk.Folder, "out");
        Real(shell);
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, folder)));
        disk.MakeReadOnly();
        Assert.Equal(3, shell.Run(SmallLog.Quick(log, folder)));
        Assert.Contains("store/read-only", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
        Assert.Equal(0, shell.Run("runs", "--out", folder));
        Assert.Equal(0, shell.Run("explain", "--customer", "C0001", "--out", folder));
    }

    [Fact]
    public void A_file_in_place_of_the_results_folder_is_a_clear_refusal()
    {
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(5));
        string file = shell.Put("out", "something dear");
        Real(shell);
        Assert.Equal(3, shell.Run("run", log, "--out", file));
        Assert.Contains("is a file, and a folder is needed there", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
        Assert.Equal("something dear", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_that_takes_no_folders_is_a_clear_refusal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This system has no /proc.");
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(5));
        Real(shell);
        Assert.Equal(3, shell.Run("run", log, "--out", "/proc/perennial"));
        Assert.Contains("The folder '/proc/perennial' cannot be made", shell.Error, StringComparison.Ordinal);
        Assert.Contains("store/read-only", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_input_that_vanishes_while_it_is_read_is_named(int report)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "This system does not let go of a file that is being read.");
        using var shell = new Shell();

        // Above a mebibyte the hash is taken beside the reading; below it afterwards, which is the moment that counts here.
        string log = shell.Put("log.csv", SmallLog.Text(300));
        shell.Pipeline = (options, said, cancellation) => Pipeline.Run(options, new Remover(said, log, report), cancellation);
        Assert.Equal(3, shell.Run(SmallLog.Quick(log, shell.In("out"))));
        Assert.Contains("log.csv", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
        Assert.False(File.Exists(log));
        Assert.Null(Results.Published(shell.In("out")));
    }

    [Theory]
    [InlineData("features_histories")]
    [InlineData("ledger_days")]
    [InlineData("scores")]
    public void A_damaged_table_of_the_published_run_is_found_by_those_who_read_it(string table)
    {
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(40));
        Real(shell);
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, shell.In("out"))));
        string file = Assert.Single(Directory.GetFiles(shell.In("out/workspace/runs"), $"{table}.parquet", SearchOption.AllDirectories));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 3] ^= 0x20;
        File.WriteAllBytes(file, bytes);
        RequireCorrupt(shell);
        File.WriteAllText(file, "PAR1 rubbish");
        RequireCorrupt(shell);

        // The next run is another run, made from the source; it does not need the damaged one.
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, shell.In("out"), "--horizon", "180d")));
        Assert.Equal(0, shell.Run("runs", "--out", shell.In("out")));
    }

    [Fact]
    public void Damaged_raw_rows_are_found_by_explain()
    {
        using var shell = new Shell();
        string log = shell.Put("log.csv", SmallLog.Text(40));
        Real(shell);
        Assert.Equal(0, shell.Run(SmallLog.Quick(log, shell.In("out"))));
        string file = Assert.Single(Directory.GetFiles(shell.In("out/workspace/raw"), "*.parquet"));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 3] ^= 0x20;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(3, shell.Run("explain", "--customer", "C0001", "--out", shell.In("out")));
        Assert.Contains("store/corrupt", shell.Error, StringComparison.Ordinal);
        RequireSentence(shell);
    }

    private static void RequireCorrupt(Shell shell)
    {
        foreach (string[] reader in new[] { ["runs", "--out", shell.In("out")], new[] { "explain", "--customer", "C0001", "--out", shell.In("out") } })
        {
            Assert.Equal(3, shell.Run(reader));
            Assert.Contains("store/corrupt", shell.Error, StringComparison.Ordinal);
            RequireSentence(shell);
        }
    }

    private static void RequireSentence(Shell shell)
    {
        Assert.DoesNotContain("   at ", shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", shell.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Report:", shell.Out, StringComparison.Ordinal);
    }

    private static void Real(Shell shell) => shell.Pipeline = (options, log, cancellation) => Pipeline.Run(options, log, cancellation);

    private static void Fill(string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = Encoding.ASCII.GetBytes(new string('x', 4096));
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, as wished.
        }
    }

    /// <summary>Removes a file at one of the moments at which the reader reports how far it is.</summary>
    private sealed class Remover(IRunLog inner, string path, int report) : IRunLog
    {
        private int _reports;

        public void Stage(string room, string what) => inner.Stage(room, what);

        public void Progress(double share)
        {
            if (++_reports == report)
            {
                File.Delete(path);
            }
        }

        public void Note(string sentence) => inner.Note(sentence);

        public void Detail(string sentence) => inner.Detail(sentence);
    }
}
