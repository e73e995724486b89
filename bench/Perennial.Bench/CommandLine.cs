using System.Diagnostics;
using System.Globalization;

namespace Perennial.Bench;

/// <summary>The program as a user starts it, with what it cost.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command line as a user would and watches its peak memory.</summary>
    public static double Run(IReadOnlyList<string> arguments, out double peakMiB)
    {
        var start = new ProcessStartInfo(Path.Combine(Root(), "perennial")) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        peakMiB = 0;
        while (!process.WaitForExit(20))
        {
            peakMiB = Math.Max(peakMiB, PeakOf(process.Id));
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"'perennial {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}.");
    }

    private static double PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Perennial.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The bench runs inside a checkout of Perennial.");
    }
}
