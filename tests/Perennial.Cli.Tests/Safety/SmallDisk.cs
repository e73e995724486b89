using System.Diagnostics;

namespace Perennial.Cli.Tests.Safety;

/// <summary>A file system of a few megabytes, in memory; only root on Linux can have one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly Shell _shell;

    private SmallDisk(Shell shell, string folder) => (_shell, Folder) = (shell, folder);

    public string Folder { get; }

    /// <summary>Mounts it below the shell's folder, or skips the calling test.</summary>
    public static SmallDisk Mount(Shell shell, string name, string size)
    {
        string folder = shell.In(name);
        Directory.CreateDirectory(folder);
        bool mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Done("mount", "-t", "tmpfs", "-o", $"size={size}", "perennial-test", folder);
        Assert.SkipUnless(mounted, "A small disk cannot be mounted here; that takes root on Linux.");
        return new SmallDisk(shell, folder);
    }

    /// <summary>Takes away the right to write, from root as well.</summary>
    public void MakeReadOnly() => Assert.True(Done("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        // Another test that is just starting a process holds copies of open files for a moment, and so the disk.
        bool gone = Done("umount", Folder);
        for (int tries = 0; !gone && tries < 100; tries++)
        {
            Thread.Sleep(50);
            gone = Done("umount", Folder);
        }

        Assert.True(gone, $"{Folder} in {_shell.Folder} could not be unmounted.");
    }

    private static bool Done(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
